"""The number, the head and the members of a KK from its lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from balakas.recipients.rules.cards import labels, numbers, words
from balakas.recipients.rules.cards.card import Card
from balakas.recipients.rules.cards.ktp import Origins
from balakas.recipients.rules.cards.lines import Letter, Line, capitals, joined, sure_of, text_of, trimmed
from balakas.recipients.rules.nik import LENGTH

_TAIL = re.compile(r"\d{14,16}$")
_HEAD_OF_ROW = re.compile(r"^\d{1,2}[\s.|]*(?=[A-Z])")
_MOST_HEIGHTS = 3.0


@dataclass(frozen=True, slots=True)
class Row:
    """One member: the lines of the NIK, the name and the birth date, those that were found."""

    nik: Line | None
    name: tuple[Letter, ...]
    born: Line | None = None


def title_of(lines: Sequence[Line]) -> Line | None:
    """Return the line `KARTU KELUARGA`, None on anything else."""
    return next((line for line in lines if labels.after_label(line, labels.KK_TITLE) is not None), None)


def niks_of(lines: Sequence[Line], title: Line) -> list[Line]:
    """Return the members' NIKs from top to bottom; the card's own number is printed larger and stands higher."""
    below = title.y + title.height
    found = [
        line for line in lines if line.y > below and LENGTH - 2 <= len(numbers.number_in(line.letters)) <= LENGTH + 1
    ]
    return sorted(found, key=lambda line: line.y)


def header_of(lines: Sequence[Line], label: str) -> Line | None:
    """Return the head of a column."""
    return next((line for line in lines if labels.is_label(line, label)), None)


def rows_of(lines: Sequence[Line], niks: Sequence[Line], dates: Sequence[Line]) -> list[Row]:
    """Put names and birth dates beside the NIKs."""
    rows = []
    for nik in niks:
        names = [line for line in lines if _beside(line, nik) and line.right < nik.left + nik.height]
        begin = nik.left - 2.2 * nik.length
        parts = [part for line in names if (part := _name_part(line)) and part.left > begin]
        born = next((line for line in dates if _beside(line, nik) and line.left > nik.right - nik.height), None)
        rows.append(Row(nik, joined(sorted(parts, key=lambda line: line.left)), born))
    return rows


def _beside(line: Line, nik: Line) -> bool:
    return line is not nik and abs(line.y - nik.y) < 0.5 * nik.height


def _name_part(line: Line) -> Line | None:
    """Return a line of the name's column without the row's number; None where only that number stands."""
    text = line.text
    found = _HEAD_OF_ROW.match(text)
    part = line.after(found.end()) if found else line
    return part if any(letter.sign.isalpha() for letter in part.letters) else None


def read(lines: Sequence[Line], rows: Sequence[Row], title: Line, origins: Origins, known: str = "") -> Card:
    """Return the fields of a KK; `known` is the number its QR holds, if any."""
    card = Card("kk")
    _put_number(card, lines, title, known)
    members, sure = [], []
    for row in rows:
        member, likely = _member(row, origins)
        members.append(member)
        sure.append(likely)
    _put_head(card, lines, members, sure)
    if members:
        # Confidence is a number for every key: the members' weakest, and each one's own.
        card.put("members", members, min(value for likely in sure for value in likely.values()))
        for place, likely in enumerate(sure):
            card.confidence |= {f"members[{place}].{name}": value for name, value in likely.items()}
    return card


def _put_number(card: Card, lines: Sequence[Line], title: Line, known: str) -> None:
    near = [line for line in lines if 0 < line.y - title.y < _MOST_HEIGHTS * title.height]
    found = [digits for line in near if len(digits := numbers.number_in(numbers.after_no(line.letters))) == LENGTH]
    read = text_of(found[0]) if found else ""
    if known:
        card.put("kk", known, 0.99 if read in ("", known) else 0.9)
    elif found:
        card.put("kk", read, numbers.sure_of_kk(found[0]))


def _member(row: Row, origins: Origins) -> tuple[dict[str, str], dict[str, float]]:
    member: dict[str, str] = {}
    sure: dict[str, float] = {}
    born = numbers.date_of(row.born.letters) if row.born else None
    if row.nik:
        digits = numbers.number_in(row.nik.letters)
        region = None if origins(text_of(digits)[:6]) else False
        nik, likely = numbers.settled(digits, numbers.Beside(born=born[0] if born else None, region=region))
        if nik:
            member["nik"], sure["nik"] = nik, round(likely, 3)
    letters = trimmed(row.name, labels.SEPARATORS)
    if letters:
        member["name"], sure["name"] = capitals(letters, words.NAMES), round(sure_of(letters), 3)
    return member, sure


def _put_head(card: Card, lines: Sequence[Line], members: list[dict[str, str]], sure: list[dict[str, float]]) -> None:
    """Take the head from its own line; the first member is the head as well and settles a doubtful reading."""
    letters: tuple[Letter, ...] = ()
    for line in lines:
        rest = labels.after_label(line, labels.KK_HEAD)
        if rest is None:
            continue
        letters = labels.value_of(rest)
        if not letters:
            beside = [other for other in lines if _right_of(other, line)]
            letters = labels.value_of(min(beside, key=lambda other: other.left)) if beside else ()
    head = capitals(letters, words.NAMES)
    likely = sure_of(letters)
    first = members[0].get("name", "") if members else ""
    if first and (not head or (first != head and sure[0]["name"] > likely)):
        head, likely = first, sure[0]["name"] * (0.9 if head else 1.0)
    card.put("head", head, likely)


def _right_of(other: Line, line: Line) -> bool:
    return abs(other.y - line.y) < 0.5 * line.height and 0 < other.left - line.right + line.height < 6 * line.height
