"""Reading the record of acts and proving that nothing in it was changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext

from balakas.audit.models import Entry, Tail
from balakas.audit.rules import hashed
from balakas.common.canonical import digest
from balakas.common.messages import N_


class Break(StrEnum):
    """How a chain does not hold."""

    MISSING = "missing"
    CHANGED = "changed"
    REORDERED = "reordered"
    CHAIN = "chain"
    ADDED = "added"


BREAK_WORDS = {
    Break.MISSING: N_("Catatan nomor %(seq)s tidak ada lagi: dihapus."),
    Break.CHANGED: N_("Catatan nomor %(seq)s diubah."),
    Break.REORDERED: N_("Catatan nomor %(seq)s bukan yang semula di tempat ini: urutannya ditukar."),
    Break.CHAIN: N_("Catatan nomor %(seq)s tidak menyambung pada catatan sebelumnya."),
    Break.ADDED: N_("Catatan nomor %(seq)s ditambahkan di luar sistem."),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one office's chain; `broken_seq` is the number of the first entry that does not hold, None when all do.

    Where an entry was removed it is the removed one's own number. `reason` is a `Break`, "" when all hold.
    """

    office_id: UUID
    entries: int
    broken_seq: int | None
    reason: str = ""

    @property
    def sentence(self) -> str:
        """What is broken, in a sentence's message id filled in; "" when nothing is."""
        return gettext(BREAK_WORDS[Break(self.reason)]) % {"seq": self.broken_seq} if self.reason else ""


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
    rows = Entry.objects.filter(office_id=office_id)
    for entry in rows.order_by("seq").iterator(chunk_size=2000):
        count += 1
        reason = _fault(entry, seq=count, previous=previous)
        if reason is not None:
            return Verdict(office_id, rows.count(), count, reason)
        previous = entry.hash
    tail = Tail.objects.filter(office_id=office_id).first()
    seq, last = (tail.seq, tail.hash) if tail is not None else (0, "")
    if seq > count:
        return Verdict(office_id, count, count + 1, Break.MISSING)
    if (seq, last) != (count, previous):
        return Verdict(office_id, count, min(count, seq + 1), Break.ADDED if seq < count else Break.CHAIN)
    return Verdict(office_id, count, None)


def _fault(entry: Entry, *, seq: int, previous: str) -> Break | None:
    """Say what is wrong with the entry found in place `seq`; the number covered by the hash tells a moved one from a changed one."""
    if entry.seq > seq:
        return Break.MISSING
    if entry.previous == previous and digest(hashed(entry)) == entry.hash:
        return None
    if _whole_elsewhere(entry):
        return Break.REORDERED
    return Break.CHAIN if digest(hashed(entry)) == entry.hash else Break.CHANGED


def _whole_elsewhere(entry: Entry) -> bool:
    """Tell whether the entry is sound but for its place: some other number makes its hash fit."""
    last = Tail.objects.filter(office_id=entry.office_id).values_list("seq", flat=True).first() or 0
    content = hashed(entry)
    return any(digest({**content, "seq": seq}) == entry.hash for seq in range(1, last + 1) if seq != entry.seq)


def entries_naming(office_id: UUID, ids: Iterable[UUID]) -> QuerySet[Entry]:
    """Return the acts on any of these records, and those whose details name one (reads of a whole page), oldest first.

    Looks through the office's whole record, so it is for a rare act and no page.
    """
    wanted = [str(one) for one in ids]
    named = Q(subject_id__in=wanted)
    for one in wanted:
        named |= Q(told__contains=one)
    rows = Entry.objects.filter(office_id=office_id).alias(told=Cast("details", TextField()))
    return rows.filter(named).order_by("seq")
