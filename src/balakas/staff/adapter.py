"""How allauth behaves in an office: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedOffice(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by the administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Refuse every sign-up."""
        return False
