"""The papers of a closed or closing distribution: report, receipt list, minutes, bridge; the agency's file; the bundle."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pikepdf
from django.db import transaction
from django.utils.translation import override
from PIL import Image, ImageOps

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import GIVER_WORDS, Giver
from balakas.handover.actions import reads as handover_reads
from balakas.handover.queries import receipts
from balakas.handover.queries import sheets as handover_sheets
from balakas.letters.queries import letters
from balakas.papers.actions import life
from balakas.papers.actions.numbers import Subject
from balakas.papers.queries import letterhead
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.sheets.shared import Signer
from balakas.papers.rules.states import PaperState
from balakas.recipients.queries import final_list, reading
from balakas.reporting.models import Report
from balakas.reporting.queries import agency_file, issued, people, sheets
from balakas.staff import queries as staff
from balakas.staff.rules import POSITIONS, PositionKind, Right

KIND = "distribution"
WORDS = {
    kind: FACTS[kind].label for kind in (PaperKind.REPORT, PaperKind.RECEIPT_LIST, PaperKind.BAST, PaperKind.BRIDGE)
}
_PAGE = (595, 842)  # A4 in points
_SCALE = 3
_MARGIN = 28 * _SCALE


class NothingToBundle(BalakasError):
    """No paper of the distribution was printed yet."""

    code = "nothing_to_bundle"
    message = N_("Belum ada naskah yang dicetak untuk dijadikan satu berkas.")


class NoAgencyFile(BalakasError):
    """The list was typed from paper: there is no file to give back."""

    code = "no_agency_file"
    message = N_("Daftar ini diketik dari lampiran surat, jadi tidak ada berkas instansi untuk dikembalikan.")


def draft(*, report_id: UUID, kind: PaperKind, by: Actor, at: datetime) -> Any:
    """Draft one of the report's papers, or write its draft anew with today's figures; a numbered one is left alone."""
    report = Report.objects.select_related("distribution").get(id=report_id)
    staff.check_right(by=by, right=Right.REPORTS_WRITE, at=at, office_id=report.office_id)
    data, files = _data(report, kind, by, at)
    signer, signer_id = _signer(report, kind, by, at)
    with transaction.atomic():
        held = [paper for paper in issued.papers_of(report.distribution_id) if paper.kind == kind]
        if held and held[-1].state != PaperState.DRAFT:
            return held[-1]
        if held:
            return life.redraft_paper(
                paper_id=held[-1].id, data=data, by=by, at=at, right=Right.REPORTS_WRITE, signer=signer,
                signer_user_id=signer_id, files=files,
            )  # fmt: skip
        return life.draft_paper(
            office_id=report.office_id, kind=kind, title=f"{FACTS[kind].label}: {report.distribution.title}", data=data,
            by=by, at=at, right=Right.REPORTS_WRITE, subject=Subject(KIND, report.distribution_id), signer=signer,
            signer_user_id=signer_id, files=files,
        )  # fmt: skip


def draft_all(*, report_id: UUID, by: Actor, at: datetime) -> list[Any]:
    """Draft every paper the report comes with."""
    return [draft(report_id=report_id, kind=kind, by=by, at=at) for kind in WORDS]


def _data(report: Report, kind: PaperKind, by: Actor, at: datetime) -> tuple[Mapping[str, object], dict[str, UUID]]:
    if kind is PaperKind.REPORT:
        return sheets.report_data(report), sheets.photo_files(report.distribution_id)
    if kind is PaperKind.BAST:
        first, second = _parties(report, at)
        return sheets.bast_data(report, first=first, second=second), {}
    if kind is PaperKind.BRIDGE:
        return sheets.bridge_data(report.distribution_id), {}
    rows = receipts.receipt_rows(report.distribution_id, report.office_id)
    made, pictures = handover_sheets.filled_list(
        report.office_id, rows, title=report.distribution.title, by_id=UUID(by.id), at=at
    )
    return {name: value for name, value in made.items() if name != "kop"}, pictures


def _signer(report: Report, kind: PaperKind, by: Actor, at: datetime) -> tuple[Signer | None, UUID | None]:
    """Return who signs: the head of the office, and for the report the one who wrote it."""
    day = staff.local_day(staff.office_of(report.office_id), at)
    if kind is PaperKind.REPORT:
        return letterhead.signer_of(UUID(by.id), report.office_id, day), UUID(by.id)
    head = letterhead.head_of(report.office_id, day)
    return (head.signer, head.user_id) if head else (None, None)


def _parties(report: Report, at: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """Return who hands over (the agency or post office where it does, else the office) and who receives for the office."""
    held = distributions.distribution_of(report.distribution_id)
    head = letterhead.head_of(report.office_id, staff.local_day(held.office, at))
    office = {"name": "", "nip": "", "position": held.office.name, "address": held.office.address}
    if head is not None:
        signer = head.signer
        office |= {"name": signer["name"], "nip": signer.get("nip", ""), "position": signer["position"]}
    giver = {"name": "", "nip": "", "position": held.giver_name or GIVER_WORDS[Giver(held.giver)], "address": ""}
    if held.giver != Giver.KECAMATAN:
        return giver, office
    receiver = {"name": "", "nip": "", "position": POSITIONS[PositionKind.VILLAGE_OFFICER].label, "address": ""}
    return office, receiver


@override("id")  # the agency reads it, whoever makes it
def agency_copy(*, distribution_id: UUID, list_id: UUID, by: Actor, at: datetime) -> bytes:
    """Return the agency's own file with the outcomes appended; the export is recorded. Raises `NoAgencyFile`."""
    held = distributions.distribution_of(distribution_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_EXPORT, at=at, office_id=held.office_id)
    source = next((row for row in final_list.lists_of(distribution_id) if row.id == list_id), None)
    if source is None:
        raise NoAgencyFile
    read = reading.read_bytes(final_list.original(source))
    outcomes = people.outcomes(distribution_id, list_id)
    content = agency_file.with_outcomes(read, outcomes, heads=agency_file.head_lines(read, outcomes))
    audit.record(
        office_id=held.office_id, by=by, at=at, act="reporting.agency_copy", kind=KIND, subject_id=distribution_id,
        label=held.title, details={"list": str(list_id), "rows": len(outcomes), "source_sha256": source.sha256},
    )  # fmt: skip
    return content


def bundle(*, distribution_id: UUID, by: Actor, at: datetime) -> bytes:
    """Return all papers of a distribution in one PDF in the order of the accounts (LPJ): letter, then what was issued.

    A paper signed in ink stands there as its returned scan, others as printed; drafts are left out. After the receipt list
    come the photographed pages that were signed in ink in the field. The read is recorded.
    Raises `NothingToBundle`.
    """
    held = distributions.distribution_of(distribution_id)
    staff.check_right(by=by, right=Right.REPORTS_READ, at=at, office_id=held.office_id)
    target = pikepdf.new()
    letter = letters.shown_scan(held.letter) if held.letter else None
    if letter:
        _append(target, *letter)
    before, after = issued.split_after(PaperKind.RECEIPT_LIST, issued.papers_of(distribution_id))
    for paper in before:
        _append_paper(target, paper, by, at)
    for content, media_type in handover_reads.ink_pages(distribution_id, by=by, at=at):
        _append(target, content, media_type)
    for paper in after:
        _append_paper(target, paper, by, at)
    if not target.pages:
        raise NothingToBundle
    audit.record(
        office_id=held.office_id, by=by, at=at, act="reporting.bundle", kind=KIND, subject_id=distribution_id,
        label=held.title, details={"pages": len(target.pages)},
    )  # fmt: skip
    stream = BytesIO()
    target.save(stream)
    return stream.getvalue()


def _append_paper(target: pikepdf.Pdf, paper: Any, by: Actor, at: datetime) -> None:
    if paper.state not in (PaperState.PRINTED, PaperState.SIGNED):
        return
    content, media_type = life.open_signed(paper, by=by, at=at)
    if not content:
        content, media_type = life.open_pdf(paper, by=by, at=at), "application/pdf"
    _append(target, content, media_type)


def _append(target: pikepdf.Pdf, content: bytes, media_type: str) -> None:
    if media_type != "application/pdf":
        content = _as_pdf(content)
    with pikepdf.open(BytesIO(content)) as source:
        target.pages.extend(source.pages)


def _as_pdf(picture: bytes) -> bytes:
    """Return a picture as one A4 page, lying where it is wider than high, with a margin for the binder's holes."""
    stream = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        lying = image.width > image.height
        size = (_PAGE[1] * _SCALE, _PAGE[0] * _SCALE) if lying else (_PAGE[0] * _SCALE, _PAGE[1] * _SCALE)
        shown = ImageOps.contain(image.convert("RGB"), (size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN))
    page = Image.new("RGB", size, "white")
    page.paste(shown, ((size[0] - shown.width) // 2, (size[1] - shown.height) // 2))
    page.save(stream, format="PDF", resolution=72 * _SCALE)
    return stream.getvalue()
