"""The rooms of letters and distributions in a real browser: axe at phone and desk width, and the disposition on a phone."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from balakas.letters.actions import agenda
from balakas.letters.models import Disposisi, Letter
from balakas.letters.rules import Urgency
from balakas.staff.rules import PositionKind
from tests.browser.axe import look_at
from tests.browser.conftest import OpenAs
from tests.conftest import World
from tests.distributions.cases import opened, programme
from tests.letters.cases import LATER, dispose, facts, register, take, wish
from tests.letters.scanned import letter_pdf
from tests.letters.test_bad_scans import heavy_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CAMAT, KASI, CLERK = PositionKind.CAMAT, PositionKind.KASI_PMDK, PositionKind.CLERK


def both_rooms(world: World) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Letters in every state and a distribution; the pages of the clerk, of the Camat and of the Kasi."""
    waiting = register(world, 17, scan=take(world))
    secret = register(world, 18, facts_given=facts(18, urgency=Urgency.SECRET, sender="Inspektorat Daerah Kabupaten"))
    agenda.cancel(letter_id=secret.id, reason="Salah alamat", by=world.actor(CLERK), at=LATER)
    asked = register(world, 19)
    row = dispose(world, asked, wish_given=wish(world, KASI, PositionKind.TKSK, note="Siapkan data, lapor Jumat"))
    made = opened(world, letter=register(world, 20, facts_given=facts(20, subject="Bantuan beras CPP Januari")))
    kept = programme(world, "sandang")
    clerk = {
        "daftar": reverse("letters:list"),
        "catat": reverse("letters:register"),
        "surat": reverse("letters:detail", args=[waiting.id]),
        "surat-disposisi": reverse("letters:detail", args=[asked.id]),
        "surat-batal": reverse("letters:detail", args=[secret.id]),
        "perbaiki": reverse("letters:correct", args=[waiting.id]),
        "tulisan": reverse("letters:dispose_pen", args=[waiting.id]),
    }
    camat = {
        "disposisi": reverse("letters:dispose", args=[waiting.id]),
        "surat-camat": reverse("letters:detail", args=[waiting.id]),
    }
    kasi = {
        "teruskan": reverse("letters:forward", args=[row.id]),
        "surat-kasi": reverse("letters:detail", args=[asked.id]),
        "penyaluran": reverse("distributions:list"),
        "buka": reverse("distributions:open", args=[asked.id]),
        "ketentuan": reverse("distributions:detail", args=[made.id]),
        "ubah": reverse("distributions:change", args=[made.id]),
        "tambah": reverse("distributions:add_allocation", args=[made.id]),
        "alokasi": reverse("distributions:allocation", args=[made.allocations.get().id]),
        "program-daftar": reverse("distributions:programmes"),
        "program-baru": reverse("distributions:programme_add"),
        "program": reverse("distributions:programme", args=[kept.id]),
        "bantuan": reverse("distributions:benefit", args=[kept.benefits.get().id]),
        "bantuan-baru": reverse("distributions:benefit_add", args=[kept.id]),
    }
    return clerk, camat, kasi


def test_every_page_is_for_everybody(open_as: OpenAs, world: World, pictures: Path) -> None:
    wrong = []
    for kind, pages in zip((CLERK, CAMAT, KASI), both_rooms(world), strict=True):
        page = open_as(world.users[kind])
        for name, path in pages.items():
            wrong += look_at(page, path, name=f"surat-{name}", folder=pictures)
    assert not wrong, "\n".join(wrong)


def test_the_camat_disposes_on_the_phone_with_one_tap_and_no_scrolling(open_as: OpenAs, world: World) -> None:
    letter = register(world, scan=take(world))
    page = open_as(world.users[CAMAT])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(reverse("letters:dispose", args=[letter.id]))
    button = page.get_by_role("button", name="Kirim disposisi biasa")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 740
    button.click()
    expect(page.get_by_text("Disposisi dikirim.")).to_be_visible()
    assert Disposisi.objects.get().author == world.users[CAMAT]


def test_a_chosen_pdf_fills_the_form_and_a_second_press_registers(
    open_as: OpenAs, world: World, tmp_path: Path, pictures: Path
) -> None:
    (tmp_path / "surat.pdf").write_bytes(letter_pdf("agency"))
    page = open_as(world.users[CLERK])
    page.goto(reverse("letters:register"))
    page.get_by_label("Pindaian surat").set_input_files(tmp_path / "surat.pdf")
    expect(page.get_by_label("Nomor surat")).to_have_value("400.9.7/017/Dinsos-PPPA/2026")
    expect(page.get_by_text("Dibaca dari berkas; periksa lagi.")).to_have_count(4)
    for width in (360, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=pictures / f"surat-dibaca-{width}.png", full_page=True)
    page.get_by_role("button", name="Simpan dan beri nomor").click()
    expect(page.get_by_text("Surat tercatat dengan nomor agenda 1.")).to_be_visible()
    assert Letter.objects.get().scan_pages == 1


def test_a_photo_of_fifty_megabytes_is_refused_with_a_sentence_and_the_form_stays(
    open_as: OpenAs, world: World, tmp_path: Path, pictures: Path
) -> None:
    (tmp_path / "foto.png").write_bytes(heavy_photo())
    page = open_as(world.users[CLERK])
    page.goto(reverse("letters:register"))
    page.get_by_label("Pengirim").fill("Dinas Sosial")
    page.get_by_label("Pindaian surat").set_input_files(tmp_path / "foto.png")
    expect(page.get_by_text("paling besar 25 MB").first).to_be_visible(timeout=30_000)
    expect(page.get_by_label("Pengirim")).to_have_value("Dinas Sosial")
    page.set_viewport_size({"width": 360, "height": 800})
    page.screenshot(path=pictures / "surat-50mb-360.png", full_page=True)
    assert Letter.objects.count() == 0
