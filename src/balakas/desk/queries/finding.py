"""A search that forgives: one box for distributions, letters, people and villages. What is searched for never gets into an address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from balakas.distributions.queries import distributions
from balakas.letters.queries import letters
from balakas.recipients.queries import listed, people
from balakas.recipients.rules import nik
from balakas.regions.queries import villages
from balakas.regions.rules.villages import Village, match_village
from balakas.staff import queries as staff_queries
from balakas.staff.rules import Officer, Right

NIK_LENGTH = 16
TAIL_LENGTH = 4
_DIGITS = re.compile(r"[\s.\-•*']+")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person on a list, with the NIK masked."""

    recipient: Any
    masked: str
    village: str


@dataclass(slots=True)
class Found:
    """What was found, kind by kind."""

    distributions: Sequence[Any] = ()
    letters: Sequence[Any] = ()
    people: list[PersonLine] = field(default_factory=list)
    villages: list[tuple[Village, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether there is no line at all."""
        return not (self.distributions or self.letters or self.people or self.villages)


def find(officer: Officer, words: str) -> Found:
    """Return what an officer may see of what the words name: a whole NIK, its last four digits, or words.

    Masked digits (`6311••••••••0003`) count as their last four.
    """
    digits = _DIGITS.sub("", words)
    if digits.isdigit() and len(digits) == NIK_LENGTH:
        return Found(people=_lines(officer, people.by_nik(officer, nik.normalise(digits))))
    tail = digits[-TAIL_LENGTH:]
    if tail.isdigit() and len(tail) == TAIL_LENGTH and digits.isdigit():
        found = _by_words(officer, words)
        found.people = _lines(officer, _by_tail(officer, tail))
        return found
    return _by_words(officer, words)


def _by_words(officer: Officer, words: str) -> Found:
    return Found(
        distributions=distributions.search(officer, words),
        letters=letters.search(officer, words) if Right.LETTERS_READ in officer.rights else [],
        people=_lines(officer, people.by_words(officer, words)),
        villages=_villages(officer, words),
    )


def _by_tail(officer: Officer, tail: str) -> list[Any]:
    """Return the people of running distributions whose NIK ends so."""
    ids = [
        recipient_id
        for case in distributions.running(officer.office_id)
        for recipient_id in listed.by_last_digits(officer.office_id, case.id, tail)
    ]
    rows = people.visible(officer).filter(id__in=ids).select_related("person__household", "distribution")
    return list(rows[: people.SEARCH_LIMIT])


def _lines(officer: Officer, rows: Sequence[Any]) -> list[PersonLine]:
    masked = people.masked_niks(rows)
    names = people.village_names(staff_queries.office_of(officer.office_id).region_code) if rows else {}
    return [PersonLine(row, masked[row.id], names.get(row.village_code, "")) for row in rows]


def _villages(officer: Officer, words: str) -> list[tuple[Village, list[tuple[str, str]]]]:
    """Return the village the words name, each with its page in every running distribution."""
    district = staff_queries.office_of(officer.office_id).region_code
    village = match_village(words, villages.villages_for(officer.office_id, district))
    if village is None or (officer.villages is not None and village.code not in officer.villages):
        return []
    pages = [(case.title, _village_page(case.id, village.code)) for case in distributions.running(officer.office_id)]
    return [(village, [(title, url) for title, url in pages if url])]


def _village_page(distribution_id: object, code: str) -> str:
    try:
        return reverse("recipients:village", kwargs={"distribution_id": distribution_id, "village_code": code})
    except NoReverseMatch:
        return ""
