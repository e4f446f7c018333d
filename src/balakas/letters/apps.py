"""The room `letters` as a Django application."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"
