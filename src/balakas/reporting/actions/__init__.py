"""Writes of the room reporting."""
