"""The room `audit` as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
