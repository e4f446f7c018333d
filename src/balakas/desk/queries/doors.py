"""Which pages an officer can go to from the settings: one line each, hidden where the right is missing."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from balakas.common.messages import N_
from balakas.staff.rules import Officer, Right


@dataclass(frozen=True, slots=True)
class Door:
    """A page of the settings: its name among the URLs, what it is called and what one does there (message ids)."""

    url_name: str
    title: str
    text: str
    icon: str
    any_of: tuple[Right, ...] = ()


DOORS = (
    Door("staff:office", N_("Kantor"), N_("Nama, alamat, kop, lambang, dan zona waktu."), "building", (Right.OFFICE_SETTINGS,)),
    Door("staff:people", N_("Akun dan jabatan"), N_("Siapa bertugas apa, Plt. dan Plh., kata sandi."), "people", (Right.STAFF_MANAGE,)),
    Door("distributions:programmes", N_("Program bantuan"), N_("Program, bentuk bantuan, dan berkas yang diminta."), "box", (Right.DISTRIBUTIONS_MANAGE,)),
    Door("sop:list", N_("SOP"), N_("Lembar SOP, versinya, dan waktu yang sesungguhnya."), "workflow", (Right.SOP_READ,)),
    Door("sop:calendar", N_("Jam kerja dan hari libur"), N_("Jam kerja, Ramadan, libur nasional, dan cuti bersama."), "calendar", (Right.SOP_SETTINGS, Right.SOP_READ)),
    Door("papers:books", N_("Buku nomor"), N_("Nomor naskah kantor sendiri atau dari SRIKANDI."), "book", (Right.PAPERS_MANAGE,)),
    Door("papers:templates", N_("Bentuk naskah"), N_("Ganti bentuk surat tugas, undangan, dan naskah lain."), "paper", (Right.OFFICE_SETTINGS,)),
    Door("desk:regions", N_("Wilayah dan peta"), N_("Desa, sebutan lain, titik, dan batas desa."), "maps", ()),
    Door("desk:audit", N_("Catatan jejak"), N_("Siapa melakukan apa, kapan, pada data yang mana."), "history", (Right.AUDIT_READ,)),
    Door("desk:store", N_("Penyimpanan dan cadangan data"), N_("Ruang yang tersisa, kunci penyandian, dan cara mencadangkan."), "key", (Right.OFFICE_SETTINGS,)),
    Door("desk:erasures", N_("Pemusnahan data pribadi"), N_("Usulan pemusnahan dan keputusan orang kedua."), "trash", (Right.OFFICE_SETTINGS, Right.REPORTS_COUNTERSIGN)),
    Door("desk:gallery", N_("Galeri komponen"), N_("Bagian-bagian layar, untuk pengembang."), "table", (Right.OFFICE_SETTINGS,)),
    Door("account_change_password", N_("Kata sandi Anda"), N_("Ganti kata sandi akun ini."), "lock"),
    Door("mfa_index", N_("Pengaman kedua"), N_("Aplikasi autentikator, sidik jari, dan kode cadangan."), "shield"),
)  # fmt: skip


def doors_for(officer: Officer) -> list[tuple[Door, str]]:
    """Return the doors this officer may open, each with its address."""
    open_to = [door for door in DOORS if not door.any_of or officer.rights.intersection(door.any_of)]
    return [(door, url) for door in open_to if (url := _url(door.url_name))]


def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
