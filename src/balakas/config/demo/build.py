"""The whole demo, in one transaction a case."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from balakas.config.demo import cases, office
from balakas.config.demo.clock import ZONE, at, office_day
from balakas.config.demo.office import PASSWORD, PEOPLE

__all__ = ["PASSWORD", "accounts", "everything"]


def accounts() -> list[tuple[str, str]]:
    """Return user name and position of each account of the demo."""
    return [(hired.username, hired.label) for hired in PEOPLE]


def everything(*, now: datetime, tell: Callable[[str], None]) -> None:
    """Build office and distributions as of `now`; `tell` says what is being built."""
    today = now.astimezone(ZONE).date()
    with transaction.atomic():
        tell("Kantor Kecamatan Awayan …")
        made = office.make(at=at(office_day(today, 21), "08.00"))
    tell("Penyaluran yang sudah selesai …")
    with transaction.atomic():
        cases.finished(made, today=today)
    tell("Penyaluran dalam penyiapan berkas …")
    with transaction.atomic():
        cases.in_papers(made, today=today)
    tell("Penyaluran yang sedang di lapangan …")
    with transaction.atomic():
        cases.in_the_field(made, today=today, now=now)
