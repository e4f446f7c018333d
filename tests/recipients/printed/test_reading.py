"""Printed tables of every shape read into rows; what is no list, locked, broken or made to harm gets its sentence."""

import json
import subprocess
import sys
from io import BytesIO, StringIO

import pikepdf
import pytest
from PIL import Image

from balakas.recipients.queries.pictures import NotAPhoto
from balakas.recipients.queries.printed import child, sheets
from balakas.recipients.rules import tables
from balakas.recipients.rules.cells import text_of
from balakas.recipients.rules.printed import sheets as rules
from balakas.recipients.rules.tables import Table
from tests.recipients.cards import people
from tests.recipients.printed import draw, spoil


def read_here(content: bytes) -> list[dict[str, object]]:
    """What the child would answer, read in this process: no limits, no start."""
    out = StringIO()
    child.answer(content, out, lambda: None)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def table_of(answers: list[dict[str, object]]) -> Table:
    return tables.read_tables(
        [tables.Sheet(f"Halaman {one['page']}", [[cell[0] for cell in row] for row in one["rows"]]) for one in answers]
    )


def cells_of(table: Table, drawn: draw.Drawn) -> list[dict[str, str]]:
    names = {"rtrw": "rt"}
    return [{name: text_of(row.cells.get(names.get(name, name))) for name in drawn.truth[0]} for row in table.rows]


@pytest.mark.parametrize("ruling", [draw.RULED, draw.ROWS_ONLY, draw.BARE])
@pytest.mark.parametrize("shape", draw.SHAPES)
def test_every_shape_with_and_without_lines(shape, ruling):
    drawn = draw.table(f"shape {ruling}", count=14, ruling=ruling, shape=shape)
    assert cells_of(table_of(read_here(drawn.pdf)), drawn) == drawn.truth


@pytest.mark.parametrize("ruling", [draw.RULED, draw.BARE])
def test_several_pages_with_the_head_on_each(ruling):
    drawn = draw.table("pages", count=70, ruling=ruling, shape=draw.SHAPES[0])
    answers = read_here(drawn.pdf)
    assert len(answers) > 1
    assert cells_of(table_of(answers), drawn) == drawn.truth


def test_a_page_without_lines_or_head_goes_on_with_the_columns_before():
    drawn = draw.table("no head", count=70, ruling=draw.BARE, shape=draw.SHAPES[2], repeat=False)
    answers = read_here(drawn.pdf)
    assert len(answers) > 1
    assert cells_of(table_of(answers), drawn) == drawn.truth


@pytest.mark.parametrize("level", spoil.LEVELS)
def test_a_scan_and_photos(level):
    drawn = draw.table(
        f"picture {level}", count=7, ruling=draw.RULED if level != "photo" else draw.BARE, shape=draw.SHAPES[2]
    )
    (page,) = draw.pages(drawn.pdf, dpi=170)
    answers = read_here(spoil.spoilt(page, level, people.chance(f"picture {level}")))
    assert cells_of(table_of(answers), drawn) == drawn.truth


def test_a_scanned_pdf_is_read_from_its_pictures_whatever_text_lies_over_them():
    drawn = draw.table("scan", count=5, ruling=draw.RULED, shape=draw.SHAPES[2])
    (page,) = draw.pages(drawn.pdf, dpi=170)
    made = BytesIO()
    Image.open(BytesIO(spoil.spoilt(page, "scan", people.chance("scan")))).save(made, "PDF", resolution=170)
    with pikepdf.open(BytesIO(made.getvalue())) as scan:
        font = pikepdf.Dictionary(
            F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        scan.pages[0].Resources.Font = font
        scan.pages[0].contents_add(b"BT 3 Tr /F1 9 Tf 40 40 Td (NAMA NIK SITI ANU 6311034107559001 salah baca) Tj ET")
        made = BytesIO()
        scan.save(made)
    assert cells_of(table_of(read_here(made.getvalue())), drawn) == drawn.truth


def test_what_the_paper_says_of_itself():
    drawn = draw.table("told", count=9, ruling=draw.RULED, shape=draw.SHAPES[3], total=True)
    printed = sheets.read(drawn.pdf)
    told = rules.told_by(printed.sheets, tables.read_tables(printed.sheets))
    assert told == rules.Told(9, 9, drawn.total, drawn.total)
    again = rules.unpack(rules.pack(printed.sheets))
    assert [list(map(list, sheet.rows)) for sheet in again] == [list(map(list, sheet.rows)) for sheet in printed.sheets]


def small_pdf(pages: int = 1) -> pikepdf.Pdf:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    return made


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def bomb() -> bytes:
    """A page whose content unpacks to four gigabytes."""
    import zlib

    pdf = small_pdf()
    packer = zlib.compressobj(9)
    zeros = b" " * (1 << 20)
    packed = b"".join(packer.compress(zeros) for _ in range(4096)) + packer.flush()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)
    return saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (lambda: saved(small_pdf(), encryption=pikepdf.Encryption(user="rahasia", owner="kunci")), rules.PdfLocked),
        (lambda: saved(small_pdf(rules.MOST_PAGES + 1)), rules.TooManyPages),
        (lambda: b"%PDF-1.7\n1 0 obj\n<< /Type", rules.PrintedBroken),
        (lambda: b"\xff\xd8\xff" + b"bukan foto" * 50, NotAPhoto),
        (bomb, rules.TooHeavy),
    ],
    ids=["locked", "pages", "broken", "no photo", "bomb"],
)
def test_what_cannot_be_read_gets_its_sentence(content, error):
    with pytest.raises(error):
        sheets.read(content())


def test_a_reader_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(sheets, "PATIENCE", 0.2)
    with pytest.raises(rules.TooHeavy):
        sheets.read(draw.table("slow", count=3).pdf)


def test_what_the_listener_raises_ends_the_reading():
    def enough(page: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sheets.read(draw.table("enough", count=3).pdf, enough)


def test_an_owner_s_password_alone_locks_nobody_out():
    drawn = draw.table("owner", count=3, ruling=draw.RULED)
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        content = saved(pdf, encryption=pikepdf.Encryption(user="", owner="kunci"))
    assert len(table_of(read_here(content)).rows) == 3


def test_lists_check_reads_a_pdf(tmp_path):
    drawn = draw.table("cli", count=6, ruling=draw.RULED, shape=draw.SHAPES[0])
    file = tmp_path / "lampiran.pdf"
    file.write_bytes(drawn.pdf)
    command = [
        sys.executable,
        "-m",
        "balakas.config.cli",
        "lists",
        "check",
        str(file),
        "--office",
        "63.11.03",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    answer = json.loads(done.stdout)
    assert (answer["rows"], answer["ready"], answer["sheets"]) == (6, 6, ["Halaman 1"])
