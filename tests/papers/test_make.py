"""Every form says what it should, on as many pages as it should, as PDF/A-2b."""

import io
from pathlib import Path

import pytest
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from balakas.common.qr import qr_svg
from balakas.papers.actions import make
from balakas.papers.actions.make import TemplateBroken, TemplateUnknown, make_pdf
from balakas.papers.rules.samples import letters, people, planning, reporting
from balakas.papers.rules.samples.catalog import SAMPLES

GOLDEN = Path(__file__).parent / "golden"
PAGES = {"agenda": 2, "briefing": 2, "invitations": 4, "missing": 2, "receipt_list": 2, "sop_sheet": 2}


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n--- halaman ---\n".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_form_as_printed(name):
    pdf = make_pdf(name, SAMPLES[name]())

    assert len(PdfReader(io.BytesIO(pdf)).pages) == PAGES.get(name, 1)
    assert text_of(pdf).rstrip() == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").rstrip()
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf


def test_every_shipped_form_has_a_sample():
    assert set(make.names()) - {"kop"} == set(SAMPLES)


def test_data_never_become_markup():
    hostile = '#let x = 1 *tebal* _miring_ $x^2$ \\ <label> @ref `raw` "kutip" // komentar #pagebreak()'

    pdf = make_pdf("spt", {**letters.spt(), "where": hostile})

    assert hostile.replace(" ", "") in text_of(pdf).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("Nur 😀 Hayati", "Nur ? Hayati"),
        ("Siti\u200bContoh", "SitiContoh"),
        ("Rene\u0301", "René"),
        ("محمد", "????"),
        ("A\x00B", "AB"),
    ],
)
def test_a_name_no_font_can_draw_does_not_stop_the_paper(given, printed):
    sheet = letters.spt()
    sheet["people"][0]["name"] = given

    assert printed in text_of(make_pdf("spt", sheet))


def test_who_has_no_nip_has_no_line_for_it():
    sheet = letters.spt()
    sheet["people"] = [person for person in sheet["people"] if not person["nip"]]
    sheet["signer"] = people.TKSK

    assert "NIP" not in text_of(make_pdf("spt", sheet))


def test_unknown_form_is_refused():
    for name in ("tidak_ada", "../spt", "kop.typ"):
        with pytest.raises(TemplateUnknown):
            make_pdf(name, {})


def test_missing_data_name_the_form():
    with pytest.raises(TemplateBroken) as refused:
        make_pdf("spt", {"kop": people.KOP})
    assert refused.value.params["template"] == "spt"


def test_an_office_form_takes_the_place_of_ours():
    own = '#import "/kop.typ": *\n#show: sheet.with(title: "X")\nSurat Tugas kantor kami #data.number'

    text = text_of(make_pdf("spt", letters.spt(), office_templates={"spt": own}))

    assert text.startswith("Surat Tugas kantor kami 800.1.11.1/021/Kec-Awy/2026")


def test_an_office_letterhead_reaches_every_form():
    ours = (make.SHIPPED / "kop.typ").read_text(encoding="utf-8")
    own = {"kop": ours.replace("upper(kop.government)", "[PEMKAB BALANGAN]")}

    for name in ("spt", "bast"):
        assert "PEMKAB BALANGAN" in text_of(make_pdf(name, SAMPLES[name](), office_templates=own))


def test_a_compile_warning_is_an_error():
    own = {"spt": '#set text(font: "Huruf Yang Tidak Ada")\n#set document(title: "X")\nHalo'}

    with pytest.raises(TemplateBroken, match="unknown font family"):
        make_pdf("spt", letters.spt(), office_templates=own)


@pytest.mark.parametrize(
    "source",
    ['#import "@preview/cetz:0.3.0": *', '#import " @local/x:1.0.0"', '#read("/etc/hostname")', '#read("../../x")'],
)
def test_an_office_form_reaches_neither_network_nor_disk(source):
    with pytest.raises(TemplateBroken):
        make_pdf("spt", letters.spt(), office_templates={"spt": source})


def test_pictures_come_through_untouched():
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(buffer, "JPEG")
    photo = buffer.getvalue()
    sheet = reporting.report()
    sheet["photos"] = [{"file": "p1.jpg", "caption": "Penyerahan", "when": "pagi", "where": "aula"}]

    pdf = make_pdf("report", sheet, files={"p1.jpg": photo})

    (shown,) = PdfReader(io.BytesIO(pdf)).pages[1].images
    assert (shown.image.width, shown.image.height) == (320, 240)
    assert photo[300:2000] in pdf


def test_the_printed_qr_can_be_scanned(monkeypatch):
    link = "https://balakas.example/u/K7QX2M9P"
    sheet = planning.invitations()
    sheet["people"] = [{**sheet["people"][0], "qr": qr_svg(link)}]
    seen = {}
    original = typst.Compiler

    def keep(*args, **kwargs):
        seen["page"] = original(*args, **kwargs).compile(format="png", ppi=110)
        return original(*args, **kwargs)

    monkeypatch.setattr(make.typst, "Compiler", keep)
    make_pdf("invitations", sheet)

    page = Image.open(io.BytesIO(seen["page"][0]))
    assert [code.text for code in zxingcpp.read_barcodes(page.convert("L"))] == [link]


def test_a_receipt_list_keeps_its_pages_on_smaller_paper_and_with_long_names():
    sheet = {**planning.receipt_list(), "paper_size": "A4"}
    row = sheet["sheets"][0]["rows"][3]
    row["name"], row["address"] = "Hj. Siti Nurhaliza " * 4, "Jalan Merdeka Raya Gang Sejahtera " * 3

    pages = PdfReader(io.BytesIO(make_pdf("receipt_list", sheet))).pages

    assert len(pages) == 2
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
