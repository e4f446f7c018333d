"""The room `portal` as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
