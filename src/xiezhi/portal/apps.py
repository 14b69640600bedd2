"""Django app of the public portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Drafts of the public and the pages that make matters of them."""

    name = "xiezhi.portal"
    label = "portal"
    verbose_name = "公众服务"
    default_auto_field = "django.db.models.BigAutoField"
