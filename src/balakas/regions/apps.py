"""The room `regions` as a Django application."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.regions"
    label = "regions"
    default_auto_field = "django.db.models.BigAutoField"
