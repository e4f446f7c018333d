"""The duty order's form, the briefing, and the text people forward."""

from datetime import date

import pytest

from balakas.planning.rules import duty, readiness, sharing

WHOLE = {
    "basis": ["Surat Dinas Sosial;"],
    "tasks": ["Menyalurkan bantuan;"],
    "when": "Selasa, 20 Januari 2026",
    "where": "Balai Desa Pudak",
    "members": [duty.Member("Siti Contoh", "Kasi", user_id="1"), duty.Member("Ahmad Teladan", "TKSK", user_id="2")],
    "signer": "Drs. Rahmadi Contoh",
    "signer_user_id": "9",
}


def test_a_whole_order_may_be_numbered() -> None:
    duty.check_order(**WHOLE)


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("basis", "dasar"),
        ("tasks", "tugas"),
        ("when", "waktu"),
        ("where", "tempat"),
        ("members", "nama yang"),
        ("signer", "penanda tangan"),
    ],
)
def test_an_order_with_an_empty_part_names_it(part: str, word: str) -> None:
    with pytest.raises(duty.OrderIncomplete, match=word):
        duty.check_order(**{**WHOLE, part: type(WHOLE[part])()})


def test_nobody_sends_himself() -> None:
    with pytest.raises(duty.SignerOnTeam, match="Ahmad Teladan"):
        duty.check_order(**{**WHOLE, "signer_user_id": "2"})


def test_the_base_is_proposed_from_the_letter() -> None:
    proposed = duty.proposed_basis(
        sender="Dinas Sosial", number="400.9/017/Dinsos/2026", letter_date=date(2026, 1, 5), subject="penyaluran bansos"
    )
    assert proposed == [
        "Surat Dinas Sosial Nomor 400.9/017/Dinsos/2026 tanggal 5 Januari 2026 tentang penyaluran bansos;"
    ]
    assert duty.proposed_basis(sender="", number="", letter_date=None, subject="") == []


def test_a_text_area_becomes_lines() -> None:
    assert duty.lines(" - satu \n\n• dua\ntiga") == ["satu", "dua", "tiga"]


def test_minutes_need_words_and_two_people() -> None:
    readiness.check_briefing(points=["Jadwal"], present=2)
    for points, present in (([], 2), (["Jadwal"], 1), ([], 0)):
        with pytest.raises(readiness.BriefingUnfinished):
            readiness.check_briefing(points=points, present=present)


def test_the_text_to_forward_says_when_and_where_and_the_link() -> None:
    text = sharing.share_text(
        title="Penyaluran beras",
        office="Kecamatan Awayan",
        turns=[sharing.Turn("Pudak", "Selasa, 20 Januari 2026", "08.30–10.00 WITA", "Balai Desa Pudak")],
        bring=["KTP asli", "KK asli"],
        contact="TKSK Awayan",
        link="https://kantor.example/jadwal",
    )
    assert "*Desa Pudak*\nSelasa, 20 Januari 2026, pukul 08.30–10.00 WITA\nBalai Desa Pudak" in text
    assert "Yang dibawa: KTP asli; KK asli." in text
    assert text.endswith("https://kantor.example/jadwal")
