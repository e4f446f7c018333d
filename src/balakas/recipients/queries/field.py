"""What the room handover asks of people and entitlements: who comes to a post, what is due to them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Sum

from balakas.common.prepared import Prepared
from balakas.recipients.models import Entitlement, Recipient, Representative
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind, Place


def recipients_of(distribution_id: UUID, villages: Collection[str] | None = None) -> QuerySet[Recipient]:
    """Return a distribution's recipients with person and entitlements, in list order; `villages` narrows to codes."""
    rows = Recipient.objects.filter(distribution_id=distribution_id)
    if villages is not None:
        rows = rows.filter(village_code__in=villages)
    return _with_due(rows).order_by("village_code", "order", "id")


def recipient_of(office_id: UUID, recipient_id: UUID) -> Recipient | None:
    """Return one recipient of the office with person, household and entitlements."""
    rows = Recipient.objects.filter(id=recipient_id, distribution__office_id=office_id)
    return _with_due(rows).select_related("person__household").first()


def recipients_in(ids: Iterable[UUID]) -> dict[UUID, Recipient]:
    """Return recipients by id, with person and entitlements."""
    return {row.id: row for row in _with_due(Recipient.objects.filter(id__in=list(ids)))}


def names_at(distribution_ids: Collection[UUID], villages: Collection[str] | None) -> list[tuple[UUID, str]]:
    """Return (recipient, name key) of all recipients there, for a forgiving search."""
    rows = Recipient.objects.filter(distribution_id__in=distribution_ids)
    if villages is not None:
        rows = rows.filter(village_code__in=villages)
    return list(rows.values_list("id", "person__name_key"))


def with_last_digits(office_id: UUID, distribution_ids: Collection[UUID], digits: str) -> list[UUID]:
    """Return the recipients whose NIK ends in these four digits, by blind index."""
    tag = vault.blind_index(office_id, IndexKind.LAST_DIGITS, digits)
    rows = Recipient.objects.filter(distribution_id__in=distribution_ids, person__nik_tail_index=tag)
    return list(rows.order_by("village_code", "order").values_list("id", flat=True))


def successors(recipient_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return who stands on the list in a recipient's place: replaced -> replacement."""
    rows = Recipient.objects.filter(replaces_id__in=recipient_ids)
    return dict(rows.values_list("replaces_id", "id"))


def representatives_of(person_id: UUID, distribution_id: UUID) -> list[Representative]:
    """Return who may collect for a person in this distribution: lasting ones and those by power of attorney."""
    rows = Representative.objects.filter(person_id=person_id, ended_at=None).order_by("-lasting", "at")
    return [row for row in rows if row.distribution_id in (None, distribution_id)]


def locked_entitlements(ids: Iterable[UUID]) -> dict[UUID, Entitlement]:
    """Return entitlements under a lock, always in the same order; call it inside a transaction."""
    rows = (
        Entitlement.objects.select_for_update(of=("self",))
        .select_related("recipient__person", "recipient__distribution", "allocation__benefit")
        .filter(id__in=list(ids))
        .order_by("id")
    )
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Claim:
    """An entitlement as the books need it, as plain values: phones send thousands."""

    id: UUID
    recipient_id: UUID
    amount: int
    state: str
    distribution_id: UUID
    office_id: UUID


def locked_claims(ids: Collection[UUID]) -> dict[UUID, Claim]:
    """Return entitlements under a lock, always in the same order; call it inside a transaction. Two queries."""
    if not ids:
        return {}
    listed = _LOCKED.rows(ids)
    where = {one: place for one, *place in _LISTED.rows({row[1] for row in listed})}
    return {row[0]: Claim(*row, *where[row[1]]) for row in listed}


_LOCKED = Prepared(
    lambda ids: (
        Entitlement.objects.select_for_update()
        .filter(id__in=ids)
        .order_by("id")
        .values_list("id", "recipient_id", "amount", "state")
    )
)
_LISTED = Prepared(
    lambda ids: Recipient.objects.filter(id__in=ids).values_list("id", "distribution_id", "distribution__office_id")
)


def carried(entitlement_id: UUID, *, except_for: UUID | None = None) -> int:
    """Return what the live remainders of an entitlement carry, one of them left aside."""
    rows = Entitlement.objects.filter(remainder_of_id=entitlement_id).exclude(state="cancelled")
    if except_for is not None:
        rows = rows.exclude(id=except_for)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def entitlements_of(distribution_id: UUID) -> QuerySet[Entitlement]:
    """Return a distribution's entitlements, for counting."""
    return entitlements_on([distribution_id])


def entitlements_on(distribution_ids: Collection[UUID]) -> QuerySet[Entitlement]:
    """Return the entitlements of several distributions, for counting them together."""
    return Entitlement.objects.filter(recipient__distribution_id__in=distribution_ids)


def _with_due(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    due = Entitlement.objects.select_related("allocation__benefit").order_by("allocation__order", "created_at", "id")
    return rows.select_related("person", "distribution").prefetch_related(Prefetch("entitlements", queryset=due))


def standing(office_id: UUID) -> dict[str, tuple[str, str]]:
    """Return every entitlement of an office with its recipient and state, ids as text: what the ledger's books rest on."""
    rows = Entitlement.objects.filter(recipient__distribution__office_id=office_id)
    listed = rows.values_list("id", "recipient_id", "state")
    return {str(one): (str(recipient), state) for one, recipient, state in listed.iterator(chunk_size=5000)}


def standing_of(entitlement_ids: Iterable[UUID | None]) -> dict[str, tuple[str, str]]:
    """Return some entitlements with their recipient and state, ids as text."""
    rows = _STANDING.rows({one for one in entitlement_ids if one is not None})
    return {str(one): (str(whose), state) for one, whose, state in rows}


_STANDING = Prepared(lambda ids: Entitlement.objects.filter(id__in=ids).values_list("id", "recipient_id", "state"))


def due_of(entitlement_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return what is due of those of the entitlements that are still open, in the order of the allocations."""
    rows = Entitlement.objects.filter(id__in=list(entitlement_ids), state="open").order_by(
        "allocation__order", "created_at"
    )
    return {row.id: max(0, row.amount - carried(row.id)) for row in rows}


def open_at(distribution_id: UUID, villages: Collection[str]) -> QuerySet[Recipient]:
    """Return the recipients of some villages who still have something open, in list order."""
    rows = Recipient.objects.filter(distribution_id=distribution_id, village_code__in=villages)
    waiting = Entitlement.objects.filter(recipient=OuterRef("id"), state="open")
    return _with_due(rows.filter(Exists(waiting))).order_by("village_code", "order", "id")


def entitlements_in(ids: Iterable[UUID]) -> dict[UUID, Entitlement]:
    """Return entitlements by id, with their benefit."""
    rows = Entitlement.objects.select_related("allocation__benefit").filter(id__in=list(ids))
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Rest:
    """A remainder: of which entitlement, and what it carries."""

    id: UUID
    remainder_of_id: UUID
    amount: int


def remainders_of(entitlement_ids: Collection[UUID]) -> list[Rest]:
    """Return the remainders that were opened for entitlements, cancelled ones left out."""
    return [Rest(*row) for row in _REMAINDERS.rows(entitlement_ids)]


_REMAINDERS = Prepared(
    lambda ids: (
        Entitlement.objects.filter(remainder_of_id__in=ids)
        .exclude(state="cancelled")
        .order_by("id")
        .values_list("id", "remainder_of_id", "amount")
    )
)


_PERSON = ("person_id", "person__name", "person__subject_id", "person__nik_sealed")
_HOME = ("person__address", "person__rt", "person__rw", "village_code", "order", "state", "replaces_id")


def carried_people(recipient_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Return what a phone takes along of recipients, as plain values: five thousand rows without five thousand objects."""
    rows = []
    for ids in _portions(recipient_ids):
        rows += Recipient.objects.filter(id__in=ids).values("id", "distribution_id", *_PERSON, *_HOME)
    return sorted(rows, key=lambda row: (row["distribution_id"], row["village_code"], row["order"], row["id"]))


def carried_claims(recipient_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Return all entitlements of recipients as plain values; `amount` is what is due after live remainders."""
    rows: list[dict[str, Any]] = []
    for ids in _portions(recipient_ids):
        found = Entitlement.objects.filter(recipient_id__in=ids).order_by("allocation__order", "created_at", "id")
        rows += map(
            dict, found.values("id", "recipient_id", "allocation__benefit_id", "amount", "state", "remainder_of_id")
        )
    rest: dict[UUID, int] = {}
    for row in rows:
        if row["remainder_of_id"] and row["state"] != "cancelled":
            rest[row["remainder_of_id"]] = rest.get(row["remainder_of_id"], 0) + row["amount"]
    for row in rows:
        row["amount"] = max(0, row["amount"] - rest.get(row["id"], 0))
    return rows


def last_digits(people: Collection[Mapping[str, Any]]) -> dict[UUID, str]:
    """Return the last four digits of the NIKs of `carried_people`, by recipient; destroyed and missing ones are left out."""
    secrets = vault.subject_secrets(row["person__subject_id"] for row in people)
    found = {}
    for row in people:
        secret = secrets.get(row["person__subject_id"])
        if secret is not None and row["person__nik_sealed"]:
            place = Place("recipients_person", "nik_sealed", row["person_id"])
            found[row["id"]] = vault.open_with(secret, bytes(row["person__nik_sealed"]), place=place).decode()[-4:]
    return found


def collectors(person_ids: Collection[UUID], distribution_ids: Collection[UUID]) -> dict[UUID, list[Representative]]:
    """Return who may collect for people in some distributions, by person."""
    found: dict[UUID, list[Representative]] = {}
    for ids in _portions(person_ids):
        for row in Representative.objects.filter(person_id__in=ids, ended_at=None).order_by("-lasting", "at"):
            if row.distribution_id is None or row.distribution_id in distribution_ids:
                found.setdefault(row.person_id, []).append(row)
    return found


def _portions(ids: Iterable[UUID], size: int = 5000) -> Iterator[list[UUID]]:
    listed = list(ids)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def listed_ids(distribution_id: UUID, villages: Collection[str]) -> list[UUID]:
    """Return the recipients of some villages who are still on the list, in its order."""
    rows = Recipient.objects.filter(distribution_id=distribution_id, village_code__in=villages).exclude(state="out")
    return list(rows.order_by("village_code", "order", "id").values_list("id", flat=True))


def subjects_of(recipient_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return whose key seals each recipient's data: recipient -> subject."""
    found: dict[UUID, UUID] = {}
    for ids in _portions(recipient_ids):
        found |= dict(Recipient.objects.filter(id__in=ids).values_list("id", "person__subject_id"))
    return found


def on_lists_of(office_id: UUID, recipient_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return where recipients of an office stand, by id, as plain values; foreign and unknown ones are left out."""
    if not recipient_ids:
        return {}
    return {row[0]: dict(zip(_ON_LIST, row, strict=True)) for row in _ON_LISTS.rows(recipient_ids, office_id)}


_ON_LIST = ("id", "distribution_id", "person_id", "person__subject_id", "village_code", "state", "replaces_id")
_ON_LISTS = Prepared(
    lambda ids, office_id: Recipient.objects.filter(id__in=ids, distribution__office_id=office_id).values_list(
        *_ON_LIST
    )
)


def subject_of(recipient_id: UUID) -> UUID | None:
    """Return whose key seals a recipient's data."""
    return subjects_of([recipient_id]).get(recipient_id)
