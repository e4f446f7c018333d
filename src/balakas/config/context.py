"""What every template knows."""

from django.http import HttpRequest

from balakas.config.navigation import navigation


def office(request: HttpRequest) -> dict[str, object]:
    """Return the officer and the navigation lines their rights open."""
    officer = getattr(request, "officer", None)
    return {"officer": officer, "nav": navigation(officer, request.path)}
