"""The room `handover` as a Django application."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.handover"
    label = "handover"
    default_auto_field = "django.db.models.BigAutoField"
