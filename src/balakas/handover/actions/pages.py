"""Paper first: the receipt list is printed, signed in ink, its pages photographed and keyed, twenty-five in one act."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.handover.actions import corrections, evidence, paper_leases, shifts, visits
from balakas.handover.actions.evidence import Picture
from balakas.handover.actions.shifts import Desk
from balakas.handover.actions.visits import Checked, Told
from balakas.handover.models.paper import PaperList, PaperPage, PaperRow
from balakas.handover.queries import people
from balakas.handover.rules import pages as rules
from balakas.handover.rules.events import AttachmentKind, EventType, Identity, check_reason, happened
from balakas.handover.rules.pages import PageState
from balakas.handover.rules.proxies import Proxy
from balakas.handover.rules.verdicts import FailReason, Given
from balakas.planning.queries import plans
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault_actions

GIVEN, PARTLY, ALREADY, UNSAID = "given", "partly", "already", "unsaid"
"""What became of a row: given as printed, given short, given before the page was keyed, or the page does not say."""


@dataclass(frozen=True, slots=True)
class Unticked:
    """A row that is not "given as printed": not given and why, or short (`quantities` by entitlement), or by proxy.

    `unsaid` is a row left empty of which nobody knows why: nothing is recorded, it stays due. `reason` is personal and
    sealed.
    """

    order: int
    why: FailReason | None = None
    quantities: Mapping[UUID, int] | None = None
    proxy: Proxy | None = None
    reason: str = ""
    unsaid: bool = False


def print_list(
    *, post_id: UUID, by: Actor, at: datetime, size: int = rules.ROWS_PER_PAGE, slice_id: UUID | None = None
) -> PaperList:
    """Lay out a post's receipt list: whoever still has something due and is held by nobody, `size` to a page.

    The list holds its people from now on, until its pages are back. `slice_id` narrows it to one part of the post.
    Raises `NobodyLeft`, `HeldElsewhere`, `LeaseMoved`, `NotAllowed`.
    """
    with transaction.atomic():
        desk = shifts.sit_down(post_id=post_id, by=by, at=at)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=desk.office_id)
        due = people.still_due(desk.distribution_id, desk.post_id)
        rows = paper_leases.free(desk.post_id, due, slice_id)
        made = PaperList.objects.create(
            office_id=desk.office_id, distribution_id=desk.distribution_id, post_id=desk.post_id, code=_code(),
            printed_by_id=desk.officer_id, printed_at=at,
        )  # fmt: skip
        numbered = list(enumerate(rows, start=1))
        for number, part in enumerate(rules.split(numbered, size), start=1):
            page = PaperPage.objects.create(paper_list=made, number=number, state=PageState.PRINTED)
            PaperRow.objects.bulk_create(
                PaperRow(page=page, order=order, recipient_id=row.recipient_id, entitlements=list(row.entitlements))
                for order, row in part
            )
        audit.record(
            office_id=desk.office_id, by=by, at=at, act="handover.print_list", kind="paper_list", subject_id=made.id,
            label=made.code, details={"people": len(rows)},
        )  # fmt: skip
        paper_leases.lend(made, plans.locked_post(post_id), [row.recipient_id for row in rows], by=by, at=at)
    return made


def set_aside_page(*, page_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Set a printed page aside that was never used. Raises `ReasonNeeded`, `PageMoved`, `NotAllowed`."""
    reason = check_reason(reason)
    with transaction.atomic():
        page = _locked(page_id, by, at)
        rules.check_next(PageState(page.state), PageState.VOID)
        PaperPage.objects.filter(id=page.id).update(state=PageState.VOID)
        paper_leases.release_when_back(page.paper_list, by=by, at=at)
        _audit(page, "handover.set_aside_page", by, at, {"reason": reason})


def give_back(*, list_id: UUID, reason: str, by: Actor, at: datetime) -> int:
    """Set aside all pages of a list that never came into use; returns how many. Raises `ReasonNeeded`, `NotAllowed`."""
    with transaction.atomic():
        rows = PaperPage.objects.filter(paper_list_id=list_id, state=PageState.PRINTED).order_by("number")
        numbers = list(rows.values_list("id", flat=True))
        for page_id in numbers:
            set_aside_page(page_id=page_id, reason=reason, by=by, at=at)
    return len(numbers)


def photograph_page(*, page_id: UUID, photo: bytes, by: Actor, at: datetime) -> PaperPage:
    """Store the photo of a signed page. Raises `PageMoved`, `NotAllowed`, and what `papers.rules.scans` raises."""
    picture = Picture(AttachmentKind.PAGE, photo)
    evidence.look_at([picture])
    with transaction.atomic():
        page = _locked(page_id, by, at)
        if page.state != PageState.PHOTOGRAPHED:
            rules.check_next(PageState(page.state), PageState.PHOTOGRAPHED)
        _photograph(page, picture, by, at)
        _audit(page, "handover.photograph_page", by, at, {})
    return page


def key_page(
    *,
    page_id: UUID,
    exceptions: Sequence[Unticked] = (),
    photo: bytes = b"",
    client_id: UUID | None = None,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    reason: str = "",
) -> PaperPage:
    """Key a signed page: every row as given, but for the exceptions. One act, taken once.

    A row that was handed over meanwhile some other way is left as it is. Raises `PageNeedsPhoto`, `PageMoved`,
    `RowUnknown`, `ReasonNeeded`, `NotAllowed`, and what `papers.rules.scans` raises.
    """
    when = happened(happened_at=happened_at, at=at, reason=reason)
    picture = Picture(AttachmentKind.PAGE, photo)
    if photo:
        evidence.look_at([picture])
    with transaction.atomic():
        page = _locked(page_id, by, at)
        if client_id is not None and page.client_id == client_id:
            return page
        rules.check_next(PageState(page.state), PageState.KEYED)
        if photo:
            _photograph(page, picture, by, at)
        if page.scan_original_id is None:
            raise rules.PageNeedsPhoto
        desk = shifts.sit_down(post_id=page.paper_list.post_id, by=by, at=at)
        counts = _key_rows(desk, page, {one.order: one for one in exceptions}, when=when, reason=reason)
        PaperPage.objects.filter(id=page.id).update(
            state=PageState.KEYED, keyed_by_id=by.id, keyed_at=at, client_id=client_id
        )
        paper_leases.release_when_back(page.paper_list, by=by, at=at)
        page.refresh_from_db()
        _audit(page, "handover.key_page", by, at, counts)
    return page


def _key_rows(
    desk: Desk, page: PaperPage, exceptions: Mapping[int, Unticked], *, when: datetime, reason: str
) -> dict[str, int]:
    rows = list(PaperRow.objects.filter(page=page).order_by("order"))
    if set(exceptions) - {row.order for row in rows}:
        raise rules.RowUnknown
    counts: dict[str, int] = {}
    for row in rows:
        outcome = _key_row(desk, row, exceptions.get(row.order), when=when, reason=reason)
        PaperRow.objects.filter(id=row.id).update(outcome=outcome)
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _key_row(desk: Desk, row: PaperRow, exception: Unticked | None, *, when: datetime, reason: str) -> str:
    due = recipients.due_of([UUID(one) for one in row.entitlements])
    if not due:
        return ALREADY
    if exception is not None and exception.unsaid:
        return UNSAID
    if exception is not None and exception.why is not None:
        kind = EventType.REFUSE if exception.why is FailReason.REFUSES else EventType.ABSENT
        corrections.fail_at(
            desk, kind, row.recipient_id, exception.why, reason=exception.reason, happened_at=when, page_id=row.page_id
        )
        return exception.why.value
    short = exception.quantities if exception is not None and exception.quantities is not None else {}
    givings = tuple(Given(str(one), short.get(one, amount)) for one, amount in due.items() if short.get(one, amount))
    proxy = exception.proxy if exception is not None else None
    told = Told(
        client_id=uuid7(), recipient_id=row.recipient_id, givings=givings, checked=Checked(Identity.PAPER),
        happened_at=when, proxy=proxy, reason=(exception.reason if exception else "") or reason, page_id=row.page_id,
    )  # fmt: skip
    visits.check(told)
    visits.record_at(desk, told, ())
    return PARTLY if short else GIVEN


def _photograph(page: PaperPage, picture: Picture, by: Actor, at: datetime) -> None:
    """Seal the photo under the office's key: a page shows many people's signatures."""
    office_id = page.paper_list.office_id
    subject_id = vault_actions.office_subject(office_id=office_id, at=at)
    taken = evidence.take(picture, office_id=office_id, subject_id=subject_id, at=at)
    page.scan_original_id, page.scan_shown_id = taken.original_id, taken.shown_id
    page.state = PageState.PHOTOGRAPHED
    PaperPage.objects.filter(id=page.id).update(
        scan_original_id=taken.original_id, scan_shown_id=taken.shown_id, state=PageState.PHOTOGRAPHED,
        photographed_by_id=by.id, photographed_at=at,
    )  # fmt: skip


def _locked(page_id: UUID, by: Actor, at: datetime) -> PaperPage:
    """Lock the page after its post and the office's device, the order in which every act here takes them."""
    post_id = PaperPage.objects.select_related("paper_list").get(id=page_id).paper_list.post_id
    desk = shifts.sit_down(post_id=post_id, by=by, at=at)
    staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=desk.office_id)
    return PaperPage.objects.select_for_update(of=("self",)).select_related("paper_list").get(id=page_id)


def _code() -> str:
    while True:
        code = "".join(secrets.choice(rules.ALPHABET) for _ in range(rules.CODE_LENGTH))
        if not PaperList.objects.filter(code=code).exists():
            return code


def _audit(page: PaperPage, act: str, by: Actor, at: datetime, details: Mapping[str, object]) -> None:
    audit.record(
        office_id=page.paper_list.office_id, by=by, at=at, act=act, kind="paper_page", subject_id=page.id,
        label=rules.written(page.paper_list.code, page.number), details=dict(details),
    )  # fmt: skip
