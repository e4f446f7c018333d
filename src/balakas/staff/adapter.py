"""How allauth behaves in an office: nobody signs up by themselves, a new password is an act that is recorded."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from balakas.staff import queries
from balakas.staff.actions import passwords
from balakas.staff.models import User


class ClosedOffice(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by the administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Refuse every sign-up."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store the password its owner chose; the object in hand gets it too, so that this session goes on."""
        where = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        saved = passwords.set_password(
            user_id=user.id, password=password, by=queries.actor_of(user, where=where), at=timezone.now()
        )
        user.password, user.must_change_password = saved.password, False
