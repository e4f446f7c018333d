"""A row of a printed register or list stands on one page, however long its text is."""

import io

import pytest
from pypdf import PdfReader

from balakas.papers.actions.make import make_pdf
from balakas.papers.rules.samples.catalog import SAMPLES

LONG = "kata " * 30
LISTS = {
    "agenda": ("rows", "sender", "subject"),
    "schedule": ("rows", "village", "place"),
    "equipment": ("items", "name", "note"),
    "briefing": ("attendance", "name", "position"),
}


@pytest.mark.parametrize("template", LISTS)
@pytest.mark.parametrize("first", range(3))
def test_no_row_is_torn(template, first):
    key, one, other = LISTS[template]
    data = dict(SAMPLES[template]())
    data[key] = [{**data[key][0], one: f"Awal{n}", other: f"{LONG * (1 + (n + first) % 3)}Akhir{n}"} for n in range(40)]
    pages = [page.extract_text().replace("\n", " ") for page in PdfReader(io.BytesIO(make_pdf(template, data))).pages]
    assert len(pages) > 2
    for n in range(40):
        (begins,) = [place for place, text in enumerate(pages) if f"Awal{n} " in f"{text} "]
        (ends,) = [place for place, text in enumerate(pages) if f"Akhir{n} " in f"{text} "]
        assert begins == ends, f"{template}: row {n} begins on page {begins + 1} and ends on page {ends + 1}"


def test_a_note_longer_than_a_page_goes_on_overleaf_instead_of_being_cut():
    data = dict(SAMPLES["agenda"]())
    data["rows"] = [{**data["rows"][0], "note": "Awalnya " + "kata " * 900 + "Akhirnya"}]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(make_pdf("agenda", data))).pages]
    assert "Awalnya" in pages[0]
    assert "Akhirnya" in pages[-1]
    assert len(pages) > 1
