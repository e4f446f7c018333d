"""Which procedure is in force, and its versions."""

from datetime import date
from uuid import UUID

from django.http import Http404

from balakas.sop.models import Procedure
from balakas.staff.rules import Officer

CODE = "balakas"


def in_force(office_id: UUID, day: date, code: str = CODE) -> Procedure | None:
    """Return the version in force on `day`: the one that took force last, of two on one day the newer."""
    rows = Procedure.objects.filter(office_id=office_id, code=code, effective_from__lte=day)
    return rows.order_by("-effective_from", "-version").first()


def versions(office_id: UUID, code: str = CODE) -> list[Procedure]:
    """Return all versions, the newest first."""
    return list(Procedure.objects.filter(office_id=office_id, code=code).order_by("-version"))


def procedure_for(officer: Officer, procedure_id: UUID) -> Procedure:
    """Return a version of the officer's own office, else 404."""
    row = Procedure.objects.filter(id=procedure_id, office_id=officer.office_id).first()
    if row is None:
        raise Http404
    return row
