"""The office's calendar: its week, the dates of Ramadan, and the days it sets itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.sop.models import HolidayOverride, RamadanSpan, WorkingHours
from balakas.sop.rules import clock
from balakas.sop.rules.run import check_reason
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def set_hours(
    *,
    office_id: UUID,
    valid_from: date,
    ordinary: Sequence[Sequence[str]],
    ramadan: Sequence[Sequence[str]],
    basis: str,
    by: Actor,
    at: datetime,
) -> WorkingHours:
    """Set the week in force from a date on: seven lists of spans like `07.30-12.00`, Monday first. Runs are counted anew.

    Raises `SpanTurned`, `SpansOverlap`, `ReasonNeeded` when no basis (the regulation) is named.
    """
    basis = check_reason(basis)
    weeks = [[clock.spans_as_text(spans) for spans in clock.week(days)] for days in (ordinary, ramadan)]
    with transaction.atomic():
        _check(office_id, by, at)
        row, _ = WorkingHours.objects.update_or_create(
            office_id=office_id,
            valid_from=valid_from,
            defaults={"ordinary": weeks[0], "ramadan": weeks[1], "basis": basis, **_who(by, at)},
        )
        details = {"valid_from": valid_from.isoformat(), "ordinary": weeks[0], "ramadan": weeks[1], "basis": basis}
        _record(row, "sop.set_hours", by=by, at=at, details=details)
    return row


def drop_hours(*, office_id: UUID, valid_from: date, by: Actor, at: datetime) -> None:
    """Take the office's own week of that date away; the one before it holds again."""
    with transaction.atomic():
        _check(office_id, by, at)
        for row in WorkingHours.objects.select_for_update().filter(office_id=office_id, valid_from=valid_from):
            _record(row, "sop.drop_hours", by=by, at=at, details={"valid_from": valid_from.isoformat()})
            row.delete()


def set_ramadan(
    *, office_id: UUID, hijri_year: int, first: date, last: date, estimated: bool, by: Actor, at: datetime
) -> RamadanSpan:
    """Set the dates of one Ramadan. Raises `SpanTurned`."""
    clock.Days(first, last)
    with transaction.atomic():
        _check(office_id, by, at)
        row, _ = RamadanSpan.objects.update_or_create(
            office_id=office_id,
            hijri_year=hijri_year,
            defaults={"first": first, "last": last, "estimated": estimated, **_who(by, at)},
        )
        details = {
            "hijri_year": hijri_year,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "estimated": estimated,
        }
        _record(row, "sop.set_ramadan", by=by, at=at, details=details)
    return row


def set_override(
    *,
    office_id: UUID,
    day: date,
    working: bool,
    reason: str,
    by: Actor,
    at: datetime,
    spans: Sequence[str] = (),
) -> HolidayOverride:
    """Close or open one day. Raises `ReasonNeeded`, `SpanTurned`, `SpansOverlap`."""
    reason = check_reason(reason)
    read = tuple(clock.span(text) for text in spans) if working else ()
    clock.check_spans(read)
    with transaction.atomic():
        _check(office_id, by, at)
        row, _ = HolidayOverride.objects.update_or_create(
            office_id=office_id,
            day=day,
            defaults={"working": working, "spans": clock.spans_as_text(read), "reason": reason, **_who(by, at)},
        )
        details = {"day": day.isoformat(), "working": working, "spans": row.spans, "reason": reason}
        _record(row, "sop.set_override", by=by, at=at, details=details)
    return row


def drop_override(*, office_id: UUID, day: date, by: Actor, at: datetime) -> None:
    """Let a day be again what the calendar says."""
    with transaction.atomic():
        _check(office_id, by, at)
        for row in HolidayOverride.objects.select_for_update().filter(office_id=office_id, day=day):
            _record(row, "sop.drop_override", by=by, at=at, details={"day": day.isoformat(), "reason": row.reason})
            row.delete()


def _check(office_id: UUID, by: Actor, at: datetime) -> None:
    staff.check_right(by=by, right=Right.SOP_SETTINGS, at=at, office_id=office_id)


def _who(by: Actor, at: datetime) -> dict[str, object]:
    return {"by_kind": by.kind, "by_id": by.id, "by_label": by.label, "recorded_at": at}


def _record(
    row: WorkingHours | RamadanSpan | HolidayOverride,
    act: str,
    *,
    by: Actor,
    at: datetime,
    details: Mapping[str, object],
) -> None:
    audit.record(
        office_id=row.office_id, by=by, at=at, act=act, kind="sop_calendar", subject_id=row.id, details=details
    )
