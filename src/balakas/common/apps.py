"""The room `common` as a Django application."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"
