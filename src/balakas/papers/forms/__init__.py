"""Forms of the pages of the room `papers`."""
