import struct
import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from balakas.recipients.queries import reading, text_files
from balakas.recipients.queries.export import workbook


def xlsx(*cells: tuple[str, object]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("A")
        for place, value in cells:
            page.write(place, value)
    return out.getvalue()


def zipped(**entries: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\x00" * 64])
def test_empty(data):
    with pytest.raises(reading.EmptyFile):
        reading.read_bytes(data)


def test_locked_with_a_password():
    with pytest.raises(reading.PasswordProtected):
        reading.read_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500
        )
    manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(reading.PasswordProtected):
        reading.read_bytes(zipped(**{"META-INF/manifest.xml": manifest, "content.xml": b"x"}))


@pytest.mark.parametrize(
    "data",
    [
        xlsx(("A1", "x"))[:300],
        b"PK\x03\x04garbage",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600,
        zipped(xl__workbook=b"<broken"),
    ],
)
def test_broken(data):
    with pytest.raises((reading.BrokenWorkbook, reading.NotAList)):
        reading.read_bytes(data)


def test_a_bomb_is_refused_before_it_is_parsed():
    with pytest.raises(reading.Swollen):
        reading.read_bytes(zipped(**{"xl/workbook.xml": b" " * (11 * 1024 * 1024)}))
    with pytest.raises(reading.Swollen):
        reading.read_bytes(zipped(**{f"xl/{n}.xml": b"" for n in range(2_100)}))


def test_two_cells_at_the_corners_of_a_sheet_are_refused():
    with pytest.raises(reading.Swollen):
        reading.read_bytes(xlsx(("A1", "NIK"), ("XFD1048576", "x")))


def test_a_size_that_lies_is_found():
    data = bytearray(zipped(**{"xl/workbook.xml": b"a" * 100_000}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    with pytest.raises(reading.BrokenWorkbook):
        reading.read_bytes(bytes(data))


def test_formulas_and_macros_give_values_only():
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("A").write_formula("A1", "=1+1", None, 2)
    assert reading.read_bytes(out.getvalue())[0].rows == [[2.0]]


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"\xff\xd8\xff\xe0 x", b"\x89PNG\r\n"])
def test_another_kind_of_file_is_named(data):
    with pytest.raises(reading.NotAList):
        reading.read_bytes(data)


def test_bytes_without_a_meaning():
    with pytest.raises(text_files.NotText):
        reading.read_bytes(bytes(range(1, 32)) * 40)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_text_in_any_encoding_and_separator(encoding, mark):
    text = f'DAFTAR PENERIMA, TAHAP I; 2026\r\nNAMA{mark}NIK{mark}ALAMAT\r\nSiti Rénata{mark}6311034107559001{mark}"Jl. Pasar, 3; A"\r\n'
    rows = reading.read_bytes(text.encode(encoding))[0].rows
    assert rows[1] == ["NAMA", "NIK", "ALAMAT"]
    assert rows[2] == ["Siti Rénata", "6311034107559001", "Jl. Pasar, 3; A"]


def test_a_table_of_a_web_page_under_the_name_of_a_workbook():
    page = b"<html><table><tr><th>NAMA</th><th colspan=2>NIK</th></tr><tr><td>Siti</td><td>6311034107559001</td></tr></table></html>"
    assert reading.read_bytes(page)[0].rows == [["NAMA", "NIK", ""], ["Siti", "6311034107559001"]]


def test_missing_and_too_large(tmp_path):
    with pytest.raises(reading.NoSuchFile):
        reading.open_file(tmp_path / "tidak-ada.xlsx")
    large = tmp_path / "besar.csv"
    with large.open("wb") as stream:
        stream.truncate(reading.MAX_BYTES + 1)
    with pytest.raises(reading.FileTooLarge):
        reading.open_file(large)


def test_our_own_workbook_damages_no_number():
    data = workbook(["NIK", "Nama", "Jumlah"], [["9202014107559001", "=Anu", 3]], sheet="Daftar", title="Penerima")
    assert reading.read_bytes(data)[0].rows[2:] == [["NIK", "Nama", "Jumlah"], ["9202014107559001", "=Anu", 3.0]]


def test_a_cell_merged_downwards_holds_for_every_row_it_covers():
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("A")
        page.write_row(0, 0, ["NAMA", "NIK", "DESA"])
        for line in range(1, 4):
            page.write_row(line, 0, [f"Orang {line}", f"631103410755900{line}"])
        page.merge_range(1, 2, 3, 2, "Bihara")
    assert [row[2] for row in reading.read_bytes(out.getvalue())[0].rows] == ["DESA", "Bihara", "Bihara", "Bihara"]


def test_cells_piled_on_one_another_and_texts_by_the_million_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_CELLS", 1_000)
    sheet = b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 1_001 + b"</row>"
    for name, content in (("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 1_001)):
        with pytest.raises(reading.Swollen):
            reading.read_bytes(zipped(**{"xl/workbook.xml": b"<x/>", name: content}))


def test_a_long_list_of_few_columns_is_no_swollen_one(monkeypatch):
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("A")
        for line in range(100):
            page.write_row(line, 0, ["NAMA", "NIK", "DESA"])
    monkeypatch.setattr(reading, "MAX_CELLS", 300)
    assert len(reading.read_bytes(out.getvalue())[0].rows) == 100
    monkeypatch.setattr(reading, "MAX_CELLS", 299)
    with pytest.raises(reading.Swollen):
        reading.read_bytes(out.getvalue())


def test_what_is_beside_the_sheets_may_not_be_as_large_as_they(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BESIDE", 1_000)
    with pytest.raises(reading.Swollen):
        reading.read_bytes(zipped(**{"xl/workbook.xml": b"<x/>", "xl/styles.xml": b"a" * 1_001}))


def test_empty_columns_on_the_left_count():
    assert reading.read_bytes(xlsx(("C3", "x")))[0].rows == [["", "", ""], ["", "", ""], ["", "", "x"]]


def test_rows_are_there_for_every_walk():
    sheet = reading.open_bytes(xlsx(("A1", "NIK"), ("B2", "x")))[0]
    assert list(sheet.rows) == list(sheet.rows) == [["NIK", ""], ["", "x"]]
