"""The room `desk` as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
