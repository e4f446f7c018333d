"""The office's own path for `bench/invitations.py`: a list in a new database, invited, printed and sealed. No server."""

from collections.abc import Callable

import django
from django.core.management import call_command
from django.db import transaction

VILLAGE = "pudak"


def path(people: int) -> Callable[[], None]:
    """Make the database and the list; return the act that is measured: invitations made, opened, printed, sealed."""
    django.setup()
    call_command("migrate", verbosity=0)
    from balakas.papers.actions.office import office_pdf  # noqa: PLC0415 -- models need the set-up
    from balakas.planning.actions import invitations as actions  # noqa: PLC0415
    from balakas.planning.queries import invitations, prints  # noqa: PLC0415
    from balakas.vault.actions import office_subject, store_file  # noqa: PLC0415
    from tests.conftest import MONDAY, World  # noqa: PLC0415
    from tests.planning.conftest import PUDAK, Case  # noqa: PLC0415

    with transaction.atomic():
        case = Case(World())
        case.people(**{VILLAGE: people})
        case.slot(case.post(PUDAK))

    def act() -> None:
        actions.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
        rows = list(invitations.live(case.id))
        codes = actions.reveal_codes(distribution_id=case.id, rows=rows, by=case.kasi, at=MONDAY, what="bench")
        scene = prints.scene_of(
            distribution_id=case.id, office_id=case.office.id, title=case.distribution.title, at=MONDAY
        )
        sheet = prints.invitations(scene, rows, codes)
        pdf = office_pdf("invitations", sheet, office_id=case.office.id, long=True, at=MONDAY)
        with transaction.atomic():
            subject = office_subject(office_id=case.office.id, at=MONDAY)
            store_file(
                office_id=case.office.id, subject_id=subject, content=pdf, media_type="application/pdf", at=MONDAY
            )

    return act
