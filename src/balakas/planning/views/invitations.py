"""Invitations: made for everybody, printed, replaced, withdrawn, moved."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.web import confirmed, staff_page
from balakas.planning import forms
from balakas.planning.actions import invitations as actions
from balakas.planning.queries import choices, duties, invitations, prints
from balakas.planning.views.asking import button, case_of, common, officer_of, paper, pressed, scene_of, today
from balakas.recipients.queries.people import village_names
from balakas.staff.rules import Right

PAGE = 50


@staff_page(Right.PLANNING_READ)
def index(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """List who is invited when, for the villages the officer sees; a village filter stands in the URL."""
    case, officer = case_of(request, distribution_id), officer_of(request)
    form = forms.VillageForm(request.GET, villages=_villages(case, officer))
    village = form.cleaned_data["desa"] if form.is_valid() else ""
    rows = invitations.seen(officer, case.id, village)
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    counts = duties.counts_of(case.id)
    names = village_names(case.office.region_code)
    lines = [(row, names.get(row.recipient.village_code, "")) for row in page.object_list]
    shown = common(
        request, case, form=form, page=page, lines=lines, counts=counts,
        waiting=counts.people - counts.invited, village=village, plan=scene_of(case).plan,
        number_form=forms.NumberForm(initial={"dated": today(case)}),
        voided=invitations.voided_count(case.id),
    )  # fmt: skip
    return render(request, "planning/invitations.html", shown)


@button("planning:invitations")
@staff_page(Right.PLANNING_MANAGE)
def issue(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Invite everybody who has no invitation yet."""
    case = case_of(request, distribution_id)
    by, now = officer_of(request).actor, timezone.now()
    pressed(
        request,
        lambda: actions.issue(distribution_id=case.id, by=by, at=now),
        gettext("Undangan dibuat. Cetak semuanya sebagai satu PDF."),
    )
    return redirect("planning:invitations", distribution_id=case.id)


@button("planning:invitations")
@staff_page(Right.PLANNING_MANAGE)
def number(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Give the invitation its letter number."""
    case, form = case_of(request, distribution_id), forms.NumberForm(request.POST)
    if form.is_valid():
        pressed(
            request,
            lambda: actions.number_invitations(
                distribution_id=case.id, **form.cleaned_data, by=officer_of(request).actor, at=timezone.now()
            ),
            gettext("Undangan sudah bernomor."),
        )
    return redirect("planning:invitations", distribution_id=case.id)


@button("planning:invitations")
@staff_page(Right.PLANNING_MANAGE)
@confirmed
def print_all(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Send the invitations of all villages, or of one, as one PDF; recorded."""
    case, officer = case_of(request, distribution_id), officer_of(request)
    form = forms.VillageForm(request.POST, villages=_villages(case, officer))
    village = form.cleaned_data["desa"] if form.is_valid() else ""
    return _printed(request, case, list(invitations.seen(officer, case.id, village)))


@staff_page(Right.PLANNING_READ)
def show(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Show one invitation and what may be done with it; its code is not shown."""
    row = invitations.invitation_for(officer_of(request), invitation_id)
    case = case_of(request, row.recipient.distribution_id)
    times = choices.slots_of(case.id, row.recipient.village_code, case.office.zone)
    others = [(str(slot.id), words) for slot, words in times if slot.id != row.slot_id]
    shown = common(
        request, case, row=row, village=village_names(case.office.region_code).get(row.recipient.village_code, ""),
        reason_form=forms.ReasonForm(), move_form=forms.MoveForm(slots=others) if others else None,
        earlier=invitations.earlier(row),
        good=invitations.is_good(row),
    )  # fmt: skip
    return render(request, "planning/invitation.html", shown)


@button("planning:invitation")
@staff_page(Right.PLANNING_MANAGE)
@confirmed
def print_one(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send one live invitation as a PDF; recorded."""
    row = invitations.invitation_for(officer_of(request), invitation_id)
    case = case_of(request, row.recipient.distribution_id)
    return _printed(request, case, [row] if invitations.is_good(row) else [])


@button("planning:invitation")
@staff_page(Right.PLANNING_MANAGE)
def reissue(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Replace an invitation; the old QR is void."""
    row = invitations.invitation_for(officer_of(request), invitation_id)
    reason, by, now = request.POST.get("reason", ""), officer_of(request).actor, timezone.now()
    pressed(
        request,
        lambda: actions.reissue(invitation_id=row.id, reason=reason, by=by, at=now),
        gettext("Undangan diganti. Kode yang lama tidak berlaku lagi."),
    )
    new = invitations.invitation_of(row.recipient_id)
    return redirect("planning:invitation", invitation_id=new.id if new else row.id)


@button("planning:invitation")
@staff_page(Right.PLANNING_MANAGE)
def void(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    row = invitations.invitation_for(officer_of(request), invitation_id)
    reason, by, now = request.POST.get("reason", ""), officer_of(request).actor, timezone.now()
    pressed(
        request,
        lambda: actions.void(invitation_id=row.id, reason=reason, by=by, at=now),
        gettext("Undangan dibatalkan."),
    )
    return redirect("planning:invitation", invitation_id=row.id)


@button("planning:invitation")
@staff_page(Right.PLANNING_MANAGE)
def move(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send a recipient to another time."""
    row = invitations.invitation_for(officer_of(request), invitation_id)
    case = case_of(request, row.recipient.distribution_id)
    times = choices.slots_of(case.id, row.recipient.village_code, case.office.zone)
    form = forms.MoveForm(request.POST, slots=[(str(slot.id), words) for slot, words in times])
    if form.is_valid():
        slot_id, by, now = UUID(form.cleaned_data["slot"]), officer_of(request).actor, timezone.now()
        pressed(
            request,
            lambda: actions.move(invitation_id=row.id, slot_id=slot_id, by=by, at=now),
            gettext("Waktu penerima dipindahkan. Cetak ulang undangannya."),
        )
    return redirect("planning:invitation", invitation_id=row.id)


def _villages(case: Any, officer: Any) -> choices.Choices:
    listed = choices.villages(case.office.region_code)
    return [one for one in listed if officer.villages is None or one[0] in officer.villages]


def _printed(request: HttpRequest, case: Any, rows: list[Any]) -> HttpResponse:
    codes: dict[UUID, str] = {}
    by, now = officer_of(request).actor, timezone.now()

    def reveal() -> None:
        codes.update(actions.reveal_codes(distribution_id=case.id, rows=rows, by=by, at=now, what="undangan (PDF)"))

    if not pressed(request, reveal, gettext("Undangan dicetak.")) or not codes:
        return redirect("planning:invitations", distribution_id=case.id)
    return paper(case, "invitations", prints.invitations(scene_of(case), rows, codes), "undangan", long=True)
