"""What the lines of a card mean, from made-up lines: no network is loaded here."""

from datetime import date

import pytest

from balakas.recipients.rules.cards import kk, ktp, labels, layout, numbers, places, words
from balakas.recipients.rules.cards.lines import Letter, Line, capitals, distance, joined, sure_of, text_of

NOWHERE = places.Around()
BALANGAN = places.Around(
    villages=("Bihara Hilir", "Sei Pumpung", "Sungai Pumpung"), districts=("Awayan",), regencies=("HULU SUNGAI UTARA",)
)
ROWS = {
    "Nama": "MAHDIAH HASANAH",
    "Tempat/Tgl Lahir": "AMUNTAI, 27-02-1971",
    "Jenis Kelamin": "PEREMPUAN",
    "Alamat": "JL. PASAR",
    "RT/RW": "008/002",
    "Kel/Desa": "BIHARA HILIR",
    "Kecamatan": "AWAYAN",
    "Agama": "ISLAM",
    "Status Perkawinan": "KAWIN",
    "Pekerjaan": "KARYAWAN SWASTA",
    "Kewarganegaraan": "WNI",
    "Berlaku Hingga": "SEUMUR HIDUP",
}
TRUTH = {
    "nik": "6311036702719030",
    "name": "MAHDIAH HASANAH",
    "birth_place": "AMUNTAI",
    "birth_date": "1971-02-27",
    "sex": "P",
    "address": "JL. PASAR",
    "rt_rw": "008/002",
    "village": "BIHARA HILIR",
    "district": "AWAYAN",
    "religion": "ISLAM",
    "marital": "KAWIN",
    "job": "KARYAWAN SWASTA",
}


def letters(text, likely=0.99):
    return tuple(Letter(sign, likely, (place + 0.5) / len(text)) for place, sign in enumerate(text))


def line(text, left, y, *, height=34, likely=0.99, wide=16):
    length = wide * len(text)
    return Line(letters(text, likely), left + length / 2, y, length, height)


def card_lines(rows=ROWS, *, nik="6311036702719030", top=0, apart=True):
    lines = [line("PROVINSI KALIMANTAN SELATAN", 226, top + 35), line("KABUPATEN BALANGAN", 300, top + 75)]
    lines += [line("NIK", 36, top + 125, height=46), line(nik, 286, top + 122, height=50, wide=26)]
    for place, (label, value) in enumerate(rows.items()):
        y = top + 187 + 36.5 * place
        if apart:
            lines += [line(label, 36, y, wide=13), line(f": {value}", 262, y)]
        else:
            lines.append(line(f"{label} : {value}", 36, y, wide=13))
    return lines


def read(lines, origin="Kabupaten Balangan", around=BALANGAN):
    found = [sheet for sheet in layout.sheets(lines) if sheet.is_ktp]
    return [
        ktp.read(sheet, lambda _: places.Origin(origin) if origin else None, lambda heading, district: around)
        for sheet in found
    ]


@pytest.mark.parametrize("apart", [True, False])
def test_every_field_of_a_ktp(apart):
    (card,) = read(card_lines(apart=apart))
    assert card.fields == TRUTH
    assert card.confidence["nik"] >= 0.95


def test_a_label_nobody_could_read_leaves_its_row_in_place():
    lines = [one for one in card_lines() if one.text not in {"Alamat", "Kecamatan"}]
    (card,) = read(lines)
    assert card.fields == TRUTH


def test_a_value_that_was_not_read_is_left_out_and_takes_nobody_elses_place():
    lines = [one for one in card_lines() if "KAWIN" not in one.text]
    lines.append(line("BALANGAN", 812, 474, height=28))  # where the card was given, right of the empty row
    (card,) = read(lines)
    assert card.fields == {name: value for name, value in TRUTH.items() if name != "marital"}
    assert "marital" not in card.confidence


@pytest.mark.parametrize(
    ("stray", "left", "y"), [("Gol. Darah : A", 560, 260), ("DESA", 420, 296), ("A", 720, 296), ("DESA", 560, 405)]
)
def test_what_stands_beside_a_value_is_not_part_of_it(stray, left, y):
    (card,) = read([*card_lines(), line(stray, left, y)])
    assert card.fields == TRUTH


@pytest.mark.parametrize(("size", "wanted"), [(0.6, "JL. PASAR"), (1.0, "JL PASAR")])
def test_a_full_stop_too_small_to_see_is_put_back_where_one_always_stands(size, wanted):
    drawn = card_lines(ROWS | {"Alamat": "JL PASAR"})
    (card,) = read(
        [Line(one.letters, one.x * size, one.y * size, one.length * size, one.height * size) for one in drawn]
    )
    assert card.fields["address"] == wanted


def test_two_cards_below_each_other():
    second = ROWS | {"Nama": "SUMIATI", "Tempat/Tgl Lahir": "PARINGIN, 18-04-1945"}
    cards = read([*card_lines(), *card_lines(second, nik="6311035804459037", top=700)])
    assert [card.fields["name"] for card in cards] == ["MAHDIAH HASANAH", "SUMIATI"]
    assert [card.fields["nik"] for card in cards] == ["6311036702719030", "6311035804459037"]


def test_two_cards_beside_each_other():
    beside = [
        Line(one.letters, one.x + 1100, one.y, one.length, one.height) for one in card_lines(nik="6311035804459037")
    ]
    cards = read([*card_lines(), *beside])
    assert [card.fields["nik"] for card in cards] == ["6311036702719030", "6311035804459037"]


def test_a_letter_about_a_person_is_no_card():
    rows = {name: ROWS[name] for name in ("Nama", "Tempat/Tgl Lahir", "Jenis Kelamin", "Agama", "Pekerjaan", "Alamat")}
    lines = [one for one in card_lines(rows) if one.y > 100]
    assert read([line("SURAT KETERANGAN TIDAK MAMPU", 200, 40), *lines]) == []


@pytest.mark.parametrize(
    ("nik", "born", "sex", "region", "least", "most"),
    [
        ("6311036702719030", date(1971, 2, 27), "P", True, 0.95, 1.0),
        ("6311036702719030", date(1971, 2, 21), "P", True, 0.0, 0.6),  # another day
        ("6311032702719030", date(1971, 2, 27), "P", True, 0.0, 0.6),  # a man's day
        ("6311036702719030", date(1971, 2, 27), "P", False, 0.0, 0.6),  # no such district
        ("6311036702719030", None, "P", True, 0.5, 0.9),  # nothing to agree with
        ("6311036702719030", date(1971, 2, 27), "P", None, 0.95, 1.0),  # given elsewhere, read well
        ("6311036799719030", date(1971, 2, 27), "P", True, 0.0, 0.3),  # no such month
        ("631103670271903", date(1971, 2, 27), "P", True, 0.0, 0.0),  # a digit short
    ],
)
def test_a_nik_is_sure_only_when_all_agree(nik, born, sex, region, least, most):
    found, sure = numbers.settled(letters(nik, 0.98), numbers.Beside(born, sex, region))
    assert found == (nik if len(nik) == 16 else "")
    assert least <= sure <= most


@pytest.mark.parametrize(
    ("number", "likely", "wanted"),
    [
        ("6311036702719030", 0.99, False),
        ("631103670271903", 0.99, True),  # a digit short
        ("6311036702719030", 0.5, True),  # a guess
        ("631103670", 0.5, False),  # no such number
        ("JL. PASAR", 0.5, False),
    ],
)
def test_a_number_half_read_is_looked_at_again(number, likely, wanted):
    assert numbers.is_half_read(letters(number, likely)) is wanted


def test_a_nik_read_badly_is_not_sure_though_all_agree():
    _, sure = numbers.settled(letters("6311036702719030", 0.8), numbers.Beside(date(1971, 2, 27), "P", True))
    assert sure < 0.95


def test_a_strangers_nik_given_elsewhere_must_be_read_very_well():
    _, sure = numbers.settled(letters("5301166702719030", 0.93), numbers.Beside(date(1971, 2, 27), "P", None))
    assert sure < 0.95


@pytest.mark.parametrize(
    ("read_as", "doubted", "wanted"),
    [
        ("BIHARAHILIR", 0.99, "BIHARA HILIR"),
        ("BIHARA HILIR", 0.99, "BIHARA HILIR"),
        ("BIHARA HTLIR", 0.5, "BIHARA HILIR"),  # the reader doubts its letters
        ("BIHARA HTLIR", 0.99, "BIHARA HTLIR"),  # printed so
        ("SUNGAI PUMPUNG", 0.99, "SUNGAI PUMPUNG"),  # an alias stays as printed
        ("TUNDI", 0.4, "TUNDI"),  # unknown to the table
    ],
)
def test_places(read_as, doubted, wanted):
    assert places.settled(letters(read_as, doubted), BALANGAN.villages) == wanted


@pytest.mark.parametrize(
    ("read_as", "listed", "wanted"),
    [
        ("BURUH TANIPERKEBUNAN", words.JOBS, "BURUH TANI/PERKEBUNAN"),
        ("BELUM/TIDAK BEKERJ4", words.JOBS, "BELUM/TIDAK BEKERJA"),
        ("BELUMKAWIN", words.MARITAL, "BELUM KAWIN"),
        ("ISLAN", words.RELIGIONS, "ISLAM"),
        ("XYZ", words.RELIGIONS, ""),
    ],
)
def test_closed_lists(read_as, listed, wanted):
    assert words.of_list(letters(read_as), listed)[0] == wanted


def test_a_long_label_half_read_is_still_no_value():
    rows = {("Tempat/g Lahr" if name == "Tempat/Tgl Lahir" else name): value for name, value in ROWS.items()}
    (card,) = read(card_lines(rows))
    assert card.fields == TRUTH


def test_labels_forgive_a_letter_and_no_more():
    assert text_of(labels.after_label(line("Namo : SITI", 0, 0), "Nama").letters) == " : SITI"
    assert labels.after_label(line("NAMA", 0, 0), "Nama") is None  # a value in capitals is no label
    assert labels.after_label(line("Namanya", 0, 0), "Nama").text == "nya"
    assert labels.is_label(line("Tanggal Lahlr", 0, 0), "TanggalLahir")
    assert not labels.is_label(line("Tanggal Lahir 2", 0, 0), "TanggalLahir")


def test_joined_stops_at_what_stands_far_or_larger():
    near, far = line("SITI", 0, 0), line("RAHMAH", 80, 0)
    assert text_of(joined([near, far])) == "SITI RAHMAH"
    assert text_of(joined([near, line("RAHMAH", 200, 0)])) == "SITI"
    assert text_of(joined([near, line("RAHMAH", 80, 0, height=60)])) == "SITI"


def test_a_small_l_in_a_value_is_a_capital_i():
    (card,) = read(card_lines(ROWS | {"Nama": "RlZALl AlNl", "Tempat/Tgl Lahir": "BARABAl, 27-02-1971"}))
    assert (card.fields["name"], card.fields["birth_place"]) == ("RIZALI AINI", "BARABAI")


@pytest.mark.parametrize(
    ("likely", "whole", "wanted"),
    [(0.07, {"SETIAWAN"}, "WAHYU SETIAWAN"), (0.9, {"SETIAWAN"}, "WAHYU SE TIAWAN"), (0.07, (), "WAHYU SE TIAWAN")],
)
def test_a_doubted_blank_does_not_part_a_known_name(likely, whole, wanted):
    assert capitals((*letters("WAHYU SE"), Letter(" ", likely), *letters("TIAWAN")), whole) == wanted


def test_a_name_may_begin_with_one_letter():
    title, lines = kk_lines()
    lines = [one for one in lines if one.text != "2 MISRAWATI"] + [line("I", 116, 434), line("WAYAN", 140, 434)]
    rows = kk.rows_of(lines, kk.niks_of(lines, title), [])
    card = kk.read(lines, rows, title, lambda _: places.Origin("Kabupaten Balangan"))
    assert card.fields["members"][1]["name"] == "I WAYAN"


def test_distance_and_sureness():
    assert [distance("ISLAM", other) for other in ("ISLAM", "ISLAN", "SLAM", "")] == [0, 1, 1, 5]
    assert sure_of(letters("ABC", 0.9)) > sure_of((*letters("AB", 0.9), Letter("C", 0.3)))
    assert sure_of(()) == 0.0


def kk_lines():
    title = line("KARTU KELUARGA", 700, 60, height=80, wide=42)
    lines = [title, line("No. 6311030309179163", 780, 120, height=56, wide=22)]
    lines += [line("Nama Kepala Keluarga", 60, 185), line(": M. MUHAMMAD", 340, 185), line("Nama Lengkap", 200, 352)]
    lines += [line("NIK", 640, 352), line("1", 66, 394), line("M. MUHAMMAD", 116, 394), line("2", 66, 434)]
    lines += [
        line("6311032607949041", 546, 394, wide=13),
        line("2 MISRAWATI", 66, 436),
        line("6311036901549018", 546, 434, wide=13),
    ]
    return title, lines


def test_a_kk():
    title, lines = kk_lines()
    dates = [line("26-07-1994", 1296, 394), line("29-01-1954", 1296, 434)]
    rows = kk.rows_of(lines, kk.niks_of(lines, title), dates)
    card = kk.read(lines, rows, title, lambda _: places.Origin("Kabupaten Balangan"))
    assert card.fields == {
        "kk": "6311030309179163",
        "head": "M. MUHAMMAD",
        "members": [
            {"nik": "6311032607949041", "name": "M. MUHAMMAD"},
            {"nik": "6311036901549018", "name": "MISRAWATI"},
        ],
    }
    assert all(0.95 <= sure <= 1 for sure in card.confidence.values())
    assert set(card.confidence) >= {"kk", "head", "members", "members[0].nik", "members[1].name"}


def test_a_members_nik_beside_another_birth_date_is_doubted():
    title, lines = kk_lines()
    rows = kk.rows_of(lines, kk.niks_of(lines, title), [line("26-07-1994", 1296, 394), line("20-01-1954", 1296, 434)])
    card = kk.read(lines, rows, title, lambda _: places.Origin("Kabupaten Balangan"))
    assert card.confidence["members[0].nik"] >= 0.95
    assert card.confidence["members[1].nik"] <= 0.6
    assert card.confidence["members"] <= 0.6


def test_the_number_in_a_kks_qr_is_believed_before_print():
    title, lines = kk_lines()
    card = kk.read(lines, [], title, lambda _: None, known="6311030309179164")
    assert (card.fields["kk"], card.confidence["kk"]) == ("6311030309179164", 0.9)


def test_a_ktp_has_no_kk_title():
    assert kk.title_of(card_lines()) is None
