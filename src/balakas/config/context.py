"""What every template knows."""

from django.http import HttpRequest


def office(request: HttpRequest) -> dict[str, object]:
    """Return the officer and whether they may do the things the navigation shows."""
    return {"officer": getattr(request, "officer", None)}
