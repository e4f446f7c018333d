"""What the people of a list receive already in the same months, held against the office's rules between programmes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from balakas.distributions.queries import pairing
from balakas.distributions.rules.pairing import Meeting, Scope, Verdict
from balakas.recipients.models import Entitlement, RecipientList
from balakas.recipients.queries.lists import ASKED, RowView
from balakas.recipients.rules.people import EntitlementState, RecipientState
from balakas.recipients.rules.rows import Severity
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind

_AT_ONCE = 5_000  # parameters of one statement, well under what either database takes
_PERSON, _FAMILY = "recipient__person__nik_index", "recipient__person__household__kk_index"


class Asked(NamedTuple):
    """One row: the blind indexes of its NIK and KK (empty where there is none) and what it would bring."""

    nik_index: bytes
    kk_index: bytes
    allocation_ids: frozenset[UUID]


class Told(NamedTuple):
    """What a row meets, in words: the other programme, its period, what the rules say and on what they rest."""

    programme: str
    period: str
    verdict: Verdict
    basis: str
    by_family: bool


class Aid:
    """Asks for many rows at once; costs nothing where nothing in the office falls into the distribution's months."""

    def __init__(self, distribution_id: UUID) -> None:
        self.meetings = pairing.meetings(distribution_id)
        self.asks_family = any(_for_family(one) for one in self.meetings)

    def of(self, rows: Sequence[Asked]) -> list[list[Meeting]]:
        """Return what each row meets; an empty list where nothing."""
        if not self.meetings:
            return [[] for _ in rows]
        others = {one.other_id for one in self.meetings}
        by_nik = _held(_PERSON, {row.nik_index for row in rows}, others)
        family = {one.other_id for one in self.meetings if _for_family(one)}
        by_kk = _held(_FAMILY, {row.kk_index for row in rows}, family) if family else {}
        return [self._of(row, by_nik, by_kk) for row in rows]

    def _of(
        self, row: Asked, by_nik: dict[bytes, set[UUID]], by_kk: dict[bytes, set[UUID]]
    ) -> list[Meeting]:  # fmt: skip
        person = by_nik.get(row.nik_index, set()) if row.nik_index else set()
        home = by_kk.get(row.kk_index, set()) if row.kk_index else set()
        found = []
        for one in self.meetings:
            if one.own_id not in row.allocation_ids:
                continue
            # Both benefits may stand on the row itself, or one came with an earlier list.
            if (
                one.other_id in person
                or (_for_family(one) and one.other_id in home)
                or one.other_id in row.allocation_ids
            ):
                found.append(one)
        return found


def forbidden(found: Iterable[Meeting]) -> bool:
    """Say whether a rule forbids any of what was found."""
    return any(one.verdict is Verdict.FORBIDDEN for one in found)


def told(found: Mapping[UUID, Sequence[Meeting]]) -> dict[UUID, list[Told]]:
    """Put what rows met into words, by row; each programme and period once, what is forbidden first."""
    every = [one for meetings in found.values() for one in meetings]
    names = pairing.described({one.other_id for one in every})
    bases = pairing.bases({one.rule_id for one in every if one.rule_id})
    return {row_id: _in_words(meetings, names, bases) for row_id, meetings in found.items() if meetings}


def _in_words(found: Iterable[Meeting], names: Mapping[UUID, tuple[str, str]], bases: Mapping[UUID, str]) -> list[Told]:
    lines = {
        Told(*names[one.other_id], one.verdict, bases[one.rule_id] if one.rule_id else "", _for_family(one))
        for one in found
    }
    return sorted(lines, key=lambda one: (one.verdict is not Verdict.FORBIDDEN, one.programme, one.period))


def asked(held: RecipientList, views: Sequence[RowView]) -> list[Asked]:
    """Return what is asked for rows of a list. A NIK with an error still on it is nobody's, so it is not asked for."""
    niks = [view.checked.judged.nik if not _wrong(view, "nik") else "" for view in views]
    kks = [view.checked.judged.kk if not view.problem_at("kk") else "" for view in views]
    by_nik = vault.blind_indexes(held.office_id, IndexKind.NIK, niks)
    by_kk = vault.blind_indexes(held.office_id, IndexKind.KK, kks)
    own = [frozenset(map(UUID, view.staged.benefits or held.allocations)) for view in views]
    return list(map(Asked, by_nik, by_kk, own))


def _wrong(view: RowView, field: str) -> bool:
    return any(one.severity is Severity.ERROR and one.code not in ASKED for one in view.problem_at(field))


def shown(held: RecipientList, views: Sequence[RowView]) -> dict[UUID, list[Told]]:
    """Return in words what rows of a list meet as it stands now, for the page."""
    found = Aid(held.distribution_id).of(asked(held, views))
    return told({view.id: meetings for view, meetings in zip(views, found, strict=True)})


def _for_family(one: Meeting) -> bool:
    return one.verdict is Verdict.FORBIDDEN and one.scope is Scope.FAMILY


def _held(path: str, indexes: set[bytes], allocation_ids: set[UUID]) -> dict[bytes, set[UUID]]:
    """Return which of the allocations the holders of these numbers have, whatever name stands beside the number."""
    wanted = list(indexes - {b""})
    found: dict[bytes, set[UUID]] = {}
    due = Entitlement.objects.filter(allocation_id__in=allocation_ids).exclude(state=EntitlementState.CANCELLED)
    due = due.exclude(recipient__state=RecipientState.OUT)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = due.filter(**{f"{path}__in": wanted[start : start + _AT_ONCE]}).values_list(path, "allocation_id")
        for index, allocation_id in rows.distinct():
            found.setdefault(bytes(index), set()).add(allocation_id)
    return found
