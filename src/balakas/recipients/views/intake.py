"""Bringing a list in: upload, look at what was understood, put rows right, take over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, refuse, staff_page
from balakas.recipients.actions import bad_rows as sent
from balakas.recipients.actions import intake, repairs, takeover
from balakas.recipients.actions import undo as undoing
from balakas.recipients.forms.intake import (
    LIST_FILES,
    BenefitsForm,
    BringForm,
    ColumnsForm,
    FileForm,
    TakeOverForm,
    VersionForm,
)
from balakas.recipients.queries import lists
from balakas.recipients.views import list_page, shared
from balakas.staff.rules import Right

MINUTE = 60
SHOWN_FIELDS = ("name", "nik", "kk", "birth_date", "sex", "address", "rt", "village")


@staff_page(Right.RECIPIENTS_INTAKE)
def bring(request: HttpRequest, distribution_id: UUID) -> HttpResponseBase:
    """Take a list's file, or begin one that is typed."""
    distribution = shared.distribution_for(request, distribution_id)
    choices = shared.benefit_choices(distribution_id)
    form = BringForm(request.POST or None, request.FILES or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        content, name = form.list_brought()
        act = intake.begin_file if intake.takes_long(content) else intake.bring_file
        try:
            held = act(
                distribution_id=distribution_id, content=content, file_name=name, by=shared.officer_of(request).actor,
                allocation_ids=form.cleaned_data["benefits"], at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error, field="file")
        else:
            return redirect("recipients:list", list_id=held.id)
    context = {
        **shared.base(request, distribution),
        "form": form,
        "accept": LIST_FILES,
        "typed_form": BenefitsForm(choices=choices, prefix="typed"),
    }
    return render(request, "recipients/bring.html", context)


@staff_page(Right.RECIPIENTS_INTAKE)
def show(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show a list before it is taken over: columns, problems, rows; numbers are masked."""
    return list_page.shown_list(request, list_id, reveal=False)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def reveal(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show the numbers on one page of the list whole, on the record."""
    return list_page.shown_list(request, list_id, reveal=True)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def columns(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Read the file anew with the columns set by hand."""
    held = lists.list_for(shared.officer_of(request), list_id)
    form = ColumnsForm(request.POST, heads=held.columns.get("heads", []), places={})
    if form.is_valid():
        try:
            intake.set_columns(
                list_id=list_id, version=form.cleaned_data["version"], places=form.places(),
                by=shared.officer_of(request).actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, gettext("Kolom diatur. Judul yang sama akan dibaca begini juga lain kali."))
        except BalakasError as error:
            messages.error(request, sentence(error))
    return redirect("recipients:list", list_id=list_id)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def check_again(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Judge all rows anew, as after a spelling was taught."""
    lists.list_for(shared.officer_of(request), list_id)
    try:
        intake.check_again(list_id=list_id, by=shared.officer_of(request).actor, at=timezone.now())
        messages.success(request, gettext("Semua baris diperiksa ulang."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:list", list_id=list_id)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def take_over(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Take the ready rows over."""
    held = lists.list_for(shared.officer_of(request), list_id)
    form = TakeOverForm(request.POST)
    if not form.is_valid():
        return redirect("recipients:list", list_id=list_id)
    try:
        done = takeover.take_over(
            list_id=list_id,
            **form.cleaned_data,
            by=shared.officer_of(request).actor,
            at=timezone.now(),
        )
    except BalakasError as error:
        messages.error(request, sentence(error))
        return redirect("recipients:list", list_id=list_id)
    text = gettext(
        "%(people)s penerima baru dan %(households)s keluarga diambil alih; %(waiting)s baris masih menunggu."
    )
    messages.success(request, text % {"people": done.people, "households": done.households, "waiting": done.waiting})
    if done.stopped:
        held_back = gettext(
            "%(count)s baris ditahan karena ketentuan antarprogram. Buka barisnya untuk melihat dasarnya."
        )
        messages.warning(request, held_back % {"count": done.stopped})
    if done.waiting:
        return redirect("recipients:list", list_id=list_id)
    return redirect("recipients:workspace", distribution_id=held.distribution_id)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def repair(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Apply all proposed repairs of one kind."""
    lists.list_for(shared.officer_of(request), list_id)
    code = next((one for one in repairs.REPAIRABLE if one == request.POST.get("code")), None)
    if code is not None:
        try:
            count = repairs.apply_all(
                list_id=list_id, code=code, by=shared.officer_of(request).actor, at=timezone.now()
            )
            messages.success(request, gettext("%(count)s baris diperbaiki menurut usulan.") % {"count": count})
        except BalakasError as error:
            messages.error(request, sentence(error))
    return redirect("recipients:list", list_id=list_id)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def undo(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Undo the list's take-over as one."""
    lists.list_for(shared.officer_of(request), list_id)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            count = undoing.undo_take_over(
                list_id=list_id,
                version=form.cleaned_data["version"],
                by=shared.officer_of(request).actor,
                at=timezone.now(),
            )
            text = gettext(
                "Pengambilalihan diurungkan; %(count)s penerima keluar dari penyaluran dan barisnya menunggu lagi."
            )
            messages.success(request, text % {"count": count})
        except BalakasError as error:
            messages.error(request, sentence(error))
    return redirect("recipients:list", list_id=list_id)


@require_POST
@staff_page(Right.RECIPIENTS_EXPORT)
@confirmed
def bad_rows(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Give the rows that wait for the village as a workbook."""
    lists.list_for(shared.officer_of(request), list_id)
    content = sent.reveal_bad_rows(list_id=list_id, by=shared.officer_of(request).actor, at=timezone.now())
    return shared.download(content, "perbaikan.xlsx", shared.XLSX)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def bring_back(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Take the workbook back that the village has put right."""
    lists.list_for(shared.officer_of(request), list_id)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Pilih berkas perbaikan."))
        return redirect("recipients:list", list_id=list_id)
    try:
        done = sent.bring_back(
            list_id=list_id,
            content=form.cleaned_data["file"].read(),
            by=shared.officer_of(request).actor,
            at=timezone.now(),
        )
    except BalakasError as error:
        messages.error(request, sentence(error))
    else:
        text = gettext(
            "%(changed)s baris diperbaiki, %(ready)s di antaranya kini siap; %(strange)s baris tidak cocok dan dilewati."
        )
        messages.success(request, text % {"changed": done.changed, "ready": done.ready, "strange": done.strange})
    return redirect("recipients:list", list_id=list_id)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def discard(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Put a list aside."""
    held = lists.list_for(shared.officer_of(request), list_id)
    try:
        intake.discard(list_id=list_id, by=shared.officer_of(request).actor, at=timezone.now())
    except BalakasError as error:
        messages.error(request, sentence(error))
        return redirect("recipients:list", list_id=list_id)
    messages.success(request, gettext("Daftar tidak dipakai dan isinya dimusnahkan."))
    return redirect("recipients:workspace", distribution_id=held.distribution_id)


@require_POST
@staff_page(Right.RECIPIENTS_EXPORT)
@confirmed
def original(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Give the file as it came."""
    lists.list_for(shared.officer_of(request), list_id)
    held, content = intake.reveal_original(list_id=list_id, by=shared.officer_of(request).actor, at=timezone.now())
    suffix = held.file_name.rpartition(".")[2].lower()
    return shared.download(content, f"daftar-asli.{suffix if suffix.isalnum() else 'bin'}", "application/octet-stream")
