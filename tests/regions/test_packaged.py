"""The data the wheel carries."""

import subprocess
import sys
from collections import Counter

from balakas.regions.queries import packaged
from balakas.regions.rules import codes


def test_the_table_is_the_ministrys_2025_edition() -> None:
    listed = [line.split(",", 1)[0] for line in packaged.text().split("\n") if line]
    counts = Counter(codes.level_of(code) for code in listed)
    assert counts == {
        codes.Level.PROVINCE: 38,
        codes.Level.REGENCY: 514,
        codes.Level.DISTRICT: 7_285,
        codes.Level.VILLAGE: 83_762,
    }


def test_awayan_has_its_23_villages_with_statistics_codes_and_points() -> None:
    villages = packaged.villages_of_district("63.11.03")
    assert len(villages) == 23
    assert {village.name for village in villages} >= {"Awayan", "Awayan Hilir", "Bihara", "Bihara Hilir", "Sei Pumpung"}
    assert all(codes.code_systems(village.bps_code) == {codes.System.BPS} for village in villages)
    assert {village.code for village in villages} == set(packaged.facts())
    for fact in packaged.facts().values():
        assert -2_500_000 < fact.lat < -2_300_000
        assert 115_400_000 < fact.lng < 115_700_000


def test_facts_name_villages_as_the_table_does() -> None:
    assert all(packaged.region(code) for code in packaged.facts())


def test_the_path_of_a_village_begins_with_its_province() -> None:
    assert [step.name for step in packaged.path_of("63.11.03.2004")] == [
        "Kalimantan Selatan",
        "Kabupaten Balangan",
        "Awayan",
        "Bihara",
    ]


def test_children_of_each_level() -> None:
    assert len(packaged.children("")) == 38
    assert len(packaged.children("63.11")) == 8
    assert len(packaged.children("63.11.03")) == 23
    assert packaged.children("99.99") == ()
    assert packaged.villages_of_regency("63.11.03.2004") == ()


def test_a_name_with_a_comma_keeps_it() -> None:
    found = packaged.region("12.07.28.1007")
    assert found is not None
    assert found.name == "Lubuk Pakam I,II"


def test_a_district_is_found_by_code_or_by_a_name_only_it_has() -> None:
    for wanted in ("63.11.03", "631103", "63 11 03", "Awayan", "KEC. AWAYAN", "kecamatan awayan"):
        assert packaged.find_district(wanted) == codes.Region("63.11.03", "Awayan")
    assert packaged.find_district("Tebing Tinggi") is None
    assert len(packaged.find_districts("Tebing Tinggi")) > 1
    assert packaged.find_district("Tebing Tinggi, Balangan") == codes.Region("63.11.08", "Tebing Tinggi")
    for wanted in ("", "63.11.99", "6311030", "63.11", "Tidak Ada"):
        assert packaged.find_district(wanted) is None


def test_a_fresh_start_with_one_regency_takes_no_django() -> None:
    code = (
        "import sys; from balakas.regions.queries import packaged as p; assert len(p.villages_of_regency('63.11')) == 157; "
        "assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "src"})
