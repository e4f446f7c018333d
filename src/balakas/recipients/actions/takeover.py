"""Taking the good rows of a list over: people, households, recipients and entitlements, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.distributions.queries import distributions
from balakas.recipients.actions import staging
from balakas.recipients.models import Entitlement, Household, Person, Recipient, RecipientList, StagedRow
from balakas.recipients.queries import lists
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import dates, names, people
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.intake import RowState
from balakas.recipients.rules.people import EntitlementState, NikState, RecipientState
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import IndexKind, Place, SubjectKind


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a take-over did. `joined`: rows of people who were on the distribution already and now receive more."""

    people: int
    joined: int
    households: int
    waiting: int


@dataclass(slots=True)
class _Batch:
    """What one take-over makes, before it is written."""

    persons: list[Person] = field(default_factory=list)
    recipients: list[Recipient] = field(default_factory=list)
    entitlements: list[Entitlement] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    taken: list[StagedRow] = field(default_factory=list)


def take_over(*, list_id: UUID, version: int, by: Actor, at: datetime) -> TakenOver:
    """Take every ready row over; the others keep waiting. Raises `ListClosed`, `NothingReady`, `ChangedMeanwhile`."""
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        if held.version != version:
            raise rules.ChangedMeanwhile
        views = lists.views(held, at=at)
        ready = [view for view in views if view.ready]
        if not ready:
            raise rules.NothingReady
        maker = _Maker(held, ready, at=at)
        batch = maker.make()
        _write(batch)
        StagedRow.objects.bulk_update(batch.taken, ["state", "recipient"], batch_size=200)
        waiting = sum(view.state is RowState.WAITING for view in views) - len(ready)
        held.state = rules.state_after(waiting)
        held.taken_over_by_id, held.taken_over_at = UUID(by.id), at
        staging.judge_again(held, at=at)
        taken = TakenOver(len(batch.recipients), len(ready) - len(batch.recipients), len(batch.households), waiting)
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.take_over", kind=rules.LIST_KIND, subject_id=held.id,
            details={"people": taken.people, "joined": taken.joined, "households": taken.households, "waiting": waiting},
        )  # fmt: skip
    return taken


def _write(batch: _Batch) -> None:
    Household.objects.bulk_create(batch.households, batch_size=200)
    Person.objects.bulk_create(batch.persons, batch_size=200)
    Recipient.objects.bulk_create(batch.recipients, batch_size=200)
    Entitlement.objects.bulk_create(batch.entitlements, batch_size=200)


class _Maker:
    """Makes the rows of one take-over. People and households that the office knows are found by blind index."""

    def __init__(self, held: RecipientList, ready: Sequence[RowView], *, at: datetime) -> None:
        self.held, self.ready, self.at = held, ready, at
        self.allocations = {str(one.id): one for one in distributions.allocations_of(held.distribution_id)}
        self.niks = {view.id: self._index(IndexKind.NIK, view.checked.judged.nik) for view in ready if _has_nik(view)}
        self.kks = {view.id: self._index(IndexKind.KK, view.checked.judged.kk) for view in ready if _has_kk(view)}
        self.known = _by_index(Person.objects.filter(office_id=held.office_id, nik_index__in=set(self.niks.values())))
        self.homes = {
            bytes(home.kk_index): home
            for home in Household.objects.filter(office_id=held.office_id, kk_index__in=set(self.kks.values()))
        }
        self.there = {one.person_id: one for one in Recipient.objects.filter(distribution_id=held.distribution_id)}
        self.given = set(
            Entitlement.objects.filter(recipient__distribution_id=held.distribution_id, remainder_of=None).values_list(
                "recipient_id", "allocation_id"
            )
        )
        last = Recipient.objects.filter(distribution_id=held.distribution_id).aggregate(last=Max("order"))["last"]
        self.order = last or 0
        self.batch = _Batch()

    def make(self) -> _Batch:
        """Return everything to be written."""
        self.subjects = iter(self._subjects(SubjectKind.PERSON, len(self.ready)))
        self.home_subjects = iter(
            self._subjects(SubjectKind.HOUSEHOLD, len(set(self.kks.values()) - self.homes.keys()))
        )
        for view in self.ready:
            person = self._known_person(view) or self._new_person(view)
            recipient = self.there.get(person.id) or self._new_recipient(view, person)
            self._entitle(view, recipient)
            self.batch.taken.append(StagedRow(id=view.id, state=RowState.TAKEN, recipient=recipient))
        return self.batch

    def _subjects(self, kind: SubjectKind, count: int) -> list[tuple[UUID, bytes]]:
        made = vault.create_subjects(office_id=self.held.office_id, kind=kind, count=count, at=self.at)
        secrets = vault_queries.subject_secrets(made)
        return [(subject_id, secrets[subject_id]) for subject_id in made]

    def _index(self, kind: IndexKind, value: str) -> bytes:
        return vault_queries.blind_index(self.held.office_id, kind, value)

    def _known_person(self, view: RowView) -> Person | None:
        """Return who has the same NIK and the same name; another name is for somebody to look at, so a new person."""
        key = people.name_key(view.checked.judged.name)
        found = self.known.get(self.niks.get(view.id, b""), [])
        return next((person for person in found if person.name_key == key), None)

    def _new_person(self, view: RowView) -> Person:
        judged, staged = view.checked.judged, view.staged
        subject_id, secret = next(self.subjects)
        person = Person(
            id=uuid7(), office_id=self.held.office_id, subject_id=subject_id, name=judged.name[:150],
            name_key=people.name_key(judged.name), nik_state=_nik_state(view), household=self._household(view),
            birth_place=_birth_place(view)[:100], birth_date=judged.birth, sex=judged.sex or "",
            address=staged.shown("address")[:300], village_code=view.village_code, created_at=self.at,
        )  # fmt: skip
        person.rt, person.rw = _blocks(view)
        if view.id in self.niks:
            place = Place("recipients_person", "nik_sealed", person.id)
            person.nik_sealed = vault.seal_with(secret, judged.nik, place=place)
            person.nik_index = self.niks[view.id]
            person.nik_tail_index = self._index(IndexKind.LAST_DIGITS, judged.nik[-4:])
            self.known.setdefault(self.niks[view.id], []).append(person)
        self.batch.persons.append(person)
        return person

    def _household(self, view: RowView) -> Household | None:
        index = self.kks.get(view.id)
        if index is None:
            return None
        if index not in self.homes:
            subject_id, secret = next(self.home_subjects)
            home = Household(
                id=uuid7(), office_id=self.held.office_id, subject_id=subject_id, kk_index=index,
                address=view.staged.shown("address")[:300], village_code=view.village_code, created_at=self.at,
            )  # fmt: skip
            place = Place("recipients_household", "kk_sealed", home.id)
            home.kk_sealed = vault.seal_with(secret, view.checked.judged.kk, place=place)
            self.homes[index] = home
            self.batch.households.append(home)
        return self.homes[index]

    def _new_recipient(self, view: RowView, person: Person) -> Recipient:
        self.order += 1
        recipient = Recipient(
            id=uuid7(), distribution_id=self.held.distribution_id, person=person, source_list=self.held,
            order=self.order, village_code=view.village_code, state=RecipientState.LISTED, created_at=self.at,
        )  # fmt: skip
        self.there[person.id] = recipient
        self.batch.recipients.append(recipient)
        return recipient

    def _entitle(self, view: RowView, recipient: Recipient) -> None:
        for allocation_id in view.staged.benefits or self.held.allocations:
            allocation = self.allocations.get(allocation_id)
            if allocation is None or (recipient.id, allocation.id) in self.given:
                continue
            self.given.add((recipient.id, allocation.id))
            self.batch.entitlements.append(
                Entitlement(
                    id=uuid7(), recipient=recipient, allocation_id=allocation.id, amount=allocation.amount,
                    state=EntitlementState.OPEN, created_at=self.at,
                )
            )  # fmt: skip


def _has_nik(view: RowView) -> bool:
    return view.checked.judged.sound or (bool(view.checked.judged.nik) and _nik_state(view) is NikState.HAS)


def _has_kk(view: RowView) -> bool:
    return bool(view.checked.judged.kk) and not view.problem_at("kk")


def _nik_state(view: RowView) -> NikState:
    """Return `HAS` also for a NIK whose date does not exist: people carry such numbers, a warning is all it deserves."""
    no_nik = view.staged.decision.no_nik
    if no_nik is not None and not view.checked.judged.sound:
        return NikState(str(no_nik))
    return NikState.HAS


def _birth_place(view: RowView) -> str:
    row = view.staged.current
    cell = row.cells.get("birth_place")
    return dates.split_place(cell)[0] if "birth_place" in row.joined else view.staged.shown("birth_place")


def _blocks(view: RowView) -> tuple[str, str]:
    row = view.staged.current
    if "rt" in row.joined:
        return names.split_rt_rw(row.cells.get("rt"))
    return names.block_of(row.cells.get("rt")), names.block_of(row.cells.get("rw"))


def _by_index(rows: Iterable[Person]) -> dict[bytes, list[Person]]:
    found: dict[bytes, list[Person]] = {}
    for person in rows:
        if person.nik_index:
            found.setdefault(bytes(person.nik_index), []).append(person)
    return found
