"""Completeness: which papers each recipient has, what is excepted, and how the villages stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from balakas.distributions.queries import distributions
from balakas.distributions.rules import programme as programmes
from balakas.recipients.models import DocumentUse, PaperException, Recipient, VillageVerification
from balakas.recipients.queries import people
from balakas.recipients.rules import papers as rules
from balakas.recipients.rules.papers import Completeness, Needed, Standing, VillageCount
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One document held for a recipient."""

    document_id: UUID
    kind: str
    requirement: str
    uploaded_by: UUID
    verified: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What one recipient has: papers, exceptions (requirement to reason), and how that stands."""

    recipient: Recipient
    papers: tuple[PaperLine, ...]
    exceptions: Mapping[str, str]
    standing: Standing

    @property
    def completeness(self) -> Completeness:
        """The whole in one word."""
        return self.standing.completeness


def asked_for(distribution_id: UUID) -> "Asked":
    """Return what each programme of a distribution asks for, by programme id."""
    return asked_in([distribution_id])[distribution_id]


Asked = Mapping[UUID, tuple[Needed, ...]]
"""What each programme asks for."""


def asked_in(distribution_ids: Collection[UUID]) -> dict[UUID, Asked]:
    """Return what each programme of several distributions asks for. One query."""
    found: dict[UUID, dict[UUID, tuple[Needed, ...]]] = {one: {} for one in distribution_ids}
    for allocation in distributions.allocations_in(distribution_ids):
        programme = allocation.benefit.programme
        found[allocation.distribution_id][programme.id] = tuple(
            Needed(str(paper.code), tuple(map(str, paper.substitutes)))
            for paper in programmes.papers_from(programme.required_papers)
        )
    return dict(found)


def needed_of(recipient: Recipient, asked: Mapping[UUID, tuple[Needed, ...]]) -> tuple[Needed, ...]:
    """Return what a recipient's own programmes ask for; `recipient` carries its entitlements with their programmes."""
    own = {one.allocation.benefit.programme_id for one in recipient.entitlements.all()}
    return rules.together(papers for programme_id, papers in asked.items() if programme_id in own)


def held_by(recipients: Sequence[Recipient], distribution_id: UUID) -> list[Held]:
    """Return how each recipient's papers stand, in three queries whatever their number."""
    asked = asked_for(distribution_id)
    ids = [row.id for row in recipients]
    uses: dict[UUID, list[PaperLine]] = defaultdict(list)
    found = DocumentUse.objects.filter(recipient_id__in=ids, document__withdrawn_at=None).select_related("document")
    for use in found.order_by("document__uploaded_at", "id"):
        line = PaperLine(
            use.document_id,
            use.document.kind,
            use.requirement,
            use.document.uploaded_by_id,
            use.verified_at is not None,
        )
        uses[use.recipient_id].append(line)
    let_off: dict[UUID, dict[str, str]] = defaultdict(dict)
    for one in PaperException.objects.filter(recipient_id__in=ids, withdrawn_at=None).order_by("at"):
        let_off[one.recipient_id][one.requirement] = one.reason
    return [_held(row, tuple(uses[row.id]), let_off[row.id], needed_of(row, asked)) for row in recipients]


def _held(
    recipient: Recipient, papers: tuple[PaperLine, ...], exceptions: Mapping[str, str], needed: Iterable[Needed]
) -> Held:
    wanted = tuple(needed)
    # A paper counts for the requirement it was handed in for, or, being the paper itself, for its own.
    there = {line.kind for line in papers} | {line.requirement for line in papers}
    return Held(recipient, papers, exceptions, rules.standing(wanted, there, exceptions))


def village_held(officer: Officer, distribution_id: UUID, village_code: str) -> list[Held]:
    """Return how the papers of one village's listed recipients stand."""
    rows = people.on_distribution(officer, distribution_id, village=village_code).exclude(state=RecipientState.OUT)
    return held_by(list(rows), distribution_id)


def board(officer: Officer, distribution_id: UUID, district_code: str) -> list[VillageCount]:
    """Return the villages that have recipients, as the officer may see them, by name."""
    rows = list(people.on_distribution(officer, distribution_id).exclude(state=RecipientState.OUT))
    return villages(held_by(rows, distribution_id), distribution_id, district_code)


def villages(held: Iterable[Held], distribution_id: UUID, district_code: str) -> list[VillageCount]:
    """Count papers village by village."""
    names = people.village_names(district_code)
    standing = standing_verifications(distribution_id)
    groups: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        groups[one.recipient.village_code].append(one)
    counted = [_counted(code, names.get(code, code), group, standing.get(code)) for code, group in groups.items()]
    return sorted(counted, key=lambda village: village.name)


def _counted(code: str, name: str, group: Sequence[Held], verification: VillageVerification | None) -> VillageCount:
    papers: dict[str, int] = {}
    for one in group:
        for paper in {line.requirement for line in one.papers}:
            papers[paper] = papers.get(paper, 0) + 1
    states = [one.completeness for one in group]
    return VillageCount(
        code=code, name=name, recipients=len(group), complete=states.count(Completeness.COMPLETE),
        excepted=states.count(Completeness.EXCEPTED), by_paper=tuple(sorted(papers.items())),
        verified=verification is not None,
        alone=verification is not None and verification.alone and verification.countersigned_at is None,
    )  # fmt: skip


def standing_verifications(distribution_id: UUID) -> dict[str, VillageVerification]:
    """Return the verification that still stands of each village, by code."""
    return standing_in([distribution_id])[distribution_id]


def standing_in(distribution_ids: Collection[UUID]) -> dict[UUID, dict[str, VillageVerification]]:
    """Return the same of several distributions. One query."""
    found: dict[UUID, dict[str, VillageVerification]] = {one: {} for one in distribution_ids}
    rows = VillageVerification.objects.filter(distribution_id__in=distribution_ids, revoked_at=None)
    for row in rows.select_related("by").order_by("at"):
        found[row.distribution_id][row.village_code] = row
    return found


def whole_board(distribution_id: UUID, district_code: str) -> list[VillageCount]:
    """Return the board of the whole district, for acts and for other rooms."""
    rows = list(everybody(distribution_id).exclude(state=RecipientState.OUT))
    return villages(held_by(rows, distribution_id), distribution_id, district_code)


def everybody(distribution_id: UUID) -> QuerySet[Recipient]:
    """Return all recipients of a distribution in order, with entitlements and programmes."""
    return people.loaded(Recipient.objects.filter(distribution_id=distribution_id))


def all_done(distribution_id: UUID, district_code: str) -> bool:
    """Tell whether every village's papers are complete or excepted, and verified."""
    counted = whole_board(distribution_id, district_code)
    return bool(counted) and all(village.done for village in counted)
