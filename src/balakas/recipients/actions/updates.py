"""Taking over exactly the difference of another list: what it adds, drops and changes, as one act and undone as one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.indonesian import long_date
from balakas.distributions.rules.replacement import ExitReason
from balakas.recipients.actions import history, people, staging, undo, verification
from balakas.recipients.actions.people import Particulars
from balakas.recipients.actions.takeover import Guard, Maker
from balakas.recipients.models import Entitlement, ListChange, Person, Recipient, RecipientList, StagedRow
from balakas.recipients.models.changes import ListUpdate
from balakas.recipients.queries import changes, rowvalues, stated
from balakas.recipients.queries import difference as queries
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import difference as rules
from balakas.recipients.rules import intake as intake_rules
from balakas.recipients.rules.difference import Difference, Listed, UpdateState
from balakas.recipients.rules.intake import RowState
from balakas.recipients.rules.people import EntitlementState, NikState, RecipientState, SecondPersonNeeded
from balakas.recipients.rules.printed.stated import check_explained
from balakas.staff import queries as staff
from balakas.staff.rules import Right

OPEN, CANCELLED = EntitlementState.OPEN, EntitlementState.CANCELLED


def propose(*, list_id: UUID, whole: bool, mark: str, by: Actor, at: datetime, because: str = "") -> ListUpdate:
    """Take the difference over where it drops nobody; else propose it to a second person.

    `mark` is what was seen, `because` says why a printed list differs from what is stated. Raises `DifferenceUnexplained`, `NothingToCompare`, `NothingDiffers`, `DifferenceMoved`, `UpdateSettled`, `ListClosed`, `NotAllowed`.
    """
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        differing = stated.differences(held)
        explained = check_explained(differing, because)
        found = _seen(held, whole=whole, mark=mark, at=at)
        if queries.update_of(held) is not None:
            raise rules.UpdateSettled
        row = ListUpdate.objects.create(
            recipient_list=held, corrects=[str(one.id) for one in queries.corrected_by(held)], whole=whole, mark=mark,
            counts=queries.counts_of(found), state=UpdateState.PROPOSED, by_id=UUID(by.id), at=at,
        )  # fmt: skip
        told = {"differs": [[one.kind, one.stated, one.found] for one in differing], "because": explained}
        _record(row, "recipients.propose_update", by, at, {**row.counts, **(told if differing else {})})
        if not found.dropped:
            _take(row, held, found, by=by, at=at)
    return row


def accept(*, update_id: UUID, by: Actor, at: datetime) -> list[UUID]:
    """Take a proposed difference over as the second person; return who of those dropped had received something.

    The room handover calls this inside its own act, which opens their cases: nobody who received is simply deleted.
    Raises `SecondPersonNeeded`, `UpdateSettled`, `DifferenceMoved`, `NotAllowed`.
    """
    with transaction.atomic():
        row, held = _locked(update_id, right=Right.RECIPIENTS_VERIFY, by=by, at=at)
        rules.check_move(row.state, UpdateState.TAKEN)
        if row.by_id == UUID(by.id):
            raise SecondPersonNeeded
        intake_rules.check_open(intake_rules.ListState(held.state))
        _take(row, held, _seen(held, whole=row.whole, mark=row.mark, at=at), by=by, at=at)
    return [UUID(one) for one in row.done["received"]]


def refuse(*, update_id: UUID, reason: str, by: Actor, at: datetime) -> ListUpdate:
    """Refuse a proposed difference, or take the own one back. Raises `UpdateSettled`, `ReasonMissing`, `NotAllowed`."""
    why = intake_rules.check_reason(reason)
    with transaction.atomic():
        row, _ = _locked(update_id, right=None, by=by, at=at)
        right = Right.RECIPIENTS_INTAKE if row.by_id == UUID(by.id) else Right.RECIPIENTS_VERIFY
        staff.check_right(by=by, right=right, at=at, office_id=row.recipient_list.office_id)
        rules.check_move(row.state, UpdateState.REFUSED)
        row.state, row.refusal, row.decided_by_id, row.decided_at = UpdateState.REFUSED, why, UUID(by.id), at
        row.save()
        _record(row, "recipients.refuse_update", by, at, {})
    return row


def _seen(held: RecipientList, *, whole: bool, mark: str, at: datetime) -> Difference:
    """Return the difference as it is now, which must be the one that was seen."""
    if not queries.comparable(held):
        raise rules.NothingToCompare
    found = queries.difference(held, whole=whole, at=at)
    if queries.mark_of(held, found, whole=whole) != mark:
        raise rules.DifferenceMoved
    if not (found.added or found.changed or found.dropped):
        raise rules.NothingDiffers
    return found


class _UpdateMaker(Maker):
    """Takes rows over for the people the comparison found for them, whatever their numbers said before."""

    def __init__(self, held: RecipientList, meant: Mapping[UUID, Listed], *, at: datetime) -> None:
        super().__init__(held, at=at)
        self.meant = meant

    def _met(self, views: Sequence[RowView]) -> Any:
        part = super()._met(views)
        found = {one.person_id: one.recipient_id for view in views if (one := self.meant.get(view.id))}
        part.there.update(found)
        due = Entitlement.objects.filter(recipient_id__in=list(found.values()), remainder_of=None)
        part.given.update(due.values_list("recipient_id", "allocation_id"))
        return part

    def _known_person(self, part: Any, number: int, view: RowView) -> UUID | None:
        meant = self.meant.get(view.id)
        return meant.person_id if meant else super()._known_person(part, number, view)


def _take(row: ListUpdate, held: RecipientList, found: Difference, *, by: Actor, at: datetime) -> None:
    pairs = [*found.changed, *found.same]
    stays_off = {pair.row.row_id for pair in found.gone}
    maker, guard = _UpdateMaker(held, {pair.row.row_id: pair.listed for pair in pairs}, at=at), Guard(held)
    wanted = {pair.row.row_id: pair for pair in found.changed}
    for part in list(rowvalues.ready_parts(held, at=at)):
        views = [view for view in guard.let_through(part) if view.id not in stays_off]
        maker.take(views)
        for view in views:
            if view.id in wanted:
                _change(row, wanted[view.id].listed, view, by=by, at=at)
    staging.keep_back(held, guard.stopped)
    row.done = _drop(row, held, found.dropped, by=by, at=at)
    row.state, row.decided_by_id, row.decided_at = UpdateState.TAKEN, UUID(by.id), at
    row.save()
    counts = staging.taken(held, maker.taken)
    held.state = intake_rules.state_after(counts["ready"] + counts["kept_back"])
    held.taken_over_by_id, held.taken_over_at = UUID(by.id), at
    held.version += 1
    held.save()
    _record(row, "recipients.take_update", by, at, row.counts)


def _change(row: ListUpdate, listed: Listed, view: RowView, *, by: Actor, at: datetime) -> None:
    """Put a person's data as the new list has them; what it does not say stays. How they were is kept."""
    person = Person.objects.select_for_update(of=("self",)).select_related("household").get(id=listed.person_id)
    before = history.values_of(person)
    people.apply(person, _particulars(person, view), at=at)
    person.version += 1
    person.save()
    history.keep(person, before, source=history.LIST, update=row, by=by, at=at)
    if view.village_code and view.village_code != listed.village:
        people.move(Recipient.objects.get(id=listed.recipient_id), view.village_code, by=by, at=at)


def _particulars(person: Person, view: RowView) -> Particulars:
    said: dict[str, Any] = {
        name: value or str(getattr(person, name) or "") for name, value in rowvalues.plain(view).items()
    }
    birth = said.pop("birth_date")
    return Particulars(
        nik=view.checked.judged.nik if rowvalues.has_nik(view) else "",
        kk=view.checked.judged.kk if rowvalues.has_kk(view) else "",
        birth_date=date.fromisoformat(birth) if birth else None, **said,
    )  # fmt: skip


def _drop(
    row: ListUpdate, held: RecipientList, dropped: Sequence[Listed], *, by: Actor, at: datetime
) -> dict[str, list[str]]:
    """Cancel what the corrected lists had given; who received stays for a case, who has nothing left leaves the list."""
    ids = [one.recipient_id for one in dropped]
    list(Recipient.objects.select_for_update().filter(id__in=ids).order_by("id"))
    due = Entitlement.objects.filter(
        recipient_id__in=ids, source_list_id__in=row.corrects, allocation_id__in=held.allocations, state=OPEN
    )
    cancelled = list(due.values_list("id", flat=True))
    Entitlement.objects.filter(id__in=cancelled).update(state=CANCELLED)
    still = set(
        Entitlement.objects.filter(recipient_id__in=ids).exclude(state=CANCELLED).values_list("recipient_id", flat=True)
    )
    out = [one for one in ids if one not in still]
    Recipient.objects.filter(id__in=out).update(state=RecipientState.OUT)
    basis = f"Daftar perbaikan {held.file_name or 'yang diketik'}, {long_date(held.created_at.date())}"[:300]
    ListChange.objects.bulk_create(
        ListChange(
            recipient_id=one, kind="leave", reason=ExitReason.NOT_LISTED, basis=basis, by_id=row.by_id, at=row.at,
            decided_by_id=UUID(by.id), decided_at=at, accepted=True,
        )
        for one in out
    )  # fmt: skip
    for code in {one.village for one in dropped}:
        verification.look_again(held.distribution_id, code, by=by, at=at)
    return {
        "out": list(map(str, out)), "cancelled": list(map(str, cancelled)),
        "received": [str(one.recipient_id) for one in dropped if one.received],
    }  # fmt: skip


def undo_update(*, update_id: UUID, by: Actor, at: datetime) -> ListUpdate:
    """Undo an update as one: who came goes, who left is back with what was due, changed data are as they were.

    The room handover calls this inside its own act, which answers the cases. Raises `UpdateSettled`, `SomethingHangs`,
    `NotAllowed`.
    """
    with transaction.atomic():
        row, held = _locked(update_id, right=Right.RECIPIENTS_INTAKE, by=by, at=at)
        rules.check_move(row.state, UpdateState.UNDONE)
        undo.take_back(held, by=by, at=at)
        _bring_back(row)
        for change in row.changes.select_related("person__household").order_by("-id"):
            _change_back(change, by=by, at=at)
        staging.waiting_again(held, StagedRow.objects.filter(recipient_list=held, state=RowState.TAKEN))
        held.state, held.taken_over_by, held.taken_over_at = intake_rules.ListState.STAGED, None, None
        held.version += 1
        held.save()
        row.state, row.undone_by_id, row.undone_at = UpdateState.UNDONE, UUID(by.id), at
        row.save()
        _record(row, "recipients.undo_update", by, at, {})
    return row


def _bring_back(row: ListUpdate) -> None:
    out, cancelled = row.done["out"], row.done["cancelled"]
    back = Recipient.objects.filter(id__in=out, state=RecipientState.OUT)
    due = Entitlement.objects.filter(id__in=cancelled, state=CANCELLED)
    followed = Recipient.objects.filter(replaces_id__in=out).exists()
    if followed or back.count() != len(out) or due.count() != len(cancelled):
        raise intake_rules.SomethingHangs
    due.update(state=OPEN)
    back.update(state=RecipientState.LISTED)
    ListChange.objects.filter(recipient_id__in=out, reason=ExitReason.NOT_LISTED, decided_at=row.decided_at).delete()


def _change_back(change: Any, *, by: Actor, at: datetime) -> None:
    """Put a person's data back unless somebody changed them since."""
    person, told = change.person, changes.values_of([change])[change.id]
    now = history.values_of(person)
    if any(now[name] != after for name, (_, after) in told.items()):
        raise intake_rules.SomethingHangs
    was = {**now, **{name: before for name, (before, _) in told.items()}}
    birth = was.pop("birth_date")
    data = Particulars(
        **was, birth_date=date.fromisoformat(birth) if birth else None,
        no_nik=None if was["nik"] else NikState(person.nik_state) if not now["nik"] else NikState.NONE,
    )  # fmt: skip
    people.apply(person, data, at=at)
    if not data.kk and now["kk"]:
        person.household = None
    person.version += 1
    person.save()
    history.keep(person, now, source=history.UNDO, by=by, at=at)
    if "village_code" in told:
        rows = Recipient.objects.filter(
            person=person,
            distribution_id=change.update.recipient_list.distribution_id,
            village_code=told["village_code"][1],
        )
        for recipient in rows:
            people.move(recipient, told["village_code"][0], by=by, at=at)


def _locked(update_id: UUID, *, right: Right | None, by: Actor, at: datetime) -> tuple[ListUpdate, RecipientList]:
    list_id = ListUpdate.objects.values_list("recipient_list_id", flat=True).get(id=update_id)
    rows = RecipientList.objects.select_for_update(of=("self",)).select_related("office", "distribution")
    held = rows.get(id=list_id)
    if right is not None:
        staff.check_right(by=by, right=right, at=at, office_id=held.office_id)
    row = ListUpdate.objects.select_for_update(of=("self",)).select_related("recipient_list").get(id=update_id)
    return row, held


def _record(row: ListUpdate, act: str, by: Actor, at: datetime, details: Mapping[str, object]) -> None:
    audit.record(
        office_id=row.recipient_list.office_id, by=by, at=at, act=act, kind=rules.UPDATE_KIND, subject_id=row.id,
        details=dict(details),
    )  # fmt: skip
