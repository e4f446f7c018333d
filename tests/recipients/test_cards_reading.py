"""Photos of made-up cards read from end to end; what is drawn and how it is spoilt is in `tests/recipients/cards`."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp

from balakas.recipients.queries import pictures
from balakas.recipients.queries.cards import answers, codes, gazetteer, photo, reading
from tests.config.office import run
from tests.recipients.cards import draw, people, photograph


@pytest.fixture(scope="module")
def citizen():
    return people.person(people.chance("citizen"), district="63.11.03", sex="P")


@pytest.fixture(scope="module")
def card(citizen):
    return draw.ktp(citizen, people.chance("card"))


def cards_in(content):
    return reading.cards_on(photo.decode(content))


def test_a_copy_that_was_photographed(citizen, card):
    (found,) = cards_in(photograph.photograph(card, 3, people.chance("copy")))
    assert found.fields == citizen.truth()
    assert found.confidence["nik"] >= 0.95


@pytest.mark.parametrize("how", [cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE])
def test_a_photo_on_its_head_or_side(citizen, card, how):
    small = cv2.resize(cv2.rotate(card, how), None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    (found,) = cards_in(photograph.jpeg(small, 80))
    assert found.fields == citizen.truth()


def test_two_cards_on_one_photo(citizen, card):
    stranger = people.person(people.chance("stranger"), district="53.01.16")
    both = photograph.one_below_the_other(card, draw.ktp(stranger, people.chance("second")))
    first, second = cards_in(photograph.photograph(both, 1, people.chance("two")))
    assert (first.fields, second.fields) == (citizen.truth(), stranger.truth())


def test_a_family_card():
    household = people.household(people.chance("family"), size=4)
    (found,) = cards_in(photograph.photograph(draw.kk(household, people.chance("kk")), 2, people.chance("hurried")))
    assert found.kind == "kk"
    assert found.fields == household.truth()
    assert min(found.confidence.values()) > 0.5


def test_the_number_in_a_qr_is_read_first():
    paper = np.full((400, 600, 3), 240, np.uint8)
    assert codes.number_in(paper) == ""
    for place, text in ((20, "https://kk.example/6311030309179163?t=1"), (320, "https://kk.example/")):
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
        square = cv2.cvtColor(np.asarray(zxingcpp.write_barcode_to_image(code, scale=6)), cv2.COLOR_GRAY2BGR)
        paper[20 : 20 + len(square), place : place + len(square)] = square
    assert codes.number_in(paper) == "6311030309179163"


def test_a_nik_whose_date_is_not_the_printed_one_is_never_sure(citizen):
    # A card on which one digit of the NIK was painted over.
    forged = people.number("63.11.03", citizen.birth_date.replace(day=citizen.birth_date.day % 27 + 1), "P", 9001)
    drawn = draw.ktp(replace(citizen, nik=forged), people.chance("forged"))
    (found,) = cards_in(photograph.jpeg(drawn, 85))
    assert found.fields["nik"] == forged
    assert found.confidence["nik"] <= 0.6


def test_a_paper_with_nothing_on_it_is_no_card():
    assert cards_in(photograph.photograph(photograph.no_card(people.chance(1)), 1, people.chance(2))) == []


@pytest.mark.parametrize("content", [b"", b"no photo at all", b"\xff\xd8\xff\xe0 a JPEG's beginning"])
def test_a_broken_file_is_told(content):
    with pytest.raises(pictures.NotAPhoto):
        photo.decode(content)


def test_an_upload_that_stopped_is_told(card):
    content = photograph.jpeg(card, 85)
    with pytest.raises(pictures.PhotoBroken):
        photo.decode(content[: len(content) * 8 // 10])


def test_a_strange_fault_ends_one_file_only(tmp_path, monkeypatch):
    file = tmp_path / "card.jpg"
    file.write_bytes(photograph.jpeg(photograph.no_card(people.chance(3)), 80))
    monkeypatch.setattr(reading, "cards_on", lambda _: 1 / 0)
    first, second = answers.of_files([file, tmp_path / "none.jpg"])
    assert (first["error"], first["cards"]) == ("ZeroDivisionError", [])
    assert (second["file"], second["cards"]) == (str(tmp_path / "none.jpg"), [])
    assert "foto" in second["error"]


def test_the_command_prints_a_line_per_file_in_order_and_makes_no_folder(tmp_path, citizen, card):
    files = [tmp_path / "kosong.jpg", tmp_path / "ktp.jpg"]
    files[0].write_bytes(b"")
    files[1].write_bytes(photograph.jpeg(card, 85))
    done = run("cards", "read", str(files[0]), str(files[1]), "--json", data=tmp_path / "data")
    broken, read = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 0
    assert (broken["file"], broken["cards"]) == (str(files[0]), [])
    assert broken["error"]
    assert (read["file"], read["cards"][0]["kind"], read["cards"][0]["fields"]) == (
        str(files[1]),
        "ktp",
        citizen.truth(),
    )
    assert all(0 <= sure <= 1 for sure in read["cards"][0]["confidence"].values())
    assert "error" not in read
    assert read["seconds"] > 0
    assert not (tmp_path / "data").exists()


def test_what_the_table_of_regions_tells():
    assert gazetteer.origin_of("631103").is_named_in("PROVINSI KALIMANTAN SELATAN KABUPATEN BALANGAN")
    assert not gazetteer.origin_of("357810").is_named_in("PROVINSI KALIMANTAN SELATAN KABUPATEN BALANGAN")
    assert gazetteer.origin_of("639999") is None
    near = gazetteer.around("PROVINSI KALIMANTAN SELATAN KABUPATENBALANGAN", "AWAYAN")
    assert {"Sei Pumpung", "Bihara"} <= set(near.villages)
    assert "Juai" in near.districts
    assert gazetteer.around("", "AWAYAN").villages == ()
