"""Pages of the room distributions."""
