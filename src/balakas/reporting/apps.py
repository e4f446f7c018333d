"""The room `reporting` as a Django application."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
