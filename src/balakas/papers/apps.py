"""The room `papers` as a Django application."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
