"""What a line of a sheet is that is no person: an end mark, numbers of columns, a total, a signature."""

import re
from collections.abc import Sequence
from itertools import pairwise

from balakas.recipients.rules.cells import Cell, text_of

END_MARK = "###"
_SIGNING = 3  # the most cells that one line of a signature fills
_FEW_AT_END = 3
_TOTAL = re.compile(r"^(SUB ?|GRAND ?)?(TOTAL|JUMLAH|JML)\b", re.IGNORECASE)
_MONTH = "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_CLOSING = re.compile(
    r"^(mengetahui|menyetujui|mengesahkan|disahkan|diketahui|dibuat|disusun|diperiksa|yang membuat|yang menyerahkan|"
    r"hormat kami|a\.n\.|plt\.?\s|plh\.?\s|pj\.?\s|camat\b|kepala desa\b|lurah\b|kepala dinas\b|sekretaris\b|pendamping\b|"
    r"tksk\b|ketua\b|petugas\b|kasi\b|nip\b|catatan\b|keterangan\s*:|ket\s*[.:]|sumber\s*:|tembusan\b|halaman\b|hal\b\.?\s*\d|"
    r"ditetapkan|dicetak|tanggal cetak|demikian|saksi\b|penerima,$|terbilang\b|\(?\s*[._]{4,})",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(
    rf"^[a-z .'-]{{3,40}},?\s+(\d{{1,2}}|[._\s]+)?\s*({_MONTH}|[._]{{3,}})\s*(\d{{4}}|20[._]+)", re.IGNORECASE
)


def is_end(cells: Sequence[Cell]) -> bool:
    """Say whether a row ends the list: hardly anything but end marks; a NIK that Excel showed as `#######` ends nothing."""
    texts = [text for text in map(text_of, cells) if text]
    marks = sum(text.startswith(END_MARK) for text in texts)
    return bool(marks) and (marks == len(texts) or (len(texts) <= _FEW_AT_END and texts[0].startswith(END_MARK)))


def is_count_row(cells: Sequence[Cell]) -> bool:
    """`1 2 3 … 15`, `(1) (2) (3)`, `a b c`, `I II III` or `5 6 7=5+6` under the head."""
    texts = [text.strip("()[]. ") for text in map(text_of, cells) if text]
    if len(texts) < 3:  # noqa: PLR2004
        return False
    for numbers in (_counted(texts), _lettered(texts)):
        if numbers and numbers[0] in {0, 1} and {after - before for before, after in pairwise(numbers)} <= {0, 1}:
            return True
    return False


def _counted(texts: Sequence[str]) -> list[int]:
    """Read arabic and roman numbers, with what a column is computed from behind them; empty when a text is neither."""
    found = [re.fullmatch(r"(\d{1,3})(\s*[=(:].{0,30})?", text) for text in texts]
    if all(found):
        return [int(one[1]) for one in found if one]
    roman = [_ROMAN.index(text.upper()) + 1 if text.upper() in _ROMAN else 0 for text in texts]
    return roman if all(roman) else []


def _lettered(texts: Sequence[str]) -> list[int]:
    """Read `a b c` as 1, 2, 3; empty when a text is no single letter."""
    if all(len(text) == 1 and text.isascii() and text.isalpha() for text in texts):
        return [ord(text.upper()) - ord("A") + 1 for text in texts]
    return []


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def is_closing(filled: Sequence[Cell]) -> bool:
    """Say whether a row is a total or a line of a signature; its first two texts decide."""
    texts = [text_of(cell) for cell in filled]
    words = [text for text in texts if not re.fullmatch(r"[\d.,]+", text)]
    if any(_TOTAL.match(text) for text in words[:2]):
        return True
    if len(filled) > _SIGNING:  # a person's row may well hold "Paringin, 17 Agustus 1945"
        return False
    return any(_CLOSING.match(text) or _PLACE_AND_DATE.match(text) for text in words[:2])
