"""The one browser story: a distribution from the agency's letter to the closed report, by the people of one office.

Everything is done with buttons and links, in a real Chromium against a real server; nothing is put into the database.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote_plus

import pytest

from tests.journeys.cast import PHONE, Officer
from tests.journeys.conftest import Enter
from tests.journeys.papers import PEOPLE, RUINED, Bag
from tests.journeys.served import Served

pytestmark = [pytest.mark.browser]

TITLE = "Bantuan pangan beras November–Desember"
POST = "Balai Desa Awayan"
EACH, SHORT = 10, 4
WITA = timezone(timedelta(hours=8))


class Story:
    """What the acts share: who plays, what they bring, where the distribution lives."""

    def __init__(self, enter: Enter, bag: Bag) -> None:
        self.enter, self.bag = enter, bag
        self.home = ""
        self.reported: list[int] = []
        self.served = 0

    def case(self, who: Officer) -> None:
        who.go(self.home)

    def room(self, who: Officer, name: str) -> None:
        """Go from the distribution's page into the room of one of its activities."""
        self.case(who)
        who.follow(name, exact=True, inside="main .bk-steps .bk-actions")


def test_one_distribution_from_the_letter_to_the_report(
    enter: Enter, bag: Bag, served: Served, cast: dict[str, Officer]
) -> None:
    story = Story(enter, bag)
    acts: list[Callable[[Story], None]] = [
        letter, disposition, opening, the_list, cards, verification,
        method_and_schedule, duty_order, invitations, briefing, goods, on_the_phone, on_paper, close_of_day, report, closing,
    ]  # fmt: skip
    for act in acts:
        try:
            act(story)
        except Exception as error:
            trouble(act.__name__, cast, served)
            raise AssertionError(act.__name__) from error
    the_books_agree(story, served)
    nothing_personal_in_addresses(story, cast)
    assert not [line for officer in cast.values() for line in officer.errors]


def trouble(act: str, cast: dict[str, Officer], served: Served) -> None:
    """Keep what everybody saw when the story broke off."""
    for name, officer in cast.items():
        officer.page.screenshot(path=served.folder.parent / f"broken-{act}-{name}.png", full_page=True)
        print(name, officer.page.url, officer.errors)  # noqa: T201 -- shown by pytest with the failure
    print(served.said()[-4000:])  # noqa: T201


# Activity 1 and 2


def letter(story: Story) -> None:
    clerk = story.enter("pengelola")
    clerk.go("/surat/")
    clerk.follow("Catat surat")
    clerk.bring("#id_scan", story.bag.scan("surat", "DINAS SOSIAL KABUPATEN BALANGAN", "", "Nomor 400.9/117/Dinsos"))
    clerk.write("Pengirim", "Dinas Sosial Kabupaten Balangan")
    clerk.write("Nomor surat", "400.9/117/Dinsos/2026")
    clerk.write("Tanggal surat", f"{today():%Y-%m-%d}")
    clerk.write("Perihal", "Penyaluran bantuan pangan beras dua bulan")
    clerk.write("Jumlah penerima menurut surat", str(PEOPLE))
    clerk.keep("surat-dicatat")
    clerk.press("Simpan dan beri nomor")
    clerk.see("412")
    clerk.keep("surat-bernomor")


def disposition(story: Story) -> None:
    camat = story.enter("camat", PHONE)
    camat.keep("beranda-camat-ponsel")
    camat.follow("Kerjakan")
    camat.press("Nyatakan selesai")
    camat.go("/")
    camat.follow("Kerjakan")
    camat.keep("disposisi-ponsel")
    camat.press("Kirim disposisi biasa")
    camat.see("belum dibuka")


def opening(story: Story) -> None:
    kasi = story.enter("kasi")
    kasi.go("/penyaluran/program/")
    kasi.page.locator(".card, .bk-card", has_text="Bantuan pangan beras (CPP)").last.get_by_role(
        "button", name="Salin"
    ).click()
    kasi.page.wait_for_load_state()
    kasi.go("/")
    kasi.follow("Kerjakan")
    kasi.press("Nyatakan selesai")
    kasi.go("/")
    kasi.follow("Kerjakan")
    if "/buka/" not in kasi.page.url:
        kasi.follow("Buka penyaluran")
    kasi.write("Nama penyaluran", TITLE)
    kasi.page.locator("#id_period_label").fill("November–Desember 2026")
    kasi.page.locator("input[name=giver]").first.check(force=True)
    kasi.tick("Disalurkan")
    card = kasi.page.locator("form.bk-form")
    card.locator("input[name$='-period']").fill("November; Desember")
    card.locator("input[name$='-letter_people']").fill(str(PEOPLE))
    card.locator("input[name$='-letter_total']").fill(str(PEOPLE * EACH))
    kasi.keep("penyaluran-dibuka")
    kasi.press("Buka penyaluran")
    story.home = re.sub(r"ketentuan/$", "", kasi.page.url)
    kasi.keep("penyaluran")


# Activity 3


def the_list(story: Story) -> None:
    kasi = story.enter("kasi")
    story.room(kasi, "Data penerima")
    kasi.follow("Masukkan daftar")
    kasi.bring("#id_file", story.bag.workbook())
    for box in kasi.page.locator("form:has(#id_file) input[name=benefits]").all():
        box.check(force=True)
    kasi.press("Baca berkas")
    kasi.see("Siap diambil alih")
    kasi.keep("daftar-diperiksa")
    ruined = kasi.page.get_by_role("link", name="Perbaiki").first
    ruined.click()
    kasi.keep("baris-diperbaiki")
    kasi.write("NIK", story.bag.people[RUINED - 1].nik)
    kasi.press("Simpan", exact=True)
    if kasi.page.get_by_role("link", name="Kembali ke daftar").count():
        kasi.follow("Kembali ke daftar")
    kasi.page.get_by_role("link", name="Perbaiki").first.click()
    kasi.press("Orang ini belum ber-NIK")
    if kasi.page.get_by_role("link", name="Kembali ke daftar").count():
        kasi.follow("Kembali ke daftar")
    kasi.press("Ambil alih baris yang siap")
    kasi.see("Sudah diambil alih")
    story.room(kasi, "Data penerima")


def cards(story: Story) -> None:
    for username, village in (("desa.awayan", "Awayan"), ("desa.pudak", "Pudak")):
        officer = story.enter(username, PHONE)
        if username == "desa.awayan":
            officer.keep("beranda-desa-ponsel")
        story.room(officer, "Data penerima")
        officer.page.locator("main table").get_by_role("link", name=village).first.click()
        if username == "desa.awayan":
            officer.keep("desa-ponsel")
        officer.follow("Ambil foto")
        photograph(story, officer, first=username == "desa.awayan")


def photograph(story: Story, officer: Officer, *, first: bool) -> None:
    """Go from person to person until the page offers nobody more."""
    for _ in range(PEOPLE):
        person = story.bag.known(officer.page.locator("h1").inner_text())
        if person is story.bag.people[-1]:
            officer.bring("#id_photos_ktp", story.bag.statement(person))
            officer.page.locator("#id_kind_ktp").select_option("village_statement")
        else:
            officer.bring("#id_photos_ktp", story.bag.ktp(person))
        officer.bring("#id_photos_kk", story.bag.kk(person))
        if first:
            officer.keep("ktp-kk-ponsel")
        officer.press("Simpan foto")
        officer.see("Berkas sudah lengkap")
        if first:
            first = False
        onward = officer.page.get_by_role("link", name="Berikutnya yang belum lengkap")
        if not onward.count():
            return
        onward.click()
        officer.page.wait_for_load_state()


def verification(story: Story) -> None:
    tksk = story.enter("tksk")
    for village in ("Awayan", "Pudak"):
        story.room(tksk, "Data penerima")
        tksk.page.locator("main table").get_by_role("link", name=village).first.click()
        tksk.follow("Lihat semua berkas")
        if village == "Awayan":
            tksk.page.wait_for_load_state("networkidle")
            tksk.keep("desa-diperiksa")
        tksk.tick("Saya sudah melihat semua berkas desa ini.")
        tksk.press("Nyatakan sudah diperiksa")
        tksk.see("Diperiksa oleh")
    kasi = story.enter("kasi")
    sign_off(story, kasi, 3)


# Activity 4


def preparation(story: Story) -> Officer:
    kasi = story.enter("kasi")
    story.room(kasi, "Persiapan")
    return kasi


def method_and_schedule(story: Story) -> None:
    kasi = story.enter("kasi")
    story.case(kasi)
    kasi.press("Mulai", inside="#kegiatan-4")
    kasi = preparation(story)
    kasi.keep("persiapan")
    kasi.follow("Metode")
    kasi.page.locator("input[name=way]").first.check(force=True)
    kasi.write("Yang harus dibawa penerima", "KTP asli\nKK asli\nUndangan ini")
    kasi.write("Kontak untuk pertanyaan", "TKSK Kecamatan Awayan")
    kasi.press("Simpan metode")
    kasi = preparation(story)
    kasi.follow("jadwal")
    kasi.follow("Tambah titik salur")
    kasi.write("Nama titik salur", POST)
    kasi.write("Tempat", POST)
    for village in ("Awayan (", "Pudak ("):
        kasi.tick(village)
    kasi.page.locator("#id_at_village").select_option("63.11.03.2007")
    kasi.page.locator("#id_officer").select_option(index=1)
    kasi.press("Simpan titik salur")
    if not kasi.page.get_by_role("link", name="Tambah waktu").count():
        kasi.go(kasi.page.url)
    if "/waktu/" not in kasi.page.url:
        kasi.follow("Tambah waktu")
    kasi.write("Tanggal", f"{today():%Y-%m-%d}")
    kasi.write("Mulai", "08:30")
    kasi.write("Selesai", "12:00")
    kasi.press("Simpan waktu")
    accept = kasi.page.get_by_label("Tetap pakai waktu ini")
    if accept.count():
        accept.check(force=True)
        kasi.press("Simpan waktu")
    kasi = preparation(story)
    kasi.follow("Titik salur")
    kasi.keep("jadwal")
    kasi.follow("Bagikan")
    kasi.write("Disampaikan lewat", "Surat dan grup WhatsApp Kesra desa")
    kasi.press("Jadwal sudah disampaikan")


def duty_order(story: Story) -> None:
    kasi = preparation(story)
    kasi.follow("Surat perintah tugas")
    for name in ("Syahrudin Noor", "Fitriani Zahra"):
        kasi.page.locator("label", has_text=name).first.click()
    kasi.press("Simpan konsep")
    kasi.press("Beri nomor")
    kasi.press("Siapkan cetakan")
    kasi.see("Menunggu tanda tangan")
    kasi.bring(
        "input[type=file]", story.bag.scan("spt", "SURAT PERINTAH TUGAS", "(bertanda tangan basah dan berstempel)")
    )
    kasi.keep("spt-dikembalikan")
    kasi.press("Simpan surat bertanda tangan")
    kasi.see("Surat tugas sudah ditandatangani")


def invitations(story: Story) -> None:
    kasi = preparation(story)
    kasi.follow("Undangan")
    kasi.press("Buat")
    kasi.see("Undangan yang berlaku")
    with kasi.page.expect_response("**/undangan/cetak/") as printed:
        kasi.press("Cetak semua")
    assert printed.value.headers["content-type"] == "application/pdf"
    kasi.page.wait_for_timeout(1_500)  # the viewer draws
    kasi.keep("undangan-tercetak")


def briefing(story: Story) -> None:
    kasi = preparation(story)
    kasi.follow("Pengarahan")
    kasi.write("Mulai", f"{today():%H:%M}")  # it has begun: the page proposes nine, which before nine is still to come
    kasi.write("Tempat", "Aula Kecamatan Awayan")
    kasi.write("Pemimpin pengarahan", "Syahrudin Noor, S.IP.")
    kasi.write("Pencatat", "Fitriani Zahra")
    kasi.write("Pokok pengarahan", "Metode dan jadwal penyaluran\nCara memeriksa identitas dan perwakilan")
    kasi.write("Kesepakatan", "Kesra desa memberi tahu penerima")
    for box in kasi.page.locator("input[name=present]").all():
        box.check(force=True)
    kasi.press("Simpan notulen")
    kasi.press("Sahkan notulen")
    kasi.press("Sahkan", exact=True, inside="dialog[open]")
    kasi.see("Notulen sudah disahkan")
    kasi = preparation(story)
    kasi.follow("Sarana dan prasarana")
    for choice in kasi.page.locator("select[name$='-state']").all():
        choice.select_option("present")
    kasi.press("Simpan daftar periksa")
    kasi = preparation(story)
    kasi.keep("persiapan-selesai")
    sign_off(story, kasi, 4)


# Activity 5


def at_the_post(story: Story) -> Officer:
    tksk = story.enter("tksk", PHONE)
    tksk.go("/lapangan/")
    tksk.follow(POST)
    return tksk


def goods(story: Story) -> None:
    tksk = at_the_post(story)
    tksk.keep("titik-salur-ponsel")
    tksk.follow("Barang datang dan kembali")
    tksk.follow("Barang datang")
    tksk.write("Dikirim", str(2 * EACH * PEOPLE))
    tksk.write("Nama yang menyerahkan", "Sopir Contoh")
    tksk.write("Jabatan atau instansi", "Gudang Bulog")
    tksk.write("Nomor surat jalan", "SJ-0017")
    tksk.bring("#id_photo", story.bag.photo("barang", "Beras tiba", "di balai desa"))
    tksk.keep("barang-datang-ponsel")
    tksk.press("Simpan", exact=True)


def hand_over(story: Story, *, less: int, picture: str) -> None:
    """Find the next person by name, check the card, count, photograph, sign."""
    tksk = at_the_post(story)
    tksk.page.locator("main .bk-people a").first.click()
    tksk.page.wait_for_load_state()
    if picture:
        tksk.keep(f"{picture}-siapa-ponsel")
    tksk.page.get_by_text("KTP asli dicocokkan dengan orangnya").click()
    tksk.page.get_by_text("Penerima sendiri").click()
    if less:
        tksk.page.locator("input[name^=amount_]").last.fill(str(EACH - less))
    tksk.bring("#id_photo", story.bag.photo("serah", "Serah terima", "penerima dengan bantuan"))
    tksk.draw()
    if picture:
        tksk.keep(f"{picture}-bukti-ponsel", at=".bk-signature")
    tksk.press("Catat penyerahan")
    tksk.page.locator(".bk-receipt__code").wait_for()
    if picture:
        tksk.keep(f"{picture}-tercatat-ponsel")


def on_the_phone(story: Story) -> None:
    hand_over(story, less=0, picture="serah-terima")
    hand_over(story, less=SHORT, picture="")
    tksk = story.enter("tksk", PHONE)
    tksk.see("Sisa menjadi hak berikutnya")
    tksk.keep("serah-terima-sisa-ponsel")


def on_paper(story: Story) -> None:
    tksk = at_the_post(story)
    tksk.follow("Daftar kertas")
    tksk.press("Buat daftar baru untuk dicetak")
    tksk.page.locator("main .bk-people a").first.click()
    tksk.page.wait_for_load_state()
    tksk.bring("#id_photo", story.bag.scan("lembar", "DAFTAR TANDA TERIMA", "(tanda tangan basah dan cap jempol)"))
    boxes = tksk.page.locator("fieldset input[name^=given_]")
    assert boxes.count() == 25
    boxes.first.uncheck()  # the rest of the short giving: it comes another day
    tksk.page.get_by_label("Mengapa").first.select_option("other")
    tksk.page.locator("input[name^=note_]").first.fill("Sisa 4 kg menyusul")
    boxes.last.uncheck()
    tksk.page.get_by_label("Mengapa").last.select_option("not_come")
    tksk.keep("lembar-diketik-ponsel", at="fieldset .bk-key-row >> nth=1")
    tksk.press("Catat lembar ini")
    tksk.see("Lembar tercatat.")


def close_of_day(story: Story) -> None:
    tksk = at_the_post(story)
    tksk.follow("Foto kegiatan")
    tksk.bring("#id_photo", story.bag.photo("acara", "Pembukaan penyaluran"))
    tksk.write("Keterangan foto", "Pembukaan penyaluran oleh Plt. Camat")
    tksk.press("Simpan foto")
    kasi = story.enter("kasi")
    kasi.go("/lapangan/")
    kasi.follow(POST)
    kasi.follow("Barang datang dan kembali")
    kasi.follow("Kembalikan sisa")
    kasi.page.locator("input[name^=quantity_]").fill(str(2 * EACH + SHORT))
    kasi.write("Nama yang menerima kembali", "Petugas Gudang Contoh")
    kasi.write("Alasan kembali", "Satu penerima tidak hadir; satu diterima sebagian")
    kasi.press("Simpan", exact=True)
    kasi.go("/lapangan/")
    kasi.follow(POST)
    kasi.follow("Tutup hari penyaluran")
    kasi.write("Mengetahui", "Kepala Desa Contoh")
    kasi.page.locator("#id_witness_position").fill("Kepala Desa Awayan")
    kasi.keep("tutup-hari")
    kasi.press("Tutup hari ini")
    kasi.see("Ditutup")


def report(story: Story) -> None:
    kasi = story.enter("kasi")
    story.case(kasi)
    story.room(kasi, "Laporan")
    kasi.press("Susun laporan")
    kasi.write("Kendala", "Satu penerima tidak hadir; satu menerima kurang 4 kg.")
    kasi.write("Tindak lanjut", "Diantar ke rumah bersama TKSK.")
    kasi.press("Simpan isi laporan")
    for paper in ("Laporan kegiatan", "Daftar tanda terima", "Berita acara"):
        kasi.press(paper)
        story.room(kasi, "Laporan")
    kasi.keep("laporan")
    kasi.press("Ajukan untuk disahkan")


def closing(story: Story) -> None:
    camat = story.enter("camat")
    story.room(camat, "Laporan")
    camat.press("Sahkan dan tutup")
    camat.see("Laporan sudah dibekukan")
    camat.keep("laporan-disahkan")
    story.reported = [
        int(amount.split()[0]) for amount in camat.page.locator("td[data-label=Diserahkan]").all_inner_texts()
    ]
    story.served = int(camat.page.locator(".bk-stat", has_text="Tersalur").first.inner_text().split()[1])
    story.case(camat)
    camat.follow("Lembar SOP")
    camat.keep("lembar-sop-waktu-nyata", at="tbody th >> nth=2")


def sign_off(story: Story, who: Officer, number: int) -> None:
    """Say that an activity is done: one tap, as all its evidence is there."""
    story.case(who)
    who.press("Nyatakan selesai", inside=f"#kegiatan-{number}")
    story.case(who)
    assert "Selesai" in who.page.locator(f"#kegiatan-{number}").inner_text()


# What must hold afterwards


def the_books_agree(story: Story, served: Served) -> None:
    figures = served.inside("figures")
    assert figures["people"] == PEOPLE - 1
    assert figures["quantity"] == 2 * EACH * (PEOPLE - 1) - SHORT
    assert (story.served, sum(story.reported)) == (figures["people"], figures["quantity"]), "the report says otherwise"
    assert figures["run"] == "closed"
    for number, step in enumerate(figures["steps"], start=1):
        assert (step["state"], step["missing"]) == ("signed", 0), f"activity {number}: {step}"
        assert all((step["started"], step["signed_by"])), f"activity {number}: {step}"
        assert step["used"] <= step["standard"], f"activity {number}: {step}"
    assert len(figures["steps"]) == 5
    for words in (("audit", "verify"), ("ledger", "verify")):
        done = served.command(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)


def nothing_personal_in_addresses(story: Story, cast: dict[str, Officer]) -> None:
    """No name and no number of a recipient stood in any address that anybody's browser asked for."""
    asked = {unquote_plus(url).upper() for officer in cast.values() for url in officer.requests}
    secrets = {word for person in story.bag.people for word in (person.name.upper(), person.nik, person.kk)}
    assert len(asked) > 100
    assert not [url for url in asked for secret in secrets if secret in url]


def today() -> datetime:
    return datetime.now(tz=UTC).astimezone(WITA)
