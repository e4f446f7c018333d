"""Reading the record of acts and proving that nothing in it was changed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from balakas.audit.models import Entry, Tail
from balakas.audit.rules import hashed
from balakas.common.canonical import digest


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one office's chain; `broken_seq` is the first entry that does not hold, None when all do."""

    office_id: UUID
    entries: int
    broken_seq: int | None
    reason: str = ""


def entries_of(office_id: UUID) -> QuerySet[Entry]:
    """Return an office's entries, newest first."""
    return Entry.objects.filter(office_id=office_id).order_by("-seq")


def entries_about(office_id: UUID, kind: str, subject_id: UUID | str) -> QuerySet[Entry]:
    """Return the acts on one record, oldest first."""
    return Entry.objects.filter(office_id=office_id, kind=kind, subject_id=str(subject_id)).order_by("seq")


def offices() -> list[UUID]:
    """Return the offices that have a chain."""
    return list(Tail.objects.order_by("office_id").values_list("office_id", flat=True))


def verify(office_id: UUID) -> Verdict:
    """Walk an office's chain from its first entry and name the first that does not hold."""
    previous, count = "", 0
    for entry in Entry.objects.filter(office_id=office_id).order_by("seq").iterator(chunk_size=2000):
        count += 1
        reason = _fault(entry, seq=count, previous=previous)
        if reason:
            return Verdict(office_id, count, entry.seq, reason)
        previous = entry.hash
    tail = Tail.objects.filter(office_id=office_id).first()
    if tail is not None and (tail.seq, tail.hash) != (count, previous):
        return Verdict(office_id, count, count + 1, "missing")
    return Verdict(office_id, count, None)


def _fault(entry: Entry, *, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return "missing"
    if entry.previous != previous:
        return "chain"
    return "" if digest(hashed(entry)) == entry.hash else "changed"
