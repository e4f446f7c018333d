"""Papers collected in a village: what a phone says of each photo, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.handover.rules import wire
from balakas.handover.rules.wire import RequestMalformed

LASTS = timedelta(days=7)
"""How long a phone may keep who still misses a paper."""

_CODE_LENGTH = 20


class PaperState(StrEnum):
    """`WAITING`: the photo is not whole here yet. `REFUSED`: it became no document, `code` says why."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


NEXT: dict[PaperState, frozenset[PaperState]] = {
    PaperState.WAITING: frozenset({PaperState.DONE, PaperState.REFUSED}),
    PaperState.REFUSED: frozenset({PaperState.WAITING, PaperState.DONE}),
    PaperState.DONE: frozenset(),
}


class NobodyKnown(BalakasError):
    """The phone names somebody who is on no list of this office."""

    code = "recipient_unknown"
    message = N_("Penerima ini tidak ada lagi dalam daftar kantor.")


@dataclass(frozen=True, slots=True)
class Photographed:
    """One photo as the phone names it."""

    id: UUID
    recipient: UUID
    requirement: str
    kind: str
    sha256: str
    taken_at: datetime


def photographed(told: object) -> list[Photographed]:
    """Return what a phone photographed. Raises `RequestMalformed`."""
    if not isinstance(told, list) or len(told) > wire.MAX_ITEMS:
        raise RequestMalformed(field="items")
    return [_one(item) for item in told]


def _one(item: Any) -> Photographed:
    if not isinstance(item, Mapping):
        raise RequestMalformed(field="items")
    try:
        taken = datetime.fromisoformat(str(item["taken_at"]))
        found = Photographed(
            id=UUID(item["id"]), recipient=UUID(item["recipient"]), requirement=_code(item["requirement"]),
            kind=_code(item["kind"]), sha256=str(item["sha256"]), taken_at=taken,
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError):
        raise RequestMalformed(field="items") from None
    if not wire.is_sha(found.sha256) or taken.tzinfo is None:
        raise RequestMalformed(field="items")
    return found


def _code(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _CODE_LENGTH:
        raise ValueError(value)
    return value
