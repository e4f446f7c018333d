"""Bringing a list in: upload, look at what was understood, put rows right, take over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.masks import mask_number
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, refuse, staff_page
from balakas.recipients.actions import bad_rows as sent
from balakas.recipients.actions import intake, repairs, rows, takeover
from balakas.recipients.actions import undo as undoing
from balakas.recipients.forms.intake import BenefitsForm, BringForm, ColumnsForm, FileForm, VersionForm
from balakas.recipients.queries import aid, lists
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.columns import FIELDS
from balakas.recipients.rules.compare import FINDING_WORDS, TO_LOOK_AT
from balakas.recipients.rules.intake import FIELD_WORDS, LIST_TONES, LIST_WORDS, ListState, Source
from balakas.recipients.rules.rows import ERRORS, SENTENCES
from balakas.recipients.views import shared
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
        act = intake.bring_file if len(content) <= intake.AT_ONCE else intake.begin_file
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
        "typed_form": BenefitsForm(choices=choices, prefix="typed"),
    }
    return render(request, "recipients/bring.html", context)


@staff_page(Right.RECIPIENTS_INTAKE)
def show(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show a list before it is taken over: columns, problems, rows; numbers are masked."""
    return _shown(request, list_id, reveal=False)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def reveal(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show the numbers on one page of the list whole, on the record."""
    return _shown(request, list_id, reveal=True)


def _shown(request: HttpRequest, list_id: UUID, *, reveal: bool) -> HttpResponse:
    held = lists.list_for(shared.officer_of(request), list_id)
    if held.state == ListState.DISCARDED:
        return redirect("recipients:workspace", distribution_id=held.distribution_id)
    if held.state in {ListState.READING, ListState.UNREAD}:
        return _on_the_way(request, held)
    waiting = held.counts.get("ready", 0) + held.counts.get("kept_back", 0)
    shown = request.GET.get("tampil") or ("bermasalah" if waiting and held.counts.get("problems") else "semua")
    found = lists.shown_rows(held, shown=shown, code=request.GET.get("masalah", ""))
    page = shared.page_of(request, found, lists.PAGE)
    views = lists.views(held, page.object_list, at=timezone.now())
    told = aid.shown(held, views)
    if reveal:
        rows.reveal_rows(
            list_id=list_id, row_ids=[view.id for view in views], by=shared.officer_of(request).actor, at=timezone.now()
        )
    context = {
        **shared.base(request, held.distribution), "held": held, "page": page, "shown": shown, "revealed": reveal, "back_form": FileForm(),
        "query": request.GET.urlencode(),
        "tabs": _tabs(held.counts), "problems": _problem_lines(held.counts), "findings": _finding_lines(held.counts), "lines": [_line(view, told.get(view.id, []), reveal=reveal) for view in views],
        "heads": [(name, gettext(FIELD_WORDS[name])) for name in SHOWN_FIELDS], "columns_form": _columns_form(held),
        "state": (LIST_TONES[ListState(held.state)], gettext(LIST_WORDS[ListState(held.state)])),
        "typed": held.source == Source.TYPED, "understood": _understood(held.columns), "benefits": _benefits(held),
        "strange": _strange(held.counts),
    }  # fmt: skip
    return render(request, "recipients/list.html", context)


def _on_the_way(request: HttpRequest, held: Any) -> HttpResponse:
    """Show how far the reading is, or why the file could not be read."""
    context = {**shared.base(request, held.distribution), "held": held, "reading": held.state == ListState.READING}
    if held.state == ListState.READING:
        context |= {"progress": held.progress, "remaining": _remaining(held.progress)}
    else:
        message = held.progress["message"]
        context["refusal"] = gettext(message) % held.progress["params"]
    return render(request, "recipients/reading.html", context)


def _remaining(progress: dict[str, Any]) -> str:
    """Return how long the rest will take in words, at the pace so far; empty while nothing is known."""
    left = rules.seconds_left(progress)
    if left is None:
        return ""
    if left < MINUTE:
        return gettext("kurang dari satu menit lagi")
    return gettext("kira-kira %(minutes)s menit lagi") % {"minutes": round(left / MINUTE)}


def _tabs(counts: dict[str, object]) -> list[tuple[str, str, object]]:
    return [
        ("bermasalah", gettext("Bermasalah"), None),
        ("siap", gettext("Siap"), counts.get("ready", 0)),
        ("diambil", gettext("Sudah diambil alih"), counts.get("taken", 0)),
        ("ditinggalkan", gettext("Tidak dipakai"), counts.get("left_out", 0)),
        ("semua", gettext("Semua"), counts.get("rows", 0)),
    ]


def _problem_lines(counts: dict[str, object]) -> list[dict[str, object]]:
    found = counts.get("problems") or {}
    if not isinstance(found, dict):
        return []
    return [
        {"code": code, "count": found[code], "sentence": gettext(text), "error": code in ERRORS, "repairable": code in set(repairs.REPAIRABLE)}
        for code, text in SENTENCES.items() if found.get(code)
    ]  # fmt: skip


def _finding_lines(counts: dict[str, Any]) -> list[dict[str, object]]:
    found = counts.get("findings") or {}
    return [
        {"code": str(code), "count": found[code], "sentence": gettext(words), "look": code in TO_LOOK_AT}
        for code, words in FINDING_WORDS.items() if found.get(code)
    ]  # fmt: skip


def _strange(counts: dict[str, object]) -> bool:
    """Say whether not one row names a village of this kecamatan: most likely the list is another kecamatan's."""
    found, rows = counts.get("problems"), counts.get("rows")
    if not isinstance(found, dict) or not rows:
        return False
    return bool(found.get("village_unknown", 0) + found.get("village_outside", 0) == rows)


def _line(view: lists.RowView, told: list[aid.Told], *, reveal: bool) -> dict[str, object]:
    cells = []
    for name in SHOWN_FIELDS:
        problems = [{"sentence": gettext(one.sentence), "error": one.code in ERRORS} for one in view.problem_at(name)]
        text = view.staged.shown(name)
        if name in {"nik", "kk"} and not reveal:
            text = mask_number(text)
        cells.append({"name": name, "label": gettext(FIELD_WORDS[name]), "text": text, "problems": problems})
    findings = [{"sentence": gettext(FINDING_WORDS[one]), "look": one in TO_LOOK_AT} for one in view.findings]
    return {"view": view, "cells": cells, "findings": findings, "aid": [shared.aid_line(one) for one in told]}


def _columns_form(held: object) -> ColumnsForm | None:
    columns, state = held.columns, held.state  # type: ignore[attr-defined]  # a list; views import no models
    if state != ListState.STAGED or not columns.get("heads"):
        return None
    return ColumnsForm(
        heads=columns["heads"],
        places=columns["places"],
        initial={"version": held.version},  # type: ignore[attr-defined]
    )


def _understood(columns: dict[str, object]) -> list[tuple[str, str]]:
    """Return each field with the heading it was read from."""
    places, heads = columns.get("places"), columns.get("heads")
    if not isinstance(places, dict) or not isinstance(heads, list):
        return []
    return [
        (gettext(FIELD_WORDS[name]), heads[places[name]] if name in places and places[name] < len(heads) else "")
        for name in FIELDS
    ]


def _benefits(held: object) -> list[str]:
    chosen = set(held.allocations)  # type: ignore[attr-defined]
    return [words for key, words in shared.benefit_choices(held.distribution_id) if key in chosen]  # type: ignore[attr-defined]


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
    form = VersionForm(request.POST)
    if not form.is_valid():
        return redirect("recipients:list", list_id=list_id)
    try:
        done = takeover.take_over(
            list_id=list_id,
            version=form.cleaned_data["version"],
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
