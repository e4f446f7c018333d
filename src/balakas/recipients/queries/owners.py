"""Whose card a photo shows: by NIK or KK number, then by name, birth date and village; only people of one distribution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from balakas.recipients.models import Recipient
from balakas.recipients.queries import people
from balakas.recipients.rules.batches import Asked, asked
from balakas.recipients.rules.people import RecipientState, name_key
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind

_NIK = 16


@dataclass(frozen=True, slots=True)
class Owners:
    """The people a card fits: one is its owner, none makes it a stranger's, several need a person."""

    card: Mapping[str, Any]
    found: tuple[Recipient, ...]


def of_cards(cards: Sequence[Mapping[str, Any]], *, distribution_id: UUID, office_id: UUID) -> list[Owners]:
    """Return for each card of a photo whom it fits."""
    return [Owners(card, tuple(_of(asked(card), distribution_id, office_id))) for card in cards]


def _of(card: Asked, distribution_id: UUID, office_id: UUID) -> list[Recipient]:
    rows = Recipient.objects.filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    rows = rows.select_related("person__household").order_by("order")
    if card.kind == "kk":
        return _of_family(card, rows, office_id)
    if card.niks:
        found = list(rows.filter(person__nik_index__in=_indexes(office_id, card.niks)))
        if found:
            return found
    return _by_words(card, rows, office_id)


def _of_family(card: Asked, rows: Any, office_id: UUID) -> list[Recipient]:
    """Return one person of the card's family, for a family card serves all of them; several families are several."""
    found: list[Recipient] = []
    if card.kk:
        index = vault.blind_index(office_id, IndexKind.KK, card.kk)
        found = list(rows.filter(person__household__kk_index=index))
    if not found and card.niks:
        found = list(rows.filter(person__nik_index__in=_indexes(office_id, card.niks)))
    homes = {one.person.household_id or one.person_id: one for one in reversed(found)}
    return list(homes.values())


def _by_words(card: Asked, rows: Any, office_id: UUID) -> list[Recipient]:
    if not (card.name and card.birth_date):
        return []
    names = people.village_names_of(office_id)
    found = rows.filter(person__name_key=card.name, person__birth_date=card.birth_date)
    return [one for one in found if name_key(names.get(one.village_code, "")) == card.village]


def _indexes(office_id: UUID, niks: Sequence[str]) -> list[bytes]:
    return [index for index in vault.blind_indexes(office_id, IndexKind.NIK, niks) if index]


def named(distribution_id: UUID, office_id: UUID, text: str) -> list[Recipient]:
    """Return the people of a distribution whose NIK or whole name this is."""
    rows = Recipient.objects.filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    digits = "".join(sign for sign in text if sign.isdigit())
    if len(digits) >= _NIK:
        return list(rows.filter(person__nik_index=vault.blind_index(office_id, IndexKind.NIK, digits)))
    return list(rows.filter(person__name_key=name_key(text)))
