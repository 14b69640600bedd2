"""Django app of the staff's desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Today, lists and hearings of the people who work in a court."""

    name = "xiezhi.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
