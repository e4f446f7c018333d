"""A letter as the agency sent it in January, and short hands for what happens to it."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image

from balakas.letters.actions import agenda, dispositions
from balakas.letters.actions.agenda import Arrival
from balakas.letters.rules import Facts, Scan, Urgency, Wish
from balakas.staff.rules import PositionKind


def wita(text: str) -> datetime:
    """`"12 09:00"` -> that hour of January 2026 in Awayan, as UTC."""
    return datetime.fromisoformat(f"2026-01-{text}").replace(tzinfo=ZoneInfo("Asia/Makassar")).astimezone(UTC)


NINE = wita("12 09:00")
LATER = NINE + timedelta(minutes=10)


def facts(number: int = 17, **more) -> Facts:
    given = {
        "sender": "Dinas Sosial Kabupaten Balangan",
        "subject": "Pemberitahuan penyaluran bantuan sosial permakanan dan sandang",
        "letter_number": f"400.9/{number:03d}/Dinsos/2026",
        "letter_date": date(2026, 1, 9),
        "urgency": Urgency.URGENT,
        "people_count": 68,
    }
    return Facts(**{**given, **more})


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (60, 90), "white").save(buffer, "PNG")
    return buffer.getvalue()


def take(world, at=NINE) -> Scan:
    return agenda.take_scan(office_id=world.office.id, content=picture(), by=world.actor(PositionKind.CLERK), at=at)


def register(world, number: int = 17, *, at=NINE, by=PositionKind.CLERK, wanted=None, facts_given=None, **arrival):
    return agenda.register(
        office_id=world.office.id,
        facts=facts_given or facts(number),
        by=world.actor(by),
        at=at,
        arrival=Arrival(**arrival),
        wanted=wanted,
    )


def wish(world, *kinds, instructions=("proceed", "report"), **more) -> Wish:
    people = kinds or (PositionKind.KASI_PMDK,)
    return Wish(tuple(world.users[kind].id for kind in people), instructions, **more)


def dispose(world, letter, *kinds, by=PositionKind.CAMAT, at=LATER, wish_given=None, **more):
    return dispositions.dispose(
        letter_id=letter.id, wish=wish_given or wish(world, *kinds), by=world.actor(by), at=at, **more
    )
