"""The difference of a staged list to the running one: computed anew each time it is shown, told by a mark of what it is."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404

from balakas.recipients.models import Entitlement, Recipient, RecipientList, StagedRow
from balakas.recipients.models.changes import ListUpdate
from balakas.recipients.queries import rowvalues
from balakas.recipients.queries.changes import PLAIN
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import people as people_rules
from balakas.recipients.rules.difference import Difference, Listed, Row, UpdateState, compare
from balakas.recipients.rules.intake import ListState, RowState
from balakas.recipients.rules.people import RecipientState
from balakas.recipients.rules.rows import Severity
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind

PART = 5_000
SHOWN = 200
"""How many of each kind a page shows; the counts are of all."""


def corrected_by(held: RecipientList) -> list[RecipientList]:
    """Return the lists another one corrects: taken over before, for one of the same benefits."""
    rows = RecipientList.objects.filter(
        distribution_id=held.distribution_id, purpose="main", taken_over_at__isnull=False
    )
    own = set(held.allocations)
    return [row for row in rows.exclude(id=held.id).order_by("created_at") if own & set(row.allocations)]


def difference(held: RecipientList, *, whole: bool, at: datetime) -> Difference:
    """Return what the ready rows of a list change in the running one."""
    rows = [row for part in rowvalues.ready_parts(held, at=at) for row in _rows(held, part)]
    waiting = StagedRow.objects.filter(recipient_list=held, state=RowState.WAITING, severity=Severity.ERROR)
    kept_back = frozenset(waiting.values_list("village_code", flat=True))
    return compare(rows, _listed(held, corrected_by(held)), whole=whole, kept_back=kept_back)


def _rows(held: RecipientList, views: list[RowView]) -> Iterator[Row]:
    niks = [view.checked.judged.nik if rowvalues.has_nik(view) else "" for view in views]
    kks = [view.checked.judged.kk if rowvalues.has_kk(view) else "" for view in views]
    by_nik = vault.blind_indexes(held.office_id, IndexKind.NIK, niks)
    by_kk = vault.blind_indexes(held.office_id, IndexKind.KK, kks)
    for view, nik_index, kk_index in zip(views, by_nik, by_kk, strict=True):
        judged = view.checked.judged
        yield Row(
            view.id, nik_index, kk_index, people_rules.name_key(judged.name), judged.birth, view.village_code,
            rowvalues.plain(view),
        )  # fmt: skip


def _listed(held: RecipientList, corrected: list[RecipientList]) -> Iterator[Listed]:
    own = Entitlement.objects.filter(recipient=OuterRef("id"))
    scoped = own.filter(source_list__in=corrected, allocation_id__in=held.allocations).exclude(state="cancelled")
    rows = Recipient.objects.filter(distribution_id=held.distribution_id).select_related("person__household")
    marked = rows.annotate(scope=Exists(scoped), received=Exists(own.filter(given__gt=0))).order_by("order", "id")
    for one in marked.iterator(chunk_size=PART):
        person, home = one.person, one.person.household
        values = {name: str(getattr(person, name) or "") for name in PLAIN}
        yield Listed(
            one.id, person.id, bytes(person.nik_index), bytes(home.kk_index) if home else b"", person.name_key,
            person.birth_date, one.village_code, one.state == RecipientState.OUT, one.scope, one.received,
            {**values, "village_code": one.village_code},
        )  # fmt: skip


def mark_of(held: RecipientList, found: Difference, *, whole: bool) -> str:
    """Return a mark by which the same difference is known again: whatever changes on either side changes it."""
    told = hashlib.sha256(f"{held.id}/{held.version}/{whole}/{found.unsure}".encode())
    for kind, keys in (
        ("added", [row.row_id for row in found.added]),
        ("changed", [f"{one.row.row_id}{one.listed.recipient_id}{one.fields}" for one in found.changed]),
        ("same", [one.listed.recipient_id for one in found.same]),
        ("dropped", [f"{one.recipient_id}{one.received}" for one in found.dropped]),
    ):
        told.update(f"{kind}:{sorted(map(str, keys))}".encode())
    return told.hexdigest()


def counts_of(found: Difference) -> dict[str, int]:
    """Return the counts a page and the audit show."""
    return {
        "added": len(found.added), "changed": len(found.changed), "same": len(found.same), "dropped": len(found.dropped),
        "received": sum(one.received for one in found.dropped), "gone": len(found.gone), "unsure": found.unsure,
    }  # fmt: skip


def comparable(held: RecipientList) -> bool:
    """Say whether a list may be laid over a running one."""
    return held.purpose == "main" and held.state in {ListState.STAGED, ListState.PARTLY} and bool(corrected_by(held))


def update_of(held: RecipientList) -> ListUpdate | None:
    """Return a list's update that waits or was taken over."""
    rows = ListUpdate.objects.filter(recipient_list=held, state__in=[UpdateState.PROPOSED, UpdateState.TAKEN])
    return rows.select_related("by", "decided_by").order_by("-at").first()


def update_for(officer: Officer, update_id: UUID) -> ListUpdate:
    """Return an update of the officer's office, else 404; it concerns the whole kecamatan."""
    rows = ListUpdate.objects.select_related(
        "recipient_list__distribution", "recipient_list__office", "by", "decided_by"
    )
    row = rows.filter(id=update_id, recipient_list__office_id=officer.office_id).first()
    if row is None or officer.villages is not None:
        raise Http404
    return row


def waiting(officer: Officer) -> list[ListUpdate]:
    """Return what waits for somebody else's decision."""
    rows = ListUpdate.objects.filter(state=UpdateState.PROPOSED, recipient_list__office_id=officer.office_id)
    return list(rows.exclude(by_id=officer.user_id).select_related("recipient_list__distribution").order_by("at"))
