"""What is odd about a visit without stopping it, written beside it: a person may look at it later."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from balakas.common.ids import as_uuid
from balakas.handover.actions.ingest.facts import Facts
from balakas.handover.actions.ingest.opening import Arrived
from balakas.handover.models.books import Attachment, Visit
from balakas.handover.queries import terms
from balakas.handover.rules import arrivals, proxies
from balakas.handover.rules.events import AttachmentKind, EventType, text_moment
from balakas.handover.rules.proxies import Note, Proxy, ProxyReason, Relation

if TYPE_CHECKING:
    from balakas.handover.actions.ingest.writing import Written

_PLACE_PARTS = 3
_AT_HOME = "home"


def event_notes(facts: Facts, one: Arrived, *, at: datetime) -> list[Note]:
    """Return what is odd about one event's times and sequence."""
    body, device, seen = one.body, facts.devices[one.device], facts.seen[one.device]
    happened_at = text_moment(body["time"]["happened"])
    found = arrivals.clock_notes(happened_at=happened_at, device_at=text_moment(body["time"]["device"]), at=at)
    if body["seq"] > device.last_seq + 1 and body["seq"] - 1 not in seen.hashes:
        found.append(Note.GAP)
    slice_id = as_uuid(body["slice"]) if body.get("slice") else None
    if slice_id is not None and body.get("epoch", 0) < facts.epochs.get(slice_id, 0):
        found.append(Note.STALE_BUNDLE)
    before = seen.moments.get(body["seq"] - 1)
    other = body.get("visit") and before is not None and before[1] not in {None, as_uuid(body["visit"])}
    if other and before is not None and abs(happened_at - before[0]) < arrivals.TOO_FAST:
        found.append(Note.TOO_FAST)
    seen.moments[body["seq"]] = (happened_at, as_uuid(body["visit"]) if body.get("visit") else None)
    seen.hashes.setdefault(body["seq"], set()).add(one.hash)
    return found


def note(facts: Facts, written: Sequence["Written"], visits: Mapping[UUID, Visit]) -> list[Visit]:
    """Write the notes of events onto their visits; return the visits that changed."""
    changed = {}
    reused = _reused(written, facts)
    for one in written:
        visit = visits.get(one.event.visit_id) if one.event.visit_id else None
        if visit is None or visit.recipient_id != one.event.recipient_id or one.event.type == EventType.VOID:
            continue
        one.notes += _visit_notes(facts, one.arrived, visit, reused)
        listed = list(dict.fromkeys([*visit.notes, *(each.value for each in one.notes)]))
        if listed != visit.notes:
            visit.notes = listed
            changed[visit.id] = visit
    return list(changed.values())


def keep(visits: Iterable[Visit]) -> None:
    """Store the notes of visits that changed."""
    listed = list(visits)
    if listed:
        Visit.objects.bulk_update(listed, ["notes"])


def _visit_notes(facts: Facts, one: Arrived, visit: Visit, reused: set[tuple[str, UUID | None]]) -> list[Note]:
    named = one.body.get("attachments", ())
    asked = facts.terms_of(visit.distribution_id)
    kinds = {AttachmentKind(each["kind"]) for each in named}
    found = []
    if named or asked.lacks(kinds, has_position="position" in one.secrets):
        found.append(Note.EVIDENCE_PENDING)
    row = facts.people.get(visit.recipient_id) if visit.recipient_id else None
    person = row["person_id"] if row else None
    if any((each["sha256"], person) in reused for each in named):
        found.append(Note.EVIDENCE_REUSED)
    proxy = proxy_of(one)
    if proxy is not None and visit.recipient_id is not None:
        others = terms.collected_by(visit.distribution_id, visit.office_id, proxy, visit.recipient_id)
        if proxies.too_many(others=others, limit=asked.proxy_limit):
            found.append(Note.ONE_FOR_MANY)
    return found


def _reused(written: Sequence["Written"], facts: Facts) -> set[tuple[str, UUID | None]]:
    """Return (picture, person) where the picture already stands for somebody else."""
    named = {
        each["sha256"]
        for one in written
        for each in one.arrived.body.get("attachments", ())
        if each["kind"] != AttachmentKind.LETTER
    }
    if not named:
        return set()
    rows = Attachment.objects.filter(office_id=facts.office_id, sha256__in=named).values_list(
        "sha256", "recipient__person_id"
    )
    people = {row["person_id"] for row in facts.people.values()}
    return {(made, person) for made, whose in rows for person in people if person != whose}


def proxy_of(one: Arrived) -> Proxy | None:
    """Return the representative an event speaks of, None without one or without a name."""
    said, name = one.body.get("proxy") or {}, one.secrets.get("proxy_name", (b"", ""))[1]
    if not said or not name.strip():
        return None
    nik = one.secrets.get("proxy_nik", (b"", ""))[1]
    return Proxy(name=name, relation=Relation(said["relation"]), reason=ProxyReason(said["reason"]), nik=nik)


def proxy_index(office_id: UUID, one: Arrived) -> bytes:
    """Return the blind index under which the same representative is known again."""
    proxy = proxy_of(one)
    return terms.proxy_tag(office_id, proxy) if proxy is not None else b""


def is_elsewhere(facts: Facts, one: Arrived) -> bool:
    """Say whether the event happened far from its post; at people's homes there is no such place."""
    post = facts.posts.get(as_uuid(one.body["post"])) if one.body.get("post") else None
    parts = one.secrets.get("position", (b"", ""))[1].split(",")
    if post is None or post.lat_micro is None or post.lng_micro is None or post.method == _AT_HOME:
        return False
    if len(parts) != _PLACE_PARTS:
        return False
    try:
        lat, lng, accuracy = (int(part) for part in parts)
    except ValueError:
        return False
    return arrivals.is_far((lat, lng), accuracy, (post.lat_micro, post.lng_micro))
