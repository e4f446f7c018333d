"""Every form's sample by the form's name."""

from collections.abc import Callable, Mapping

from balakas.papers.rules.samples import handover, letters, planning, reporting

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
        reporting.report,
        reporting.bridge,
        reporting.reset_slip,
        reporting.recovery_slip,
    )
}
