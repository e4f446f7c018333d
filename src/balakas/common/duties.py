"""What waits for somebody: every room answers `queries.waiting_for(officer)` with these, and the desk lays them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Duty:
    """One act that waits for a person.

    `code` is `room.verb`. `title` is a message id with `params` (never personal data), `url` the page where the act is done,
    `since` the moment it began to wait. `run_id` and `step` name the SOP clock that stands beside it; `deadline` is one that
    somebody set by hand.
    """

    code: str
    title: str
    url: str
    since: datetime
    params: Mapping[str, str] = field(default_factory=dict)
    run_id: UUID | None = None
    step: int | None = None
    deadline: datetime | None = None
