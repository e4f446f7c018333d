"""Readings of cards' photos as an officer may see them, beside what the list says."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from balakas.recipients.models import CardDraft, Document, DocumentUse, Recipient
from balakas.recipients.queries import owners, people
from balakas.recipients.rules import drafts as rules
from balakas.recipients.rules.drafts import Compared, DraftState
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import KeyDestroyed, Place


@dataclass(frozen=True, slots=True)
class Reading:
    """A photo's reading for one person: how each field stands, whether the card seems to be somebody else's."""

    document_id: UUID
    kind: str
    recipient: Recipient
    state: DraftState
    lines: tuple[Compared, ...]
    cards: int
    owner: Recipient | None = None
    """Whose card it is, where it is another listed person's."""
    others: int = 0
    """How many other photos of the same card the person has."""

    @property
    def anothers(self) -> bool:
        """Say whether the card seems to be somebody else's."""
        return rules.is_anothers(self.lines)

    @property
    def trouble(self) -> bool:
        """Say whether there is more to do than to agree."""
        return self.state is not DraftState.READ or rules.needs_an_eye(self.lines)


def subject_of(document: Document) -> UUID:
    """Return under whose key a document's reading is sealed."""
    owner = document.household or document.person
    if owner is None:
        raise KeyDestroyed
    return owner.subject_id


def place_of(draft: CardDraft) -> Place:
    """Return where a reading stands sealed."""
    return Place("recipients_carddraft", "cards_sealed", draft.id)


def original_of(document_id: UUID) -> bytes | None:
    """Return a document's photo as it was sent, None when it was taken back or its data were destroyed."""
    document = Document.objects.filter(id=document_id, withdrawn_at=None).first()
    try:
        return vault.file_bytes(document.original_file_id) if document else None
    except KeyDestroyed:
        return None


def readings_of(recipient: Recipient) -> dict[UUID, Reading]:
    """Return the readings of one recipient's documents, by document."""
    return {one.document_id: one for one in _readings(_uses().filter(recipient=recipient))}


def waiting(officer: Officer, distribution_id: UUID) -> QuerySet[DocumentUse]:
    """Return what waits for a person's eye in the officer's area, one document of a household once per person."""
    seen = people.visible(officer).filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    rows = _uses().filter(recipient__in=seen, document__draft__state__in=rules.OPEN)
    return rows.order_by("recipient__village_code", "recipient__order", "document__uploaded_at", "id")


def first_waiting(officer: Officer, distribution_id: UUID) -> Reading | None:
    """Return the next reading to look at."""
    return next(iter(_readings(waiting(officer, distribution_id)[:1])), None)


def _uses() -> QuerySet[DocumentUse]:
    related = (
        "document__draft",
        "document__person",
        "document__household",
        "recipient__person__household",
        "recipient__distribution",
    )
    return DocumentUse.objects.filter(document__withdrawn_at=None, document__draft__isnull=False).select_related(
        *related
    )


def _readings(uses: Iterable[DocumentUse]) -> list[Reading]:
    return [_reading(use) for use in uses]


def _reading(use: DocumentUse) -> Reading:
    draft = use.document.draft
    cards = cards_of(draft)
    listed = _listed(use.recipient) if cards else {}
    best = rules.best_card(cards, listed)
    lines = tuple(rules.compared(best, listed)) if best else ()
    state = DraftState(draft.state)
    return Reading(
        use.document_id, use.document.kind, use.recipient, state, lines, len(cards), _owner(use, cards, lines), _others(use.document)
    )  # fmt: skip


def _owner(use: DocumentUse, cards: list[dict[str, Any]], lines: tuple[Compared, ...]) -> Recipient | None:
    """Return the one person of the distribution whose card it is instead."""
    if not rules.is_anothers(lines):
        return None
    office_id, distribution_id = use.recipient.person.office_id, use.recipient.distribution_id
    found = [
        one
        for card in owners.of_cards(cards, distribution_id=distribution_id, office_id=office_id)
        for one in card.found
    ]
    return found[0] if len(found) == 1 else None


def _others(document: Document) -> int:
    same = Document.objects.filter(
        kind=document.kind, person=document.person, household=document.household, withdrawn_at=None
    )
    return same.exclude(id=document.id).count()


def cards_of(draft: CardDraft) -> list[dict[str, Any]]:
    """Return the cards of a reading; none where its data were destroyed."""
    if not draft.cards_sealed:
        return []
    try:
        text = vault.open_sealed(draft.cards_sealed, subject_id=subject_of(draft.document), place=place_of(draft))
    except KeyDestroyed:
        return []
    found: list[dict[str, Any]] = json.loads(text)
    return found


def _listed(recipient: Recipient) -> dict[str, str]:
    person = recipient.person
    numbers = people.numbers_of(person)
    names = people.village_names_of(person.office_id)
    return {
        "nik": numbers.nik,
        "kk": numbers.kk,
        "name": person.name,
        "birth_place": person.birth_place,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "sex": person.sex,
        "address": person.address,
        "rt_rw": f"{person.rt}/{person.rw}" if person.rt and person.rw else "",
        "village": names.get(person.village_code, ""),
    }
