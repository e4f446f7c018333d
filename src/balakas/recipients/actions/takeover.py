"""Taking the good rows of a list over: people, households, recipients and entitlements, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.bulk import insert_rows, update_rows
from balakas.common.ids import uuid7
from balakas.distributions.queries import distributions
from balakas.recipients.actions import staging, verification
from balakas.recipients.models import Entitlement, Household, Person, Recipient, RecipientList, StagedRow
from balakas.recipients.models.changes import ReserveEntry
from balakas.recipients.queries import aid, rowvalues, stated
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules import people
from balakas.recipients.rules.joining import ReserveState
from balakas.recipients.rules.people import EntitlementState, RecipientState
from balakas.recipients.rules.printed.stated import check_explained
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import IndexKind, Place, SubjectKind


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a take-over did. `joined`: rows of people who were on the distribution already and now receive more.

    `stopped`: rows that seemed ready and that a rule between programmes keeps back.
    """

    people: int
    joined: int
    households: int
    waiting: int
    stopped: int = 0


def take_over(*, list_id: UUID, version: int, by: Actor, at: datetime, difference: str = "") -> TakenOver:
    """Take over every row that is ready; the others stay, also those a rule between programmes forbids by now.

    `difference` says why a printed list differs from what is stated. Raises `ListClosed`, `NothingReady`, `ChangedMeanwhile`,
    `DifferenceUnexplained`.
    """
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        if held.version != version:
            raise rules.ChangedMeanwhile
        differing = stated.differences(held)
        explained = check_explained(differing, difference)
        maker, guard = _MAKERS[held.purpose](held, at=at), Guard(held)
        for part in rowvalues.ready_parts(held, at=at):
            maker.take(guard.let_through(part))
        if not maker.taken and not guard.stopped:
            raise rules.NothingReady
        staging.keep_back(held, guard.stopped)
        for code in sorted(maker.villages):  # a village that was looked through has somebody nobody looked at
            verification.look_again(held.distribution_id, code, by=by, at=at)
        counts = staging.taken(held, maker.taken)
        if maker.taken:
            held.state = rules.state_after(counts["ready"] + counts["kept_back"])
            held.taken_over_by_id, held.taken_over_at = UUID(by.id), at
        held.version += 1
        held.save()
        taken = TakenOver(
            maker.recipients,
            len(maker.taken) - maker.recipients,
            maker.households,
            counts["ready"] + counts["kept_back"],
            len(guard.stopped),
        )
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.take_over", kind=rules.LIST_KIND, subject_id=held.id,
            details={"people": taken.people, "joined": taken.joined, "households": taken.households, "waiting": taken.waiting, "stopped": taken.stopped, "overridden": guard.overridden}
            | ({"differs": [[one.kind, one.stated, one.found] for one in differing], "because": explained} if differing else {}),
        )  # fmt: skip
    return taken


class Guard:
    """Stops rows that a rule between programmes forbids: other lists may have been taken over since these were staged."""

    def __init__(self, held: RecipientList) -> None:
        self.held, self.aid = held, aid.Aid(held.distribution_id)
        self.stopped: list[StagedRow] = []
        self.overridden = 0

    def let_through(self, views: list[RowView]) -> list[RowView]:
        """Return the rows that nothing forbids, or that somebody lets through with a reason."""
        if not self.aid.meetings:
            return views
        through = []
        for view, found in zip(views, self.aid.of(aid.asked(self.held, views)), strict=True):
            overrides = view.staged.decision.lifts(rules.AID_FORBIDDEN)
            if aid.forbidden(found) and not overrides:
                self.stopped.append(view.row)
                continue
            self.overridden += overrides and aid.forbidden(found)
            through.append(view)
        return through


_PERSON = (
    "id", "office", "subject", "household", "name", "name_key", "nik_state", "nik_sealed", "nik_index", "nik_tail_index",
    "birth_place", "birth_date", "sex", "address", "rt", "rw", "village_code", "phone_sealed", "version", "created_at",
    "erased_at",
)  # fmt: skip
_HOUSEHOLD = ("id", "office", "subject", "kk_sealed", "kk_index", "head_name", "address", "village_code", "created_at")
_RECIPIENT = (
    "id", "distribution", "person", "source_list", "order", "village_code", "state", "state_reason", "replaces", "basis",
    "ordered_by", "created_at", "version",
)  # fmt: skip
_ENTITLEMENT = (
    "id",
    "recipient",
    "allocation",
    "source_list",
    "amount",
    "given",
    "state",
    "remainder_of",
    "created_at",
)


@dataclass(slots=True)
class _Part:
    """What a part's rows meet in the office, and what is to be written for it."""

    niks: list[bytes]
    kks: list[bytes]
    tails: list[bytes]
    known: dict[bytes, list[tuple[UUID, str]]]
    homes: dict[bytes, UUID]
    there: dict[UUID, UUID]
    given: set[tuple[UUID, UUID]]
    subjects: list[tuple[UUID, bytes]] = field(default_factory=list)
    home_subjects: list[tuple[UUID, bytes]] = field(default_factory=list)
    households: list[tuple[Any, ...]] = field(default_factory=list)
    persons: list[tuple[Any, ...]] = field(default_factory=list)
    recipients: list[tuple[Any, ...]] = field(default_factory=list)
    entitlements: list[tuple[Any, ...]] = field(default_factory=list)


class Maker:
    """Makes the rows of one take-over, part by part. People and households that the office knows are found by blind index."""

    def __init__(self, held: RecipientList, *, at: datetime) -> None:
        self.held, self.at = held, at
        self.allocations = {str(one.id): one for one in distributions.allocations_of(held.distribution_id)}
        last = Recipient.objects.filter(distribution_id=held.distribution_id).aggregate(last=Max("order"))["last"]
        self.order = last or 0
        self.taken: list[StagedRow] = []
        self.recipients = self.households = 0
        self.villages: set[str] = set()

    def take(self, views: Sequence[RowView]) -> None:
        """Take over these rows."""
        part = self._met(views)
        done = []
        for number, view in enumerate(views):
            person_id = self._known_person(part, number, view) or self._new_person(part, number, view)
            done.append((view.id, "taken", self._place(part, view, person_id)))
        for kind, made in ((SubjectKind.PERSON, part.subjects), (SubjectKind.HOUSEHOLD, part.home_subjects)):
            vault.keep_subjects(made, office_id=self.held.office_id, kind=kind, at=self.at)
        insert_rows(Household, _HOUSEHOLD, part.households)
        insert_rows(Person, _PERSON, part.persons)
        self._keep(part)
        update_rows(StagedRow, ("state", "recipient"), done)
        self.recipients += len(part.recipients)
        self.households += len(part.households)
        self.taken += [view.row for view in views]

    def _place(self, part: _Part, view: RowView, person_id: UUID) -> UUID | None:
        """Put somebody on the list with what is due; return the recipient."""
        recipient_id = part.there.get(person_id) or self._new_recipient(part, view, person_id)
        self._entitle(part, view, recipient_id)
        return recipient_id

    @staticmethod
    def _keep(part: _Part) -> None:
        insert_rows(Recipient, _RECIPIENT, part.recipients)
        insert_rows(Entitlement, _ENTITLEMENT, part.entitlements)

    def _met(self, views: Sequence[RowView]) -> _Part:
        """Look up whom and what a part's rows meet, in a few statements."""
        held, office = self.held, self.held.office_id
        niks = [view.checked.judged.nik if rowvalues.has_nik(view) else "" for view in views]
        kks = vault_queries.blind_indexes(
            office, IndexKind.KK, [view.checked.judged.kk if rowvalues.has_kk(view) else "" for view in views]
        )
        indexes = vault_queries.blind_indexes(office, IndexKind.NIK, niks)
        tails = vault_queries.blind_indexes(office, IndexKind.LAST_DIGITS, [number[-4:] for number in niks])
        known: dict[bytes, list[tuple[UUID, str]]] = {}
        rows = Person.objects.filter(office_id=office, nik_index__in=set(indexes) - {b""}).order_by("id")
        for index, person_id, key in rows.values_list("nik_index", "id", "name_key"):
            known.setdefault(bytes(index), []).append((person_id, key))
        met = [person_id for found in known.values() for person_id, _ in found]
        here = Recipient.objects.filter(distribution_id=held.distribution_id, person_id__in=met)
        there = dict(here.values_list("person_id", "id"))
        due = Entitlement.objects.filter(recipient_id__in=list(there.values()), remainder_of=None)
        return _Part(
            indexes, kks, tails, known, self._homes(set(kks) - {b""}), there,
            set(due.values_list("recipient_id", "allocation_id")),
        )  # fmt: skip

    def _homes(self, indexes: set[bytes]) -> dict[bytes, UUID]:
        rows = Household.objects.filter(office_id=self.held.office_id, kk_index__in=indexes)
        return {bytes(index): home_id for index, home_id in rows.values_list("kk_index", "id")}

    def _known_person(self, part: _Part, number: int, view: RowView) -> UUID | None:
        """Return who has the same NIK and the same name; another name is for somebody to look at, so a new person."""
        found = part.known.get(part.niks[number])
        if not found:
            return None
        key = people.name_key(view.checked.judged.name)
        return next((person_id for person_id, name_key in found if name_key == key), None)

    def _new_person(self, part: _Part, number: int, view: RowView) -> UUID:
        judged, staged = view.checked.judged, view.staged
        subject_id, secret = vault.draft_subject()
        part.subjects.append((subject_id, secret))
        person_id, index, key = uuid7(), part.niks[number], people.name_key(judged.name)
        sealed, tail = b"", b""
        if index:
            place = Place("recipients_person", "nik_sealed", person_id)
            sealed, tail = vault.seal_with(secret, judged.nik, place=place), part.tails[number]
            part.known.setdefault(index, []).append((person_id, key))
        part.persons.append((
            person_id, self.held.office_id, subject_id, self._household(part, number, view), judged.name[:150], key,
            str(rowvalues.nik_state(view)), sealed, index, tail, rowvalues.birth_place(view)[:100], judged.birth, str(judged.sex or ""),
            staged.shown("address")[:300], *rowvalues.blocks(view), view.village_code, b"", 1, self.at, None,
        ))  # fmt: skip
        return person_id

    def _household(self, part: _Part, number: int, view: RowView) -> UUID | None:
        index = part.kks[number]
        if not index:
            return None
        if index not in part.homes:
            subject_id, secret = vault.draft_subject()
            part.home_subjects.append((subject_id, secret))
            home_id = uuid7()
            place = Place("recipients_household", "kk_sealed", home_id)
            part.homes[index] = home_id
            part.households.append((
                home_id, self.held.office_id, subject_id, vault.seal_with(secret, view.checked.judged.kk, place=place),
                index, "", view.staged.shown("address")[:300], view.village_code, self.at,
            ))  # fmt: skip
        return part.homes[index]

    def _new_recipient(self, part: _Part, view: RowView, person_id: UUID) -> UUID:
        self.order += 1
        recipient_id = uuid7()
        part.there[person_id] = recipient_id
        self.villages.add(view.village_code)
        part.recipients.append((
            recipient_id, self.held.distribution_id, person_id, self.held.id, self.order, view.village_code,
            str(RecipientState.LISTED), "", None, "", "", self.at, 1,
        ))  # fmt: skip
        return recipient_id

    def _entitle(self, part: _Part, view: RowView, recipient_id: UUID) -> None:
        for allocation_id in view.staged.benefits or self.held.allocations:
            allocation = self.allocations.get(allocation_id)
            if allocation is None or (recipient_id, allocation.id) in part.given:
                continue
            part.given.add((recipient_id, allocation.id))
            part.entitlements.append((
                uuid7(), recipient_id, allocation.id, self.held.id, allocation.amount, 0, str(EntitlementState.OPEN), None,
                self.at,
            ))  # fmt: skip


class _ReserveMaker(Maker):
    """Takes a reserve list over: people in their order, who receive nothing until somebody must be replaced."""

    def __init__(self, held: RecipientList, *, at: datetime) -> None:
        super().__init__(held, at=at)
        rows = ReserveEntry.objects.filter(distribution_id=held.distribution_id)
        self.waiting = set(rows.values_list("person_id", flat=True))
        self.order = rows.aggregate(last=Max("order"))["last"] or 0

    def _place(self, part: _Part, view: RowView, person_id: UUID) -> None:
        if person_id in self.waiting or person_id in part.there:
            return
        self.waiting.add(person_id)
        self.order += 1
        part.recipients.append((
            uuid7(), self.held.distribution_id, person_id, self.held.id, self.order, view.village_code,
            str(ReserveState.FREE), "", self.at,
        ))  # fmt: skip

    @staticmethod
    def _keep(part: _Part) -> None:
        insert_rows(ReserveEntry, _RESERVE, part.recipients)


_RESERVE = (
    "id", "distribution", "person", "source_list", "order", "village_code", "state", "struck_reason", "created_at",
)  # fmt: skip
_MAKERS = {"main": Maker, "reserve": _ReserveMaker}
