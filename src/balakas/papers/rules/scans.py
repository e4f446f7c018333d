"""What may be brought in as a scan, and the sentences for what may not."""

from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE
MAX_PIXELS = 60_000_000
MAX_PAGES = 300
SHOWN_SIDE = 2400


class ScanType(StrEnum):
    """What the content says it is; the value is its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"


class ScanEmpty(BalakasError):
    """Nothing was in the file."""

    code = "scan_empty"
    message = N_("Berkas ini kosong. Pilih berkas lain atau pindai ulang.")


class ScanTooLarge(BalakasError):
    """The file is larger than a scan needs to be."""

    code = "scan_too_large"
    message = N_(
        "Berkas ini %(size)s MB; paling besar %(limit)s MB. Perkecil dulu atau foto ulang dengan ukuran sedang."
    )


class ScanTooManyPixels(BalakasError):
    """The picture would fill the memory."""

    code = "scan_too_many_pixels"
    message = N_("Gambar ini terlalu besar (%(pixels)s megapiksel). Foto ulang dengan ukuran sedang.")


class ScanUnknown(BalakasError):
    """The content is none of the kinds we take, whatever the name says."""

    code = "scan_unknown"
    message = N_("Isi berkas ini bukan PDF, JPEG, PNG, atau HEIC. Periksa berkasnya; nama berkas saja tidak cukup.")


class ScanBroken(BalakasError):
    """The content cannot be read to its end."""

    code = "scan_broken"
    message = N_("Berkas ini rusak dan tidak dapat dibaca. Pindai atau foto ulang.")


class ScanLocked(BalakasError):
    """A PDF with a password."""

    code = "scan_locked"
    message = N_("PDF ini terkunci dengan kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.")


class ScanTooManyPages(BalakasError):
    """More pages than any letter has."""

    code = "scan_too_many_pages"
    message = N_("PDF ini berisi %(pages)s halaman; paling banyak %(limit)s. Bagi menjadi beberapa berkas.")


STRIPPED = N_(
    "PDF ini memuat skrip, perintah otomatis, atau berkas sisipan; yang ditampilkan adalah salinan tanpa bagian itu."
)

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_HEAD = 1024


def type_of(content: bytes) -> ScanType:
    """Return what the first bytes say the file is. Raises `ScanEmpty`, `ScanUnknown`."""
    if not content:
        raise ScanEmpty
    if content.startswith(b"\xff\xd8\xff"):
        return ScanType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return ScanType.PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return ScanType.HEIC
    if b"%PDF-" in content[:_HEAD]:
        return ScanType.PDF
    raise ScanUnknown


def check_size(size: int) -> None:
    """Raise `ScanTooLarge` when the file has more bytes than a scan needs."""
    if size > MAX_BYTES:
        raise ScanTooLarge(size=-(-size // MEGABYTE), limit=MAX_BYTES // MEGABYTE)
