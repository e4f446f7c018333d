"""Which village a title, a sheet's name or a file's name speaks of."""

import re

# Words of file names that name no village, so that `data_penerima_bihara_2026` leaves `bihara`.
_NOISE = re.compile(
    r"\b(daftar|data|nama|penerima|pbp|kpm|bnba|bansos|bantuan|sosial|sembako|beras|cpp|blt|dd|pkh|bpnt|lampiran|surat|tahun|tahap|"
    r"bulan|list|rekap|final|fix|revisi|rev|copy|salinan|baru|desa|kel|kelurahan|kec|kecamatan|sheet|lembar|file|excel|xls|usulan|"
    r"verifikasi|hasil|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|i|ii|iii|iv)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:desa\s*/\s*kel(?:urahan)?|desa|ds|kelurahan|kel|kampung|nagari|gampong)\b\.?\s*[:=]?\s*"
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9.'’ /-]*?)"
    r"(?=\s*(?:,|;|\(|\bkec(?:amatan)?\b|\bkab(?:upaten)?\b|\btahun\b|\bthn\b|\bth\b|\bprov(?:insi)?\b|\brt\b|\bperiode\b|\btahap\b|$))",
    re.IGNORECASE,
)


_BEHIND = re.compile(r"[\s,;(\[/-]+(?:rt|rw|dusun|dsn|no|jl|jln|jalan|gang|gg|kab|kabupaten)\b.*$", re.IGNORECASE)
_CODE_BEFORE = re.compile(r"^[\[(]?\d[\d.]*[\])]?\s*[-.:/]?\s*(?=[A-Za-z])")


def without_extras(text: str) -> tuple[str, str]:
    """Part a village from a code before it and from what stands behind: `[2004] BIHARA, AWAYAN` -> (`BIHARA`, `AWAYAN`).

    The second part, in brackets or behind a comma, may be the district; RT, street and the like are dropped.
    """
    plain = _CODE_BEFORE.sub("", _BEHIND.sub("", text)).strip()
    name, _, behind = re.sub(r"[(\[]", ",", plain, count=1).partition(",")
    return name.strip(), behind.strip(" )],")


def named_in(title: str) -> tuple[str, ...]:
    """Return what follows "Desa", "Kel." and the like: `DESA AWAYAN HILIR KEC. AWAYAN` -> (`AWAYAN HILIR`,)."""
    return tuple(found["name"].strip() for found in _NAMED.finditer(" ".join(title.split())))


def rest_of(name: str) -> str:
    """Return a sheet's or file's name without years, numbers and the usual words; what stays may be a village."""
    words = re.sub(r"[_\-.,()\[\]+]+|\d+", " ", name)
    return " ".join(_NOISE.sub(" ", words).split())
