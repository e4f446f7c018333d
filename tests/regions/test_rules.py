"""Codes and names of villages: tables from the field and properties over all of Indonesia."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.regions.queries import packaged
from balakas.regions.rules import codes
from balakas.regions.rules.codes import Kind, Level, System
from balakas.regions.rules.villages import Village, match_village, matching_villages, same_district, split_district

AWAYAN = packaged.villages_of_district("63.11.03")
BALANGAN = packaged.villages_of_regency("63.11")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Awayan", "Awayan"),
        ("AWAYAN", "Awayan"),
        ("Awayan Hilir", "Awayan Hilir"),
        ("AWAYAN  HILIR", "Awayan Hilir"),
        ("Bihara", "Bihara"),
        ("Ds. Bihara", "Bihara"),
        ("Desa Bihara Hilir", "Bihara Hilir"),
        ("bihara-hilir", "Bihara Hilir"),
        ("BIHARAHILIR", "Bihara Hilir"),
        ("Kel. Baru", "Baru"),
        ("Desa/Kel. Merah", "Merah"),
        ("DESA   PUTAT  BASIUN", "Putat Basiun"),
        ("Ambakiang", "Ambakiang"),
        ("AMBAKIYANG", "Ambakiang"),
        ("Sei Pumpung", "Sei Pumpung"),
        ("SEI. PUMPUNG", "Sei Pumpung"),
        ("Sungai Pumpung", "Sei Pumpung"),
        ("Sg. Pumpung", "Sei Pumpung"),
        ("S. Pumpung", "Sei Pumpung"),
        ("Muarajaya", "Muara Jaya"),
        ("63.11.03.2004", "Bihara"),
        ("6311032004", "Bihara"),
        ("63-11-03-2004", "Bihara"),
        ("'6311032004", "Bihara"),
        ("6311030006", "Bihara"),
        ("63.11.030.006", "Bihara"),
        ("63 11 030 007", "Bihara Hilir"),
    ],
)
def test_what_people_write_finds_the_village(written: str, meant: str) -> None:
    found = match_village(written, AWAYAN)
    assert found is not None
    assert found.name == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  ",
        "-",
        "Desa",
        "Hilir",
        "Awayan Hulu",
        "Awayan H",
        "Awaya",
        "Kampung Antah",
        "Lampihong Kanan",
        "2004",
        "6311032015",
        "6311030099",
        "63.11.03",
        "631103",
        "63.11.03.0006",
        "63.11.032.004",
        "0",
        "Awayan Bihara",
    ],
)
def test_what_is_no_village_here_is_never_guessed(written: str) -> None:
    assert match_village(written, AWAYAN) is None


def test_one_name_in_several_districts_is_ambiguous_in_the_regency_and_clear_in_the_district() -> None:
    namesake = Village("63.11.06.2099", "Baru", "63.11.06")
    everywhere = [village for village in (*BALANGAN, namesake) if village.name == "Baru"]
    assert len(everywhere) == 2
    assert match_village("Desa Baru", (*BALANGAN, namesake)) is None
    assert matching_villages("Desa Baru", (*BALANGAN, namesake)) == tuple(everywhere)
    assert match_village("Desa Baru", AWAYAN) == everywhere[0]


def test_a_village_called_desa_and_one_without_it_are_told_apart_by_nobody() -> None:
    both = (Village("11.01.01.2001", "Baru", "11.01.01"), Village("11.01.01.2002", "Desa Baru", "11.01.01"))
    assert match_village("Desa Baru", both) is None
    assert match_village("Baru", both[:1]) == both[0]


def test_s_for_sungai_or_simpang_is_no_answer_when_both_exist() -> None:
    river, crossing = (
        Village("11.01.01.2001", "Sungai Batu", "11.01.01"),
        Village("11.01.01.2002", "Simpang Batu", "11.01.01"),
    )
    assert match_village("S. Batu", (river, crossing)) is None
    assert match_village("S. Batu", (crossing,)) == crossing
    assert match_village("Sei Batu", (river, crossing)) == river


def test_ten_digits_that_fit_both_systems_are_decided_only_by_known_codes() -> None:
    ward = Village("63.11.03.1002", "Kota Satu", "63.11.03")
    split_off = Village("63.11.08.2003", "Simpang Empat", "63.11.08", bps_code="6311031002")
    assert codes.code_systems("6311031002") == {System.KEMENDAGRI, System.BPS}
    assert match_village("6311031002", (ward, split_off)) is None
    assert match_village("6311031002", (split_off,)) == split_off
    assert match_village("63.11.03.1002", (ward, split_off)) == ward
    assert match_village("63.11.031.002", (ward, split_off)) == split_off


@pytest.mark.parametrize(
    ("text", "systems"),
    [
        ("631103", {System.KEMENDAGRI}),
        ("6311030", {System.BPS}),
        ("63.11.03.2004", {System.KEMENDAGRI}),
        ("6311030006", {System.BPS}),
        ("63.11.030.006", {System.BPS}),
        ("6311032004", {System.KEMENDAGRI, System.BPS}),
        ("63.70", set()),
        ("63.11.00", set()),
        ("03.11", set()),
        ("6311", {System.KEMENDAGRI}),
        ("63.11.03.4004", set()),
        ("Awayan", set()),
        ("", set()),
        ("٦٣١١٠٣", set()),
    ],
)
def test_a_code_tells_its_system_by_its_shape(text: str, systems: set[System]) -> None:
    assert codes.code_systems(text) == systems


@pytest.mark.parametrize("text", ["63", "63.11", "63.11.03", "63.11.03.2004"])
def test_canonical_code_is_the_same_from_any_punctuation(text: str) -> None:
    for mark in ("", ".", "-", " ", "/"):
        assert codes.canonical_code(text.replace(".", mark)) == text


@pytest.mark.parametrize("text", ["", "abc", "6", "6311030", "6311030006", "63.70.01", "6311O3", "63.11.03.2004.1"])
def test_what_is_no_ministry_code_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(codes.NotARegionCode, match="bukan kode wilayah"):
        codes.canonical_code(text)


@given(st.text(max_size=30))
def test_any_text_is_answered_without_an_exception(text: str) -> None:
    found = match_village(text, AWAYAN)
    assert found is None or found in AWAYAN
    codes.code_systems(text)
    split_district(text)


REGENCIES = [regency.code for province in packaged.children("") for regency in packaged.children(province.code)]
DECORATIONS = st.tuples(
    st.sampled_from(["", "Desa ", "DESA  ", "Ds. ", "ds.", "Kel. ", "Kelurahan ", "  "]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from([" ", "  ", "-", "\u00a0"]),
    st.sampled_from(["", " ", ".", "\t"]),
)


@given(st.data())
def test_a_decorated_name_is_never_taken_for_another_village(data: st.DataObject) -> None:
    villages = packaged.villages_of_regency(data.draw(st.sampled_from(REGENCIES)))
    village = data.draw(st.sampled_from(villages))
    before, case, space, after = data.draw(DECORATIONS)
    found = matching_villages(before + case(village.name).replace(" ", space) + after, villages)
    assert village in found
    answer = match_village(before + case(village.name).replace(" ", space) + after, villages)
    assert answer in {village, None}


@given(st.sampled_from(AWAYAN), DECORATIONS)
def test_a_decorated_name_is_found_in_its_own_district(village: Village, decoration: tuple) -> None:
    before, case, space, after = decoration
    assert match_village(before + case(village.name).replace(" ", space) + after, AWAYAN) == village


@given(st.data())
def test_every_code_of_the_data_obeys_the_grammar_and_finds_itself(data: st.DataObject) -> None:
    villages = packaged.villages_of_regency(data.draw(st.sampled_from(REGENCIES)))
    village = data.draw(st.sampled_from(villages))
    mark = data.draw(st.sampled_from(["", ".", "-", " "]))
    assert codes.canonical_code(village.code.replace(".", mark)) == village.code
    assert System.KEMENDAGRI in codes.code_systems(village.code.replace(".", mark))
    assert match_village(village.code.replace(".", mark), villages) == village
    assert codes.level_of(village.code) is Level.VILLAGE
    assert codes.parent_of(village.code) == village.district_code


def test_kinds_are_read_from_the_code() -> None:
    kinds = {
        "63": Kind.PROVINCE,
        "63.11": Kind.REGENCY,
        "63.71": Kind.CITY,
        "63.11.03": Kind.DISTRICT,
        "63.11.07.1001": Kind.WARD,
        "63.11.03.2004": Kind.VILLAGE,
        "91.03.01.3001": Kind.CUSTOMARY,
    }
    assert {code: codes.kind_of(code) for code in kinds} == kinds


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("DESA AWAYAN HILIR KEC. AWAYAN", ("DESA AWAYAN HILIR", "AWAYAN")),
        ("Desa Baru, Kecamatan Lampihong, Kab. Balangan", ("Desa Baru", "Lampihong")),
        ("Baru (Kec. Awayan)", ("Baru", "Awayan")),
        ("Desa Baru", ("Desa Baru", "")),
        ("Kecapi", ("Kecapi", "")),
    ],
)
def test_a_district_written_behind_the_village_is_parted_from_it(text: str, parts: tuple[str, str]) -> None:
    assert split_district(text) == parts


def test_a_district_is_named_with_or_without_its_word() -> None:
    assert same_district("KEC. AWAYAN", "Awayan")
    assert same_district("Kecamatan Tebingtinggi", "Tebing Tinggi")
    assert not same_district("Awayan Hilir", "Awayan")
    assert not same_district("", "Awayan")
