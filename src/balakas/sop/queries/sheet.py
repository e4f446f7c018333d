"""The SOP sheet in the form of PermenPAN-RB 35/2012, for the page and for the paper, with or without the times of one run."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from balakas.common import indonesian
from balakas.papers.queries import letterhead
from balakas.sop.models import Procedure as ProcedureRow
from balakas.sop.queries.views import RunView, StepView
from balakas.sop.rules import drawing, flow
from balakas.sop.rules.procedure import Procedure, Step, parse
from balakas.staff import queries as staff
from balakas.staff.rules import ACTING_PREFIX


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approves the sheet: the head of the office on its date, or nobody yet."""

    position: str
    name: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet: the step, its part of the flowchart, and what a run really took."""

    step: Step
    flow: flow.Row
    drawing: drawing.Drawing
    says: str
    real: StepView | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet."""

    procedure: Procedure
    version: int
    procedure_id: UUID
    approver: Approver
    rows: tuple[SheetRow, ...]
    government: str = ""
    run: RunView | None = None

    @property
    def made(self) -> str:
        """When the sheet was finished, as printed."""
        return printed_date(self.procedure.identity.made)

    @property
    def revised(self) -> str:
        """When it was revised, as printed."""
        return printed_date(self.procedure.identity.revised)

    @property
    def effective(self) -> str:
        """Since when it is in force, as printed."""
        return printed_date(self.procedure.identity.effective)


def sheet_of(row: ProcedureRow, at: datetime, *, run: RunView | None = None) -> Sheet:
    """Return the sheet of a version; with `run` the times of that run stand beside the standard ones."""
    procedure = parse(row.data)
    laid = flow.layout(procedure)
    rows = tuple(_row(procedure, step, line, run) for step, line in zip(procedure.steps, laid, strict=True))
    government = f"Pemerintah {staff.office_of(row.office_id).regency_name}".strip()
    return Sheet(procedure, row.version, row.id, _approver(row, procedure, at), rows, government, run)


def _row(procedure: Procedure, step: Step, line: flow.Row, run: RunView | None) -> SheetRow:
    real = run.step(step.number) if run else None
    period = _period(real, run.zone) if run and real else ""
    return SheetRow(step, line, drawing.draw(line), _says(procedure, step), real, period)


def paper(sheet: Sheet, *, zone: str, at: datetime) -> dict[str, Any]:
    """Return the sheet as plain data for the template `sop_sheet`: words ready to print, the flowchart as its layout."""
    procedure = sheet.procedure
    identity = asdict(procedure.identity)
    for name in ("made", "revised", "effective"):
        identity[name] = printed_date(identity[name])
    return {
        "heading": list(procedure.heading),
        "title": procedure.title,
        "government": sheet.government,
        "identity": {name: list(value) if isinstance(value, tuple) else value for name, value in identity.items()},
        "approver": asdict(sheet.approver),
        "performers": [one.label for one in procedure.performers],
        "rows": [_paper_row(row, zone) for row in sheet.rows],
        "run": _paper_run(sheet.run, zone, at) if sheet.run else None,
    }


def printed_date(value: str) -> str:
    """ISO date -> `17 Agustus 2026`; anything else stays as the office wrote it."""
    try:
        return indonesian.long_date(date.fromisoformat(value))
    except ValueError:
        return value


def words(seconds: int) -> str:
    """Seconds -> `1 jam 20 menit` as papers print it (Indonesian, to the minute)."""
    hours, minutes = divmod((seconds + 30) // 60, 60)
    parts = [f"{hours} jam"] if hours else []
    return " ".join([*parts, f"{minutes} menit"] if minutes or not hours else parts)


def _approver(row: ProcedureRow, procedure: Procedure, at: datetime) -> Approver:
    """Return who headed the office when the sheet took force; while it has no such date, who heads it now."""
    day = staff.local_day(staff.office_of(row.office_id), at)
    head = letterhead.head_of(row.office_id, row.effective_from if procedure.identity.effective else day)
    if head is None:
        return Approver(procedure.identity.approver)
    signer = head.signer
    prefix = next((one for one in ACTING_PREFIX.values() if one and signer["position"].startswith(one)), "")
    return Approver(
        f"{prefix}{procedure.identity.approver}", signer["name"], signer.get("rank", ""), signer.get("nip", "")
    )


def _says(procedure: Procedure, step: Step) -> str:
    labels = {one.code: one.label for one in procedure.performers}
    parts = [f"{labels[mark.performer]}: {mark.text}" if mark.text else labels[mark.performer] for mark in step.marks]
    return gettext("Alur kegiatan %(number)s: %(flow)s") % {"number": step.number, "flow": "; ".join(parts) or "–"}


def _paper_row(row: SheetRow, zone: str) -> dict[str, Any]:
    step = row.step
    return {
        "printed": step.printed,
        "activity": step.activity,
        "requirements": [one.label for one in step.requirements],
        "time": step.time,
        "output": step.output,
        "remark": step.remark,
        "flow": _paper_flow(row.flow),
        "real": _paper_real(row.real, zone) if row.real else None,
    }


def _paper_flow(row: flow.Row) -> dict[str, Any]:
    return {
        "symbols": [{"column": one.column, "kind": one.symbol.value} for one in row.symbols],
        "arrows": [
            {"start": one.start, "end": one.end, "lane": one.lane.value, "answer": one.answer} for one in row.arrows
        ],
        "from_above": row.from_above,
        "into": row.into,
        "leaves": row.leaves,
        "leaves_as": row.leaves_as,
    }


def _paper_real(step: StepView, zone: str) -> dict[str, Any]:
    papers = [
        {"label": one.label, "state": "there" if one.evidence else "exempted" if one.exempted else "missing"}
        for one in step.requirements
    ]
    return {
        "period": _period(step, zone),
        "done": step.signed is not None,
        "used": words(step.time.used) if step.started_at else "",
        "waiting": words(step.time.waiting) if step.time.waiting else "",
        "late": step.time.remaining < 0,
        "by": step.signed.performer if step.signed else "",
        "reason": step.signed.reason if step.signed else "",
        "papers": papers,
    }


def _paper_run(run: RunView, zone: str, at: datetime) -> dict[str, Any]:
    return {
        "label": run.label,
        "start": _moment(run.started_at, zone),
        "end": _moment(run.ended_at, zone),
        "used": words(run.used),
        "standard": words(run.standard),
        "as_of": _moment(at, zone),
    }


def _period(step: StepView, zone: str) -> str:
    """Return `12 Jan 2026 09.00–09.10`, with both dates where they differ, the start alone while it lasts."""
    first, last = _moment(step.started_at, zone), _moment(step.signed.happened_at if step.signed else None, zone)
    if not last:
        return first
    same_day = first.rpartition(" ")[0] == last.rpartition(" ")[0]
    return f"{first}–{last.rpartition(' ')[2]}" if same_day else f"{first} – {last}"


def _moment(value: datetime | None, zone: str) -> str:
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{local.day} {indonesian.MONTHS[local.month - 1][:3]} {local.year} {indonesian.clock(local)}"
