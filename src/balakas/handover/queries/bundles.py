"""What a phone takes along: its slices column by column, the other slices as tags only. No NIK, and no tag of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from balakas.handover.models.books import Payment, PostStock
from balakas.handover.models.devices import Lease, Slice, SliceMember
from balakas.handover.models.ledger import Device
from balakas.handover.queries import places, terms
from balakas.handover.rules import wire
from balakas.handover.rules.events import moment_text
from balakas.planning.queries import invitations, plans
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from balakas.vault import queries as vault
from balakas.vault.rules import Place

NO_TAG = bytes(wire.TAG_SIZE)


@dataclass(frozen=True, slots=True)
class Load:
    """A bundle before it is packed, and what of it is written down: slices with their epochs, how many people."""

    content: Mapping[str, Any]
    slices: Sequence[Mapping[str, Any]]
    people: int


def slice_place(slice_id: UUID) -> Place:
    """Return where a slice's key is sealed."""
    return Place("handover_slice", "key_sealed", slice_id)


def live_leases(device_ids: Sequence[UUID], at: datetime) -> QuerySet[Lease]:
    """Return the live leases of devices with their slices, in order."""
    rows = Lease.objects.select_related("slice").filter(device_id__in=device_ids, ended_at=None, until__gt=at)
    return rows.order_by("slice__made_at", "slice__label", "id")


def slice_keys(office_id: UUID, slices: Sequence[Slice]) -> dict[UUID, bytes]:
    """Return the keys of slices, opened."""
    secret = vault.subject_secret(vault.office_subject_of(office_id))
    return {row.id: vault.open_with(secret, bytes(row.key_sealed), place=slice_place(row.id)) for row in slices}


def load_of(device: Device, at: datetime) -> Load:
    """Return what the device takes along now; empty of people where it holds no lease."""
    leases = list(live_leases([device.id], at))
    slices = [lease.slice for lease in leases]
    posts = plans.posts_in([one.post_id for one in slices])
    others = _others(posts, slices)
    members = _members([*slices, *others])
    people = recipients.carried_people(one for row in slices for one in members.get(row.id, ()))
    keys = slice_keys(device.office_id, [*slices, *others])
    tags = _tags(members, keys, people)
    slice_of = {one: index for index, row in enumerate(slices) for one in members.get(row.id, ())}
    told = _posts(posts)
    office = staff.office_of(device.office_id)
    content = {
        "v": 1, "made_at": moment_text(at), "device": str(device.id),
        "office": {"id": str(office.id), "name": office.name, "zone": office.zone},
        "officers": _officers(device.office_id, at), "posts": told,
        "slices": [_slice(lease, posts, keys) for lease in leases],
        "others": [_other(row, posts, keys, tags, members) for row in others],
        **_people(people, slice_of, tags, device.office_id), **_claims(people, posts, told),
    }  # fmt: skip
    held = [{"slice": str(one.slice_id), "epoch": one.epoch, "lease": str(one.id)} for one in leases]
    return Load(content, held, len(people))


def _others(posts: Sequence[Any], own: Sequence[Slice]) -> list[Slice]:
    """Return the other live slices of the distributions: at the same post, and at the other posts."""
    rows = Slice.objects.select_related("post").filter(
        distribution_id__in={post.distribution_id for post in posts}, dissolved_at=None
    )
    paper = Lease.objects.filter(ended_at=None).exclude(paper_list=None).select_related("paper_list")
    rows = rows.exclude(id__in=[row.id for row in own]).order_by("post__order", "made_at", "id")
    return list(rows.prefetch_related(Prefetch("leases", queryset=paper, to_attr="on_paper")))


def _members(slices: Sequence[Slice]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    rows = SliceMember.objects.filter(slice__in=slices, live=True).order_by("id")
    for slice_id, recipient_id in rows.values_list("slice_id", "recipient_id"):
        found.setdefault(slice_id, []).append(recipient_id)
    return found


def _tags(
    members: Mapping[UUID, Sequence[UUID]], keys: Mapping[UUID, bytes], people: Sequence[Mapping[str, Any]]
) -> dict[UUID, bytes]:
    """Return the voucher tag of everybody in any of the slices who holds a live invitation."""
    subjects = {row["id"]: row["person__subject_id"] for row in people}
    rest = [one for listed in members.values() for one in listed if one not in subjects]
    subjects |= recipients.subjects_of(rest)
    codes = invitations.codes_of(subjects)
    whose = {one: slice_id for slice_id, listed in members.items() for one in listed}
    return {one: wire.tag(keys[whose[one]], code) for one, code in codes.items()}


def _officers(office_id: UUID, at: datetime) -> list[dict[str, str]]:
    day = staff.local_day(staff.office_of(office_id), at)
    return [{"id": str(user.id), "name": user.full_name} for user in staff.recorders(office_id, day)]


def _posts(posts: Sequence[Any]) -> list[dict[str, Any]]:
    lying = {
        (row.post_id, row.benefit_id): row.lying
        for row in PostStock.objects.filter(post_id__in=[one.id for one in posts])
    }
    return [_post(post, lying) for post in posts]


def _post(post: Any, lying: Mapping[tuple[UUID, UUID], int]) -> dict[str, Any]:
    asked = terms.terms_of(post.distribution_id)
    told: dict[str, Any] = {
        "id": str(post.id), "distribution": str(post.distribution_id), "title": post.distribution.title,
        "period": post.distribution.period_label, "name": post.name, "place": post.place, "method": post.method,
        "village": post.village_code, "proofs": sorted(asked.proofs),
        "proxy_rules": {relation: sorted(papers) for relation, papers in sorted(asked.papers.items())},
        "proxy_limit": asked.proxy_limit, "entrust_limit": asked.proxy_limit,
        "benefits": [
            {"id": str(one.id), "name": one.name, "unit": one.unit, "kind": one.kind, "stock": lying.get((post.id, one.id), 0)}
            for one in terms.benefits_of(post.distribution_id)
        ],
    }  # fmt: skip
    if post.lat_micro is not None:
        told |= {"lat_micro": post.lat_micro, "lng_micro": post.lng_micro}
    return told


def _slice(lease: Lease, posts: Sequence[Any], keys: Mapping[UUID, bytes]) -> dict[str, Any]:
    return {
        "id": str(lease.slice_id), "post": [post.id for post in posts].index(lease.slice.post_id), "epoch": lease.epoch,
        "until": moment_text(lease.until), "label": lease.slice.label, "key": wire.b64u(keys[lease.slice_id]),
    }  # fmt: skip


def _label(row: Slice) -> str:
    """Return who serves a slice, for a phone that meets one of its people: the printed list that holds it, else its name."""
    held: list[Lease] = getattr(row, "on_paper", [])
    return f"daftar kertas {held[0].paper_list.code}" if held and held[0].paper_list else row.label


def _other(
    row: Slice, posts: Sequence[Any], keys: Mapping[UUID, bytes], tags: Mapping[UUID, bytes],
    members: Mapping[UUID, Sequence[UUID]],
) -> dict[str, Any]:  # fmt: skip
    here = row.post_id in {post.id for post in posts}
    label = _label(row)
    listed = b"".join(tags[one] for one in members.get(row.id, ()) if one in tags)
    return {
        "id": str(row.id), "post": str(row.post_id), "label": label if here else f"{row.post.name}, {label}",
        "key": wire.b64u(keys[row.id]), "tags": wire.b64u(listed),
    }  # fmt: skip


def _people(
    people: Sequence[Mapping[str, Any]], slice_of: Mapping[UUID, int], tags: Mapping[UUID, bytes], office_id: UUID
) -> dict[str, Any]:
    names = places.village_names(office_id)
    codes = sorted({row["village_code"] for row in people})
    digits = recipients.last_digits(people)
    numbers = {one: number for number, one in enumerate(dict.fromkeys(row["person_id"] for row in people))}
    replaced = recipients.successors([row["id"] for row in people])
    collectors = recipients.collectors(list(numbers), {row["distribution_id"] for row in people})
    places_of = {row["id"]: number for number, row in enumerate(people)}
    column = {
        "slice": [slice_of[row["id"]] for row in people],
        "id": wire.b64u(b"".join(row["id"].bytes for row in people)),
        "person": [numbers[row["person_id"]] for row in people],
        "tag": wire.b64u(b"".join(tags.get(row["id"], NO_TAG) for row in people)),
        "name": [row["person__name"] for row in people],
        "last4": [digits.get(row["id"], "") for row in people],
        "address": [_address(row) for row in people],
        "village": [codes.index(row["village_code"]) for row in people],
        "order": [row["order"] for row in people],
        "state": ["replaced" if row["id"] in replaced else "listed" for row in people],
        "successor": [places_of.get(replaced.get(row["id"]), -1) for row in people],
        "replaces": [row["replaces_id"] is not None for row in people],
        "by": [
            [[one.name, one.relation, one.lasting] for one in collectors.get(row["person_id"], ())] for row in people
        ],
    }
    return {"villages": [names.get(code, code) for code in codes], "people": column}


def _address(row: Mapping[str, Any]) -> str:
    rt = f"RT {row['person__rt']}" if row["person__rt"] else ""
    rw = f"RW {row['person__rw']}" if row["person__rw"] else ""
    return " ".join(part for part in (row["person__address"], rt, rw) if part)


def _claims(
    people: Sequence[Mapping[str, Any]], posts: Sequence[Any], told: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    where = {row["id"]: (index, row["distribution_id"]) for index, row in enumerate(people)}
    benefits = {
        (post.distribution_id, one["id"]): number
        for post, shown in zip(posts, told, strict=True)
        for number, one in enumerate(shown["benefits"])
    }
    claims = recipients.carried_claims(where)
    claims.sort(key=lambda row: where[row["recipient_id"]][0])
    paid = _paid_at(claims)
    return {
        "claims": {
            "recipient": [where[row["recipient_id"]][0] for row in claims],
            "id": wire.b64u(b"".join(row["id"].bytes for row in claims)),
            "benefit": [benefits[where[row["recipient_id"]][1], str(row["allocation__benefit_id"])] for row in claims],
            "amount": [row["amount"] for row in claims],
            "state": [row["state"] for row in claims],
            "at": [paid.get(row["id"], "") for row in claims],
        }
    }


def _paid_at(claims: Sequence[Mapping[str, Any]]) -> dict[UUID, str]:
    settled = [row["id"] for row in claims if row["state"] == "settled"]
    found: dict[UUID, str] = {}
    for start in range(0, len(settled), 5000):
        rows = Payment.objects.filter(entitlement_id__in=settled[start : start + 5000], voided_by=None)
        found |= {one: moment_text(at) for one, at in rows.values_list("entitlement_id", "happened_at")}
    return found
