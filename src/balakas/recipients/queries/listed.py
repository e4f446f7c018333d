"""What other rooms ask about a distribution's list: who is on it, with what due, and whether papers are verified."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum

from balakas.recipients.models import Entitlement, Recipient, Representative
from balakas.recipients.queries import board, people
from balakas.recipients.rules.people import EntitlementState, RecipientState, name_key
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind


@dataclass(frozen=True, slots=True)
class Due:
    """One entitlement. `amount` and `given` in the benefit's smallest unit."""

    entitlement_id: UUID
    allocation_id: UUID
    benefit: str
    programme: str
    kind: str
    unit: str
    period: str
    instalment: int
    amount: int
    given: int
    state: EntitlementState
    remainder: bool


@dataclass(frozen=True, slots=True)
class OnList:
    """A person on a distribution's list, as papers and posts need them; the NIK is masked."""

    recipient_id: UUID
    person_id: UUID
    order: int
    name: str
    nik_masked: str
    nik_state: str
    address: str
    rt: str
    rw: str
    village_code: str
    sex: str
    birth_date: date | None
    state: RecipientState
    replaces_id: UUID | None
    dues: tuple[Due, ...]


def on_list(
    distribution_id: UUID, *, village_codes: Collection[str] | None = None, recipient_ids: Collection[UUID] | None = None,
    with_gone: bool = False,
) -> list[OnList]:  # fmt: skip
    """Return who is on the list, in its order within each village; those taken off only `with_gone`."""
    rows = Recipient.objects.filter(distribution_id=distribution_id)
    if not with_gone:
        rows = rows.exclude(state=RecipientState.OUT)
    if village_codes is not None:
        rows = rows.filter(village_code__in=village_codes)
    if recipient_ids is not None:
        rows = rows.filter(id__in=recipient_ids)
    found = list(people.loaded(rows))
    masked = people.masked_niks(found)
    return [_on_list(row, masked[row.id]) for row in found]


def by_last_digits(office_id: UUID, distribution_id: UUID, digits: str) -> list[UUID]:
    """Return the recipients whose NIK ends in these four digits."""
    index = vault.blind_index(office_id, IndexKind.LAST_DIGITS, digits)
    rows = Recipient.objects.filter(distribution_id=distribution_id, person__nik_tail_index=index)
    return list(rows.exclude(state=RecipientState.OUT).order_by("order").values_list("id", flat=True))


def by_name(distribution_id: UUID, words: str) -> list[UUID]:
    """Return the recipients whose name holds every word."""
    rows = Recipient.objects.filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    key = name_key(words)
    for word in key.split():
        rows = rows.filter(person__name_key__contains=word)
    return list(rows.order_by("order").values_list("id", flat=True)[: people.SEARCH_LIMIT]) if key else []


def allocated(distribution_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Return what the list has of each allocation: people and sum in the smallest unit, remainders not counted twice."""
    rows = Entitlement.objects.filter(recipient__distribution_id=distribution_id, remainder_of=None)
    counted = rows.exclude(state=EntitlementState.CANCELLED).values("allocation_id").order_by("allocation_id")
    return {
        row["allocation_id"]: (row["people"], row["total"] or 0)
        for row in counted.annotate(people=Count("recipient_id", distinct=True), total=Sum("amount"))
    }


def people_by_village(distribution_id: UUID) -> dict[str, int]:
    """Return how many people are on the list in each village."""
    rows = Recipient.objects.filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    return dict(rows.values_list("village_code").order_by("village_code").annotate(count=Count("id")))


def verified_villages(distribution_id: UUID) -> frozenset[str]:
    """Return the villages whose papers were looked through and not changed since."""
    return frozenset(board.standing_verifications(distribution_id))


def waits_for_second_person(distribution_id: UUID) -> frozenset[str]:
    """Return the villages verified by somebody alone, not countersigned: the report asks for it at the latest."""
    rows = board.standing_verifications(distribution_id).items()
    return frozenset(code for code, row in rows if row.alone and row.countersigned_at is None)


@dataclass(frozen=True, slots=True)
class Collector:
    """Somebody who may collect for a recipient; `lasting` for a guardian."""

    representative_id: UUID
    name: str
    relation: str
    lasting: bool
    has_letter: bool


def collectors(distribution_id: UUID) -> dict[UUID, list[Collector]]:
    """Return who may collect for whom in a distribution, by recipient."""
    recipients = dict(Recipient.objects.filter(distribution_id=distribution_id).values_list("person_id", "id"))
    found: dict[UUID, list[Collector]] = defaultdict(list)
    rows = Representative.objects.filter(person__in=recipients, ended_at=None).order_by("at")
    for row in rows:
        if row.lasting or row.distribution_id == distribution_id:
            letter = row.letter_file_id is not None
            found[recipients[row.person_id]].append(Collector(row.id, row.name, row.relation, row.lasting, letter))
    return found


def replaced(distribution_id: UUID) -> Mapping[UUID, list[Recipient]]:
    """Return the recipients who stand in the place of somebody, by whom they replace."""
    found: dict[UUID, list[Recipient]] = defaultdict(list)
    rows = Recipient.objects.filter(distribution_id=distribution_id).exclude(replaces=None).select_related("person")
    for row in rows:
        if row.replaces_id is not None:
            found[row.replaces_id].append(row)
    return found


def _on_list(row: Recipient, masked: str) -> OnList:
    person = row.person
    return OnList(
        recipient_id=row.id, person_id=person.id, order=row.order, name=person.name, nik_masked=masked,
        nik_state=person.nik_state, address=person.address, rt=person.rt, rw=person.rw, village_code=row.village_code,
        sex=person.sex, birth_date=person.birth_date, state=RecipientState(row.state), replaces_id=row.replaces_id,
        dues=tuple(_due(one) for one in row.entitlements.all()),
    )  # fmt: skip


def _due(one: Entitlement) -> Due:
    allocation = one.allocation
    benefit = allocation.benefit
    return Due(
        entitlement_id=one.id, allocation_id=allocation.id, benefit=benefit.name, programme=benefit.programme.name,
        kind=benefit.kind, unit=benefit.unit, period=allocation.period, instalment=allocation.instalment,
        amount=one.amount, given=one.given, state=EntitlementState(one.state), remainder=one.remainder_of_id is not None,
    )  # fmt: skip
