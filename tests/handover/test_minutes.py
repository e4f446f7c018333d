"""Minutes of the field are papers: drafted with the act, numbered from the book, frozen, printed, returned signed."""

from datetime import timedelta

import pytest

from balakas.handover.actions import closing, corrections, goods, minutes, reads
from balakas.handover.actions.goods import Head, Line
from balakas.handover.models.minutes import DayClose, GoodsMinutes
from balakas.papers.actions import life
from balakas.papers.models import Paper
from balakas.papers.queries import papers
from balakas.papers.rules.states import NotNow
from balakas.staff.rules import NotAllowed, PositionKind
from tests.handover.factories import FIELD_DAY, PHOTO, a_field
from tests.handover.test_pages import url

pytestmark = pytest.mark.django_db
LATER = FIELD_DAY + timedelta(days=1)
TODAY = FIELD_DAY.date()


@pytest.fixture
def field(world):
    return a_field(world, 2)


def arrived(field):
    return goods.receive_goods(
        post_id=field.post.id, lines=[Line(field.rice.id, quantity=20, damaged=1)], by=field.tksk, at=FIELD_DAY,
        head=Head(counterpart="Sopir Contoh", witness="Saksi Contoh", delivery_note="SJ-1"),
    )  # fmt: skip


def sent_back(field):
    return goods.return_goods(
        post_id=field.post.id, lines=[Line(field.rice.id, quantity=9)], by=field.tksk, at=FIELD_DAY,
        head=Head(counterpart="Gudang Contoh", condition="Sisa"),
    )  # fmt: skip


def closed(field):
    return closing.close_day(
        post_id=field.post.id, day=TODAY, by=field.tksk, at=FIELD_DAY + timedelta(hours=3), explanation="Sisa di balai"
    )


@pytest.mark.parametrize(
    ("act", "kind"), [(arrived, "arrival"), (sent_back, "returned"), (closed, "day_close")]
)  # fmt: skip
def test_minutes_live_as_papers_from_draft_to_the_signed_scan(field, act, kind):
    row = act(field)
    paper = papers.paper_of(row.paper_id)
    assert (paper.kind, paper.state, paper.dated, paper.subject_id) == (kind, "draft", TODAY, field.post.id)
    kasi = field.kasi
    numbered = life.number_paper(paper_id=paper.id, dated=TODAY, by=kasi, at=LATER)
    assert numbered.number.book.kind == "minutes"
    assert "/BA/" in numbered.number_text
    with pytest.raises(NotNow):
        life.redraft_paper(paper_id=paper.id, data={"opening": "lain"}, by=kasi, at=LATER)
    printed = life.print_paper(paper_id=paper.id, by=kasi, at=LATER)
    assert papers.data_of(printed)["place_date"].endswith("20 Januari 2026"), (
        "the field day, not the day it was printed"
    )
    signed = life.return_signed(paper_id=paper.id, content=PHOTO, signed_on=TODAY, by=kasi, at=LATER)
    assert signed.state == "signed"
    assert life.open_signed(signed, by=kasi, at=LATER)[0]


def test_what_stands_on_minutes_is_what_was_known_then(field):
    arrived(field)
    row = closed(field)
    before = papers.data_of(papers.paper_of(row.paper_id))
    field.give(field.people[0], at=FIELD_DAY + timedelta(hours=4))
    assert papers.data_of(papers.paper_of(row.paper_id)) == before
    supplement = closed(field)
    assert supplement.paper_id != row.paper_id
    assert "tambahan ke-1" in papers.paper_of(supplement.paper_id).title


def test_goods_taken_back_cancel_their_minutes_and_the_number_stays_in_the_book(field):
    row = arrived(field)
    numbered = life.number_paper(paper_id=row.paper_id, dated=TODAY, by=field.kasi, at=FIELD_DAY)
    corrections.void(event_id=row.event_id, reason="Salah titik", by=field.tksk, at=FIELD_DAY)
    paper = papers.paper_of(row.paper_id)
    assert (paper.state, paper.cancel_reason) == ("cancelled", "Salah titik")
    numbered.number.refresh_from_db()
    assert numbered.number.state == "cancelled"


def test_signed_minutes_stay_when_the_goods_are_taken_back(field):
    row = arrived(field)
    life.number_paper(paper_id=row.paper_id, dated=TODAY, by=field.kasi, at=FIELD_DAY)
    life.print_paper(paper_id=row.paper_id, by=field.kasi, at=FIELD_DAY)
    life.return_signed(paper_id=row.paper_id, content=PHOTO, signed_on=TODAY, by=field.kasi, at=FIELD_DAY)
    corrections.void(event_id=row.event_id, reason="Salah titik", by=field.tksk, at=FIELD_DAY)
    assert papers.paper_of(row.paper_id).state == "signed"


def test_minutes_are_indonesian_whatever_language_their_maker_reads(field):
    from django.utils.translation import override

    arrived(field)
    with override("en"):
        row = closed(field)
    paper = papers.paper_of(row.paper_id)
    assert [one["name"] for one in papers.data_of(paper)["people"]][-1] == "Belum tercatat"
    assert paper.title.startswith("Berita acara penutupan hari akhir")


def test_the_minutes_pdf_is_the_papers(field):
    row = arrived(field)
    life.number_paper(paper_id=row.paper_id, dated=TODAY, by=field.kasi, at=FIELD_DAY)
    printed = life.print_paper(paper_id=row.paper_id, by=field.kasi, at=FIELD_DAY)
    again = reads.minutes_pdf(GoodsMinutes.objects.get(), by=field.tksk, at=LATER)
    assert again == life.open_pdf(printed, by=field.kasi, at=LATER), "as printed, never made anew"


def test_a_right_is_asked_for_in_order(field):
    held = {"office_id": field.distribution.office_id, "at": FIELD_DAY}
    assert minutes.right_of(minutes.GOODS, by=field.tksk, **held) == "handover.stock"
    assert minutes.right_of(minutes.GOODS, by=field.camat, **held) == "handover.decide"
    with pytest.raises(NotAllowed):
        minutes.right_of(minutes.GOODS, by=field.world.actor(PositionKind.CLERK), **held)


def test_the_pages_say_how_far_the_minutes_have_come(field, world):
    arrived(field)
    closed(field)
    tksk = world.client(PositionKind.TKSK)
    for name, where in (("goods", ""), ("close", f"?hari={TODAY.isoformat()}")):
        shown = tksk.get(url(name, post_id=field.post.id) + where).content.decode()
        assert "Konsep" in shown
        assert "Nomor dan tanda tangan" in shown
    paper = Paper.objects.get(id=DayClose.objects.get().paper_id)
    kasi = world.client(PositionKind.KASI_PMDK)
    page = kasi.get(f"/naskah/{paper.id}/")
    assert page.context["number_form"].initial["dated"] == TODAY
