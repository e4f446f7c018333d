"""The room `distributions` as a Django application."""

from django.apps import AppConfig


class DistributionsConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.distributions"
    label = "distributions"
    default_auto_field = "django.db.models.BigAutoField"
