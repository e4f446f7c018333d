"""Run beside the server, in its data folder: make the office before the story, count its books after it.

`python -m tests.journeys.inside make|figures`; both print one JSON object.
"""

import json
import sys
from typing import Any

from balakas.config import prepare


def main() -> int:
    """Do what the one argument says."""
    prepare.make_database()
    print(json.dumps({"make": make, "figures": figures}[sys.argv[1]]()))  # noqa: T201 -- its answer
    return 0


def make() -> dict[str, Any]:
    """Make Kecamatan Awayan with one account per position, and nothing else."""
    from django.db import transaction
    from django.utils import timezone

    from balakas.config.demo import office

    with transaction.atomic():
        made = office.make(at=timezone.now())
    return {"office": str(made.id), "password": office.PASSWORD}


def figures() -> dict[str, Any]:
    """Return what the ledger says, counted from its own rows and not through reporting."""
    from django.utils import timezone

    from balakas.handover.models.books import Payment, Visit
    from balakas.sop.models import Run
    from balakas.sop.queries.views import run_view

    payments = Payment.objects.filter(voided_by=None).values_list("entitlement__recipient_id", "quantity")
    run = run_view(Run.objects.get().id, timezone.now())
    return {
        "people": len({recipient for recipient, _ in payments}),
        "quantity": sum(quantity for _, quantity in payments),
        "visits": Visit.objects.count(),
        "run": str(run.state),
        "steps": [
            {
                "state": str(step.state),
                "missing": step.missing,
                "used": step.time.used,
                "standard": step.time.standard,
                "started": step.started_at and step.started_at.isoformat(),
                "signed_by": step.signed and step.signed.performer,
            }
            for step in run.steps
        ],
    }


if __name__ == "__main__":
    raise SystemExit(main())
