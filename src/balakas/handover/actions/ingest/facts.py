"""What the office knows that a batch of events speaks of: gathered in a fixed number of queries, however many events there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from balakas.common.ids import as_uuid
from balakas.common.prepared import Prepared
from balakas.distributions.rules.distribution import DistributionState
from balakas.handover.actions.ingest.opening import Arrived
from balakas.handover.models.devices import Lease, SliceMember
from balakas.handover.models.ledger import Device, Event
from balakas.handover.queries import terms
from balakas.handover.queries.terms import Terms
from balakas.handover.rules.arrivals import Circumstances, LeaseTerms
from balakas.handover.rules.devices import DeviceState
from balakas.handover.rules.events import EventType, text_moment
from balakas.planning.queries import plans
from balakas.planning.queries.plans import Place
from balakas.recipients.queries import field as recipients
from balakas.recipients.queries.field import Claim
from balakas.staff import queries as staff
from balakas.vault import queries as vault

_SEEN = ("device_id", "seq", "hash", "happened_at", "visit_id")
_ABOVE = Prepared(
    lambda ids: Event.objects.filter(device_id__in=ids, seq__gte=F("device__last_seq")).values_list(*_SEEN)
)
_LEASES = Prepared(
    lambda ids, office_id: Lease.objects.filter(slice_id__in=ids, slice__office_id=office_id).values_list(
        "slice_id", "epoch", "device_id", "until", "ended_at"
    )
)
_MEMBERS = Prepared(
    lambda ids, people: SliceMember.objects.filter(slice_id__in=ids, recipient_id__in=people).values_list(
        "slice_id", "recipient_id"
    )
)


@dataclass(slots=True)
class Seen:
    """What is here of a device's own chain: hashes by sequence of what lies at its end or was sent again, its last moment."""

    hashes: dict[int, set[str]] = field(default_factory=dict)
    moments: dict[int, tuple[datetime, UUID | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """See the module; ids are UUIDs, keys of `leases` (slice, epoch), of `standing` the text of an entitlement's id."""

    office_id: UUID
    zone: ZoneInfo
    devices: Mapping[UUID, Device]
    leases: Mapping[tuple[UUID, int], LeaseTerms]
    epochs: Mapping[UUID, int]
    members: frozenset[tuple[UUID, UUID]]
    posts: Mapping[UUID, Place]
    people: Mapping[UUID, Mapping[str, Any]]
    standing: Mapping[str, tuple[str, str]]
    officers: frozenset[UUID]
    claims: Mapping[UUID, Claim]
    seen: Mapping[UUID, Seen]
    secrets: Mapping[UUID, bytes]
    terms: dict[UUID, Terms] = field(default_factory=dict)
    benefits: dict[UUID, frozenset[str]] = field(default_factory=dict)

    def terms_of(self, distribution_id: UUID) -> Terms:
        """Return what a distribution's programmes ask, looked up once a batch."""
        if distribution_id not in self.terms:
            self.terms[distribution_id] = terms.terms_of(distribution_id)
        return self.terms[distribution_id]

    def day(self, happened_at: datetime) -> date:
        """Return the office's calendar day of a moment."""
        return happened_at.astimezone(self.zone).date()

    def circumstances(self, one: Arrived) -> Circumstances:
        """Return what the rules want to know of an event."""
        body, device = one.body, self.devices[one.device]
        slice_id, person = id_of(body, "slice"), id_of(body, "recipient")
        post = self.posts.get(id_of(body, "post") or UUID(int=0))
        return Circumstances(
            type=EventType(body["type"]), device=body["device"], happened_at=text_moment(body["time"]["happened"]),
            signed=one.signed, active=device.state == DeviceState.ACTIVE,
            lease=self.leases.get((slice_id, body.get("epoch", 0))) if slice_id else None,
            member=(slice_id, person) in self.members,
            closed=post is not None and post.state == DistributionState.CLOSED,
            place_known=self.is_known(body),
        )  # fmt: skip

    def is_known(self, body: Mapping[str, Any]) -> bool:
        """Say whether post, distribution, benefits and person are this office's own and belong together."""
        post = self.posts.get(id_of(body, "post") or UUID(int=0))
        if post is None or str(post.distribution_id) != body.get("distribution", ""):
            return False
        person = id_of(body, "recipient")
        if person is not None and (person not in self.people or not self._here(person, post.distribution_id)):
            return False
        if post.distribution_id not in self.benefits:
            self.benefits[post.distribution_id] = self.terms_of(post.distribution_id).benefits
        known = self.benefits[post.distribution_id]
        return all(item["benefit"] in known for item in body.get("items", ()))

    def _here(self, person: UUID, distribution_id: UUID) -> bool:
        return bool(self.people[person]["distribution_id"] == distribution_id)


def id_of(body: Mapping[str, Any], name: str) -> UUID | None:
    """Return an id of a body, None where it is empty or left out."""
    text = body.get(name)
    return as_uuid(text) if text else None


def gather(
    office_id: UUID, listed: Sequence[Arrived], devices: Mapping[UUID, Device], seen: Mapping[UUID, Seen]
) -> Facts:
    """Gather what these events speak of; call it under the office's lock. The entitlements are locked with it."""
    slices, posts = _named(listed, "slice"), _named(listed, "post")
    people = recipients.on_lists_of(office_id, _named(listed, "recipient"))
    leases = _LEASES.rows(slices, office_id) if slices else []
    claims = recipients.locked_claims(_named(listed, "entitlement"))
    return Facts(
        office_id=office_id, zone=ZoneInfo(staff.zone_of(office_id)), devices=devices,
        leases={(one, epoch): LeaseTerms(str(device), until, ended) for one, epoch, device, until, ended in leases},
        epochs=_newest(leases),
        members=frozenset(_MEMBERS.rows(slices, set(people))) if slices and people else frozenset(),
        posts={row.id: row for row in plans.places_in(posts) if row.office_id == office_id} if posts else {},
        people=people, standing={str(one): (str(row.recipient_id), row.state) for one, row in claims.items()},
        officers=staff.known_users(office_id, _named(listed, "officer")), claims=claims, seen=seen,
        secrets=vault.subject_secrets(_subjects(office_id, listed, people)),
    )  # fmt: skip


def _named(listed: Iterable[Arrived], name: str) -> set[UUID]:
    return {found for one in listed if (found := id_of(one.body, name)) is not None}


def _newest(leases: Iterable[tuple[Any, ...]]) -> dict[UUID, int]:
    newest: dict[UUID, int] = {}
    for one, epoch, *_ in leases:
        newest[one] = max(epoch, newest.get(one, 0))
    return newest


def _subjects(office_id: UUID, listed: Sequence[Arrived], people: Mapping[UUID, Mapping[str, Any]]) -> set[UUID]:
    """Return whose keys seal what these events bring beside them; nobody's where they bring nothing."""
    with_texts = [one for one in listed if one.secrets]
    if not with_texts:
        return set()
    named = {id_of(one.body, "recipient") for one in with_texts}
    known = {row["person__subject_id"] for one, row in people.items() if one in named}
    return known | {vault.office_subject_of(office_id)}


def seen_of(listed: Sequence[Arrived], devices: Mapping[UUID, Device]) -> dict[UUID, Seen]:
    """Return what is here from each device's high water on, and under the sequences that were sent."""
    found = {one: Seen() for one in devices}
    if not devices:
        return found
    again = Q()
    for one in listed:
        device = devices.get(one.device)
        if device is not None and one.body["seq"] < device.last_seq:
            again |= Q(device_id=one.device, seq=one.body["seq"])
    rows = _ABOVE.rows(list(devices))
    if again:
        rows += Event.objects.filter(again).values_list(*_SEEN)
    for device_id, seq, made, happened_at, visit_id in rows:
        found[device_id].hashes.setdefault(seq, set()).add(made)
        found[device_id].moments[seq] = (happened_at, visit_id)
    return found
