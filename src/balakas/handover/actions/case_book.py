"""Cases as the ledger makes them: opened, opened again, or answered by a void. Deciding them is `actions.cases`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balakas.handover.models.cases import Case, CaseDecision
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules.books import Giving, Outcome
from balakas.handover.rules.cases import CaseKind, CaseState


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose entitlement a case is about."""

    office_id: UUID
    distribution_id: UUID
    recipient_id: UUID
    entitlement_id: UUID


def double_all(found: Sequence[tuple[Subject, Outcome]], *, at: datetime) -> None:
    """Keep the one DOUBLE case of each entitlement in step with its givings.

    Opened by the second giving that stands, opened again by a further one that nobody decided on, answered when voids
    leave only one.
    """
    several = [(on, outcome) for on, outcome in found if outcome.several]  # one giving alone never had a case
    if not several:
        return
    keys = {(on.office_id, f"{CaseKind.DOUBLE}:{on.entitlement_id}"): (on, outcome) for on, outcome in several}
    rows = Case.objects.select_for_update().filter(key__in=[key for _, key in keys]).order_by("id")
    known = {(row.office_id, row.key): row for row in rows}
    for key, (on, outcome) in keys.items():
        _double(on, outcome, key[1], known.get(key), at)


def _double(on: Subject, outcome: Outcome, key: str, known: Case | None, at: datetime) -> None:
    if not outcome.double:
        if known is not None and known.state in {CaseState.OPEN, CaseState.PROPOSED}:
            _answer(known, at)
        return
    if known is None:
        last = max((one for one in outcome.held if one.entitled), key=lambda one: (one.moment, one.event_id))
        Case.objects.create(
            office_id=on.office_id, distribution_id=on.distribution_id, kind=CaseKind.DOUBLE, key=key,
            state=CaseState.OPEN, recipient_id=on.recipient_id, entitlement_id=on.entitlement_id,
            event_id=UUID(last.event_id), opened_at=at, changed_at=at,
        )  # fmt: skip
    elif _undecided(outcome) and known.state in {CaseState.DECIDED, CaseState.ANSWERED}:
        Case.objects.filter(id=known.id).update(state=CaseState.OPEN, changed_at=at)


def _undecided(outcome: Outcome) -> bool:
    """Say whether a giving stands that no decision answered: neither set aside nor older than a decision that another counts."""
    held = [one for one in outcome.held if one.entitled and not one.set_aside]
    return bool(held) and (outcome.winner is None or not outcome.winner.counts)


def on_event(kind: CaseKind, event: Event, *, at: datetime, note_sealed: bytes = b"") -> Case:
    """Open the case of one event, once."""
    case, _ = Case.objects.get_or_create(
        office_id=event.office_id,
        key=f"{kind}:{event.id}",
        defaults={
            "distribution_id": event.distribution_id, "kind": kind, "state": CaseState.OPEN, "post_id": event.post_id,
            "recipient_id": event.recipient_id, "event": event, "note_sealed": note_sealed, "opened_at": at,
            "changed_at": at,
        },
    )  # fmt: skip
    return case


def reported(event: Event, *, at: datetime) -> Case:
    """Open the case of a giving that an officer doubts; what was decided on before is opened again."""
    case = on_event(CaseKind.REPORTED, event, at=at)
    if case.entitlement_id is None and event.entitlement_id:
        Case.objects.filter(id=case.id).update(entitlement_id=event.entitlement_id)
    Case.objects.filter(id=case.id, state__in=(CaseState.DECIDED, CaseState.ANSWERED)).update(
        state=CaseState.OPEN, changed_at=at
    )
    return case


def entitled_after_all(winners: Iterable[Giving], *, at: datetime) -> None:
    """Answer what was opened because an entitlement was not known yet: its remainder came later than the giving of it.

    A giving of more than was due, or one held back, stays a case.
    """
    key = [f"{CaseKind.NOT_ENTITLED}:{one.event_id}" for one in winners if not one.held]
    if not key:
        return
    rows = Case.objects.select_related("event").filter(
        key__in=key, event__device__kind="phone", entitlement=None, state=CaseState.OPEN
    )
    for case in rows:
        if case.event is None or not _more_than_due(case.event):
            _answer(case, at)


def _more_than_due(event: Event) -> bool:
    return bool(0 < ledger.body_of(event)["due"] < ledger.entry_of(event).quantity)


def on_arrival(kind: CaseKind, event: Event, *, known: bool, claim: UUID | None, at: datetime) -> None:
    """Open the case of an event a phone sent, once; `known`: its post and person are this office's own, `claim` if known."""
    about = {**(_places(event) if known else {}), "entitlement_id": claim}
    _open(f"{kind}:{event.id}", kind, event, about, at=at)


def on_fork(event: Event, *, known: bool, at: datetime) -> None:
    """Open the one case of a device's sequence that has two contents: somebody copied the phone."""
    key = f"{CaseKind.FORK}:{event.device_id}:{event.seq}"
    _open(key, CaseKind.FORK, event, _places(event) if known else {}, at=at)


def on_aside(office_id: UUID, event_id: UUID, content: str, *, event: Event | None, at: datetime) -> None:
    """Open the case of what is kept beside the ledger: an id used twice, or a device nobody here knows."""
    kind = CaseKind.ID_REUSED if event is not None else CaseKind.BAD_SIGNATURE
    defaults = {
        "kind": kind, "state": CaseState.OPEN, "event": event, "opened_at": at, "changed_at": at,
        "distribution_id": event.distribution_id if event else None,
        "recipient_id": event.recipient_id if event else None,
    }  # fmt: skip
    Case.objects.get_or_create(office_id=office_id, key=f"{kind}:{event_id}:{content[:16]}", defaults=defaults)


def _places(event: Event) -> dict[str, UUID | None]:
    return {"distribution_id": event.distribution_id, "post_id": event.post_id, "recipient_id": event.recipient_id}


def _open(key: str, kind: CaseKind, event: Event, about: Mapping[str, UUID | None], *, at: datetime) -> None:
    defaults = {"kind": kind, "state": CaseState.OPEN, "event": event, "opened_at": at, "changed_at": at, **about}
    Case.objects.get_or_create(office_id=event.office_id, key=key, defaults=defaults)


def on_stock(key: str, known: Case | None, event: Event, *, at: datetime) -> None:
    """Open the case of a post's benefit that went below zero, or open it again."""
    if known is None:
        Case.objects.create(
            office_id=event.office_id, distribution_id=event.distribution_id, kind=CaseKind.STOCK_NEGATIVE, key=key,
            state=CaseState.OPEN, post_id=event.post_id, event=event, opened_at=at, changed_at=at,
        )  # fmt: skip
    elif known.state == CaseState.ANSWERED:
        Case.objects.filter(id=known.id).update(state=CaseState.OPEN, changed_at=at)


def answer(case: Case, *, at: datetime) -> None:
    """Close a case whose cause is gone."""
    _answer(case, at)


def answer_for(event_id: UUID, *, at: datetime) -> None:
    """Answer the case of an event that was voided."""
    rows = Case.objects.filter(event_id=event_id, state__in=(CaseState.OPEN, CaseState.PROPOSED))
    for case in rows.exclude(kind__in=(CaseKind.DOUBLE, CaseKind.STOCK_NEGATIVE)):
        _answer(case, at)


def _answer(case: Case, at: datetime) -> None:
    CaseDecision.objects.filter(case=case, approved_at=None, refused_at=None).update(refused_at=at)
    Case.objects.filter(id=case.id).update(state=CaseState.ANSWERED, changed_at=at)
