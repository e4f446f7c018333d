"""The room `vault` as a Django application."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Tables carry the room's own name."""

    name = "balakas.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
