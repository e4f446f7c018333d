"""A paper's life: drafted, numbered, printed, signed and brought back; or cancelled, its number kept in the book.

Another room that issues papers of its own calls these with the right its own act stands on (`right=`); on the pages of
this room it is `Right.PAPERS_MANAGE`.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from balakas.audit.actions import record
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.papers.actions.intake import keep_scan, look_at, picture_copy
from balakas.papers.actions.numbers import Subject, cancel_number, insert_number, next_number
from balakas.papers.actions.office import office_pdf
from balakas.papers.models import Paper
from balakas.papers.queries import letterhead, papers
from balakas.papers.rules import fill, states
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.numbers import check_reason
from balakas.papers.rules.scans import ScanType, type_of
from balakas.papers.rules.sheets.shared import Signer
from balakas.papers.rules.states import PaperState, SignedHow
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries

PHOTO_SIDE = 1400


def draft_paper(
    *,
    office_id: UUID,
    kind: PaperKind,
    title: str,
    data: Mapping[str, object],
    by: Actor,
    at: datetime,
    right: Right = Right.PAPERS_MANAGE,
    subject: Subject = Subject(),  # noqa: B008 -- frozen
    signer: Signer | None = None,
    signer_user_id: UUID | None = None,
    files: Mapping[str, UUID] | None = None,
    data_subject: UUID | None = None,
    dated: date | None = None,
) -> Paper:
    """Write a draft. `data` are what the form's `TypedDict` says, without `kop`, `check`, `number` and the date.

    `signer` stands on the paper as printed here and now; `signer_user_id` is whom it then waits for. `files` are stored
    pictures by the name the data give them. `title` names the paper in lists and never a citizen. `data_subject` is the
    vault subject whose key seals the data, by default the office's. `dated` is the date proposed when it is numbered: the
    field day of minutes that reach the office later.
    """
    staff.check_right(by=by, right=right, at=at, office_id=office_id)
    with transaction.atomic():
        paper = Paper(
            id=uuid7(),
            office_id=office_id,
            kind=kind,
            title=title,
            state=PaperState.DRAFT,
            subject_kind=subject.kind,
            subject_id=subject.id,
            signer=dict(signer or {}),
            signer_user_id=signer_user_id,
            files={name: str(file_id) for name, file_id in (files or {}).items()},
            data_subject=data_subject or vault.office_subject(office_id=office_id, at=at),
            check_code=fill.new_code(),
            dated=dated,
            drafted_by=by.label,
            drafted_at=at,
        )
        paper.data_sealed = _seal(paper, data)
        paper.save(force_insert=True)
        _record(paper, "papers.draft", by, at)
        return paper


def redraft_paper(
    *,
    paper_id: UUID,
    data: Mapping[str, object],
    by: Actor,
    at: datetime,
    version: int | None = None,
    right: Right = Right.PAPERS_MANAGE,
    signer: Signer | None = None,
    signer_user_id: UUID | None = None,
    files: Mapping[str, UUID] | None = None,
) -> Paper:
    """Replace a draft's data; what is not given stays. Raises `NotNow` once it is numbered, `ChangedMeanwhile`."""
    with transaction.atomic():
        paper = _locked(paper_id, by, right, at)
        states.check_edit(paper.state)
        if version is not None and version != paper.version:
            raise states.ChangedMeanwhile
        paper.data_sealed = _seal(paper, data)
        if signer is not None:
            paper.signer, paper.signer_user_id = dict(signer), signer_user_id
        if files is not None:
            paper.files = {name: str(file_id) for name, file_id in files.items()}
        _save(paper)
        _record(paper, "papers.redraft", by, at)
        return paper


def number_paper(
    *,
    paper_id: UUID,
    dated: date,
    by: Actor,
    at: datetime,
    right: Right = Right.PAPERS_MANAGE,
    typed: str = "",
    classification: str = "",
    after: int | None = None,
    reason: str = "",
) -> Paper:
    """Give the paper its number and date; with `after` one inserted after that number (`12a`), for a `reason`.

    Raises `BearsNoNumber`, `NotNow`, and what `next_number` and `insert_number` raise.
    """
    with transaction.atomic():
        paper = _locked(paper_id, by, right, at)
        states.check_number(paper.state, paper.kind)
        book = FACTS[PaperKind(paper.kind)].book
        if book is None:
            raise states.BearsNoNumber
        office, subject = paper.office_id, Subject("paper", paper.id)
        number = (
            next_number(office_id=office, kind=book, year=dated.year, subject=subject, by=by, at=at,
                        classification=classification, typed=typed)
            if after is None
            else insert_number(office_id=office, kind=book, year=dated.year, subject=subject, by=by, at=at,
                               classification=classification, after=after, reason=reason)
        )  # fmt: skip
        paper.number, paper.number_text, paper.dated = number, number.printed, dated
        paper.state, paper.numbered_at = PaperState.NUMBERED, at
        _save(paper)
        _record(paper, "papers.number", by, at, number=paper.number_text)
        return paper


def print_paper(*, paper_id: UUID, by: Actor, at: datetime, right: Right = Right.PAPERS_MANAGE) -> Paper:
    """Make the paper's PDF once and for all and seal it; its data are sealed again as printed.

    The PDF is made before the row is locked, for a long list takes seconds; who changed the paper meanwhile is told so.
    Raises `NumberFirst`, `NotNow`, `ChangedMeanwhile`, `TemplateBroken`.
    """
    seen = papers.paper_of(paper_id)
    staff.check_right(by=by, right=right, at=at, office_id=seen.office_id)
    states.check_print(seen.state, seen.kind)
    day = seen.dated or staff.local_day(seen.office, at)
    data = _complete(seen, day)
    pdf = _pdf(seen, data, at)
    with transaction.atomic():
        paper = _locked(paper_id, by, right, at)
        states.check_print(paper.state, paper.kind)
        if paper.version != seen.version:
            raise states.ChangedMeanwhile
        stored = vault.store_file(
            office_id=paper.office_id, subject_id=paper.data_subject, content=pdf, media_type=ScanType.PDF, at=at
        )
        paper.pdf_file_id, paper.pdf_sha256 = stored.id, stored.sha256
        paper.data_sealed, paper.dated = _seal(paper, data), day
        paper.state, paper.printed_at = PaperState.PRINTED, at
        _save(paper)
        _record(paper, "papers.print", by, at, sha256=stored.sha256)
        return paper


def return_signed(
    *,
    paper_id: UUID,
    content: bytes,
    signed_on: date,
    by: Actor,
    at: datetime,
    how: SignedHow = SignedHow.INK,
    right: Right = Right.PAPERS_MANAGE,
) -> Paper:
    """Take the signed paper back: the scan or photo of the inked sheet, or the PDF signed electronically elsewhere.

    Raises `NotNow`, `ElectronicIsPdf`, and what `take_scan` raises.
    """
    if how is SignedHow.ELECTRONIC and type_of(content) is not ScanType.PDF:
        raise states.ElectronicIsPdf
    seen = look_at(content)
    with transaction.atomic():
        paper = _locked(paper_id, by, right, at)
        states.check_move(paper.state, PaperState.SIGNED)
        scan = keep_scan(content, seen, office_id=paper.office_id, subject_id=paper.data_subject, at=at)
        paper.scan_file_id, paper.scan_shown_id, paper.scan_note = scan.original_id, scan.shown_id, scan.note
        paper.signed_on, paper.signed_at, paper.signed_how = signed_on, at, how
        paper.state, paper.returned_by, paper.pages = PaperState.SIGNED, by.label, scan.pages
        _save(paper)
        _record(paper, "papers.return_signed", by, at, sha256=scan.sha256, how=how.value)
        return paper


def cancel_paper(*, paper_id: UUID, reason: str, by: Actor, at: datetime, right: Right = Right.PAPERS_MANAGE) -> Paper:
    """Cancel a paper that is not signed yet; its number stays in the book as cancelled. Raises `NotNow`, `ReasonMissing`."""
    why = check_reason(reason)
    with transaction.atomic():
        paper = _locked(paper_id, by, right, at)
        states.check_move(paper.state, PaperState.CANCELLED)
        if paper.number_id is not None:
            cancel_number(number_id=paper.number_id, reason=why, by=by, at=at)
        paper.state, paper.cancelled_at, paper.cancel_reason = PaperState.CANCELLED, at, why
        _save(paper)
        _record(paper, "papers.cancel", by, at, reason=why)
        return paper


def preview(paper: Paper, *, by: Actor, at: datetime) -> bytes:
    """Return a draft or numbered paper as it would be printed, marked KONSEP and stored nowhere. The read is recorded."""
    data = {**_complete(paper, paper.dated or staff.local_day(paper.office, at)), "draft": True}
    pdf = _pdf(paper, data, at)
    _record(paper, "papers.preview", by, at)
    return pdf


def open_pdf(paper: Paper, *, by: Actor, at: datetime) -> bytes:
    """Return the PDF of a printed paper as it was made. The caller loaded it for a user; the read is recorded."""
    if paper.pdf_file_id is None:
        return preview(paper, by=by, at=at)
    content = vault_queries.file_bytes(paper.pdf_file_id)
    _record(paper, "papers.read", by, at)
    return content


def open_signed(paper: Paper, *, by: Actor, at: datetime) -> tuple[bytes, str]:
    """Return the copy of the signed paper that is shown, and its media type; b"" before it came back. Recorded."""
    if paper.scan_shown_id is None:
        return b"", ""
    content = vault_queries.file_bytes(paper.scan_shown_id)
    _record(paper, "papers.read_signed", by, at)
    return content, vault_queries.file_of(paper.scan_shown_id).media_type


def check_address(code: str) -> str:
    """Return where anybody can check a paper, "" while the office has no public address."""
    base = str(getattr(settings, "BALAKAS_PUBLIC_URL", "")).rstrip("/")
    return f"{base}/cek/{code}" if base else ""


def _locked(paper_id: UUID, by: Actor, right: Right, at: datetime) -> Paper:
    """Load the paper under its lock and ask whether `by` may."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("office").get(id=paper_id)
    staff.check_right(by=by, right=right, at=at, office_id=paper.office_id)
    return paper


def _save(paper: Paper) -> None:
    paper.version += 1
    paper.save()


def _seal(paper: Paper, data: Mapping[str, object]) -> bytes:
    place = papers.data_place(paper.id)
    return vault.seal(json.dumps(data, ensure_ascii=False), subject_id=paper.data_subject, place=place)


def _complete(paper: Paper, day: date) -> dict[str, object]:
    """Return the paper's data with all that stands on it besides: letterhead, number, date, signer, check code."""
    data = fill.dated(papers.data_of(paper), place=letterhead.place_of(paper.office_id), day=day)
    data = fill.numbered(data, number=paper.number_text)
    data["kop"] = letterhead.kop_of(paper.office_id)
    data["check"] = {"code": fill.grouped_code(paper.check_code), "address": check_address(paper.check_code)}
    if paper.signer:
        data["signer"] = paper.signer
    return data


def _pdf(paper: Paper, data: Mapping[str, object], at: datetime) -> bytes:
    pictures = {name: _picture(UUID(file_id)) for name, file_id in paper.files.items()}
    long = FACTS[PaperKind(paper.kind)].long
    return office_pdf(paper.kind, data, office_id=paper.office_id, files=pictures, long=long, at=at)


def _picture(file_id: UUID) -> bytes:
    """Open a stored picture, turned upright and small enough to print."""
    content = vault_queries.file_bytes(file_id)
    return picture_copy(content, type_of(content), side=PHOTO_SIDE).content


def _record(paper: Paper, act: str, by: Actor, at: datetime, **details: object) -> None:
    label = " ".join(part for part in (paper.title, paper.number_text) if part)
    record(
        office_id=paper.office_id,
        by=by,
        at=at,
        act=act,
        kind="paper",
        subject_id=paper.id,
        label=label[:200],
        details={"paper": paper.kind, **details},
    )
