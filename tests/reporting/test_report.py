"""The report writes itself from the ledger, is closed by a second person, and closes the procedure."""

import json
from datetime import timedelta
from io import BytesIO

import openpyxl
import pikepdf
import pytest

from balakas.common.canonical import digest
from balakas.config.demo import field
from balakas.config.demo.clock import at
from balakas.distributions.actions import distributions as distribution_actions
from balakas.distributions.queries import distributions
from balakas.handover.models.ledger import Event
from balakas.handover.queries import for_report
from balakas.papers.actions import life
from balakas.papers.rules.kinds import PaperKind, needs_number
from balakas.planning.queries import plans
from balakas.recipients.queries import final_list
from balakas.reporting import rules
from balakas.reporting.actions import papers, report
from balakas.reporting.models import Report
from balakas.reporting.queries import results, standing
from balakas.reporting.queries.agency_file import HEADINGS
from balakas.reporting.rules import ReportState
from balakas.sop.queries import runs
from tests.handover.factories import picture
from tests.reporting.cases import AFTER, begun, handed_out

pytestmark = pytest.mark.django_db
NOON = at(AFTER, "11.00")


def written(stage):
    kasi = stage.office.by("kasi")
    made = report.start(distribution_id=stage.id, by=kasi, at=NOON)
    return report.write(
        report_id=made.id, obstacles=["Hujan", "", "  "], followups=["Antar ke rumah"], closing="", version=made.version,
        by=kasi, at=NOON,
    )  # fmt: skip


def explained(stage):
    for row in distributions.allocations_of(stage.id):
        distribution_actions.explain_difference(
            allocation_id=row.id, reason="Dua NIK menyusul.", by=stage.office.by("kasi"), at=NOON
        )


def test_the_figures_are_the_ledgers():
    stage = handed_out()
    frozen = results.snapshot(stage.id)
    handed = [json.loads(row.body) for row in Event.objects.filter(distribution_id=stage.id, type="handover")]
    from_ledger = sum(item["quantity"] for body in handed for item in body["items"])
    (allocation,) = frozen["allocations"].values()
    assert allocation["given"] == from_ledger == sum(quantity for _, _, quantity in frozen["payments"]) == 36
    assert {key: frozen["people"][key] for key in ("allocated", "served", "failed", "waiting", "by_proxy")} == {
        "allocated": 6, "served": 4, "failed": 1, "waiting": 1, "by_proxy": 1,
    }  # fmt: skip
    assert frozen["people"]["reasons"] == {"not_come": 1}


def test_closing_freezes_the_figures_and_ends_the_procedure():
    stage = handed_out()
    made = written(stage)
    for kind in papers.WORDS:
        papers.draft(report_id=made.id, kind=kind, by=stage.office.by("kasi"), at=NOON)
    report.submit(report_id=made.id, by=stage.office.by("kasi"), at=NOON)
    with pytest.raises(rules.SamePerson):
        close_as_author(stage, made)
    closed = report.close(report_id=made.id, by=stage.office.by("camat"), at=NOON)
    assert closed.state == ReportState.CLOSED
    assert closed.snapshot_hash == digest(closed.snapshot)
    assert closed.obstacles == ["Hujan"]
    assert distributions.distribution_of(stage.id).state == "closed"
    assert runs.run_on(office_id=stage.office.id, kind="distribution", subject_id=stage.id).state == "closed"
    with pytest.raises(rules.WrongState):
        written(stage)


def close_as_author(stage, made):
    """The Sekretaris may countersign; here he wrote it himself."""
    rows = Report.objects.filter(id=made.id)
    rows.update(prepared_by=stage.office.users["sekretaris"])
    try:
        report.close(report_id=made.id, by=stage.office.by("sekretaris"), at=NOON)
    finally:
        rows.update(prepared_by=stage.office.users["kasi"])


def test_an_open_day_holds_the_report_up():
    stage = handed_out(closed=False)
    made = written(stage)
    assert standing.posts_without_close(stage.id) == ["Balai Desa Awayan"]
    with pytest.raises(rules.OpenPoints):
        report.submit(report_id=made.id, by=stage.office.by("kasi"), at=NOON)
    made.refresh_from_db()
    assert made.state == ReportState.DRAFT


def test_sent_back_with_what_to_mend():
    stage = handed_out()
    made = written(stage)
    report.submit(report_id=made.id, by=stage.office.by("kasi"), at=NOON)
    with pytest.raises(rules.ReasonMissing):
        report.send_back(report_id=made.id, reason=" ", by=stage.office.by("camat"), at=NOON)
    back = report.send_back(report_id=made.id, reason="Lengkapi kendala.", by=stage.office.by("camat"), at=NOON)
    assert (back.state, back.returned_reason) == (ReportState.DRAFT, "Lengkapi kendala.")


def test_a_difference_to_the_letter_needs_its_sentence():
    stage = begun(4, from_file=True)
    assert standing.standing_of(stage.id).unexplained_differences == 1
    explained(stage)
    assert standing.standing_of(stage.id).unexplained_differences == 0


def test_the_agencys_own_file_comes_back():
    stage = handed_out(8, from_file=True)
    (held,) = final_list.lists_of(stage.id)
    content = papers.agency_copy(distribution_id=stage.id, list_id=held.id, by=stage.office.by("kasi"), at=NOON)
    page = openpyxl.load_workbook(BytesIO(content))["BNBA"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[2][-4:] == list(HEADINGS)
    people = [row for row in rows if isinstance(row[0], int | float) and isinstance(row[2], str)]
    assert [row[0] for row in people[:6]] == [1, 2, 3, 4, 5, 6]
    outcomes = [row[-4] for row in rows[4:12]]
    assert outcomes.count("Diterima") + outcomes.count("Diterima perwakilan") == 4
    assert outcomes.count("Tidak tersalur") == 1
    assert outcomes[-2:] == [None, None], "rows that were not taken over have no outcome"


def test_one_bundle_in_order():
    stage = handed_out()
    made = written(stage)
    drafted = papers.draft(report_id=made.id, kind=PaperKind.BRIDGE, by=stage.office.by("kasi"), at=NOON)
    assert drafted.state == "draft"
    content = papers.bundle(distribution_id=stage.id, by=stage.office.by("kasi"), at=NOON)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 2, "the letter's scan and the signed duty order; a draft is left out"


def test_the_bundle_holds_the_minutes_of_the_field_and_the_inked_pages_in_their_order():
    stage = handed_out(8)
    kasi = stage.office.by("kasi")
    (post,) = plans.posts_for(stage.id)
    arrival = field.receive(stage, post.id, distributions.allocations_of(stage.id)[0].benefit_id, 100, at=NOON)
    field.on_paper(stage, post.id, absent=0, at=NOON)
    field.close(stage, post.id, NOON.date(), at=NOON + timedelta(hours=1), explanation="Sisa dibawa ke kantor.")
    made = written(stage)
    listed = papers.draft(report_id=made.id, kind=PaperKind.RECEIPT_LIST, by=kasi, at=NOON)
    _returned(arrival.paper_id, "red", kasi)
    _returned(listed.id, "lime", kasi)
    closes = for_report.closes(stage.id)
    for close, colour in zip(closes, ("blue", "yellow"), strict=True):
        _returned(close.paper_id, colour, kasi)
    content = papers.bundle(distribution_id=stage.id, by=kasi, at=NOON)
    colours = _colours(content)
    wanted = ["red", "lime", "white", "blue", "yellow"]
    assert [colour for colour in colours if colour in wanted][-5:] == wanted


def _returned(paper_id, colour, by):
    paper = life.papers.paper_of(paper_id)
    if needs_number(paper.kind):
        life.number_paper(paper_id=paper_id, dated=NOON.date(), by=by, at=NOON)
    life.print_paper(paper_id=paper_id, by=by, at=NOON)
    life.return_signed(paper_id=paper_id, content=picture(colour, (300, 400)), signed_on=NOON.date(), by=by, at=NOON)


def _colours(content):
    """Return the colour in the middle of each page that is a picture, by its name; "" for a drawn one."""
    found = []
    with pikepdf.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            pictures = list(page.get_images().values())
            if not pictures:
                found.append("")
                continue
            image = pikepdf.PdfImage(pictures[0]).as_pil_image().convert("RGB")
            red, green, blue = (255 * (value > 127) for value in image.getpixel((image.width // 2, image.height // 2)))
            found.append(_NAMES.get((red, green, blue), "other"))
    return found


_NAMES = {
    (255, 0, 0): "red", (0, 255, 0): "lime", (0, 0, 255): "blue", (255, 255, 0): "yellow", (255, 255, 255): "white",
}  # fmt: skip


def test_minutes_not_signed_yet_are_told_before_the_report():
    stage = handed_out()
    before = standing.standing_of(stage.id).unsigned_papers
    assert before >= 1, "the day's close is a draft"
    for close in for_report.closes(stage.id):
        _returned(close.paper_id, "blue", stage.office.by("kasi"))
    assert standing.standing_of(stage.id).unsigned_papers == before - 1
