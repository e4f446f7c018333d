"""Which column holds what: found by the words of the head row, never by position.

Heads are those of real lists (SIKS-NG, BNBA, BPNT, BLT-DD, BDT, Bulog, OpenSID, PT Pos) and what offices make of them.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules import nik
from balakas.recipients.rules.cells import Cell, is_number, text_of

FIELDS = ("name", "nik", "kk", "birth_place", "birth_date", "sex", "address", "rt", "rw", "village", "district")

# The heads of each field, without blanks and marks, best first. Two columns of one list may both be a name or a
# village; the earlier entry is the recipient's own.
_HEADS: dict[str, tuple[str, ...]] = {
    "nik": (
        "NIK", "NIKPENERIMA", "NIKKPM", "NIKPBP", "NIKPENERIMAMANFAAT", "NIKPENERIMABANTUAN", "NIKPENGURUS", "NIKPESERTA",
        "NONIK", "NOMORNIK", "NOMORINDUKKEPENDUDUKAN", "NOINDUKKEPENDUDUKAN", "NOMORINDUKKEPENDUDUKANNIK",
        "NIKNOMORINDUKKEPENDUDUKAN", "NIKKTP", "NOKTP", "NOMORKTP", "NOKTPNIK", "NIKNOKTP", "KTPNIK", "NIKKTPEL",
        "NOKTPEL", "NOEKTP", "NIKEKTP", "NOMORKTPEL", "NIK16DIGIT", "NIKKRT", "NIKART", "NIKKK", "NIKKEPALAKELUARGA",
        "NIKSESUAIKTP", "NOIDENTITAS", "NOMORIDENTITAS", "NIDN", "KTP", "IDKTP",
    ),
    "kk": (
        "NOKK", "NOMORKK", "KK", "NKK", "NOKARTUKELUARGA", "NOMORKARTUKELUARGA", "KARTUKELUARGA", "NOKKPENERIMA",
        "NOMORKKPENERIMA", "NOKKKPM", "NOKKPBP", "NOMORKARTUKELUARGAKK", "NOKARTUKELUARGAKK", "NOKK16DIGIT", "NOMERKK",
        "NOMORKKPBP", "NOMORKKKPM", "KKNOKK", "NOMORKARTUKELUARGANOKK",
    ),
    "name": (
        "NAMAPENERIMA", "NAMAKPM", "NAMAPBP", "NAMAPENERIMAMANFAAT", "NAMAPENERIMABANTUAN", "NAMAPENERIMABANSOS",
        "NAMALENGKAPPENERIMA", "NAMAPENERIMAKPM", "NAMALENGKAP", "NAMA", "NAMAPENGURUS", "NAMAPESERTA",
        "NAMASESUAIKTP", "NAMALENGKAPSESUAIKTP", "NAMASESUAIEKTP", "NAMAKTP", "NAMALENGKAPKPM", "NAMALENGKAPPBP",
        "PENERIMA", "PENERIMAMANFAAT", "NAMAWARGA", "NAMAPENDUDUK", "NAMALANSIA", "NAMAPPKS", "NAMAPENERIMABLT",
        "NAMAKEPALAKELUARGA", "NAMAKRT", "NAMAKEPALARUMAHTANGGA", "KEPALAKELUARGA", "NAMAKK", "NAMAART", "NMPENERIMA",
        "NMKPM", "NMPENGURUS", "NAMAANGGOTA", "NAMAPENERIMABERAS", "PESERTA", "NAMAORANG", "NAMAKELUARGA",
    ),
    "birth_place": ("TEMPATLAHIR", "TMPTLAHIR", "TMPLAHIR", "TPTLAHIR", "TEMPATKELAHIRAN", "KOTALAHIR", "TMPTLHR", "TEMPATLHR", "TMPLHR", "TLAHIR", "TPLAHIR", "KABLAHIR"),
    "birth_date": (
        "TANGGALLAHIR", "TGLLAHIR", "TGLLHR", "TANGGALLHR", "TGLKELAHIRAN", "TANGGALKELAHIRAN", "LAHIR", "TGLLAHIRPENERIMA",
        "TANGGALLAHIRPENERIMA", "DATEOFBIRTH", "DOB", "TGLLHIR", "TGLLAHIRKPM", "TGLLAHIRPBP", "TGLLAHIRDDMMYYYY",
        "TGLLAHIRHHBBTTTT", "TANGGALLAHIRHHBBTTTT", "TANGGALLAHIRDDMMYYYY", "TGLBLNTHNLAHIR", "TANGGALBULANTAHUNLAHIR",
    ),
    "sex": ("JENISKELAMIN", "JENISKEL", "JNSKELAMIN", "JNSKEL", "JK", "KELAMIN", "LP", "LKPR", "LAKILAKIPEREMPUAN", "SEX", "GENDER", "JENISKELAMINLP", "JKLP", "JKEL", "LATAUP", "PW", "JENISKELAMINPW", "KDJK", "JENISKELAMINKRT"),
    "address": (
        "ALAMAT", "ALAMATLENGKAP", "ALAMATPENERIMA", "ALAMATRUMAH", "ALAMATKPM", "ALAMATPBP", "ALAMATDOMISILI",
        "ALAMATTINGGAL", "ALAMATTEMPATTINGGAL", "ALAMATKTP", "ALAMATSESUAIKTP", "ALAMATKK", "JALAN", "NAMAJALAN", "DUSUN",
        "TEMPATTINGGAL", "ALAMATJALAN", "DOMISILI",
    ),
    "rt": ("RT", "NORT", "NOMORRT", "RTPENERIMA", "KDRT", "KODERT"),
    "rw": ("RW", "NORW", "NOMORRW", "RWPENERIMA", "KDRW", "KODERW"),
    "village": (
        "DESA", "NAMADESA", "DESAKELURAHAN", "NAMADESAKELURAHAN", "KELURAHANDESA", "NAMAKELURAHANDESA", "KELURAHAN",
        "NAMAKELURAHAN", "DESAKEL", "KELDESA", "NAMADESAKEL", "NAMAKELDESA", "NMKEL", "NMDESA", "NAMAKEL", "KEL",
        "DSKEL", "KELDS", "DS", "KAMPUNG", "NAMAKAMPUNG", "KAMPUNGDESA", "NAGARI", "GAMPONG", "PEKON", "LEMBANG",
        "DESAKAMPUNG", "NMDESAKEL", "ASALDESA", "ALAMATDESA", "WILAYAHDESA", "DESAKELURAHANPENERIMA", "DESAASAL", "KODEDESA",
        "KODEKELURAHAN", "KODEDESAKELURAHAN", "KDKEL", "KDDESA", "KODEKEL",
    ),
    "district": ("KECAMATAN", "NAMAKECAMATAN", "NMKEC", "KEC", "NAMAKEC", "KODEKECAMATAN", "KDKEC", "KODEKEC"),
}  # fmt: skip
_RANK = {head: (name, place) for name, heads in _HEADS.items() for place, head in enumerate(heads)}
_GUESS = 1_000  # ranks of heads understood by their words only, behind every head that is listed
_BOTH_RT_RW = re.compile(r"^(NO|NOMOR|ALAMAT)?RT(DAN)?RW$|^RTRW\w{0,8}$")
_BOTH_BIRTH = re.compile(
    r"^(TEMPAT|TMPT|TMP|TPT|T)(DAN|TANGGAL|TGL|TG|TL)*(LAHIR|LHR)?(TANGGAL|TGL|TG)+(LAHIR|LHR)\w{0,8}$|^TTL$"
)
_NUMBER_HEADS = frozenset({"NO", "NOMOR", "NOURUT", "NOMORURUT", "NOMER", "URUT", "NUM", "NUMBER"})
# Words that make a head somebody else's or something else: the mother's name, the bank's, a status or a count.
_OTHERS = re.compile(
    r"\b(IBU|AYAH|BAPAK|ORANG ?TUA|ORTU|SUAMI|ISTRI|PASANGAN|WALI|KUASA|PERWAKILAN|PENGGANTI|PENGAMPU|PETUGAS|PENDAMPING|"
    r"BANK|PROGRAM|BANSOS|BANTUAN|REKENING|REK|STATUS|KET|KETERANGAN|JUMLAH|JML|TANGGUNGAN|KABUPATEN|KAB|PROVINSI|PROP|"
    r"PROV|KKS|PKH|HP|TELP|TELEPON|WA|TTD|TANDA|PEKERJAAN|USIA|UMUR|VALID|CEK|PADAN|BARANG|SEKOLAH|KANTOR|USAHA|"
    r"KEPALA DESA|KADES|KETUA|KOMODITAS|PENYALUR|TERIMA|CETAK|TERBIT|ENTRI|INPUT|POS|TOKO|AGEN|"
    r"KELOMPOK|IDBDT|DTKS|DTSEN|SEMESTA|DESIL)\b"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(IBU|AYAH|ORANG ?TUA|ORTU|SUAMI|ISTRI|PASANGAN|WALI|KUASA|PERWAKILAN|PENGGANTI|PENGAMPU|PETUGAS|PENDAMPING|BANK|"
    r"REKENING|PROGRAM|PENYALUR|KABUPATEN|PROVINSI)\b"
)
_RECIPIENTS_OWN = re.compile(
    r"^(NAMA|NM|NIK|NO KK|NOMOR KK|ALAMAT|TGL LAHIR|TANGGAL LAHIR)( LENGKAP)? (PENERIMA|KPM|PBP|PENGURUS)\b"
)
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("nik", re.compile(r"\bNIK\b|\bE?-?KTP\b|INDUK KEPENDUDUKAN|NO(MOR)? IDENTITAS")),
    ("kk", re.compile(r"\bNO(MOR|MER)? ?(KK|KARTU KELUARGA)\b|\bNKK\b|\bKARTU KELUARGA\b")),
    ("birth_date", re.compile(r"\b(TANGGAL|TGL) ?(LAHIR|LHR|KELAHIRAN)\b")),
    ("birth_place", re.compile(r"\b(TEMPAT|TMPT?|TPT|KOTA) ?(LAHIR|LHR|KELAHIRAN)\b")),
    ("sex", re.compile(r"\bKELAMIN\b|\bGENDER\b|\bJK\b|\b(L P|P W)\b")),
    ("village", re.compile(r"^(NAMA |NM |ASAL )?(DESA|KELURAHAN|KEL)\b|\bDESA KEL(URAHAN)?\b")),
    ("district", re.compile(r"^(NAMA |NM )?KEC(AMATAN)?\b")),
    ("address", re.compile(r"\bALAMAT\b")),
    ("name", re.compile(r"^(NAMA|NM)\b(?! (SLS|DUSUN|LINGKUNGAN|RT|RW|JALAN)\b)|\bNAMA LENGKAP\b")),
)


# Any of these stands in a heading understood by its words: most cells of people hold none, and that is the end of it.
_ANY_WORD = re.compile(
    r"NIK|KTP|KK|KARTU|KEPENDUDUKAN|IDENTITAS|LAHIR|LHR|KELAMIN|GENDER|JK|[LP] [PW]|DESA|KEL|KEC|ALAMAT|NAMA|NM"
)


class HeadsAlike(BalakasError):
    """Two columns carry the same heading and different contents."""

    code = "heads_alike"
    message = N_(
        "Dua kolom berjudul sama, “%(heading)s” (kolom %(first)s dan %(second)s). Ubah salah satu judulnya, lalu unggah lagi."
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands in a table. `rtrw` and `birth` tell that one column holds two fields."""

    places: dict[str, int]
    headings: dict[str, str]
    number: int | None = None
    heads: tuple[str, ...] = ()
    alike: tuple[tuple[str, int, int], ...] = ()
    score: float = 0
    joined: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Return a heading in capitals with single blanks and without marks and bracketed remarks of digits."""
    words = re.sub(r"\((\d+|\*+)\)", " ", text.upper().replace("_", " "))
    return " ".join(re.sub(r"[^A-Z0-9 ]+", " ", words).split())


@lru_cache(maxsize=16_384)
def fields_of(heading: str) -> tuple[tuple[str, int], ...]:
    """Return the fields a heading means with their rank (0 is best); empty when it means none."""
    words = plain(heading)
    solid = words.replace(" ", "")
    if not solid or len(solid) > 60:  # noqa: PLR2004 -- a sentence is no heading
        return ()
    if _BOTH_RT_RW.match(solid):
        return (("rt", _GUESS), ("rw", _GUESS))
    if _BOTH_BIRTH.match(solid):
        return (("birth_place", _GUESS), ("birth_date", _GUESS))
    if solid in _RANK:
        return (_RANK[solid],)
    return _by_words(words)


def is_listed(heading: str) -> bool:
    """Say whether the heading stands in the table of heads word for word."""
    return plain(heading).replace(" ", "") in _RANK


def _by_words(words: str) -> tuple[tuple[str, int], ...]:
    if not _ANY_WORD.search(words):
        return ()
    if _OTHERS.search(words) and not _RECIPIENTS_OWN.match(words):
        return ()
    for name, pattern in _WORDS:
        if pattern.search(words):
            return ((name, _GUESS + len(words)),)
    return ()


def layout_of(cells: Sequence[Cell]) -> Layout | None:
    """Read a row as a head row; None unless it names a NIK or a name, and a second field."""
    texts = ["" if is_number(cell) else text_of(cell) for cell in cells]
    best: dict[str, tuple[int, int]] = {}
    joined: set[str] = set()
    alike: list[tuple[str, int, int]] = []
    for place, text in enumerate(texts):
        found = fields_of(text)
        for name, rank in found:
            held = best.get(name)
            if held and held[0] == rank and plain(texts[held[1]]) == plain(text):
                alike.append((name, held[1], place))
            if held is None or rank < held[0]:
                best[name] = (rank, place)
                joined = joined | {name} if len(found) > 1 else joined - {name}
    alike = [pair for pair in alike if best[pair[0]][1] == pair[1]]
    return _layout(texts, best, joined, alike)


def _layout(
    texts: list[str], best: dict[str, tuple[int, int]], joined: set[str], alike: list[tuple[str, int, int]]
) -> Layout | None:
    named = {"nik", "name"} & best.keys()
    if not named or len(best) < 2:  # noqa: PLR2004 -- one word alone may be a title
        return None
    filled = sum(1 for text in texts if text)
    places = {name: best[name][1] for name in FIELDS if name in best}
    return Layout(
        places=places,
        headings={name: texts[place] for name, place in places.items()},
        number=next((place for place, text in enumerate(texts) if plain(text).replace(" ", "") in _NUMBER_HEADS), None),
        heads=tuple(plain(text) for text in texts),
        alike=tuple(alike),
        score=len(set(places.values())) + len(set(places.values())) / max(filled, 1),
        joined=frozenset(joined),
    )


def fingerprint(layout: Layout | None) -> str:
    """Return what tells that two files have the same heads."""
    return hashlib.sha256("\n".join(layout.heads if layout else ()).encode()).hexdigest()


def joined_heads(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """Join a head of two rows: what stands below wins where it means something alone, else both are read together.

    A merged cell of the upper row ("KEPALA KELUARGA" over "NAMA" and "NIK") covers the empty cells to its right.
    """
    result: list[Cell] = []
    parent = ""
    for place in range(max(len(upper), len(lower))):
        above = text_of(upper[place]) if place < len(upper) else ""
        below = text_of(lower[place]) if place < len(lower) else ""
        parent = above or (parent if below else "")
        result.append(_join(parent, below))
    return result


def _join(parent: str, below: str) -> str:
    if not below or not parent:
        return below or parent
    together = f"{parent} {below}"
    if _SOMEBODY_ELSE.search(plain(parent)) or (fields_of(together) and not fields_of(below)):
        return together
    return below if fields_of(below) else together


def heads_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return a row's texts as `Layout.heads` keeps them."""
    return tuple("" if is_number(cell) else plain(text_of(cell)) for cell in cells)


def is_head_word(cell: Cell) -> bool:
    """Say whether a cell could stand in a head row: known words, or a count's head (`NO`)."""
    text = text_of(cell)
    return bool(fields_of(text)) or plain(text).replace(" ", "") in _NUMBER_HEADS


def with_numbers_found(layout: Layout, rows: Sequence[Sequence[Cell]]) -> Layout:
    """Find the columns of NIK and KK by their digits where no heading names them.

    A column counts when most of its filled cells hold sixteen digits; it is the NIK when a fifth of them carry a
    woman's day (41 to 71), which family cards never do.
    """
    places, headings = dict(layout.places), dict(layout.headings)
    for place in range(len(layout.heads)):
        numbers = [nik.normalise(cells[place]) for cells in rows if place < len(cells) and text_of(cells[place])]
        long = [number for number in numbers if len(number) == nik.LENGTH and number.isdigit()]
        if place in places.values() or len(long) < 3 or len(long) < len(numbers) * 0.6:  # noqa: PLR2004
            continue
        if _OTHERS.search(layout.heads[place]):
            continue
        name = "nik" if sum(map(nik.has_womans_day, long)) * 5 >= len(long) else "kk"
        if name not in places:
            places[name], headings[name] = place, layout.heads[place]
    return replace(layout, places=places, headings=headings)
