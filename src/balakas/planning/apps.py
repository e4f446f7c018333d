"""The room `planning` as a Django application."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
