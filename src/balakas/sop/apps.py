"""The room `sop` as a Django application."""

from django.apps import AppConfig


class SopConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.sop"
    label = "sop"
    default_auto_field = "django.db.models.BigAutoField"
