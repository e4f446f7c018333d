"""BALAKAS: how an Indonesian sub-district office hands out social assistance, end to end."""

__version__ = "0.1.0"
