"""The room `staff` as a Django application."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
