"""The SOP sheet as PDF, in the office's own form where it has one."""

from datetime import datetime
from uuid import UUID

from balakas.papers.actions.make import make_pdf
from balakas.papers.queries import books, letterhead
from balakas.sop.models import Procedure, Run
from balakas.sop.queries import sheet, views
from balakas.staff import queries as staff


def version_pdf(*, procedure_id: UUID, at: datetime) -> bytes:
    """Return the sheet of one version as PDF/A. Raises what `papers.actions.make.make_pdf` raises."""
    row = Procedure.objects.get(id=procedure_id)
    return _pdf(sheet.sheet_of(row, at), row.office_id, at)


def run_pdf(*, run_id: UUID, at: datetime) -> bytes:
    """Return the sheet with one run's real times beside the standard ones as PDF/A."""
    run = Run.objects.select_related("procedure").get(id=run_id)
    return _pdf(sheet.sheet_of(run.procedure, at, run=views.run_view(run_id, at)), run.office_id, at)


def _pdf(whole: sheet.Sheet, office_id: UUID, at: datetime) -> bytes:
    data = sheet.paper(whole, zone=staff.office_of(office_id).zone, at=at)
    logo = letterhead.logo_of(office_id)
    data["logo"] = next(iter(logo), "")
    return make_pdf("sop_sheet", data, office_templates=books.office_forms(office_id), files=logo, at=at)
