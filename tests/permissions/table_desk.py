"""Pages of the room desk."""

from typing import Any

from balakas.staff.rules import PositionKind, Right
from tests.permissions.rows import Row
from tests.planning.conftest import Case
from tests.recipients import making as erased


def a_distribution(world: Any) -> dict[str, Any]:
    return {"distribution_id": Case(world).id}


def a_person(world: Any) -> dict[str, Any]:
    """Return somebody of Pudak, where the village officer of Awayan has nothing to look for."""
    return {"recipient_id": Case(world).people(pudak=1)[0].id}


def a_person_with_nothing_due(world: Any) -> dict[str, Any]:
    return {"person_id": erased.settled(world).person_id}


def a_proposal(world: Any) -> dict[str, Any]:
    return {"erasure_id": erased.proposed(world, erased.settled(world)).id}


DECIDING = (Right.OFFICE_SETTINGS, Right.REPORTS_COUNTERSIGN)
ROWS = {
    "desk:home": Row(public=True),
    "desk:gallery": Row(answers={404}, but={PositionKind.ADMINISTRATOR: 200}),  # in DEBUG also for developers
    "desk:search": Row(right=(Right.RECIPIENTS_READ, Right.LETTERS_READ, Right.DISTRIBUTIONS_READ)),
    "desk:distribution": Row(right=Right.DISTRIBUTIONS_READ, kwargs=a_distribution),
    "desk:person": Row(right=Right.RECIPIENTS_READ, kwargs=a_person, but={PositionKind.VILLAGE_OFFICER: 404}),
    "desk:settings": Row(),
    "desk:audit": Row(right=Right.AUDIT_READ),
    "desk:store": Row(right=Right.OFFICE_SETTINGS),
    "desk:erasures": Row(right=DECIDING),
    "desk:erasure": Row(right=Right.OFFICE_SETTINGS, kwargs=a_person_with_nothing_due),
    "desk:erasure_decide": Row(right=DECIDING, kwargs=a_proposal, method="post"),
    "desk:regions": Row(),
    "desk:region_boundaries": Row(right=Right.OFFICE_SETTINGS, method="post"),
    "desk:region_spelling": Row(right=Right.OFFICE_SETTINGS, method="post"),
}
