"""Distributions: the one that loads for a user, lists, allocations, the letter beside the list, and what waits."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.common.prepared import Prepared
from balakas.distributions.models import Allocation, Distribution
from balakas.distributions.rules import distribution as rules
from balakas.distributions.rules.distribution import Comparison, DistributionState
from balakas.distributions.rules.programme import FROZEN, has_value
from balakas.letters.queries import dispositions
from balakas.letters.rules import STEP_DISPOSITION
from balakas.staff.rules import Officer, Right

SEARCH_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; all of it stands in the URL."""

    state: DistributionState | None = None
    year: int | None = None
    programme_id: UUID | None = None


def visible(officer: Officer) -> QuerySet[Distribution]:
    """Return the distributions an officer may see: those of the office, none without the right."""
    if Right.DISTRIBUTIONS_READ not in officer.rights:
        return Distribution.objects.none()
    return Distribution.objects.filter(office_id=officer.office_id)


def distribution_for(officer: Officer, distribution_id: UUID) -> Distribution:
    """Return a distribution with its letter for an officer who may see it, else 404."""
    row = (
        visible(officer).select_related("office", "letter", "opened_by", "closed_by").filter(id=distribution_id).first()
    )
    if row is None:
        raise Http404
    return row


def distribution_of(distribution_id: UUID) -> Distribution:
    """Return a distribution by id, for other rooms' actions. Raises `DistributionUnknown`."""
    row = Distribution.objects.select_related("office", "letter").filter(id=distribution_id).first()
    if row is None:
        raise rules.DistributionUnknown
    return row


def locked(distribution_id: UUID) -> Distribution:
    """Return a distribution under a lock; call it inside a transaction. Raises `DistributionUnknown`."""
    row = (
        Distribution.objects.select_for_update(of=("self",)).select_related("office").filter(id=distribution_id).first()
    )
    if row is None:
        raise rules.DistributionUnknown
    return row


def running(office_id: UUID) -> QuerySet[Distribution]:
    """Return the open distributions of an office, the newest first, with their allocations."""
    rows = Distribution.objects.filter(office_id=office_id, state=DistributionState.OPEN)
    return _with_allocations(rows).order_by("-opened_at", "-id")


def listed(officer: Officer, filters: Filters) -> QuerySet[Distribution]:
    """Return the list's rows, the newest first."""
    rows = visible(officer)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.year:
        rows = rows.filter(opened_at__year=filters.year)
    if filters.programme_id:
        rows = rows.filter(allocations__benefit__programme_id=filters.programme_id).distinct()
    return _with_allocations(rows).order_by("-opened_at", "-id")


def search(officer: Officer, words: str) -> list[Distribution]:
    """Return up to `SEARCH_LIMIT` distributions whose title, period or letter holds every word."""
    rows = visible(officer)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(period_label__icontains=word) | Q(letter__letter_number__icontains=word)
        )
    return list(_with_allocations(rows).order_by("-opened_at", "-id")[:SEARCH_LIMIT])


def years(officer: Officer) -> list[int]:
    """Return the years in which distributions were opened, the newest first."""
    return [day.year for day in visible(officer).dates("opened_at", "year", order="DESC")]


def allocations_of(distribution_id: UUID) -> list[Allocation]:
    """Return a distribution's allocations in order, with benefit and programme on the terms they were allotted on."""
    return allocations_in([distribution_id])


def allocations_in(distribution_ids: Collection[UUID]) -> list[Allocation]:
    """Return the allocations of several distributions, each distribution's in order. One query."""
    return [_as_allotted(row) for row in _allocations().filter(distribution_id__in=distribution_ids)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one allocation's programme asks at the hand-over, on the terms it was allotted on."""

    benefit_id: UUID
    proofs: Sequence[str]
    proxy_rules: Mapping[str, Sequence[str]]
    proxy_limit: int


def asked_of(distribution_id: UUID) -> list[Asked]:
    """Return what a distribution's allocations ask at the hand-over, in their order, as plain values."""
    return [
        Asked(benefit, *(kept.get(name, now) for name, now in zip(_ASKED, values, strict=True)))
        for benefit, kept, *values in _ASKING.rows(distribution_id)
    ]


_ASKED = ("proofs", "proxy_rules", "proxy_limit")
_ASKING = Prepared(
    lambda distribution_id: (
        Allocation.objects.filter(distribution_id=distribution_id)
        .order_by("order", "id")
        .values_list("benefit_id", "terms", *(f"benefit__programme__{name}" for name in _ASKED))
    )
)


def unpriced(distribution_id: UUID) -> list[str]:
    """Return the names of the goods a distribution gives whose value nobody has set; papers must not invent one."""
    rows = allocations_of(distribution_id)
    return list(
        dict.fromkeys(row.benefit.name for row in rows if not has_value(row.benefit.kind, row.benefit.unit_value))
    )


def allocation_for(officer: Officer, allocation_id: UUID) -> Allocation:
    """Return an allocation of a distribution the officer may see, else 404."""
    row = _allocations().select_related("distribution").filter(id=allocation_id).first()
    if row is None or not visible(officer).filter(id=row.distribution_id).exists():
        raise Http404
    return row


def letter_people(distribution_id: UUID) -> Mapping[str, int | None]:
    """Return what the letter announces in all: `people` and `rows` (allocations that name a number)."""
    return Allocation.objects.filter(distribution_id=distribution_id).aggregate(
        people=Sum("letter_people"), rows=Count("letter_people")
    )


def compared(distribution_id: UUID, listed: Mapping[UUID, tuple[int, int]]) -> list[Comparison]:
    """Lay the letter beside the list. `listed` is what the list has: allocation -> (people, sum in the smallest unit)."""
    return [
        Comparison(
            allocation_id=row.id,
            benefit=row.benefit.name,
            letter_people=row.letter_people,
            letter_total=row.letter_total,
            list_people=listed.get(row.id, (0, 0))[0],
            list_total=listed.get(row.id, (0, 0))[1],
            reason=row.difference_reason,
        )
        for row in allocations_of(distribution_id)
    ]


def opened_from(letter_id: UUID) -> Distribution | None:
    """Return the distribution opened from a letter, stopped ones aside."""
    return Distribution.objects.filter(letter_id=letter_id).exclude(state=DistributionState.STOPPED).first()


def page_of(distribution_id: UUID) -> str:
    """Return the path of a distribution's page: the desk's, where the SOP is the page, else this room's own."""
    for name in ("desk:distribution", "distributions:detail"):
        try:
            return reverse(name, kwargs={"distribution_id": distribution_id})
        except NoReverseMatch:
            continue
    raise rules.DistributionUnknown


def link(kind: str, subject_id: UUID) -> tuple[str, dict[str, UUID]] | None:
    """Return URL name and arguments of the page about a record that audit or SOP points at; None when it is not ours."""
    if kind == rules.KIND:
        return "distributions:detail", {"distribution_id": subject_id}
    return None


def waiting_for(officer: Officer) -> list[Duty]:
    """Return the dispositions by which this officer is to open a distribution, or to answer when it is open already.

    The room letters leaves dispositions on a letter with a run to us where the officer may open one: see its `waiting_for`.
    """
    if Right.DISTRIBUTIONS_MANAGE not in officer.rights:
        return []
    return list(_to_open(officer))


def _to_open(officer: Officer) -> Iterator[Duty]:
    lines = dispositions.open_lines(officer, with_run=True)
    opened = set(
        Distribution.objects.filter(letter_id__in=[line.disposisi.letter_id for line in lines])
        .exclude(state=DistributionState.STOPPED)
        .values_list("letter_id", flat=True)
    )
    for line in lines:
        letter = line.disposisi.letter
        if letter.id in opened:
            yield dispositions.answer_duty(line)
            continue
        yield Duty(
            code="distributions.open",
            title=N_("Buka penyaluran dari surat %(agenda)s"),
            params={"agenda": letter.agenda},
            url=reverse("distributions:open", kwargs={"letter_id": letter.id}),
            since=line.disposisi.happened_at,
            run_id=letter.run_id,
            step=STEP_DISPOSITION,
            deadline=line.disposisi.deadline,
        )


def _with_allocations(rows: QuerySet[Distribution]) -> QuerySet[Distribution]:
    return rows.select_related("letter").prefetch_related(Prefetch("allocations", queryset=_allocations()))


def _as_allotted(row: Allocation) -> Allocation:
    """Lay the kept terms over benefit and programme in memory; a value that was not set yet is taken once it is."""
    kept = row.terms
    row.benefit.unit_value = kept.get("unit_value") or row.benefit.unit_value
    for name in FROZEN:
        setattr(row.benefit.programme, name, kept.get(name, getattr(row.benefit.programme, name)))
    return row


def _allocations() -> QuerySet[Allocation]:
    return Allocation.objects.select_related("benefit__programme").order_by("order", "id")
