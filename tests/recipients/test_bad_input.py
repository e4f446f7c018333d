"""What offices send that is no sound list: each gets its sentence, nobody is lost, nothing is doubled."""

import struct
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from balakas.recipients.queries import reading
from balakas.recipients.queries.checking import summary
from balakas.recipients.rules.tables import HeadsAlike, NoHeadRow, Sheet
from tests.recipients.making import checked

AWAYAN = "63.11.03"
HEAD = ["NO", "NAMA", "NIK", "NO KK", "TGL LAHIR", "JK", "DESA"]
ACCOUNTED = ("rows", "ready", "problems")
BIFF_START = b"\x09\x08\x10\x00"  # BOF of BIFF8, sixteen bytes
FILEPASS = struct.pack("<HH", 0x2F, 54) + struct.pack("<HHH", 1, 1, 1) + bytes(range(48))


def person(number: int, **changes: object) -> list[object]:
    values = {
        "no": number, "name": f"SITI {number}", "nik": f"{631103 + number // 900:06d}410755{9001 + number % 900}",
        "kk": f"631103091014{9001 + number % 900}", "birth": "01-07-1955", "sex": "P", "village": "Bihara",
    }  # fmt: skip
    return list({**values, **changes}.values())


def check(rows: list[list[object]]) -> dict[str, object]:
    found = summary(*checked([Sheet("Data", rows)]))
    return {name: found[name] for name in ACCOUNTED}


def book(rows: list[list[object]], **options: object) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, options) as made:
        page = made.add_worksheet("Data")
        for line, cells in enumerate(rows):
            page.write_row(line, 0, cells)
    return out.getvalue()


def scrambled(records: bytes) -> bytes:
    """Scramble what stands in each record, as BIFF8's encryption does; the records' own heads stay as they are."""
    made, place = b"", 0
    while place + 4 <= len(records):
        size = struct.unpack_from("<H", records, place + 2)[0]
        made += records[place : place + 4] + bytes(byte ^ 0x5A for byte in records[place + 4 : place + 4 + size])
        place += 4 + size
    return made


def test_a_workbook_that_a_password_locks():
    """Encrypted as Excel does it (agile encryption), made once with msoffcrypto-tool; the password is `rahasia`."""
    with pytest.raises(reading.PasswordProtected) as refusal:
        reading.open_file(Path(__file__).with_name("terkunci.xlsx"))
    assert "kata sandi" in str(refusal.value)


def test_an_old_workbook_that_a_password_locks(monkeypatch):
    made = xlwt.Workbook()
    made.add_sheet("Data").write(0, 0, "NAMA")
    plain = made.get_biff_data()
    assert plain.startswith(BIFF_START)
    locked = plain[:20] + FILEPASS + scrambled(plain[20:])
    monkeypatch.setattr(made, "get_biff_data", lambda: locked)
    out = BytesIO()
    made.save(out)
    with pytest.raises(reading.PasswordProtected):
        reading.read_bytes(out.getvalue())


def test_macros_never_run_and_the_values_are_read():
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book([HEAD, person(1)]))) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.namelist():
            content = before.read(entry)
            if entry == "[Content_Types].xml":
                content = content.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml").replace(
                    b"application/vnd.openxmlformats-officedocument.sheet.macroEnabled",
                    b"application/vnd.ms-excel.sheet.macroEnabled",
                )
            after.writestr(entry, content)
        after.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"\x00" * 512)
    assert reading.read_bytes(out.getvalue())[0].rows[1][1] == "SITI 1"


@pytest.mark.parametrize("cell", ["0", 0, 0.0, "", "-", None, "0000000000000000", "belum ada", "NULL", "?"])
def test_hundreds_without_a_nik_are_never_each_other_s_double(cell):
    rows = [person(number, nik=cell) for number in range(1, 301)]
    assert check([HEAD, *rows]) == {"rows": 300, "ready": 0, "problems": {"nik_missing": 300}}


def test_three_bad_rows_in_ten_do_not_keep_the_others_back():
    faults = ({"nik": "6311"}, {"village": "Kota Antah"}, {"name": ""})
    rows = [person(n, **(faults[n % 10] if n % 10 < 3 else {})) for n in range(1, 1001)]
    problems = {"nik_length": 100, "village_unknown": 100, "name_missing": 100}
    assert check([HEAD, *rows]) == {"rows": 1000, "ready": 700, "problems": problems}


def test_the_last_of_many_is_the_broken_one():
    rows = [person(n) for n in range(1, 20_000)]
    found = check([HEAD, *rows, person(20_000, nik=6.31103e15, birth="tidak jelas", village="xx")])
    problems = {"nik_damaged": 1, "village_unknown": 1, "birth_date_unreadable": 1}
    assert found == {"rows": 20_000, "ready": 19_999, "problems": problems}


def test_a_number_that_excel_showed_as_hashes_ends_no_list():
    rows = [person(1), person(2, nik="################"), person(3), ["###"], person(4)]
    assert check([HEAD, *rows]) == {"rows": 3, "ready": 2, "problems": {"nik_not_digits": 1}}


@pytest.mark.parametrize(
    "line",
    ['1;Siti "Anu;{nik};Bihara\n2;"B;{other};Bihara\n3;C;{third};Pudak\n', '1;"A";{nik};Bihara\n2;"B;{other};Bihara\n3;"C";{third};Pudak\n'],
)  # fmt: skip
def test_an_open_quote_swallows_nobody(line):
    numbers = {"nik": "6311034107559001", "other": "6311034107559002", "third": "6311034107559003"}
    rows = reading.read_bytes(("NO;NAMA;NIK;DESA\n" + line.format(**numbers)).encode())[0].rows
    assert check([list(row) for row in rows])["rows"] == 3


@pytest.mark.parametrize(
    "text",
    [
        '"NO,NAMA,NIK,DESA"\n"1,Siti,6311034107559001,Bihara"\n"2,Ani,6311034107559002,Pudak"\n',
        "NO  NAMA        NIK               DESA\n1   SITI ANU    6311034107559001  Bihara\n2   RAMA        6311034107559002  Pudak\n",
        "NO^NAMA^NIK^DESA\n1^Siti^6311034107559001^Bihara\n2^Ani^6311034107559002^Pudak\n",
        "| NO | NAMA | NIK | DESA |\n|---|---|---|---|\n| 1 | Siti | 6311034107559001 | Bihara |\n| 2 | Ani | 6311034107559002 | Pudak |\n",
        'NO;NAMA;NIK;DESA\n1;Siti\x00;="6311034107559001";Bihara\n2;Ani;\'6311034107559002;Pudak\n',
    ],
)
def test_tables_that_were_pasted_or_exported_oddly(text):
    rows = reading.read_bytes(text.encode())[0].rows
    assert check([list(row) for row in rows]) == {"rows": 2, "ready": 2, "problems": {}}


def test_what_stands_around_a_village():
    written = ["Desa Bihara RT 02", "BIHARA (AWAYAN)", "2004 - BIHARA", "[2004] BIHARA", "BIHARA, AWAYAN", "6311032004"]
    assert check([HEAD, *(person(n, village=text) for n, text in enumerate(written, 1))])["problems"] == {}
    assert check([HEAD, person(1, village="BIHARA (JUAI)")])["problems"] == {}
    assert check([HEAD, person(1, village="2004 - ANTAH")])["problems"] == {"village_unknown": 1}


def test_two_heads_alike_and_no_head_at_all():
    with pytest.raises(HeadsAlike):
        check([["NO", "NAMA", "NIK", "NIK", "DESA"], [1, "A", "6311034107559001", "6311034107559002", "Bihara"]])
    with pytest.raises(NoHeadRow):
        check([person(1), person(2)])


def test_columns_counted_in_letters_numbers_and_sums():
    for counts in (list("abcdefg"), ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"], ["1", "2", "3", "4", "5", "6", "7=5+6"],
                   ["I", "II", "III", "IV", "V", "VI", "VII"], list(range(1, 8))):  # fmt: skip
        assert check([HEAD, counts, person(1)])["rows"] == 1, counts


def test_one_list_of_several_sheets_with_a_summary_and_a_reference():
    sheets = [
        Sheet("REKAP", [["NO", "DESA", "JUMLAH KPM"], [1, "Bihara", 2], [2, "Pudak", 1]]),
        Sheet("01 Ds Bihara", [HEAD[:-1], person(1)[:-1], person(2)[:-1]]),
        Sheet("02_Pudak", [person(3)[:-1]]),
        Sheet("Ref", [["KODE", "NAMA DESA"], ["01", "Bihara"]]),
    ]
    table, listed = checked(sheets)
    assert Counter(row.village.name for row in listed if row.village) == {"Bihara": 2, "Pudak": 1}
    assert summary(table, listed)["sheets"] == ["01 Ds Bihara", "02_Pudak"]
