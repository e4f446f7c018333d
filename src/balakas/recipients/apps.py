"""The room `recipients` as a Django application."""

from django.apps import AppConfig


class RecipientsConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.recipients"
    label = "recipients"
    default_auto_field = "django.db.models.BigAutoField"
