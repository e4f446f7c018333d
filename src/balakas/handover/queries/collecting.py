"""What a phone takes along to collect papers: whose KTP or KK is missing in the officer's villages, and nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.distributions.queries import distributions
from balakas.handover.models.ledger import Device
from balakas.handover.queries import places
from balakas.handover.rules import collecting, wire
from balakas.handover.rules.events import moment_text
from balakas.recipients.queries import tasks
from balakas.recipients.queries.tasks import Task
from balakas.staff import queries as staff
from balakas.staff.rules import Officer, Right


@dataclass(frozen=True, slots=True)
class Tasks:
    """A list of papers before it is packed, and whose names are in it."""

    content: dict[str, Any]
    recipients: list[UUID]


def duties_of(officer: Officer | None) -> list[str]:
    """Return what a phone is for by its officer's rights: handing over, collecting papers."""
    if officer is None:
        return []
    found = {Right.HANDOVER_RECORD: "handover", Right.RECIPIENTS_COLLECT: "papers"}
    return [word for right, word in found.items() if officer.may(right)]


def officer_of(device: Device, at: datetime) -> Officer | None:
    """Return whose phone it is, with today's rights; None for an account that was closed."""
    user = staff.active_user(device.officer_id)
    return staff.officer_of(user, at=at, where=device.name) if user else None


def load_of(device: Device, officer: Officer, at: datetime) -> Tasks:
    """Return whose papers are missing in the open distributions, for the officer's own villages."""
    running = list(distributions.running(device.office_id))
    found = [(number, one) for number, row in enumerate(running) for one in tasks.missing(officer, row.id)]
    names = places.village_names(device.office_id)
    codes = sorted({one.village for _, one in found})
    content = {
        "v": 1, "kind": "papers", "made_at": moment_text(at), "device": str(device.id),
        "until": moment_text(at + collecting.LASTS), "officer": officer.actor.label,
        "distributions": [row.title for row in running], "villages": [names.get(code, code) for code in codes],
        "words": tasks.words(one for _, one in found), "people": _people(found, codes),
    }  # fmt: skip
    return Tasks(content, [one.recipient for _, one in found])


def _people(found: Sequence[tuple[int, Task]], codes: Sequence[str]) -> dict[str, Any]:
    homes = {one: number for number, one in enumerate({task.household for _, task in found if task.household})}
    return {
        "id": wire.b64u(b"".join(one.recipient.bytes for _, one in found)),
        "distribution": [number for number, _ in found],
        "village": [codes.index(one.village) for _, one in found],
        "home": [homes[one.household] if one.household else -1 for _, one in found],
        "name": [one.name for _, one in found],
        "rt": [one.rt for _, one in found],
        "needs": [[[need.code, *need.substitutes] for need in one.needs] for _, one in found],
    }
