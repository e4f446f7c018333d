"""The fields of a KTP from its lines."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from balakas.recipients.rules.cards import labels, numbers, words
from balakas.recipients.rules.cards.card import Card
from balakas.recipients.rules.cards.layout import Sheet
from balakas.recipients.rules.cards.lines import Letter, capitals, sure_of, text_of, trimmed
from balakas.recipients.rules.cards.places import Around, Origin, settled
from balakas.recipients.rules.nik import LENGTH

_ABBREVIATED = re.compile(r"^(JL|JLN|GG|DS|DSN)[., ]+(?=[A-Z])")
Origins = Callable[[str], Origin | None]
"""Gives the district of a NIK's first six digits."""
Places = Callable[[str, str], Around]
"""Gives the places near a card by its heading and its district."""


def read(sheet: Sheet, origins: Origins, places: Places) -> Card:
    """Return the fields of a KTP."""
    card = Card("ktp")
    values = sheet.values
    heading = " ".join(line.text for line in sheet.heading)
    around = places(heading, text_of(values.get("district", ())))
    _put_text(card, "name", values.get("name", ()))
    _put_birth(card, values.get("birth", ()), (*around.regencies, *around.districts, *around.villages))
    card.put("sex", *words.mapped(values.get("sex", ()), words.SEXES))
    _put_text(card, "address", values.get("address", ()))
    if sheet.is_small and "address" in card.fields:
        card.fields["address"] = _ABBREVIATED.sub(r"\1. ", str(card.fields["address"]))
    _put_place(card, "village", values.get("village", ()), around.villages)
    _put_place(card, "district", values.get("district", ()), around.districts)
    _put_block(card, values.get("rt_rw", ()))
    for name, listed in (("religion", words.RELIGIONS), ("marital", words.MARITAL), ("job", words.JOBS)):
        _put_listed(card, name, values.get(name, ()), listed)
    if sheet.nik is not None:
        _put_nik(card, numbers.digits_of(sheet.nik.letters)[-LENGTH:], heading, origins)
    return card


def _put_nik(card: Card, digits: tuple[Letter, ...], heading: str, origins: Origins) -> None:
    born = card.fields.get("birth_date")
    origin = origins(text_of(digits)[:6]) if len(digits) == LENGTH else None
    beside = numbers.Beside(
        born=date.fromisoformat(str(born)) if born else None,
        sex=str(card.fields.get("sex", "")),
        region=False if origin is None else (origin.is_named_in(heading) or None),
    )
    card.put("nik", *numbers.settled(digits, beside))


def _put_place(card: Card, name: str, letters: tuple[Letter, ...], listed: Iterable[str]) -> None:
    letters = trimmed(letters, labels.SEPARATORS)
    card.put(name, settled(letters, listed), sure_of(letters))


def _put_text(card: Card, name: str, letters: tuple[Letter, ...]) -> None:
    letters = trimmed(letters, labels.SEPARATORS)
    card.put(name, capitals(letters, words.NAMES), sure_of(letters))


def _put_birth(card: Card, letters: tuple[Letter, ...], listed: Iterable[str]) -> None:
    found = numbers.date_of(letters)
    if not found:
        return
    born, start, sure = found
    card.put("birth_date", born.isoformat(), sure)
    _put_place(card, "birth_place", letters[:start], listed)


def _put_block(card: Card, letters: tuple[Letter, ...]) -> None:
    digits = text_of(letters).translate(numbers.LOOKALIKES)
    found = re.search(r"(\d{3})\D{0,2}(\d{3})", digits)
    if found:
        card.put("rt_rw", "/".join(found.groups()), sure_of(letters))


def _put_listed(card: Card, name: str, letters: tuple[Letter, ...], listed: tuple[str, ...]) -> None:
    if letters:
        word, sure = words.of_list(letters, listed)
        if word:
            card.put(name, word, sure)
        else:
            _put_text(card, name, letters)
