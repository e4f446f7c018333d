"""Thousands of invitations: what they share is laid once, and every page still says and shows all of it."""

import io

import pikepdf
import pytest
import typst
import zxingcpp
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from PIL import Image
from pypdf import PdfReader

from balakas.common.qr import qr_svg
from balakas.papers.actions import make
from balakas.papers.actions.make import make_pdf
from balakas.papers.rules.samples import planning

POINTS = 0.1
LONG_ADDRESS = "Jalan Contoh Gang Teladan Nomor 17, RT 002 RW 003, dekat jembatan gantung, " * 2 + "Desa Pulantan"
# Somebody in another village, somebody whose address needs several lines, and a name of two.
UNLIKE = (
    {},
    {"village": "Awayan", "place": "Balai Desa Awayan"},
    {"address": LONG_ADDRESS},
    {"name": "Norhayati " * 8},
)


def sheet(count=24, unlike=UNLIKE):
    made = planning.invitations()
    people = [
        {
            **made["people"][0],
            "name": f"Penerima Contoh {n}",
            "code": f"K7QX-{n:04d}",
            "order": f"{n} dari {count}",
            "qr": qr_svg(f"https://balakas.example/u/K7QX{n:04d}"),
            **unlike[n % len(unlike)],
        }
        for n in range(count)
    ]
    return {**made, "people": people}


def characters(pdf):
    """Return per page every drawn character with its place, in reading order by place."""

    def inside(item):
        if isinstance(item, LTChar):
            yield round(item.y0), item.x0, item.y0, item.get_text(), item.size
        elif hasattr(item, "__iter__"):
            for one in item:
                yield from inside(one)

    return [sorted(inside(page)) for page in extract_pages(io.BytesIO(pdf), laparams=None)]


def pages_of(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def grounds_in(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        forms = {form.objgen for page in file.pages for form in page.form_xobjects.values()}
        return len(forms)


def test_every_page_looks_as_if_it_had_been_laid_whole():
    quick, whole = (make_pdf("invitations", sheet(), long=long) for long in (True, False))

    assert grounds_in(quick) == 2 * len(UNLIKE)
    both = list(zip(characters(quick), characters(whole), strict=True))
    assert len(both) == 48
    for ours, theirs in both:
        assert [one[3] for one in ours] == [one[3] for one in theirs]
        assert all(
            abs(a - b) < POINTS for x, y in zip(ours, theirs, strict=True) for a, b in ((x[1], y[1]), (x[2], y[2]))
        )


def test_every_front_says_the_name_the_notice_and_the_place_and_shows_its_own_code():
    given = sheet(12)
    pages = pages_of(make_pdf("invitations", given, long=True))

    for person, front, back in zip(given["people"], pages[::2], pages[1::2], strict=True):
        said, behind = (" ".join(page.extract_text().split()) for page in (front, back))
        for words in (person["name"].strip(), person["code"], person["order"], person["place"], given["number"]):
            assert words in said
        assert " ".join(given["privacy"]["notice"].split()) in said
        assert given["privacy"]["contact"] in said
        for words in (person["name"].strip(), person["code"], f"Kepala Desa {person['village']}", "SURAT KUASA"):
            assert words in behind


def test_every_front_shows_its_own_code_to_a_reader(monkeypatch):
    given, seen = sheet(12), {}
    original = typst.Compiler

    def keep(*args, **kwargs):
        seen["pages"] = original(*args, **kwargs).compile(format="png", ppi=110)
        return original(*args, **kwargs)

    monkeypatch.setattr(make.typst, "Compiler", keep)
    pdf = make_pdf("invitations", {**given, "with_back": False}, long=True)

    fronts = seen["pages"][-len(pages_of(pdf)) :]  # behind the stand-ins and the grounds
    assert len(fronts) < len(seen["pages"])
    read = [zxingcpp.read_barcodes(Image.open(io.BytesIO(page)).convert("L")) for page in fronts]
    assert [[code.text for code in codes] for codes in read] == [
        [f"https://balakas.example/u/K7QX{n:04d}"] for n in range(12)
    ]


def test_a_long_list_with_grounds_is_pdf_a_and_holds_no_stand_in():
    pdf = make_pdf("invitations", sheet(), long=True)

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    with pikepdf.open(io.BytesIO(pdf)) as file:
        kinds = {shown.Subtype for page in file.pages for shown in page.resources.XObject.values()}
        assert kinds == {pikepdf.Name.Form}
        assert len(file.trailer.ID) == 2
        assert file.Root.OutputIntents[0].S == pikepdf.Name.GTS_PDFA1


def test_an_office_letterhead_shows_on_laid_pages():
    ours = (make.SHIPPED / "kop.typ").read_text(encoding="utf-8")
    own = {"kop": ours.replace("upper(kop.government)", "[PEMKAB BALANGAN]")}

    pages = pages_of(make_pdf("invitations", sheet(12), office_templates=own, long=True))

    assert all("PEMKAB BALANGAN" in page.extract_text() for page in pages[::2])


def test_an_office_form_without_grounds_is_left_as_it_is():
    own = '#import "/kop.typ": *\n#show: sheet.with(title: "X")\n#for p in data.people [#p.name #qr(p.qr) #pagebreak(weak: true)]'

    pdf = make_pdf("invitations", sheet(4), office_templates={"invitations": own}, long=True)

    assert [f"Penerima Contoh {n}" in page.extract_text() for n, page in enumerate(pages_of(pdf))][:3] == [True] * 3
    assert not grounds_in(pdf)


@pytest.mark.parametrize(
    "change",
    [
        {"people": [{**one, "village": f"Desa {n}"} for n, one in enumerate(sheet(4)["people"])]},  # nobody shares
        {"bring": [f"barang {n};" for n in range(40)]},  # a front of two pages
    ],
)
def test_where_grounds_do_not_pay_or_fit_every_page_is_laid_whole(change):
    quick, whole = (make_pdf("invitations", {**sheet(12), **change}, long=long) for long in (True, False))

    assert not grounds_in(quick)
    assert [page.extract_text() for page in pages_of(quick)] == [page.extract_text() for page in pages_of(whole)]


def test_no_page_holds_the_name_of_another():
    given = sheet(12, ({},))
    pages = pages_of(make_pdf("invitations", given, long=True))

    for at, person in enumerate(given["people"]):
        others = {one["code"] for one in given["people"]} - {person["code"]}
        said = pages[2 * at].extract_text() + pages[2 * at + 1].extract_text()
        assert not [code for code in others if code in said]
