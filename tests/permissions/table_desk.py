"""Pages of the room desk."""

from typing import Any

from balakas.recipients.actions import requests
from balakas.recipients.rules.requests import Channel, Kind
from balakas.staff.rules import PositionKind, Right
from tests.conftest import MONDAY
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


def a_request(world: Any) -> dict[str, Any]:
    row = requests.open_request(
        recipient_id=a_person(world)["recipient_id"], kind=Kind.CORRECTION, channel=Channel.OFFICE, words="nama salah",
        asked_by="", asked_at=MONDAY, by=world.actor(PositionKind.KASI_PMDK), at=MONDAY,
    )  # fmt: skip
    return {"request_id": row.id}


DECIDING = (Right.OFFICE_SETTINGS, Right.REPORTS_COUNTERSIGN)
ROWS = {
    "desk:home": Row(public=True),
    "desk:gallery": Row(answers={404}, but={PositionKind.ADMINISTRATOR: 200}),  # in DEBUG also for developers
    "desk:search": Row(right=(Right.RECIPIENTS_READ, Right.LETTERS_READ, Right.DISTRIBUTIONS_READ)),
    "desk:distribution": Row(right=Right.DISTRIBUTIONS_READ, kwargs=a_distribution),
    "desk:person": Row(right=Right.RECIPIENTS_READ, kwargs=a_person, but={PositionKind.VILLAGE_OFFICER: 404}),
    "desk:subject_file": Row(
        right=Right.RECIPIENTS_REVEAL, kwargs=a_person, method="post", but={PositionKind.VILLAGE_OFFICER: 404}
    ),
    "desk:ask": Row(right=Right.RECIPIENTS_COLLECT, kwargs=a_person, but={PositionKind.VILLAGE_OFFICER: 404}),
    "desk:requests": Row(right=(Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_COLLECT), foreign=None),
    "desk:answer_request": Row(
        right=(Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_COLLECT),
        kwargs=a_request,
        but={PositionKind.VILLAGE_OFFICER: 404},
    ),
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
