"""The duty order: its text, its number, its print, the signed sheet coming back, and another in its place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import posted, staff_page
from balakas.papers.queries import letterhead, papers
from balakas.papers.rules.scans import MAX_BYTES, MEGABYTE, ScanTooLarge
from balakas.papers.rules.states import PaperState, SignedHow
from balakas.planning import forms
from balakas.planning.actions import duty as actions
from balakas.planning.queries import choices, duties, duty, prints
from balakas.planning.rules import duty as rules
from balakas.planning.views.asking import (
    button,
    case_of,
    common,
    officer_of,
    paper,
    pressed,
    scene_of,
    today,
    turned_away,
)
from balakas.staff.rules import Right

_PARTS = ("name", "position", "rank", "nip")


@staff_page(Right.PLANNING_READ)
def order(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show the duty order: the form while it is a draft, the paper's life afterwards."""
    case = case_of(request, distribution_id)
    row = duty.order_of(case.id)
    may = Right.PLANNING_MANAGE in officer_of(request).rights
    draft = row is None or row.numbered_at is None
    form = _order_form(request, case, row) if may and draft else None
    if request.method == "POST" and form is not None and form.is_valid() and _kept(request, case, form):
        return redirect("planning:order", distribution_id=case.id)
    sheet = papers.paper_of(row.paper_id) if row and row.paper_id else None
    shown = common(
        request, case, form=form, order=row, paper=sheet, members=duty.members_of(row) if row else [],
        number_form=forms.NumberForm(initial={"dated": today(case)}), reason_form=forms.ReasonForm(),
        signed_form=forms.SignedForm(initial={"signed_on": today(case), "how": SignedHow.INK}),
        waits_for_print=bool(sheet and sheet.state == PaperState.NUMBERED),
        waits_for_ink=bool(sheet and sheet.state == PaperState.PRINTED),
        gone=bool(sheet and sheet.state == PaperState.CANCELLED), taken=duties.order_paper_signed(row),
    )  # fmt: skip
    return render(request, "planning/order.html", shown)


@staff_page(Right.PLANNING_READ)
def preview(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Send the order as it would be printed now; it has no number yet."""
    case = case_of(request, distribution_id)
    row = duty.order_of(case.id)
    if row is None:
        raise Http404
    scene = scene_of(case)
    data = {
        **actions.paper_data(row), "kop": letterhead.kop_of(case.office_id), "number": row.number, "date": "…",
        "signer": row.signer or scene.signer, "place": row.place or scene.place,
    }  # fmt: skip
    return paper(case, "spt", data, "konsep-surat-tugas")


@button("planning:order")
@staff_page(Right.PLANNING_MANAGE)
def number(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Give the order its number."""
    case, form = case_of(request, distribution_id), forms.NumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Isi tanggal surat."))
        return redirect("planning:order", distribution_id=case.id)
    pressed(
        request,
        lambda: actions.number_order(
            distribution_id=case.id, **form.cleaned_data, by=officer_of(request).actor, at=timezone.now()
        ),
        gettext("Surat tugas sudah bernomor. Cetak, lalu mintakan tanda tangan."),
    )
    return redirect("planning:order", distribution_id=case.id)


@button("planning:order")
@staff_page(Right.PLANNING_MANAGE)
def print_order(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Make the order's PDF once and for all."""
    case = case_of(request, distribution_id)
    by, now = officer_of(request).actor, timezone.now()
    pressed(
        request,
        lambda: actions.print_order(distribution_id=case.id, by=by, at=now),
        gettext("Surat tugas siap dicetak; sekarang menunggu tanda tangan."),
    )
    return redirect("planning:order", distribution_id=case.id)


@button("planning:order")
@staff_page(Right.PLANNING_MANAGE)
def signed(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Take the signed sheet back."""
    case, form = case_of(request, distribution_id), forms.SignedForm(request.POST, request.FILES)
    if form.is_valid():
        pressed(
            request, lambda: _returned(request, case.id, form), gettext("Surat tugas yang ditandatangani tersimpan.")
        )
    else:
        messages.error(request, gettext("Pilih berkas pindaian dan isi tanggalnya."))
    return redirect("planning:order", distribution_id=case.id)


@button("planning:order")
@staff_page(Right.PLANNING_MANAGE)
def take_up(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Let an order signed through the papers' pages stand for the SOP's paper."""
    case = case_of(request, distribution_id)
    by, now = officer_of(request).actor, timezone.now()
    pressed(
        request,
        lambda: actions.take_up_signed(distribution_id=case.id, by=by, at=now),
        gettext("Surat tugas dicatat sebagai kelengkapan SOP."),
    )
    return redirect("planning:order", distribution_id=case.id)


@button("planning:order")
@staff_page(Right.PLANNING_MANAGE)
def renew(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Put a new draft in the place of a numbered order."""
    case, reason = case_of(request, distribution_id), request.POST.get("reason", "")
    by, now = officer_of(request).actor, timezone.now()
    pressed(
        request,
        lambda: actions.renew_order(distribution_id=case.id, reason=reason, by=by, at=now),
        gettext("Konsep surat tugas baru dibuat dengan isi yang sama."),
    )
    return redirect("planning:order", distribution_id=case.id)


def _returned(request: HttpRequest, distribution_id: UUID, form: forms.SignedForm) -> object:
    said = form.cleaned_data
    if getattr(said["scan"], "too_large", False):  # the upload handler dropped it
        raise ScanTooLarge(size=f">{MAX_BYTES // MEGABYTE}", limit=MAX_BYTES // MEGABYTE)
    return actions.return_signed(
        distribution_id=distribution_id, content=said["scan"].read(), signed_on=said["signed_on"],
        how=SignedHow(said["how"]), by=officer_of(request).actor, at=timezone.now(),
    )  # fmt: skip


def _order_form(request: HttpRequest, case: Any, row: Any) -> forms.OrderForm:
    people = [(one.user_id, one.label) for one in choices.officers_on(case.office_id, today(case))]
    signers = [(one.user_id, one.label) for one in choices.signers_on(case.office_id, today(case))]
    initial = _order_initial(row) if row else _proposed(case, signers)
    return forms.OrderForm(posted(request), initial=initial, people=people, signers=signers)


def _proposed(case: Any, signers: choices.Choices) -> dict[str, Any]:
    """Return what a new order proposes: base and tasks from the letter, time and place from the schedule."""
    letter, scene = case.letter, scene_of(case)
    basis = rules.proposed_basis(
        sender=letter.sender, number=letter.letter_number, letter_date=letter.letter_date, subject=letter.subject
    ) if letter else []  # fmt: skip
    when, where = prints.when_and_where(scene)
    return {
        "version": 0, "basis": basis, "tasks": rules.proposed_tasks(case.title), "when": when, "where": where,
        "place": scene.place, "signer": signers[0][0] if signers else "", "copies": ["Arsip."],
    }  # fmt: skip


def _order_initial(row: Any) -> dict[str, Any]:
    members = duty.members_of(row)
    officers = [one for one in members if one.user_id]
    return {
        "version": row.version, "title": row.title, "basis": row.basis, "consideration": row.consideration,
        "people": [one.user_id for one in officers],
        "leader": next((one.user_id for one in officers if one.role == rules.LEADER), ""),
        "others": ["; ".join(getattr(one, part) for part in _PARTS).rstrip("; ") for one in members if not one.user_id],
        "tasks": row.tasks, "when": row.when_text, "where": row.where_text, "place": row.place,
        "signer": str(row.signer_user_id or ""), "copies": row.copies,
    }  # fmt: skip


def _kept(request: HttpRequest, case: Any, form: forms.OrderForm) -> bool:
    said, day = form.cleaned_data, today(case)
    signer_id = forms.uuid_or_none(said["signer"])
    draft = actions.Draft(
        title=said["title"], basis=said["basis"], consideration=said["consideration"], tasks=said["tasks"],
        when=said["when"], where=said["where"], place=said["place"], copies=said["copies"],
        members=_members(said, {one.user_id: one for one in choices.officers_on(case.office_id, day)}),
        signer=choices.signer_printed(signer_id, case.office_id, day), signer_user_id=signer_id,
    )  # fmt: skip
    try:
        actions.save_order(
            distribution_id=case.id, draft=draft, seen_version=said["version"], by=officer_of(request).actor,
            at=timezone.now(),
        )  # fmt: skip
    except BalakasError as error:
        row = duty.order_of(case.id)
        turned_away(form, error, row.version if row else 0)
        return False
    messages.success(request, gettext("Surat tugas disimpan."))
    return True


def _members(said: dict[str, Any], officers: dict[str, choices.Officer]) -> tuple[rules.Member, ...]:
    chosen = sorted(said["people"], key=lambda one: one != said["leader"])
    sent = [officers[one].member(rules.LEADER if one == said["leader"] else rules.MEMBER) for one in chosen]
    return (*sent, *(rules.written(line) for line in said["others"]))
