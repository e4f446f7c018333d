"""What an official letter's first page says of itself: its number, its date, who sent it, what it is about.

The form is that of Permendagri 1/2023: the agency's head (*kop*) on top, `Nomor`, `Sifat`, `Lampiran`, `Hal` on the left,
place and date on the right; letters with a centred title (*surat edaran*) carry number under it and date at the foot.
Whatever is not plainly there stays empty: a proposal must be right or absent.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from balakas.common.indonesian import DAYS, MONTHS

_OTHER_MONTHS = {"pebruari": 2, "nopember": 11, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "agt": 8}
_OTHER_MONTHS |= {"agust": 8, "agus": 8, "ags": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "des": 12}
_MONTH_OF = {name.lower(): place for place, name in enumerate(MONTHS, start=1)} | _OTHER_MONTHS
_DATE = rf"(\d{{1,2}})\s+({'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})\.?\s+(\d{{4}})"
_PLACED_DATE = re.compile(rf"^(?P<place>[A-Z][\w'. ]{{1,30}}?)\s*,\s*(?:tanggal\s+)?{_DATE}$", re.IGNORECASE)
_LONE_DATE = re.compile(rf"^(?:pada\s+)?(?:tanggal\s*:?\s*)?{_DATE}$", re.IGNORECASE)
_LABEL = re.compile(r"^(nomor|no|sifat|lampiran|lamp|perihal|prihal|hal|tanggal|kepada)\b\.?\s*(:?)", re.IGNORECASE)
_ADDRESSED = re.compile(r"^(yth|kepada|dengan hormat|assalam|di\s*[-–]|di$)", re.IGNORECASE)
_NUMBER_WORD = re.compile(r"^(nomor|no\.?)\s*:?\s*", re.IGNORECASE)
_NOT_HEAD = re.compile(
    r"^(jalan|jl\b|jln|alamat|telp|telepon|faks|fax|laman|website|e-?mail|pos-?el|kode\s*pos|surat\s|undangan|nota dinas|"
    r"pengumuman|keputusan)|https?:|www\.|@|\d{5}",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(dinas|badan|kecamatan|desa|kelurahan|kantor|sekretariat|inspektorat|bidang|seksi|upt|uptd|direktorat|balai|pusat|"
    r"cabang|unit|bagian|satuan|lembaga|perum|pt\b|pemerintah|kementerian|bupati|gubernur)\b",
    re.IGNORECASE,
)
_SMALL = frozenset({"dan", "di", "ke", "dari", "untuk", "atau", "serta", "pada"})
_CAPITALS = frozenset({"BULOG", "PT", "KB", "UPT", "UPTD", "RSUD", "BPS", "PMD", "PMDK", "RI", "BPBD", "BPKAD", "PKH"})
_GAP = 1.6
"""White of more than so many letter heights parts two columns."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word on the page; places in points from the left and the bottom, `size` the height of its line."""

    left: float
    right: float
    bottom: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of one line that stand together."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left


@dataclass(frozen=True, slots=True)
class LetterText:
    """What was read; "" and None for what is not plainly there."""

    number: str = ""
    dated: date | None = None
    sender: str = ""
    subject: str = ""


def read_letter(words: Iterable[Word], width: float) -> LetterText:
    """Read a first page's words, given from top to bottom; `width` is the page's."""
    lines = list(_lines(words))
    head = _head_length(lines)
    return LetterText(
        number=_number(lines[:head]),
        dated=_date(lines, head, width),
        sender=_sender(lines[:head]),
        subject=_subject(lines, head),
    )


def _lines(words: Iterable[Word]) -> Iterator[list[Chunk]]:
    """Yield the page's lines, each parted into its columns."""
    line: list[Word] = []
    for word in words:
        if line and word.bottom != line[0].bottom:
            yield list(_chunks(line))
            line = []
        line.append(word)
    if line:
        yield list(_chunks(line))


def _chunks(line: list[Word]) -> Iterator[Chunk]:
    together = [line[0]]
    for word in line[1:]:
        if word.left - together[-1].right > _GAP * word.size or word.text == ":":
            yield Chunk(tuple(together))
            together = []
        together.append(word)
    yield Chunk(tuple(together))


def _head_length(lines: list[list[Chunk]]) -> int:
    """Return how many lines come before the body: up to the line after the last label, or to the first greeting."""
    last = 0
    for place, line in enumerate(lines):
        if re.match(r"(dengan hormat|assalam)", line[0].text, re.IGNORECASE):
            return place
        if _labelled(line) and place - last < 12:  # noqa: PLR2004 -- a head with its agency is no longer
            last = place
    return min(last + 6, len(lines)) if last else min(len(lines), 15)


def _labelled(line: list[Chunk]) -> str:
    """Return the label a line begins with, in small letters, "" where it has none."""
    found = _LABEL.match(line[0].text)
    if found is None:
        return ""
    alone = line[0].text[found.end() :].strip() == ""
    follows = len(line) > 1 and line[1].text.startswith(":")
    return found[1].lower() if found[2] or (alone and (follows or len(line) > 1)) else ""


def _value(line: list[Chunk]) -> tuple[str, float]:
    """Return what stands after a line's label and where it begins; a date in the right column is not part of it."""
    own, rest = line[0], list(line[1:])
    found = _LABEL.match(own.text)
    after = own.text[found.end() :].strip() if found else ""
    parts, start = ([after], own.words[-len(after.split())].left) if after else ([], 0.0)
    if not parts and rest:
        first = rest.pop(0)
        words = [word for word in first.words if word.text != ":"]
        if not words and rest:
            words = list(rest.pop(0).words)
        parts = [" ".join(word.text for word in words).lstrip(": ")]
        start = words[0].left if words else 0.0
    return parts[0] if parts else "", start


def _number(head: list[list[Chunk]]) -> str:
    for line in head:
        if _labelled(line) in {"nomor", "no"}:
            return _tidy_number(_value(line)[0])
    for line in head:
        text = line[0].text
        if len(line) == 1 and _NUMBER_WORD.match(text) and "/" in text:
            return _tidy_number(_NUMBER_WORD.sub("", text))
    return ""


def _tidy_number(text: str) -> str:
    """Return the number without spaces round its strokes; "" where a place was left empty for the pen."""
    date_at = re.search(rf"\s+[A-Z]\w+\s*,\s*{_DATE}", text)
    tight = re.sub(r"\s*([/.-])\s*", r"\1", (text[: date_at.start()] if date_at else text).strip())
    blank = re.search(r"//|^/|/$|\.{3,}|_{2,}|…", tight)
    return "" if blank or not re.search(r"\d", tight) or re.search(r"\s\S+\s\S+\s", tight) else tight


def _date(lines: list[list[Chunk]], head: int, width: float) -> date | None:
    """Return the letter's date: beside or above the head, else at the foot; never one in the running text."""
    for line in lines[:head]:
        if _labelled(line) == "tanggal" and (found := _LONE_DATE.match(_value(line)[0])):
            return _day(found)
        for chunk in line:
            found = _placed(chunk.text) or (_LONE_DATE.match(chunk.text) if chunk.left > 0.4 * width else None)
            if found and (day := _day(found)):
                return day
    for line in reversed(lines[head:]):
        chunk = line[-1]
        text = " ".join(one.text for one in line) if _labelled(line) == "" else chunk.text
        found = _placed(chunk.text) or (_LONE_DATE.match(_foot(text)) if chunk.left > 0.4 * width else None)
        if found and chunk.left > 0.4 * width and (day := _day(found)):
            return day
    return None


def _foot(text: str) -> str:
    return re.sub(r"^(pada\s+)?tanggal\s*:?\s*", "", text, flags=re.IGNORECASE)


def _placed(text: str) -> re.Match[str] | None:
    """Match "Paringin, 12 Januari 2026", and not "Senin, 12 Januari 2026": that is the day of what it is about."""
    found = _PLACED_DATE.match(text)
    weekday = found is not None and found["place"].strip().lower().replace("'", "") in {day.lower() for day in DAYS}
    return None if weekday else found


def _day(found: re.Match[str]) -> date | None:
    day, month, year = found.groups()[-3:]
    try:
        return date(int(year), _MONTH_OF[month.lower()], int(day))
    except ValueError:
        return None


def _subject(lines: list[list[Chunk]], head: int) -> str:
    for place, line in enumerate(lines[:head]):
        if _labelled(line) in {"hal", "perihal", "prihal"}:
            text, start = _value(line)
            return _joined([text, *_continued(lines[place + 1 :], line, start)]) if text else ""
    return _titled(lines[:head])


def _continued(below: list[list[Chunk]], first: list[Chunk], start: float) -> Iterator[str]:
    """Yield the lines that go on under a subject: close below, beginning where it began."""
    size, bottom = first[0].words[0].size, first[0].words[0].bottom
    for line in below:
        chunk = next((one for one in line if abs(one.left - start) < size), None)
        step = bottom - line[0].words[0].bottom
        if chunk is None and step < size:  # the right column's line stands between
            continue
        if chunk is None or step > 2.2 * size or _labelled(line) or _ADDRESSED.match(chunk.text):
            return
        yield chunk.text
        bottom = line[0].words[0].bottom


def _titled(head: list[list[Chunk]]) -> str:
    """Return the subject of a letter with a centred title: what follows TENTANG."""
    texts = [" ".join(chunk.text for chunk in line) for line in head]
    for place, text in enumerate(texts):
        if text.strip().upper() == "TENTANG":
            title = []
            for one in texts[place + 1 :]:
                if not one.isupper():
                    break
                title.append(one)
            return _joined(title).capitalize()
    return ""


def _joined(parts: list[str]) -> str:
    """Join lines; a word broken with a hyphen at the line's end stays as it is written."""
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" .")


def _sender(head: list[list[Chunk]]) -> str:
    units: list[str] = []
    for line in head:
        text = " ".join(chunk.text for chunk in line).strip()
        if _labelled(line) or _NOT_HEAD.search(text) or any(_placed(chunk.text) for chunk in line):
            break
        if not text.isupper() and not _UNIT.match(text):
            if units:
                break
            continue
        if units and not _UNIT.match(text):
            units[-1] += f" {text}"
        else:
            units.append(text)
    return _agency([_cased(unit) for unit in units])


def _agency(units: list[str]) -> str:
    """Return the agency as an address names it: the smallest unit first, the government only by its area."""
    if not units:
        return ""
    top, *rest = units
    if not rest:
        return top
    if top.startswith("Pemerintah "):
        return " ".join([*reversed(rest), top.removeprefix("Pemerintah ")])
    return ", ".join([*reversed(rest), top])


def _cased(text: str) -> str:
    """`DINAS SOSIAL DAN PMD` -> `Dinas Sosial dan PMD`; a name not all in capitals stays as it is."""
    if not text.isupper():
        return text
    return " ".join(_cased_word(word, first=place == 0) for place, word in enumerate(text.split()))


def _cased_word(word: str, *, first: bool) -> str:
    bare = word.strip("(),.")
    if bare in _CAPITALS or (len(bare) > 1 and not re.search(r"[AEIOU]", bare)):
        return word
    if bare.lower() in _SMALL and not first:
        return word.lower()
    return re.sub(r"[A-ZÀ-Ý]+", lambda part: part[0].capitalize(), word)
