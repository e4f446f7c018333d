"""A paper's life: what may follow what, what is printed, what comes back, and who may."""

import io
from datetime import date
from uuid import uuid4

import pytest
from django.http import Http404
from PIL import Image
from pypdf import PdfReader

from balakas.audit.models import Entry
from balakas.papers.actions import life
from balakas.papers.actions.numbers import Subject
from balakas.papers.models import BookNumber, Paper
from balakas.papers.queries import duties, letterhead, public
from balakas.papers.queries import papers as queries
from balakas.papers.rules import states
from balakas.papers.rules.fill import CODE_ALPHABET, grouped_code, read_code
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.numbers import NumberState, ReasonMissing
from balakas.papers.rules.samples import letters, planning
from balakas.papers.rules.scans import ScanUnknown
from balakas.papers.rules.states import NEXT, NotNow, PaperState, SignedHow
from balakas.staff.rules import NotAllowed, PositionKind, Right
from balakas.vault import queries as vault
from balakas.vault.actions import office_subject, store_file

DAY = date(2026, 1, 15)
SECRET = "Basran Rahasia"


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def scan():
    buffer = io.BytesIO()
    Image.effect_noise((300, 200), 40).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def signed_pdf():
    buffer = io.BytesIO()
    Image.new("RGB", (100, 100), "white").save(buffer, "PDF")
    return buffer.getvalue()


class Office:
    """The papers of the world's office, pressed by the clerk."""

    def __init__(self, world, at):
        self.world, self.at = world, at
        self.by = world.actor(PositionKind.CLERK)

    def draft(self, kind=PaperKind.SPT, **more):
        data = letters.spt() if kind is PaperKind.SPT else planning.equipment()
        left_out = ("kop", "check", "number", "signer", "place", "date", "place_date")
        data = {key: value for key, value in data.items() if key not in left_out}
        head = letterhead.head_of(self.world.office.id, DAY)
        asked = {
            "title": "SPT penyaluran Januari 2026", "data": data, "signer": head.signer,
            "signer_user_id": head.user_id, "by": self.by, "at": self.at,
        }  # fmt: skip
        return life.draft_paper(office_id=self.world.office.id, kind=kind, **{**asked, **more})

    def number(self, paper, **more):
        return life.number_paper(paper_id=paper.id, dated=DAY, **{"by": self.by, "at": self.at, **more})

    def print(self, paper, **more):
        return life.print_paper(paper_id=paper.id, **{"by": self.by, "at": self.at, **more})

    def printed(self, **more):
        return self.print(self.number(self.draft(**more)))

    def back(self, paper, content=None, **more):
        asked = {"signed_on": DAY, "by": self.by, "at": self.at, **more}
        return life.return_signed(paper_id=paper.id, content=content or scan(), **asked)

    def cancel(self, paper, reason="salah dasar", **more):
        return life.cancel_paper(paper_id=paper.id, reason=reason, **{"by": self.by, "at": self.at, **more})


@pytest.fixture
def office(world, monday):
    return Office(world, monday)


def test_every_state_has_its_next_and_its_words():
    assert set(NEXT) == set(PaperState) == set(states.STATE_LABELS)
    assert NEXT[PaperState.SIGNED] == NEXT[PaperState.CANCELLED] == frozenset()


@pytest.mark.parametrize(
    ("state", "kind", "acts"),
    [
        ("draft", "spt", {"edit", "number", "cancel"}),
        ("draft", "equipment", {"edit", "print", "cancel"}),
        ("numbered", "spt", {"print", "cancel"}),
        ("printed", "spt", {"sign", "cancel"}),
        ("signed", "spt", set()),
        ("cancelled", "spt", set()),
    ],
)
def test_what_may_be_done_now(state, kind, acts):
    assert states.acts(state, kind) == acts


def test_every_kind_has_its_form():
    from balakas.papers.actions.make import names

    assert set(names()) >= {kind.value for kind in PaperKind}
    assert set(FACTS) == set(PaperKind)


def test_the_whole_life_of_a_duty_order(office):
    paper = office.draft()
    assert (paper.state, paper.number_text) == ("draft", "")

    paper = office.number(paper, classification="800.1.11.1")
    assert (paper.state, paper.number_text, paper.dated) == ("numbered", "800.1.11.1/1/2026", DAY)

    paper = office.print(paper)
    pdf = life.open_pdf(paper, by=office.by, at=office.at)
    text = text_of(pdf)
    assert "NOMOR: 800.1.11.1/1/2026" in text
    assert "pada tanggal 15 Januari 2026" in text
    assert "CAMAT AWAYAN," in text
    assert "Rahmadi Anwar" in text
    assert grouped_code(paper.check_code) in text
    assert "KONSEP" not in text
    assert paper.pdf_sha256 == vault.file_of(paper.pdf_file_id).sha256

    original = scan()
    paper = office.back(paper, original)
    assert (paper.state, paper.signed_on, paper.signed_how) == ("signed", DAY, "ink")
    assert vault.file_bytes(paper.scan_file_id) == original
    shown, media_type = life.open_signed(paper, by=office.by, at=office.at)
    assert media_type == "image/jpeg"
    assert shown != original

    acts = list(Entry.objects.order_by("seq").values_list("act", flat=True))
    assert acts == [
        "papers.draft", "papers.number", "papers.print", "papers.read", "papers.return_signed", "papers.read_signed",
    ]  # fmt: skip


def test_the_printed_pdf_is_made_once(office, monkeypatch):
    paper = office.printed()
    first = life.open_pdf(paper, by=office.by, at=office.at)
    monkeypatch.setattr(life, "office_pdf", lambda *_, **__: pytest.fail("made anew"))

    assert life.open_pdf(queries.paper_of(paper.id), by=office.by, at=office.at) == first
    with pytest.raises(NotNow):
        office.print(paper)


def test_a_printed_paper_keeps_the_old_signer(office, world):
    paper = office.printed()
    user = world.users[PositionKind.CAMAT]
    user.name = "Nama Baru"
    user.save()

    assert "Rahmadi Anwar" in text_of(life.open_pdf(paper, by=office.by, at=office.at))


def test_a_preview_is_marked_and_stored_nowhere(office):
    paper = office.draft()
    assert "KONSEP" in text_of(life.preview(paper, by=office.by, at=office.at))
    assert Paper.objects.get().pdf_file_id is None


def test_a_paper_that_bears_a_number_is_numbered_first(office):
    with pytest.raises(states.NumberFirst):
        office.print(office.draft())


def test_a_paper_without_a_number_is_printed_at_once(office):
    paper = office.draft(PaperKind.EQUIPMENT)
    with pytest.raises(states.BearsNoNumber):
        office.number(paper)
    assert office.print(paper).dated == date(2026, 1, 12)


def test_the_text_may_change_until_it_is_numbered(office):
    paper = office.draft()
    data = {**queries.data_of(paper), "tasks": ["Tugas lain."]}
    life.redraft_paper(paper_id=paper.id, data=data, by=office.by, at=office.at, version=1)
    assert queries.data_of(Paper.objects.get())["tasks"] == ["Tugas lain."]

    office.number(paper)
    with pytest.raises(NotNow, match="bernomor"):
        life.redraft_paper(paper_id=paper.id, data=data, by=office.by, at=office.at)


def test_two_people_editing_one_paper_do_not_overwrite_each_other(office):
    paper = office.draft()
    life.redraft_paper(paper_id=paper.id, data=queries.data_of(paper), by=office.by, at=office.at, version=1)
    with pytest.raises(states.ChangedMeanwhile):
        life.redraft_paper(paper_id=paper.id, data={}, by=office.by, at=office.at, version=1)


def test_who_changes_a_paper_while_it_is_printed_is_not_lost(office, monkeypatch):
    paper = office.number(office.draft())
    original = life.office_pdf

    def meanwhile(*args, **kwargs):
        Paper.objects.update(version=9)
        return original(*args, **kwargs)

    monkeypatch.setattr(life, "office_pdf", meanwhile)
    with pytest.raises(states.ChangedMeanwhile):
        office.print(paper)


def test_a_cancelled_paper_keeps_its_number_in_the_book(office):
    paper = office.cancel(office.printed(), " salah dasar ")

    assert (paper.state, paper.cancel_reason) == ("cancelled", "salah dasar")
    assert BookNumber.objects.get().state == NumberState.CANCELLED
    assert office.number(office.draft()).number.number == 2
    with pytest.raises(NotNow):
        office.back(paper)
    with pytest.raises(ReasonMissing):
        office.cancel(office.draft(), " ")


def test_a_paper_late_in_the_book_gets_a_letter_and_a_reason(office):
    office.number(office.draft())
    with pytest.raises(ReasonMissing):
        office.number(office.draft(), after=1)
    late = office.number(office.draft(), after=1, reason="terlambat dicatat")
    assert late.number_text == "1a/2026"
    assert late.number.reason == "terlambat dicatat"


def test_a_signed_paper_is_not_cancelled(office):
    with pytest.raises(NotNow):
        office.cancel(office.back(office.printed()))


def test_a_paper_signed_electronically_comes_back_as_pdf(office):
    paper = office.printed()
    with pytest.raises(states.ElectronicIsPdf):
        office.back(paper, how=SignedHow.ELECTRONIC)
    content = signed_pdf()
    paper = office.back(paper, content, how=SignedHow.ELECTRONIC)
    assert paper.signed_how == "electronic"
    assert vault.file_bytes(paper.scan_file_id) == content


def test_what_is_no_scan_leaves_the_paper_waiting(office):
    paper = office.printed()
    with pytest.raises(ScanUnknown):
        office.back(paper, b"bukan pindaian")
    assert Paper.objects.get().state == "printed"


def test_pictures_of_a_paper_are_opened_only_to_print_it(office, world, monday):
    subject = office_subject(office_id=world.office.id, at=monday)
    photo = store_file(
        office_id=world.office.id, subject_id=subject, content=scan(), media_type="image/jpeg", at=monday
    )
    from balakas.papers.rules.samples import reporting

    data = {**reporting.report(), "photos": [{"file": "p1", "caption": "Penyerahan", "when": "pagi", "where": "aula"}]}
    paper = office.draft(PaperKind.REPORT, data=data, files={"p1": photo.id})

    pdf = life.open_pdf(office.print(office.number(paper)), by=office.by, at=office.at)

    assert len(PdfReader(io.BytesIO(pdf)).pages[1].images) == 1


def test_the_data_of_a_paper_are_sealed(office):
    data = {**letters.spt(), "where": SECRET}
    paper = office.printed(data=data)
    row = bytes(Paper.objects.get().data_sealed)
    assert SECRET.encode() not in row
    assert SECRET.encode() not in vault.file_path(paper.pdf_file_id).read_bytes()
    assert queries.data_of(paper)["where"] == SECRET


@pytest.mark.parametrize("position", [PositionKind.TKSK, PositionKind.INSPECTOR, PositionKind.ADMINISTRATOR])
def test_who_may_not(office, world, position):
    by = world.actor(position)
    paper = office.draft()
    for act in (
        lambda: office.draft(by=by),
        lambda: office.number(paper, by=by),
        lambda: office.print(paper, by=by),
        lambda: office.back(paper, by=by),
        lambda: office.cancel(paper, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_room_may_stand_on_its_own_right(office, world):
    by = world.actor(PositionKind.TKSK)
    paper = office.draft(PaperKind.EQUIPMENT, by=by, right=Right.HANDOVER_RECORD)
    assert office.print(paper, by=by, right=Right.HANDOVER_RECORD).state == "printed"


def test_a_paper_is_its_offices_own(office, world):
    paper = office.draft()
    stranger = world.officer(PositionKind.CLERK)
    assert queries.paper_for(stranger, paper.id) == paper
    from balakas.staff import queries as staff

    with pytest.raises(Http404):
        queries.paper_for(staff.officer_of(world.stranger, at=office.at), paper.id)
    with pytest.raises(Http404):
        queries.paper_for(world.officer(PositionKind.VILLAGE_OFFICER), paper.id)


def test_what_waits_for_whom(office, world):
    def codes(position):
        return [duty.code for duty in duties.waiting_for(world.officer(position), office.at)]

    paper = office.draft()
    assert (codes(PositionKind.CLERK), codes(PositionKind.CAMAT)) == (["papers.number"], [])
    office.number(paper)
    assert codes(PositionKind.CLERK) == ["papers.print"]
    office.print(paper)
    assert (codes(PositionKind.CLERK), codes(PositionKind.CAMAT)) == (["papers.return_signed"], ["papers.sign"])
    assert codes(PositionKind.SEKRETARIS) == ["papers.return_signed"]
    office.back(paper)
    assert (codes(PositionKind.CLERK), codes(PositionKind.CAMAT)) == ([], [])


def test_who_holds_a_paper_may_check_it_and_learns_no_person(office):
    paper = office.number(office.draft())
    assert public.check(paper.check_code) is None

    paper = office.print(paper)
    found = public.check(grouped_code(paper.check_code).lower())
    assert (found.kind, found.number, found.dated, found.office) == ("spt", "1/2026", DAY, "Kecamatan Awayan")
    assert (found.state, found.signed_on) == ("printed", None)
    assert "Rahmadi" not in repr(found)
    assert public.check(office.back(paper).check_code).signed_on == DAY
    for wrong in ("", "AAAA", paper.check_code[:-1], "X" * 12):
        assert public.check(wrong) is None


def test_a_cancelled_paper_says_so_to_who_holds_it(office):
    assert public.check(office.cancel(office.printed()).check_code).state == "cancelled"
    assert public.check(office.cancel(office.number(office.draft())).check_code) is None


def test_codes_are_read_as_people_write_them():
    assert read_code(" k7qx-2m9p w3ta ") == "K7QX2M9PW3TA"
    assert not set(CODE_ALPHABET) & set("0O1IL2Z5S8B")


def test_papers_about_one_record(office, world):
    about = Subject("distribution", uuid4())
    first, second = office.draft(subject=about), office.draft(subject=about)
    office.draft()
    assert queries.papers_about(world.office.id, about.kind, about.id) == [first, second]
    assert queries.papers_about(world.foreign_office.id, about.kind, about.id) == []


def test_papers_are_found_by_kind_state_and_year(office, world):
    paper, other = office.draft(), office.draft(PaperKind.EQUIPMENT)
    officer = world.officer(PositionKind.CLERK)
    assert list(queries.papers_of(officer)) == [other, paper]
    assert list(queries.papers_of(officer, kind="spt")) == [paper]
    assert list(queries.papers_of(officer, state="numbered")) == []
    assert list(queries.papers_of(officer, year=2025)) == []
