"""The reading of a card's photo: asked for, kept as a draft, decided by a person."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common import jobs
from balakas.common.actors import Actor
from balakas.recipients.models import CardDraft, Document, Recipient
from balakas.recipients.queries import drafts as queries
from balakas.recipients.rules import drafts as rules
from balakas.recipients.rules.drafts import DraftState
from balakas.recipients.rules.people import RECIPIENT_KIND
from balakas.staff import queries as staff
from balakas.staff.rules import NotAllowed, Right
from balakas.vault import actions as vault

JOB = "balakas.recipients.jobs.read_card"
READABLE = frozenset({"ktp", "kk"})


def ask_for_reading(document: Document, *, at: datetime) -> None:
    """Have a KTP's or KK's photo read in the background; other papers have no known form."""
    if document.kind not in READABLE:
        return
    CardDraft.objects.create(document=document, state=DraftState.WAITING, asked_at=at)
    jobs.enqueue(JOB, document.id)


def bring_reading(document: Document, cards: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Keep what was seen on a photo before it became this document."""
    CardDraft.objects.create(document=document, state=DraftState.WAITING, asked_at=at)
    keep_reading(document_id=document.id, cards=cards, at=at)


def keep_reading(*, document_id: UUID, cards: Sequence[Mapping[str, Any]] | None, at: datetime) -> None:
    """Keep what the reader saw; None when the photo could not be read. A second reading of the same photo changes nothing."""
    with transaction.atomic():
        draft = (
            CardDraft.objects.select_for_update(of=("self",)).select_related("document").get(document_id=document_id)
        )
        if draft.state not in {DraftState.WAITING, DraftState.FAILED}:
            return
        draft.state = _state(cards)
        draft.read_at = at
        if cards:
            subject_id = queries.subject_of(draft.document)
            place = queries.place_of(draft)
            draft.cards_sealed = vault.seal(json.dumps(list(cards)), subject_id=subject_id, place=place)
        draft.save()


def _state(cards: Sequence[Mapping[str, Any]] | None) -> DraftState:
    if cards is None:
        return DraftState.FAILED
    return DraftState.READ if cards else DraftState.EMPTY


def decide(*, document_id: UUID, recipient_id: UUID, own: bool, by: Actor, at: datetime) -> CardDraft:
    """Say whether the card is this person's. What differs stays on both, list and card; the list is not changed.

    Raises `NoSuchDraft`, `NotAllowed`.
    """
    with transaction.atomic():
        recipient = Recipient.objects.select_related("person").get(id=recipient_id)
        _check_right(recipient, by=by, at=at)
        rows = CardDraft.objects.select_for_update(of=("self",))
        draft = rows.filter(document_id=document_id, document__uses__recipient=recipient).first()
        if draft is None:
            raise rules.NoSuchDraft
        then = DraftState.CONFIRMED if own else DraftState.OTHER
        rules.check_next(DraftState(draft.state), then)
        draft.state, draft.decided_by_id, draft.decided_at = then, UUID(by.id), at
        draft.save()
        audit.record(
            office_id=recipient.person.office_id, by=by, at=at, act="recipients.decide_reading", kind=RECIPIENT_KIND,
            subject_id=recipient.id, details={"document": str(document_id), "own": own},
        )  # fmt: skip
    return draft


def _check_right(recipient: Recipient, *, by: Actor, at: datetime) -> None:
    office_id, village = recipient.person.office_id, recipient.village_code
    try:
        staff.check_right(by=by, right=Right.RECIPIENTS_COLLECT, at=at, office_id=office_id, village_code=village)
    except NotAllowed:
        staff.check_right(by=by, right=Right.RECIPIENTS_VERIFY, at=at, office_id=office_id, village_code=village)
