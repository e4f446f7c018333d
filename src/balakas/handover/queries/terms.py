"""What a distribution's programmes ask of a hand-over, and what is known of somebody who collects for others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from balakas.distributions.queries import distributions
from balakas.handover.models.books import Visit
from balakas.handover.models.ledger import Event
from balakas.handover.rules.events import AttachmentKind, EventType
from balakas.handover.rules.proxies import Proxy
from balakas.planning.queries import plans
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind


@dataclass(frozen=True, slots=True)
class Terms:
    """The proofs asked for, the papers by relation (None where the programmes say nothing), families per representative."""

    proofs: frozenset[str]
    papers: Mapping[str, Collection[str]]
    proxy_limit: int
    benefits: frozenset[str] = frozenset()

    def lacks(self, kinds: Collection[AttachmentKind], *, has_position: bool) -> bool:
        """Say whether a proof is missing; an ink thumb stands for a signature."""
        signed = AttachmentKind.SIGNATURE in kinds or AttachmentKind.THUMB in kinds
        there = {"photo": AttachmentKind.PHOTO in kinds, "signature": signed, "position": has_position}
        return any(not there.get(proof, True) for proof in self.proofs)

    def proxy_papers(self, relation: str) -> Collection[str] | None:
        """Return what a representative of this relation shows; None where no programme says so."""
        return self.papers.get(relation)


def terms_of(distribution_id: UUID) -> Terms:
    """Return what all programmes of a distribution ask together: every proof, the smallest limit."""
    asked = distributions.asked_of(distribution_id)
    papers: dict[str, set[str]] = {}
    for one in asked:
        for relation, listed in one.proxy_rules.items():
            papers.setdefault(relation, set()).update(listed)
    return Terms(
        proofs=frozenset(proof for one in asked for proof in one.proofs),
        papers=papers,
        proxy_limit=min((one.proxy_limit for one in asked), default=0),
        benefits=frozenset(str(one.benefit_id) for one in asked),
    )


def proxy_tag(office_id: UUID, proxy: Proxy) -> bytes:
    """Return the blind index by which the same representative is known again: the NIK, else the name."""
    value = proxy.nik or f"nama/{' '.join(proxy.name.upper().split())}"
    return vault.blind_index(office_id, IndexKind.NIK, value)


def collected_by(distribution_id: UUID, office_id: UUID, proxy: Proxy, recipient_id: UUID) -> int:
    """Count the other people of a distribution this representative has collected for, voided visits left out."""
    visits = Visit.objects.filter(distribution_id=distribution_id, proxy_index=proxy_tag(office_id, proxy))
    others = dict(visits.exclude(recipient_id=recipient_id).values_list("id", "recipient_id"))
    given = Event.objects.filter(visit_id__in=others, type__in=(EventType.HANDOVER, EventType.REPLACE))
    voided = set(
        Event.objects.filter(type=EventType.VOID, target_id__in=given.values("id")).values_list("target_id", flat=True)
    )
    live = {visit for event, visit in given.values_list("id", "visit_id") if event not in voided}
    return len({others[visit] for visit in live if visit in others})


def comes_here(distribution_id: UUID, post_id: UUID, village: str) -> bool:
    """Say whether a village's people come to this post."""
    return plans.village_posts(distribution_id).get(village, post_id) == post_id


def benefits_of(distribution_id: UUID) -> list[Any]:
    """Return the benefits of a distribution in the order of its allocations, each once."""
    return list({row.benefit_id: row.benefit for row in distributions.allocations_of(distribution_id)}.values())
