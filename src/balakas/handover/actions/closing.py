"""Closing a post's day: never held up by what is still on its way; what comes later is a supplement."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.handover.actions import ledger, minutes, shifts
from balakas.handover.actions.ledger import Draft
from balakas.handover.actions.shifts import Desk
from balakas.handover.models.minutes import DayClose
from balakas.handover.queries import days, figures
from balakas.handover.queries import ledger as ledger_queries
from balakas.handover.rules import closing as rules
from balakas.handover.rules.events import FIELD_STEP, EventType
from balakas.sop.actions import evidence as sop_evidence
from balakas.staff import queries as staff
from balakas.vault import actions as vault_actions

POST_KIND = "planning_post"
"""What the SOP calls a post's field day; planning plans it under the same name."""


def close_day(
    *,
    post_id: UUID,
    day: date,
    explanation: str = "",
    witness: str = "",
    witness_position: str = "",
    by: Actor,
    at: datetime,
) -> DayClose:
    """Close a post's day, or supplement a close: the counts, what remains of the goods and why, the ledger's checkpoint.

    Printed pages that did not come back are named and never hold it up: the close is provisional then. A benefit whose
    arrival nobody minuted (the agency hands out itself) has no rest to explain. Raises `VarianceUnexplained`,
    `NothingNew`, `NotAllowed`.
    """
    with transaction.atomic():
        desk = shifts.sit_down(post_id=post_id, by=by, at=at)
        minutes.right_of(minutes.CLOSING, office_id=desk.office_id, by=by, at=at)
        closes = days.closes_of(post_id, day)
        if closes and not days.new_since(post_id, day, closes[-1].position):
            raise rules.NothingNew
        waiting = days.outstanding_pages(post_id)
        stock = days.stock_of(post_id, until=day)
        left = sum(abs(one.remaining) for one in stock.values() if one.issued)
        rules.check_explained(remaining=left, explanation=explanation)
        counts = figures.day_figures(desk.distribution_id, post_id, day)
        event = desk.write(_shift_close(desk, day, explanation))
        position, checkpoint = ledger_queries.tail_of(desk.office_id)
        row = DayClose.objects.create(
            event=event, office_id=desk.office_id, distribution_id=desk.distribution_id, post_id=post_id, day=day,
            number=len(closes), kind=rules.kind_of(closes=len(closes), outstanding=len(waiting)), figures=counts,
            explanation=explanation.strip(), position=position, checkpoint=checkpoint, witness=witness.strip(),
            witness_position=witness_position.strip(), by_id=desk.officer_id, at=at,
        )  # fmt: skip
        minutes.draft_close(row, by=by, at=at)
        _field_day(desk, day)
        audit.record(
            office_id=desk.office_id, by=by, at=at, act="handover.close_day", kind="day_close", subject_id=row.id,
            label=desk.post_name, details={"day": day.isoformat(), "kind": row.kind, "number": row.number},
        )  # fmt: skip
    return row


def _shift_close(desk: Desk, day: date, explanation: str) -> Draft:
    """Return the close, dated within the day it closes: one done later bears that day's last moment on record."""
    _, last = days.span_of(desk.post_id, day)
    today = staff.local_day(staff.office_of(desk.office_id), desk.at)
    when = desk.at if day == today or last is None else last
    draft = Draft(
        type=EventType.SHIFT_CLOSE, distribution_id=desk.distribution_id, post_id=desk.post_id, happened_at=when
    )
    if not explanation.strip():
        return draft
    subject = vault_actions.office_subject(office_id=desk.office_id, at=desk.at)
    sealed = ledger.sealed_for(draft.id, subject, note=explanation.strip())
    return replace(draft, sealed=sealed)


def _field_day(desk: Desk, day: date) -> None:
    """Tell the SOP when the post's day began and ended; activity 5 counts field days as real hours."""
    if desk.run_id is None or not shifts.run_is_open(desk.run_id):
        return
    first, last = days.span_of(desk.post_id, day)
    if first is None or last is None:
        return
    sop_evidence.set_field_day(
        run_id=desk.run_id, number=FIELD_STEP, kind=POST_KIND, subject_id=desk.post_id, label=desk.post_name,
        opened_at=first, closed_at=last, by=desk.by, at=desk.at,
    )  # fmt: skip
