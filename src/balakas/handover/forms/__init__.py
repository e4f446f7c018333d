"""Forms of the field."""
