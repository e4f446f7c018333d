"""What the room handover asks of people and entitlements: who comes to a post, what is due to them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Sum

from balakas.recipients.models import Entitlement, Recipient, Representative
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind


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


def carried(entitlement_id: UUID, *, except_for: UUID | None = None) -> int:
    """Return what the live remainders of an entitlement carry, one of them left aside."""
    rows = Entitlement.objects.filter(remainder_of_id=entitlement_id).exclude(state="cancelled")
    if except_for is not None:
        rows = rows.exclude(id=except_for)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def entitlements_of(distribution_id: UUID) -> QuerySet[Entitlement]:
    """Return a distribution's entitlements, for counting."""
    return Entitlement.objects.filter(recipient__distribution_id=distribution_id)


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
    rows = Entitlement.objects.filter(id__in=[one for one in entitlement_ids if one is not None])
    return {str(one): (str(whose), state) for one, whose, state in rows.values_list("id", "recipient_id", "state")}


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
