"""A printed list holds its people as a phone does: from the printing until its pages are back."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from balakas.handover.actions import leases, pages
from balakas.handover.models.devices import Lease, Slice, SliceMember
from balakas.handover.queries import paper
from balakas.handover.rules.devices import LeaseMoved, NobodyToServe
from balakas.handover.rules.pages import HeldElsewhere, NobodyLeft
from balakas.handover.rules.verdicts import FailReason
from balakas.handover.rules.wire import from_b64u
from balakas.staff.rules import PositionKind
from tests.handover.factories import FIELD_DAY, PHOTO
from tests.handover.phone import giving, kinds, lease

pytestmark = pytest.mark.django_db


def printed(field, *, at=FIELD_DAY, **more):
    return pages.print_list(post_id=field.post.id, by=field.tksk, at=at, **more)


def on(made):
    return [row.recipient_id for page in made.pages.order_by("number") for row in page.rows.order_by("order")]


def key(field, made, **more):
    for page in made.pages.order_by("number"):
        pages.key_page(page_id=page.id, photo=PHOTO, by=field.tksk, at=FIELD_DAY + timedelta(hours=1), **more)


def live(made):
    return Lease.objects.filter(paper_list=made, ended_at=None).count()


def test_a_printed_list_holds_its_people_until_its_last_page_is_back(field):
    made = printed(field, size=2)
    assert on(made) == [one.id for one in field.people]
    held = Slice.objects.get()
    assert held.label == f"Kertas {made.code}"
    assert paper.lists_of(field.post.id)[0].held == 4
    with pytest.raises(NobodyToServe):
        leases.make_slices(post_id=field.post.id, parts=1, by=field.kasi, at=FIELD_DAY)
    with pytest.raises(HeldElsewhere):
        printed(field)
    first, second = made.pages.order_by("number")
    exception = pages.Unticked(1, why=FailReason.NOT_COME)
    pages.key_page(page_id=first.id, photo=PHOTO, exceptions=[exception], by=field.tksk, at=FIELD_DAY)
    assert live(made) == 1, "the second page is still outside"
    pages.set_aside_page(page_id=second.id, reason="Tidak dipakai", by=field.tksk, at=FIELD_DAY)
    assert live(made) == 0
    again = printed(field)
    assert on(again) == [field.people[0].id, field.people[2].id, field.people[3].id], "who has still something due"
    key(field, again)
    with pytest.raises(NobodyLeft):
        printed(field)


def test_whom_a_phone_holds_is_not_printed(field, phone):
    lent = lease(field, phone, parts=2)
    theirs = set(SliceMember.objects.filter(slice=lent.slice).values_list("recipient_id", flat=True))
    made = printed(field)
    assert set(on(made)) == {one.id for one in field.people} - theirs
    other = Slice.objects.exclude(id=lent.slice_id).get()
    with pytest.raises(LeaseMoved):
        leases.grant(
            slice_id=other.id,
            device_id=UUID(phone.id),
            until=FIELD_DAY + timedelta(days=1),
            by=field.kasi,
            at=FIELD_DAY,
        )
    with pytest.raises(LeaseMoved):
        printed(field, slice_id=lent.slice_id)


def test_one_part_on_paper_the_other_stays_free(field):
    one, other = leases.make_slices(post_id=field.post.id, parts=2, by=field.kasi, at=FIELD_DAY)
    made = printed(field, slice_id=other.id)
    assert len(on(made)) == 2
    assert [row[1] for row in paper.parts_of(field.post.id)] == [one.label]


def test_the_phone_is_told_that_the_paper_holds_somebody(field, phone):
    lease(field, phone, parts=2)
    made = printed(field)
    others = phone.bundle()["others"]
    assert [one["label"] for one in others] == [f"daftar kertas {made.code}"]
    assert len(from_b64u(others[0]["key"], field="key")) == 32
    key(field, made)
    assert [one["label"] for one in phone.bundle()["others"]] == ["Bagian 2"]


def test_what_a_phone_does_to_people_on_paper_becomes_a_case(field, phone):
    """The office printed a part that this phone had held before: its hand-over afterwards is out of its lease."""
    lent = lease(field, phone)
    leases.end(slice_id=lent.slice_id, reason="Dicetak", by=field.kasi, at=FIELD_DAY - timedelta(hours=1))
    printed(field, at=FIELD_DAY - timedelta(minutes=30))
    person = field.people[0]
    phone.send(giving(phone, field, lent, person, field.due(person)[0]))
    assert kinds() == ["out_of_lease"]


def test_the_pages_print_a_part_and_take_the_paper_back(field, world):
    tksk = world.client(PositionKind.TKSK)
    one, _ = leases.make_slices(post_id=field.post.id, parts=2, by=field.kasi, at=FIELD_DAY)
    where = {"post_id": field.post.id}
    page = tksk.get(reverse("handover:pages", kwargs=where)).content.decode()
    assert "Bagian 1 (2)" in page
    tksk.post(reverse("handover:print_list", kwargs=where), {"part": str(one.id)})
    made = paper.lists_of(field.post.id)[0].paper
    assert len(on(made)) == 2
    page = tksk.get(reverse("handover:pages", kwargs=where)).content.decode()
    assert "memegang 2 orang" in page
    assert "Kertas dikembalikan" in page
    kasi = world.client(PositionKind.KASI_PMDK)
    give = kasi.get(reverse("handover:slice_give", kwargs={"slice_id": one.id})).content.decode()
    assert f"Daftar {made.code}. Ambil dahulu lembarnya" in give
    tksk.post(reverse("handover:list_back", kwargs={"list_id": made.id}), {"reason": "Hujan"})
    assert live(made) == 0
    assert "Kertas dikembalikan" not in tksk.get(reverse("handover:pages", kwargs=where)).content.decode()
