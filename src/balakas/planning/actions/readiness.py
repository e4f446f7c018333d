"""The briefing's minutes, and the checklist of means and equipment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.common.actors import Actor
from balakas.letters.rules import ChangedMeanwhile, check_version
from balakas.planning.actions.plan import STEP, open_case, record, stand_for
from balakas.planning.models import Attendee, Briefing, EquipmentItem
from balakas.planning.queries import readiness
from balakas.planning.rules import readiness as rules
from balakas.sop.actions import steps
from balakas.sop.rules import run as sop_rules
from balakas.staff.rules import Right

FIELD_STEP = 5
BRIEFING = "planning_briefing"
CHECKLIST = "planning_checklist"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody asked to the briefing: an officer (`user_id`) or a name as written."""

    name: str
    position: str = ""
    user_id: UUID | None = None
    present: bool = False


@dataclass(frozen=True, slots=True)
class Minutes:
    """A briefing as it is entered."""

    held_at: datetime
    place: str
    chair: str
    clerk: str
    points: tuple[str, ...]
    decisions: tuple[str, ...]
    seats: tuple[Seat, ...]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist as it is entered; a line without a name is left out."""

    name: str
    quantity: str = ""
    state: rules.ItemState = rules.ItemState.OPEN
    note: str = ""


def save_briefing(*, distribution_id: UUID, minutes: Minutes, seen_version: int, by: Actor, at: datetime) -> Briefing:
    """Keep the minutes and who was asked and came; `seen_version` 0 begins them.

    Raises `ChangedMeanwhile`, `BriefingFixed`, `EndsBeforeStart`.
    """
    if minutes.ended_at is not None:
        sop_rules.check_order(minutes.held_at, minutes.ended_at)
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        briefing = readiness.briefing_of(case.id) or Briefing(distribution_id=case.id, version=0)
        check_version(briefing.version, seen_version)
        rules.check_unsettled(settled=briefing.settled_at is not None)
        briefing.held_at, briefing.ended_at, briefing.place = minutes.held_at, minutes.ended_at, minutes.place.strip()
        briefing.chair, briefing.clerk = minutes.chair.strip(), minutes.clerk.strip()
        briefing.points, briefing.decisions = list(minutes.points), list(minutes.decisions)
        briefing.version += 1
        briefing.save()
        briefing.attendees.all().delete()
        Attendee.objects.bulk_create(
            [
                Attendee(
                    briefing=briefing, user_id=seat.user_id, name=seat.name.strip(), position=seat.position.strip(),
                    present=seat.present, order=place,
                )
                for place, seat in enumerate(minutes.seats, start=1)
                if seat.name.strip()
            ]
        )  # fmt: skip
        record(case, "planning.save_briefing", by, at, {"version": briefing.version})
    return briefing


def settle_briefing(*, distribution_id: UUID, by: Actor, at: datetime) -> Briefing:
    """Settle the minutes; from then on they stand. They are further evidence of activity 4.

    Raises `BriefingUnfinished`, `BriefingFixed`, `HappensLater` for a briefing still to come.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        briefing = readiness.briefing_of(case.id)
        if briefing is None:
            raise rules.BriefingUnfinished
        rules.check_unsettled(settled=briefing.settled_at is not None)
        present = briefing.attendees.filter(present=True).count()
        rules.check_briefing(points=briefing.points, present=present)
        if briefing.held_at > at:
            raise sop_rules.HappensLater
        briefing.settled_by_id, briefing.settled_at = UUID(by.id), at
        briefing.version += 1
        briefing.save(update_fields=["settled_by", "settled_at", "version"])
        label = f"Notulen pengarahan, {present} orang hadir"
        _start_activity(case, briefing, by, at)
        stand_for(case, "pengarahan", kind=BRIEFING, subject_id=briefing.id, label=label, by=by, at=at)
        record(case, "planning.settle_briefing", by, at, {"present": present})
    return briefing


def _start_activity(case: Any, briefing: Briefing, by: Actor, at: datetime) -> None:
    """Let activity 4 begin with the briefing itself, unless somebody started its clock before."""
    if case.run_id is None:
        return
    late = briefing.held_at < at
    steps.ensure_started(
        run_id=case.run_id, number=STEP, by=by, at=at, happened_at=briefing.held_at,
        reason="Dicatat setelah pengarahan selesai" if late else "",
    )  # fmt: skip


def save_checklist(
    *, distribution_id: UUID, lines: Sequence[Line], seen_mark: str, by: Actor, at: datetime
) -> list[EquipmentItem]:
    """Keep the checklist as a whole. When every line was looked at it stands for the SOP's "sarana dan prasarana".

    `seen_mark` is the mark of the list the form was opened on. Raises `ChangedMeanwhile`.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at, right=Right.HANDOVER_STOCK)
        if readiness.mark_of(case.id) != seen_mark:
            raise ChangedMeanwhile
        EquipmentItem.objects.filter(distribution_id=case.id).delete()
        items = EquipmentItem.objects.bulk_create(
            [
                EquipmentItem(
                    distribution_id=case.id, name=line.name.strip(), quantity=line.quantity.strip(), state=line.state,
                    note=line.note.strip(), order=place,
                    checked_by_id=None if line.state is rules.ItemState.OPEN else UUID(by.id),
                    checked_at=None if line.state is rules.ItemState.OPEN else at,
                )
                for place, line in enumerate(lines, start=1)
                if line.name.strip()
            ]
        )  # fmt: skip
        states = [rules.ItemState(item.state) for item in items]
        missing = states.count(rules.ItemState.MISSING)
        if items and rules.ItemState.OPEN not in states:
            label = f"Daftar periksa sarana: {len(items) - missing} ada, {missing} belum ada"
            stand_for(case, "sarana", kind=CHECKLIST, subject_id=case.id, label=label, by=by, at=at, step=FIELD_STEP)
        record(case, "planning.save_checklist", by, at, {"lines": len(items), "missing": missing})
    return items
