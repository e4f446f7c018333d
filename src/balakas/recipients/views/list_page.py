"""The page of one list on its way in: what was understood, what is wrong, its rows."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.masks import mask_number
from balakas.recipients.actions import repairs, rows
from balakas.recipients.forms.intake import ColumnsForm, FileForm, TakeOverForm
from balakas.recipients.queries import aid, difference, lists
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.columns import FIELDS
from balakas.recipients.rules.compare import FINDING_WORDS, TO_LOOK_AT
from balakas.recipients.rules.intake import FIELD_WORDS, LIST_TONES, LIST_WORDS, ListState, Source
from balakas.recipients.rules.rows import ERRORS, SENTENCES
from balakas.recipients.views import printed, shared

MINUTE = 60
SHOWN_FIELDS = ("name", "nik", "kk", "birth_date", "sex", "address", "rt", "village")


def shown_list(request: HttpRequest, list_id: UUID, *, reveal: bool) -> HttpResponse:
    """Answer with a page of a list; `reveal`: with full numbers, recorded, and beside them the paper it was read from."""
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
        "strange": _strange(held.counts), "update": difference.update_of(held), "comparable": difference.comparable(held),
        "take_over_form": TakeOverForm(initial={"version": held.version}), **printed.context(request, held, views, reveal=reveal),
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
    whole = [gettext(one.sentence) for one in view.problem_at("")]
    findings = [{"sentence": gettext(FINDING_WORDS[one]), "look": one in TO_LOOK_AT} for one in view.findings]
    return {
        "view": view,
        "cells": cells,
        "findings": findings,
        "whole": whole,
        "aid": [shared.aid_line(one) for one in told],
    }


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
