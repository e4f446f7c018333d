"""Versions of an office's procedure: a version is never changed, a newer one takes its place from a date on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from balakas.audit import actions as audit
from balakas.common.actors import SYSTEM, Actor
from balakas.sop.models import Procedure
from balakas.sop.queries import procedures, shipped
from balakas.sop.rules import procedure as rules
from balakas.staff import queries as staff
from balakas.staff.rules import Right

_FIRST_DAY = date(2025, 1, 1)


def add_version(
    *, office_id: UUID, data: Mapping[str, Any], effective_from: date, by: Actor, at: datetime, note: str = ""
) -> Procedure:
    """Add a version of the procedure in `data`, in force from a date on. Raises `ProcedureWrong`, `ActivitiesWrong`."""
    staff.check_right(by=by, right=Right.SOP_SETTINGS, at=at, office_id=office_id)
    parsed = rules.parse(data)
    rules.check_activities(parsed)
    with transaction.atomic():
        staff.office_of(office_id)
        last = Procedure.objects.filter(office_id=office_id, code=parsed.code).aggregate(last=Max("version"))["last"]
        row = Procedure.objects.create(
            office_id=office_id, code=parsed.code, version=(last or 0) + 1, effective_from=effective_from,
            data=dict(data), note=note.strip(), by_kind=by.kind, by_id=by.id, by_label=by.label, recorded_at=at,
        )  # fmt: skip
        audit.record(
            office_id=office_id, by=by, at=at, act="sop.add_version", kind="sop_procedure", subject_id=row.id,
            label=f"{parsed.code} v{row.version}", details={"effective_from": effective_from.isoformat()},
        )  # fmt: skip
    return row


def in_force(*, office_id: UUID, day: date, at: datetime) -> Procedure:
    """Return the procedure in force on `day`; an office that has none yet gets the shipped one first."""
    row = procedures.in_force(office_id, day)
    if row is not None:
        return row
    try:
        with transaction.atomic():
            return install_shipped(office_id=office_id, at=at, effective_from=min(day, _FIRST_DAY))
    except IntegrityError:  # somebody else was first
        return procedures.in_force(office_id, day) or install_shipped(office_id=office_id, at=at, effective_from=day)


def install_shipped(*, office_id: UUID, at: datetime, effective_from: date = _FIRST_DAY) -> Procedure:
    """Give an office the shipped procedure as a version of its own; it is the product's doing, whoever caused it."""
    data = shipped.procedure(office_id)
    return add_version(
        office_id=office_id, data=data, effective_from=effective_from, by=SYSTEM, at=at, note="SOP bawaan"
    )
