"""Who comes on a running list: replacements and additions, their papers, the second person's word."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.masks import mask_number
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.rules.replacement import EVIDENCE_WORDS, EXIT_WORDS, HEIR_WORDS, Evidence, ExitReason, Heir
from balakas.papers.queries import books
from balakas.papers.queries import papers as paper_queries
from balakas.papers.rules.numbers import BookKind, BookMode
from balakas.papers.rules.states import STATE_LABELS, STATE_TONES, PaperState
from balakas.recipients.actions import joining, joining_papers, reveals
from balakas.recipients.forms.joining import (
    NEW_FAMILY,
    NEW_OTHER,
    AdditionForm,
    DespiteForm,
    FollowerForm,
    PapersForm,
    RefuseForm,
    ReplacementForm,
    SignedForm,
)
from balakas.recipients.queries import joining as queries
from balakas.recipients.queries import people
from balakas.recipients.rules.joining import JOINING_TONES, JOINING_WORDS, Choice, JoiningState
from balakas.recipients.rules.people import RecipientState
from balakas.recipients.views import shared
from balakas.staff import queries as staff
from balakas.staff.rules import Right


@staff_page(Right.RECIPIENTS_READ)
def index(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show a distribution's replacements and additions, the newest first."""
    distribution = shared.distribution_for(request, distribution_id)
    page = shared.page_of(request, queries.visible(shared.officer_of(request), distribution_id), queries.PAGE)
    names = queries.names_of(page)
    villages = people.village_names(distribution.office.region_code)
    lines = [
        {**_line(row), "name": names.get(row.id, "–"), "village": villages.get(row.village_code, "")} for row in page
    ]
    return render(
        request, "recipients/joinings.html", {**shared.base(request, distribution), "page": page, "lines": lines}
    )


def _line(row: Any) -> dict[str, Any]:
    state = JoiningState(row.state)
    return {
        "row": row, "tone": JOINING_TONES[state], "word": gettext(JOINING_WORDS[state]),
        "reason": gettext(EXIT_WORDS[ExitReason(row.reason)]) if row.reason else gettext("Tambahan atas perintah"),
    }  # fmt: skip


@staff_page(Right.RECIPIENTS_INTAKE)
def replace(request: HttpRequest, recipient_id: UUID) -> HttpResponseBase:
    """Propose who follows a recipient."""
    officer = shared.officer_of(request)
    gone = people.recipient_for(officer, recipient_id)
    waiting = queries.open_for(recipient_id)
    if waiting is not None:
        return redirect("recipients:joining", joining_id=waiting.id)
    rules = queries.rules_of(gone.distribution_id)
    family, reserve = queries.family_of(gone), queries.free_reserve(gone)
    villages = shared.village_choices(staff.office_of(officer.office_id).region_code, officer)
    form = ReplacementForm(posted(request), request.FILES or None, rules=rules, followers=_followers(family, reserve))
    new = FollowerForm(posted(request), villages=villages, initial={"village_code": gone.village_code}, prefix="baru")
    if request.method == "POST" and all([form.is_valid(), new.is_valid()]):
        row = _proposed(request, gone, form, new)
        if row is not None:
            messages.success(request, gettext("Usulan tercatat dan menunggu keputusan orang kedua."))
            return redirect("recipients:joining", joining_id=row.id)
    distribution = shared.distribution_for(request, gone.distribution_id)
    context = {
        **shared.base(request, distribution), "recipient": gone, "person": gone.person, "form": form, "new": new,
        "rules": [_rule(rule) for rule in rules.values()],
    }  # fmt: skip
    return render(request, "recipients/replace.html", context)


def _followers(family: Any, reserve: Any) -> list[tuple[str, str]]:
    """Return who may be chosen, in turn: of the same card, the village's reserve, somebody not known yet."""
    same, waiting = gettext("satu KK"), gettext("cadangan nomor %(order)s")
    return [
        *((f"{Heir.SAME_KK}:{one.id}", f"{one.name} ({same})") for one in family),
        *(
            (f"{Heir.RESERVE}:{one.person_id}", f"{one.person.name} ({waiting % {'order': one.order}})")
            for one in reserve
        ),
        (NEW_FAMILY, gettext("Anggota satu KK yang belum tercatat (isi datanya di bawah)")),
        (NEW_OTHER, gettext("Orang lain di desa yang sama (isi datanya di bawah)")),
    ]


def _rule(rule: Any) -> dict[str, str]:
    return {
        "reason": gettext(EXIT_WORDS[rule.reason]),
        "evidence": "; ".join(gettext(EVIDENCE_WORDS[one]) for one in rule.evidence),
        "heirs": " → ".join(gettext(HEIR_WORDS[one]) for one in rule.heirs) or gettext("Tidak digantikan"),
    }


def _proposed(request: HttpRequest, gone: Any, form: ReplacementForm, new: FollowerForm) -> Any:
    """Propose; None with the refusal in the form."""
    choice: Choice = form.choice()
    try:
        return joining.propose_replacement(
            recipient_id=gone.id, reason=ExitReason(form.cleaned_data["reason"]), choice=choice,
            data=new.given() if form.is_new() else None, shown=form.shown(), order=form.order(),
            witnesses=form.witnesses(), by=shared.officer_of(request).actor, at=timezone.now(),
        )  # fmt: skip
    except BalakasError as error:
        refuse(form, error)
        return None


@staff_page(Right.RECIPIENTS_INTAKE)
def add(request: HttpRequest, distribution_id: UUID) -> HttpResponseBase:
    """Propose somebody who is on no list of the agency."""
    officer, distribution = shared.officer_of(request), shared.distribution_for(request, distribution_id)
    villages = shared.village_choices(distribution.office.region_code, officer)
    form = AdditionForm(
        posted(request), request.FILES or None, villages=villages, benefits=shared.benefit_choices(distribution_id)
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = joining.propose_addition(
                distribution_id=distribution_id, data=form.particulars(), allocations=form.cleaned_data["allocations"],
                order=form.order(), by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Usulan tercatat dan menunggu keputusan orang kedua."))
            return redirect("recipients:joining", joining_id=row.id)
    return render(request, "recipients/add.html", {**shared.base(request, distribution), "form": form})


@staff_page(Right.RECIPIENTS_READ)
def show(request: HttpRequest, joining_id: UUID) -> HttpResponse:
    """Show a proposal with who leaves and who comes side by side, its papers, and what may be done."""
    return _page(request, joining_id)


def _page(request: HttpRequest, joining_id: UUID, **bound: Any) -> HttpResponse:
    officer = shared.officer_of(request)
    row = queries.joining_for(officer, joining_id)
    distribution = shared.distribution_for(request, row.distribution_id)
    proposed, new = row.state == JoiningState.PROPOSED, queries.newcomer_of(row)
    mine = row.by_id == officer.user_id
    base = shared.base(request, distribution)
    external = _external(row.office_id)
    context = {
        **base, **_line(row), "new": new, "new_masked": {"nik": mask_number(new.nik), "kk": mask_number(new.kk)},
        "old": _old(row), "proposed": proposed, "mine": mine, "order": queries.paper_words(row),
        "heir": gettext(HEIR_WORDS[Heir(row.heir)]) if row.replaces_id else "",
        "evidence": gettext(EVIDENCE_WORDS[Evidence(row.evidence)]) if row.evidence else "",
        "papers": _papers(row), "may_decide": proposed and base["may_verify"] and not mine,
        "may_withdraw": proposed and base["may_bring"], "refuse_form": RefuseForm(), "despite_form": DespiteForm(),
        "signed_form": SignedForm(),
        "papers_form": PapersForm(external=external, initial={"dated": timezone.localdate()}),
        "village": people.village_names(distribution.office.region_code).get(row.village_code, ""), **bound,
    }  # fmt: skip
    return render(request, "recipients/joining.html", context)


def _old(row: Any) -> dict[str, Any] | None:
    if row.replaces is None:
        return None
    old = queries.described(row.replaces.person)
    return {
        "id": row.replaces_id, "name": old.name, "nik": mask_number(old.nik), "kk": mask_number(old.kk),
        "address": old.address, "out": row.replaces.state == RecipientState.OUT,
    }  # fmt: skip


def _papers(row: Any) -> list[dict[str, Any]]:
    """Return minutes and statement with how far they have come."""
    held = paper_queries.papers_in([row.minutes_id, row.statement_id])
    words = ((row.minutes_id, gettext("Berita acara penggantian")), (row.statement_id, gettext("SPTJM")))
    return [
        {
            "paper": held[key], "word": word, "tone": STATE_TONES[PaperState(held[key].state)],
            "state": gettext(STATE_LABELS[PaperState(held[key].state)]), "signed": held[key].state == PaperState.SIGNED,
            "which": "ba" if key == row.minutes_id else "sptjm",
        }
        for key, word in words if key in held
    ]  # fmt: skip


def _external(office_id: UUID) -> bool:
    book = books.find_book(office_id, BookKind.MINUTES, timezone.localdate().year)
    return book is not None and book.mode == BookMode.EXTERNAL


def _act(request: HttpRequest, joining_id: UUID, act: Callable[[Any], object], told: str) -> HttpResponse:
    """Do something with a proposal the officer may see, tell how it went, and come back to it."""
    queries.joining_for(shared.officer_of(request), joining_id)
    try:
        act(shared.officer_of(request).actor)
        messages.success(request, told)
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:joining", joining_id=joining_id)


@require_POST
@staff_page(Right.RECIPIENTS_VERIFY)
def refused(request: HttpRequest, joining_id: UUID) -> HttpResponse:
    """Refuse a proposal."""
    form = RefuseForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _act(
        request, joining_id,
        lambda by: joining.refuse(joining_id=joining_id, reason=reason, by=by, at=timezone.now()),
        gettext("Usulan ditolak."),
    )  # fmt: skip


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def withdraw(request: HttpRequest, joining_id: UUID) -> HttpResponse:
    """Take a proposal back."""
    return _act(
        request, joining_id, lambda by: joining.withdraw(joining_id=joining_id, by=by, at=timezone.now()),
        gettext("Usulan ditarik kembali."),
    )  # fmt: skip


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def papers(request: HttpRequest, joining_id: UUID) -> HttpResponse:
    """Make minutes and statement."""
    row = queries.joining_for(shared.officer_of(request), joining_id)
    form = PapersForm(request.POST, external=_external(row.office_id))
    if not form.is_valid():
        return _page(request, joining_id, papers_form=form)
    said = {"dated": form.cleaned_data["dated"], "typed": form.cleaned_data.get("typed", "")}
    return _act(
        request, joining_id,
        lambda by: joining_papers.make_papers(joining_id=joining_id, by=by, at=timezone.now(), **said),
        gettext("Berita acara dan SPTJM dibuat. Cetak, mintakan tanda tangan, lalu unggah pindaiannya."),
    )  # fmt: skip


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def signed(request: HttpRequest, joining_id: UUID, which: str) -> HttpResponse:
    """Take a signed paper back."""
    row = queries.joining_for(shared.officer_of(request), joining_id)
    paper_id = {"ba": row.minutes_id, "sptjm": row.statement_id}.get(which)
    form = SignedForm(request.POST, request.FILES)
    if paper_id is None:
        raise Http404
    if not form.is_valid():
        return _page(request, joining_id, signed_form=form)
    return _act(
        request, joining_id,
        lambda by: joining_papers.return_signed(
            joining_id=joining_id, paper_id=paper_id, content=form.cleaned_data["scan"],
            signed_on=form.cleaned_data["signed_on"], by=by, at=timezone.now(),
        ),
        gettext("Naskah yang sudah ditandatangani tersimpan."),
    )  # fmt: skip


@staff_page(Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_VERIFY)
def file(request: HttpRequest, joining_id: UUID, which: str) -> HttpResponse:
    """Show what a proposal rests on: a paper of the replacement, the order's picture, the evidence's. It is recorded."""
    officer = shared.officer_of(request)
    row = queries.joining_for(officer, joining_id)
    content, media_type = reveals.joining_file(row, which, by=officer.actor, at=timezone.now())
    if not content:
        raise Http404
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": "inline"})
