"""Reads of the room `papers`."""
