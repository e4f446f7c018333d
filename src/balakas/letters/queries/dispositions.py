"""Dispositions: who may write and receive them, one letter's chain, and what waits for an officer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.letters import rules
from balakas.letters.models import Addressee, Disposisi, Letter
from balakas.letters.queries import letters
from balakas.letters.rules import LetterState
from balakas.staff import queries as staff
from balakas.staff.rules import POSITIONS, Officer, PositionKind, Right

LIMIT = 100
_ORDER = list(PositionKind)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may write or receive a disposition, with the title papers print."""

    user_id: UUID
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    """One disposition of a chain; `depth` says how far down it hangs, `mine` is the reader's own open line of it.

    `writable`: the reader may send it on. `withdrawable`: the reader may take it back, for nobody has acted on it.
    """

    disposisi: Disposisi
    depth: int
    mine: Addressee | None
    writable: bool
    withdrawable: bool


def receivers(office_id: UUID, day: date) -> list[Person]:
    """Return who may be addressed on `day`, in the order of the positions, each person once."""
    return _people(office_id, day, Right.LETTERS_RECEIVE)


def disposers(office_id: UUID, day: date) -> list[Person]:
    """Return who may write the disposition on `day`: the Camat, one acting for him, the Sekretaris."""
    return _people(office_id, day, Right.LETTERS_DISPOSE)


def disposisi_for(officer: Officer, disposisi_id: UUID) -> Disposisi:
    """Return a disposition on a letter the officer may read, else 404."""
    row = Disposisi.objects.select_related("author", "recorded_by", "letter").filter(id=disposisi_id).first()
    if row is None or not letters.visible(officer).filter(id=row.letter_id).exists():
        raise Http404
    return row


def chain_of(letter: Letter, officer: Officer) -> list[Link]:
    """Return a letter's dispositions as a chain, each under the one it came from, those taken back included."""
    rows = list(
        Disposisi.objects.filter(letter=letter)
        .select_related("author", "recorded_by", "withdrawn_by")
        .prefetch_related("addressees__user")
        .order_by("recorded_at", "id")
    )
    return list(_hang(rows, None, 0, officer))


def root_of(letter: Letter) -> Disposisi | None:
    """Return the disposition in force, None while the letter waits for one."""
    return Disposisi.objects.filter(letter=letter, parent=None, withdrawn_at=None).select_related("author").first()


def addressed(letter: Letter, user_id: UUID) -> list[Addressee]:
    """Return the open lines of a letter's dispositions that go to this person."""
    return list(
        Addressee.objects.filter(
            disposisi__letter=letter, disposisi__withdrawn_at=None, user_id=user_id, done_at=None
        ).select_related("disposisi")
    )


def open_lines(officer: Officer, *, with_run: bool | None = None) -> list[Addressee]:
    """Return the dispositions that go to the officer and wait for an answer, the oldest first, 100 at most.

    `with_run` narrows to letters with a SOP run, or to those without.
    """
    lines = Addressee.objects.filter(
        user_id=officer.user_id, done_at=None, disposisi__withdrawn_at=None, disposisi__letter__cancelled_at=None
    )
    if with_run is not None:
        lines = lines.filter(disposisi__letter__run_id__isnull=not with_run)
    return list(lines.select_related("disposisi__letter").order_by("disposisi__happened_at")[:LIMIT])


def waiting_for(officer: Officer) -> list[Duty]:
    """Return what waits for the officer: letters to dispose of, dispositions to answer. The oldest first.

    Where the officer may open a distribution, the dispositions on letters with a SOP run are left to that room.
    """
    left_to_distributions = Right.DISTRIBUTIONS_MANAGE in officer.rights
    duties = [answer_duty(line) for line in open_lines(officer, with_run=False if left_to_distributions else None)]
    if Right.LETTERS_DISPOSE in officer.rights:
        duties += _to_dispose(officer)
    return sorted(duties, key=lambda duty: duty.since)


def answer_duty(line: Addressee) -> Duty:
    """Return the duty of answering a disposition."""
    letter = line.disposisi.letter
    return Duty(
        code="letters.answer",
        title=N_("Tindak lanjuti disposisi %(title)s atas surat %(agenda)s"),
        params={"agenda": letter.agenda, "title": line.disposisi.author_title},
        url=reverse("letters:detail", kwargs={"letter_id": letter.id}),
        since=line.disposisi.happened_at,
        run_id=letter.run_id,
        step=rules.STEP_DISPOSITION if letter.run_id else None,
        deadline=line.disposisi.deadline,
    )


def _to_dispose(officer: Officer) -> Iterator[Duty]:
    rows = letters.with_state(letters.visible(officer)).filter(letters.STATE_FILTERS[LetterState.REGISTERED])
    for letter in rows.order_by("received_at")[:LIMIT]:
        yield Duty(
            code="letters.dispose",
            title=N_("Disposisi surat %(agenda)s dari %(sender)s"),
            params={"agenda": letter.agenda, "sender": letter.sender},
            url=reverse("letters:dispose", kwargs={"letter_id": letter.id}),
            since=letter.received_at,
            run_id=letter.run_id,
            step=rules.STEP_DISPOSITION if letter.run_id else None,
        )


def _hang(rows: list[Disposisi], parent: UUID | None, depth: int, officer: Officer) -> Iterator[Link]:
    for row in rows:
        if row.parent_id != parent:
            continue
        lines = list(row.addressees.all())
        mine = next((line for line in lines if line.user_id == officer.user_id and not line.done_at), None)
        in_force = row.withdrawn_at is None
        addressed = row.author_id == officer.user_id or any(line.user_id == officer.user_id for line in lines)
        own = officer.user_id in {row.author_id, row.recorded_by_id}
        untouched = all(line.done_at is None for line in lines) and not any(
            other.parent_id == row.id and other.withdrawn_at is None for other in rows
        )
        yield Link(row, depth, mine if in_force else None, in_force and addressed, in_force and own and untouched)
        yield from _hang(rows, row.id, depth + 1, officer)


def _people(office_id: UUID, day: date, right: Right) -> list[Person]:
    held = [
        one for one in staff.appointments_on(office_id, day) if right in POSITIONS[PositionKind(one.position)].rights
    ]
    held.sort(key=lambda one: _ORDER.index(PositionKind(one.position)))
    people: dict[UUID, Person] = {}
    for one in held:
        people.setdefault(one.user_id, Person(one.user_id, one.user.full_name, staff.position_title(one)))
    return list(people.values())
