"""Letters as an officer may see them: one, the register's list, and what its filters mean."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from balakas.letters import rules
from balakas.letters.models import Addressee, Disposisi, Letter
from balakas.letters.rules import LetterState, Urgency
from balakas.papers.queries import books
from balakas.papers.rules.numbers import BookKind, BookMode
from balakas.staff import queries as staff
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault

SEARCH_LIMIT = 50
_SEES_SECRETS = frozenset({Right.LETTERS_REGISTER, Right.LETTERS_DISPOSE})


@dataclass(frozen=True, slots=True)
class Filters:
    """What the register is narrowed to; all of it stands in the URL. `month` is 1 to 12."""

    year: int | None = None
    month: int | None = None
    state: LetterState | None = None
    urgency: Urgency | None = None


def visible(officer: Officer) -> QuerySet[Letter]:
    """Return the letters an officer may read: none without the right, secret ones only where they have to do with them."""
    if not officer.rights & {Right.LETTERS_READ, Right.LETTERS_REGISTER}:
        return Letter.objects.none()
    rows = Letter.objects.filter(office_id=officer.office_id)
    if officer.rights & _SEES_SECRETS:
        return rows
    own = Addressee.objects.filter(disposisi__letter=OuterRef("pk"), user_id=officer.user_id)
    return rows.filter(~Q(urgency=Urgency.SECRET) | Exists(own))


def letter_for(officer: Officer, letter_id: UUID) -> Letter:
    """Return a letter with its state for an officer who may read it, else 404."""
    letter = (
        with_state(visible(officer))
        .select_related("office", "registered_by", "cancelled_by")
        .filter(id=letter_id)
        .first()
    )
    if letter is None:
        raise Http404
    return letter


def with_state(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Add `disposed` and `unanswered` to each row, from which `state` answers."""
    in_force = Disposisi.objects.filter(letter=OuterRef("pk"), withdrawn_at=None)
    unanswered = Addressee.objects.filter(disposisi__letter=OuterRef("pk"), disposisi__withdrawn_at=None, done_at=None)
    return rows.annotate(disposed=Exists(in_force.filter(parent=None)), unanswered=Exists(unanswered))


def state(letter: Letter) -> LetterState:
    """Return where a letter of `with_state` stands."""
    return rules.state_of(
        cancelled=letter.cancelled_at is not None,
        disposed=letter.disposed,  # type: ignore[attr-defined]  # annotated
        open_answers=int(letter.unanswered),  # type: ignore[attr-defined]  # annotated
    )


def state_now(letter: Letter) -> LetterState:
    """Return where a letter stands, asked anew: for actions that hold its lock."""
    in_force = Disposisi.objects.filter(letter=letter, withdrawn_at=None)
    return rules.state_of(
        cancelled=letter.cancelled_at is not None,
        disposed=in_force.filter(parent=None).exists(),
        open_answers=Addressee.objects.filter(disposisi__in=in_force, done_at=None).count(),
    )


def register(officer: Officer, filters: Filters, zone: str) -> QuerySet[Letter]:
    """Return the register's rows, the newest number first."""
    rows = with_state(visible(officer)).select_related("registered_by")
    if filters.year:
        rows = rows.filter(agenda_year=filters.year)
    if filters.year and filters.month:
        start, end = _month(filters.year, filters.month, zone)
        rows = rows.filter(received_at__gte=start, received_at__lt=end)
    if filters.urgency:
        rows = rows.filter(urgency=filters.urgency)
    if filters.state:
        rows = rows.filter(STATE_FILTERS[filters.state])
    return rows.prefetch_related(_chain()).order_by("-agenda_year", "-agenda_number", "-agenda_suffix", "-recorded_at")


def search(officer: Officer, words: str) -> list[Letter]:
    """Return up to `SEARCH_LIMIT` letters whose number, sender, subject or agenda holds every word."""
    rows = with_state(visible(officer)).select_related("registered_by").prefetch_related(_chain())
    for word in words.split():
        rows = rows.filter(
            Q(letter_number__icontains=word) | Q(sender__icontains=word) | Q(subject__icontains=word) | Q(agenda=word)
        )
    return list(rows.order_by("-agenda_year", "-agenda_number", "-agenda_suffix", "-recorded_at")[:SEARCH_LIMIT])


@dataclass(frozen=True, slots=True)
class Line:
    """A letter of `with_state` as lists show it, with the chain in words."""

    letter: Letter
    state: LetterState

    @property
    def state_word(self) -> str:
        """Message id of the state."""
        return rules.STATE_WORDS[self.state]

    @property
    def tone(self) -> str:
        """Tone of the state on the screen."""
        return rules.STATE_TONES[self.state]

    @property
    def urgency_word(self) -> str:
        """Message id of the letter's urgency, "" for an ordinary one."""
        urgency = Urgency(self.letter.urgency)
        return "" if urgency is Urgency.ORDINARY else rules.URGENCY_WORDS[urgency]


def line(letter: Letter) -> Line:
    """Return a letter of `with_state` as lists show it."""
    return Line(letter, state(letter))


def external_book(office_id: UUID, at: datetime) -> str:
    """Return the name of the system that gives this year's agenda numbers, "" where we count ourselves."""
    year = staff.local_day(staff.office_of(office_id), at).year
    book = books.find_book(office_id, BookKind.AGENDA, year)
    if book is None or book.mode != BookMode.EXTERNAL:
        return ""
    return book.system_name or "SRIKANDI"


def is_picture(file_id: UUID | None) -> bool:
    """Tell whether a scan's copy is a picture (else it is a PDF)."""
    return file_id is not None and vault.file_of(file_id).media_type.startswith("image/")


def shown_scan(letter: Letter) -> tuple[bytes, str] | None:
    """Return the copy of a letter's scan and its media type, None without one; the caller has asked who may, and records."""
    if letter.scan_shown_id is None:
        return None
    return vault.file_bytes(letter.scan_shown_id), vault.file_of(letter.scan_shown_id).media_type


def years(officer: Officer) -> list[int]:
    """Return the years that have letters, the newest first."""
    return list(visible(officer).order_by("-agenda_year").values_list("agenda_year", flat=True).distinct())


def senders(office_id: UUID) -> list[str]:
    """Return who has written to the office, for the form's suggestions; the most recent first."""
    recent = Letter.objects.filter(office_id=office_id).order_by("-recorded_at").values_list("sender", flat=True)[:200]
    return list(dict.fromkeys(recent))[:20]


def same_letter(office_id: UUID, facts: rules.Facts) -> Letter | None:
    """Return a letter already registered with this number and sender, if there is one."""
    if not facts.letter_number.strip():
        return None
    return Letter.objects.filter(
        office_id=office_id,
        letter_number__iexact=facts.letter_number.strip(),
        sender__iexact=facts.sender.strip(),
        cancelled_at=None,
    ).first()


def locked(letter_id: UUID, office_id: UUID | None = None) -> Letter:
    """Return a letter under a lock; call it inside a transaction. Raises `LetterUnknown`."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("office").filter(id=letter_id)
    letter = (rows.filter(office_id=office_id) if office_id else rows).first()
    if letter is None:
        raise rules.LetterUnknown
    return letter


def link(kind: str, subject_id: UUID) -> tuple[str, dict[str, UUID]] | None:
    """Return URL name and arguments of the page about a record that audit or SOP points at; None when it is not ours."""
    if kind == rules.KIND:
        return "letters:detail", {"letter_id": subject_id}
    if kind == rules.DISPOSISI_KIND:
        return "letters:disposisi", {"disposisi_id": subject_id}
    return None


def _chain() -> Prefetch[str, QuerySet[Disposisi], str]:
    in_force = Disposisi.objects.filter(withdrawn_at=None).prefetch_related("addressees").order_by("recorded_at")
    return Prefetch("disposisi", queryset=in_force, to_attr="chain")


def _month(year: int, month: int, zone: str) -> tuple[datetime, datetime]:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    start, end = (datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) for day in (first, after))
    return start, end


STATE_FILTERS = {
    LetterState.REGISTERED: Q(cancelled_at=None, disposed=False),
    LetterState.DISPOSED: Q(cancelled_at=None, disposed=True, unanswered=True),
    LetterState.ANSWERED: Q(cancelled_at=None, disposed=True, unanswered=False),
    LetterState.CANCELLED: Q(cancelled_at__isnull=False),
}
