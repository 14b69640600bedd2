"""Django app of what every page shares."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The design system, the generic act page and the matter page."""

    name = "xiezhi.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"
