"""A keyed page says what was said and nothing else: reasons per row, who came instead, and silence stays silence."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balakas.common.ids import uuid7
from balakas.handover.actions import closing, corrections, pages
from balakas.handover.models.books import Failure, Visit
from balakas.handover.queries import figures, sheets
from balakas.handover.rules.verdicts import FailReason
from balakas.staff.rules import PositionKind
from tests.handover.factories import FIELD_DAY, PHOTO, a_field
from tests.handover.test_pages import url

pytestmark = pytest.mark.django_db
TODAY = FIELD_DAY.date()


@pytest.fixture
def field(world):
    return a_field(world, 4)


@pytest.fixture
def page(field):
    return pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY).pages.get()


def keyed(field, world, page, **told):
    """Key the page as the form sends it: `told` are the fields that were touched."""
    sent = {"client_id": str(uuid7()), "photo": SimpleUploadedFile("l.jpg", PHOTO)}
    for row in page.rows.all():
        sent |= {f"amount_{one.id.hex}": one.amount for one in field.due(row.recipient)}
        sent[f"given_{row.order}"] = "on"
    sent |= told
    sent = {name: value for name, value in sent.items() if value is not None}
    return world.client(PositionKind.TKSK).post(url("page", page_id=page.id), sent)


def outcomes(page):
    return list(page.rows.order_by("order").values_list("outcome", flat=True))


def test_an_unticked_row_without_a_reason_is_asked_for_one(field, world, page):
    answer = keyed(field, world, page, given_2=None)
    assert answer.status_code == 200
    assert answer.context["form"].errors["why_2"] == ["Pilih alasannya."]
    assert not Visit.objects.exists()


def test_each_row_bears_its_own_reason_and_silence_records_nothing(field, world, page):
    answer = keyed(
        field, world, page, given_1=None, why_1="died", given_2=None, why_2="unsaid", given_3=None, why_3="not_come"
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert outcomes(page) == ["died", "unsaid", "not_come", "given"]
    silent = page.rows.get(order=2).recipient
    assert not Failure.objects.filter(recipient=silent).exists()
    assert len(field.due(silent)) == 2, "still due"


def test_who_came_instead_is_recorded_per_row(field, world, page):
    answer = keyed(
        field,
        world,
        page,
        proxied_2="on",
        name_2="Anak Contoh",
        relation_2="same_kk",
        because_2="elderly",
        letter_2="on",
    )
    assert answer.status_code == 302, answer.context["form"].errors
    (visit,) = Visit.objects.filter(by_proxy=True)
    assert visit.recipient == page.rows.get(order=2).recipient
    assert (visit.relation, visit.proxy_reason, visit.has_letter) == ("same_kk", "elderly", True)
    assert outcomes(page) == ["given"] * 4


def test_a_short_giving_to_somebody_else_keeps_both(field, world, page):
    rice = field.due(page.rows.get(order=1).recipient)[0]
    told = {"given_1": None, "why_1": "partly", f"amount_{rice.id.hex}": 4, "proxied_1": "on", "name_1": "Anak Contoh"}
    answer = keyed(field, world, page, relation_1="family", because_1="sick", **told)
    assert answer.status_code == 302, answer.context["form"].errors
    assert outcomes(page)[0] == "partly"
    assert Visit.objects.get(by_proxy=True).relation == "family"


@pytest.mark.parametrize("lacking", ["name_2", "relation_2", "because_2", "word_2"])
def test_a_representative_is_told_in_full(field, world, page, lacking):
    told = {"name_2": "Anak", "relation_2": "other", "because_2": "elderly", "word_2": "Tetangga"}
    answer = keyed(field, world, page, proxied_2="on", **{**told, lacking: ""})
    assert set(answer.context["form"].errors) == {lacking}
    assert not Visit.objects.exists()


def test_a_row_served_meanwhile_has_nothing_to_say(field, world, page):
    field.give(page.rows.get(order=1).recipient)
    shown = world.client(PositionKind.TKSK).get(url("page", page_id=page.id))
    assert "given_1" not in shown.context["form"].fields
    assert keyed(field, world, page, given_1=None).status_code == 302
    assert outcomes(page)[0] == "already"


def counts(field, day=TODAY, **more):
    row = closing.close_day(
        post_id=field.post.id, day=day, by=field.tksk, at=FIELD_DAY + timedelta(days=2), explanation="Sisa", **more
    )
    return {one["name"]: one["count"] for one in sheets.day_close(row)["people"]}


def test_the_close_calls_nobody_absent_whom_nobody_called_so(field):
    field.give(field.people[0])
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=field.people[1].id, why=FailReason.DIED, by=field.tksk, at=FIELD_DAY
    )
    said = counts(field)
    assert (said["Rencana"], said["Diserahkan"], said["Meninggal"]) == ("4", "1", "1")
    assert (said["Tidak hadir"], said["Belum tercatat"]) == ("0", "2")


def test_who_was_served_on_another_day_is_not_unrecorded(field):
    field.give(field.people[0])
    next_day = FIELD_DAY + timedelta(days=1)
    field.give(field.people[1], at=next_day)
    first = figures.day_figures(field.distribution.id, field.post.id, TODAY)
    assert (first["served"], first["earlier"], first["unrecorded"]) == (1, 0, 3)
    said = counts(field, next_day.date())
    assert (said["Diserahkan"], said["Hari sebelumnya"], said["Belum tercatat"]) == ("1", "1", "2")


def test_the_close_page_shows_who_was_not_spoken_of(field, world):
    field.give(field.people[0])
    shown = world.client(PositionKind.TKSK).get(url("close", post_id=field.post.id) + f"?hari={TODAY.isoformat()}")
    text = shown.content.decode()
    assert "Belum tercatat" in text
    assert "Tidak hadir" not in text
