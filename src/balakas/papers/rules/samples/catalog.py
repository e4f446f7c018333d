"""Every form's sample by the form's name."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from balakas.papers.rules.samples import handover, letters, planning, reporting


def sop_sheet() -> Mapping[str, object]:
    """Return Awayan's own SOP as the room `sop` gives it to the sheet (`sop.queries.sheet.paper`)."""
    made: Mapping[str, object] = json.loads((Path(__file__).parent / "sop_sheet.json").read_text(encoding="utf-8"))
    return made


SAMPLES: dict[str, Callable[[], Mapping[str, object]]] = {
    made.__name__: made
    for made in (
        letters.disposition,
        letters.agenda,
        letters.spt,
        planning.invitations,
        planning.schedule,
        planning.briefing,
        planning.equipment,
        planning.missing,
        planning.receipt_list,
        handover.arrival,
        handover.returned,
        handover.bast,
        handover.day_close,
        handover.replacement,
        handover.sptjm,
        handover.power_of_attorney,
        reporting.report,
        reporting.bridge,
        reporting.subject_file,
        reporting.reset_slip,
        reporting.recovery_slip,
        sop_sheet,
    )
}
