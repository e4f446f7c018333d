"""A distribution opened from January's letter, and short hands."""

from balakas.distributions.actions import distributions, programmes
from balakas.distributions.rules.distribution import Giver, Head, Share
from balakas.staff.rules import PositionKind
from tests.letters.cases import LATER, dispose, register


def programme(world, code: str = "permakanan"):
    return programmes.copy_preset(
        office_id=world.office.id, code=code, by=world.actor(PositionKind.KASI_PMDK), at=LATER
    )


def opened(world, *, letter=None, shares=None):
    letter = letter or register(world)
    dispose(world, letter)
    shares = shares or [Share(programme(world).benefits.get().id, "Januari 2026", 250_000, letter_people=54)]
    return distributions.open_from_letter(
        letter_id=letter.id,
        head=Head("Bansos permakanan dan sandang", "Januari 2026", Giver.AGENCY, "Dinas Sosial Kabupaten Balangan"),
        shares=shares,
        by=world.actor(PositionKind.KASI_PMDK),
        at=LATER,
    )
