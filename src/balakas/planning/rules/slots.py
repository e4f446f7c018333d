"""Times at a post: what is refused, what is only warned of, and who comes when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.sop.rules.clock import Calendar

_FRIDAY = 4
_PRAYER_START, _PRAYER_END = time(11, 30), time(13, 0)
_LONGEST = timedelta(hours=14)


class Method(StrEnum):
    """How aid reaches people (domain.md 4.4)."""

    VILLAGE_HALL = "village_hall"
    COUNTER = "counter"
    HOME = "home"


METHOD_WORDS: dict[Method, str] = {
    Method.VILLAGE_HALL: N_("Di desa (balai desa)"),
    Method.COUNTER: N_("Di loket kantor kecamatan"),
    Method.HOME: N_("Diantar ke rumah"),
}


class Oddity(StrEnum):
    """What is unusual about a time and may still be right."""

    FRIDAY_PRAYER = "friday_prayer"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    OUTSIDE_HOURS = "outside_hours"
    IN_THE_PAST = "in_the_past"
    TOO_MANY = "too_many"


ODDITY_SENTENCES: dict[Oddity, str] = {
    Oddity.FRIDAY_PRAYER: N_("Bertepatan dengan salat Jumat (11.30–13.00)."),
    Oddity.HOLIDAY: N_("Hari libur atau cuti bersama."),
    Oddity.WEEKEND: N_("Bukan hari kerja."),
    Oddity.OUTSIDE_HOURS: N_("Di luar jam kerja."),
    Oddity.IN_THE_PAST: N_("Waktunya sudah lewat."),
    Oddity.TOO_MANY: N_("Penerima lebih banyak daripada daya tampung."),
}


class SlotBackwards(BalakasError):
    """A time that ends before it begins."""

    code = "slot_backwards"
    message = N_("Jam selesai harus sesudah jam mulai, pada hari yang sama.")


class SlotOverlaps(BalakasError):
    """Two times at one post lie over each other."""

    code = "slot_overlaps"
    message = N_("Waktu ini bertumpuk dengan waktu lain di titik salur yang sama.")


class SlotGone(BalakasError):
    """The time was cancelled while somebody else had it open."""

    code = "slot_gone"
    message = N_(
        "Waktu ini baru saja dibatalkan orang lain. Isian Anda masih ada di bawah dan belum disimpan; "
        "tekan Simpan untuk menambahkannya sebagai waktu baru."
    )


class SlotInUse(BalakasError):
    """People are invited to this time."""

    code = "slot_in_use"
    message = N_("Sudah ada undangan untuk waktu ini. Pindahkan penerimanya dahulu, lalu batalkan.")


class OddityUnseen(BalakasError):
    """The time is unusual and nobody has said that it is meant so. `oddities` are its codes."""

    code = "oddity_unseen"
    message = N_("%(sentences)s Centang “Tetap pakai waktu ini” bila memang dimaksudkan demikian.")

    def __init__(self, oddities: "Iterable[Oddity]") -> None:
        self.oddities = tuple(oddities)
        super().__init__(sentences=" ".join(ODDITY_SENTENCES[one] for one in self.oddities))


class NoPlaceLeft(BalakasError):
    """The times of a post hold fewer people than come to it."""

    code = "no_place_left"
    message = N_("Titik salur %(post)s kekurangan tempat untuk %(count)s penerima. Tambah waktu atau daya tampung.")


class VillageWithoutSlot(BalakasError):
    """A village with recipients has no time at any post."""

    code = "village_without_slot"
    message = N_("Belum ada jadwal untuk %(villages)s.")


@dataclass(frozen=True, slots=True)
class Room:
    """A time people can be sent to: `capacity` None takes everybody; `villages` empty means all of its post."""

    key: str
    starts_at: datetime
    capacity: int | None
    villages: frozenset[str] = frozenset()


def check_times(starts_at: datetime, ends_at: datetime, zone: str, others: Iterable[tuple[datetime, datetime]]) -> None:
    """Raise `SlotBackwards` or `SlotOverlaps`; `others` are the other times of the same post."""
    local = ZoneInfo(zone)
    same_day = starts_at.astimezone(local).date() == ends_at.astimezone(local).date()
    if ends_at <= starts_at or not same_day or ends_at - starts_at > _LONGEST:
        raise SlotBackwards
    if any(starts_at < end and start < ends_at for start, end in others):
        raise SlotOverlaps


def oddities_of(
    starts_at: datetime,
    ends_at: datetime,
    calendar: Calendar,
    *,
    now: datetime,
    people: int = 0,
    capacity: int | None = None,
) -> list[Oddity]:
    """Return what is unusual about a time, the gravest first; none of it forbids the time."""
    zone = ZoneInfo(calendar.zone)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    found = [_closed(start.date(), calendar)]
    if start.weekday() == _FRIDAY and start.time() < _PRAYER_END and end.time() > _PRAYER_START:
        found.append(Oddity.FRIDAY_PRAYER)
    if found[0] is None and _outside(start, end, calendar):
        found.append(Oddity.OUTSIDE_HOURS)
    if starts_at < now:
        found.append(Oddity.IN_THE_PAST)
    if capacity is not None and people > capacity:
        found.append(Oddity.TOO_MANY)
    return [one for one in found if one]


def check_seen(odd: Iterable[Oddity], accepted: frozenset[Oddity]) -> None:
    """Raise `OddityUnseen` for what is unusual and was not accepted."""
    unseen = [one for one in odd if one not in accepted]
    if unseen:
        raise OddityUnseen(unseen)


def _closed(day: date, calendar: Calendar) -> Oddity | None:
    if calendar.spans_on(day):
        return None
    return Oddity.WEEKEND if day.weekday() > _FRIDAY and day not in calendar.holidays else Oddity.HOLIDAY


def _outside(start: datetime, end: datetime, calendar: Calendar) -> bool:
    """Tell whether a time begins before the office opens or ends after it closes; the midday break does not matter."""
    spans = calendar.spans_on(start.date())
    return start.time() < spans[0].start or end.time() > spans[-1].end


def seat(
    people: Sequence[tuple[str, str]], rooms: Sequence[Room], taken: Mapping[str, int], *, post: str
) -> dict[str, str]:
    """Give each of `people` (id, village; in the order they are called) a room of one post: id -> room key.

    Rooms that name villages are for those only. Earlier rooms fill first; rooms without a capacity share evenly what the
    others do not hold. `taken` counts who already sits where. Raises `NoPlaceLeft`.
    """
    ordered = sorted(rooms, key=lambda room: room.starts_at)
    left = {room.key: room.capacity - taken.get(room.key, 0) for room in ordered if room.capacity is not None}
    waiting: dict[tuple[str, ...], list[str]] = {}
    for person, village in people:
        waiting.setdefault(_rooms_for(village, ordered), []).append(person)
    seated: dict[str, str] = {}
    for keys, group in waiting.items():
        queue = iter(group)
        for key, places in _places(keys, len(group), left):
            seated.update((person, key) for person in islice(queue, places))
    if len(seated) < len(people):
        raise NoPlaceLeft(post=post, count=len(people) - len(seated))
    return seated


def _rooms_for(village: str, rooms: Sequence[Room]) -> tuple[str, ...]:
    named = tuple(room.key for room in rooms if village in room.villages)
    return named or tuple(room.key for room in rooms if not room.villages)


def _places(keys: Sequence[str], people: int, left: dict[str, int]) -> list[tuple[str, int]]:
    """Share `people` over the rooms `keys`, taking from `left` what a room with a capacity gives."""
    limited = [key for key in keys if key in left]
    unlimited = len(keys) - len(limited)
    rest = max(0, people - sum(max(0, left[key]) for key in limited))
    share = -(-rest // unlimited) if unlimited else 0
    places = []
    for key in keys:
        number = min(people, max(0, left[key]) if key in left else share)
        people -= number
        if key in left:
            left[key] -= number
        places.append((key, number))
    return places
