"""The filled receipt list: who got what and how it is signed, in the order of the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.handover.models.books import Attachment, Failure, Payment, Visit
from balakas.handover.queries import people, places
from balakas.handover.rules.events import AttachmentKind
from balakas.recipients.queries import field as recipients

SIGNED = (AttachmentKind.SIGNATURE, AttachmentKind.THUMB)


@dataclass(frozen=True, slots=True)
class Part:
    """One benefit of a row, in its smallest unit."""

    benefit: str
    unit: str
    due: int
    given: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One row. `signature_id` is the shown copy of a signature or thumb; `failure` the code of why nothing was given."""

    recipient_id: UUID
    name: str
    nik_masked: str
    address: str
    village: str
    village_code: str
    parts: tuple[Part, ...]
    at: datetime | None = None
    by_proxy: bool = False
    replacement: bool = False
    on_paper: bool = False
    failure: str = ""
    signature_id: UUID | None = None

    @property
    def given(self) -> bool:
        """Say whether anything was given."""
        return any(part.given for part in self.parts)

    @property
    def partly(self) -> bool:
        """Say whether less than due was given."""
        return self.given and any(part.given < part.due for part in self.parts)


def receipt_rows(
    distribution_id: UUID, office_id: UUID, *, villages: Iterable[str] | None = None, post_id: UUID | None = None
) -> list[Receipt]:
    """Return the list's rows; `villages` or `post_id` narrow it. A fixed number of queries.

    Shows masked NIKs and takes signatures along, so the caller records the read.
    """
    codes = set(villages) if villages is not None else None
    if post_id is not None:
        codes = places.villages_at(distribution_id, post_id)
    rows = list(recipients.recipients_of(distribution_id, codes))
    ids = [row.id for row in rows]
    niks = people.masked_niks(row.person for row in rows)
    names = places.village_names(office_id)
    paid: dict[UUID, list[Payment]] = {}
    for payment in Payment.objects.filter(recipient_id__in=ids, voided_by=None).order_by("happened_at"):
        paid.setdefault(payment.recipient_id, []).append(payment)
    visits = Visit.objects.in_bulk({one.visit_id for listed in paid.values() for one in listed if one.visit_id})
    signed = _signatures(visits)
    failed = dict(Failure.objects.filter(recipient_id__in=ids, closed_by=None).values_list("recipient_id", "reason"))
    found = []
    for row in rows:
        mine = paid.get(row.id, [])
        last = visits.get(mine[-1].visit_id) if mine and mine[-1].visit_id else None
        found.append(
            Receipt(
                recipient_id=row.id, name=row.person.name, nik_masked=niks.get(row.person_id, ""),
                address=people.address_of(row.person), village=names.get(row.village_code, row.village_code),
                village_code=row.village_code, parts=tuple(_parts(row.entitlements.all(), mine)),
                at=mine[-1].happened_at if mine else None, by_proxy=any(one.by_proxy for one in mine),
                replacement=any(one.replacement for one in mine), on_paper=last is not None and last.page_id is not None,
                failure="" if mine else failed.get(row.id, ""), signature_id=signed.get(last.id) if last else None,
            )
        )  # fmt: skip
    return found


def _parts(entitlements: Iterable[Any], payments: list[Payment]) -> Iterable[Part]:
    """Yield what was due and given of each allocation, remainders counted with what they came from."""
    given: dict[UUID, int] = {}
    listed = list(entitlements)
    allocation_of = {one.id: one.allocation_id for one in listed}
    for payment in payments:
        key = allocation_of.get(payment.entitlement_id)
        if key is not None:
            given[key] = given.get(key, 0) + payment.quantity
    for one in listed:
        if one.remainder_of_id is None and one.state != "cancelled":
            benefit = one.allocation.benefit
            yield Part(benefit.name, benefit.unit, one.amount, given.get(one.allocation_id, 0))


def _signatures(visits: dict[UUID, Visit]) -> dict[UUID, UUID]:
    rows = Attachment.objects.filter(visit_id__in=list(visits), kind__in=SIGNED).exclude(shown_id=None)
    return {row.visit_id: row.shown_id for row in rows if row.shown_id}
