"""A phone's turn at the counter: its items opened, written, and everything it must be told in one answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.handover.actions import following, keys
from balakas.handover.actions.ingest import batch, gather, opening
from balakas.handover.actions.ingest.batch import Result
from balakas.handover.actions.ingest.opening import Arrived, Item
from balakas.handover.models.ledger import ServerKey
from balakas.handover.queries.contact import Caller, Told
from balakas.handover.queries.sealing import Private
from balakas.handover.rules.wire import Status


@dataclass(frozen=True, slots=True)
class Heard:
    """The results in the order sent, and the files that the events name."""

    results: list[Result]
    named: frozenset[str]
    told: Told | None = None


def hear(*, office_id: UUID, items: Sequence[Item], at: datetime, caller: Caller | None = None) -> Heard:
    """Take in sealed events, from whatever carries them: the phone itself (`caller`), or a file it wrote.

    What cannot be opened or read is told so and stored nowhere; everything else is stored and receipted.
    """
    openers = _openers(office_id, {item.key for item in items}, at)
    arrived: dict[int, Arrived] = {}
    results: dict[int, Result] = {}
    for number, item in enumerate(items):
        try:
            arrived[number] = opening.open_item(item, openers)
        except BalakasError as error:
            results[number] = Result(item.id, item.hash, Status.UNREADABLE, code=error.code)
    listed = batch.checked(office_id, list(arrived.values()))
    written, told = gather.take_in(office_id, listed, caller, at=at)
    results |= dict(zip(arrived, written, strict=True))
    _follow(listed, written, at)
    named = frozenset(each["sha256"] for one in listed for each in one.body.get("attachments", ()))
    return Heard([results[number] for number in range(len(items))], named, told)


def _follow(listed: Sequence[Arrived], written: Sequence[Result], at: datetime) -> None:
    """Do what the office's pages do after such an act; known events too, for a crash may have come in between."""
    stored = {one.id for one in written if one.status in {Status.RECORDED, Status.KNOWN}}
    followed = [one.id for one in listed if str(one.id) in stored and one.body.get("type") in following.FOLLOWED]
    if followed:
        following.follow(followed, at=at)


def _openers(office_id: UUID, named: set[str], at: datetime) -> dict[str, Private]:
    """Return the office's keys, also retired ones, that these items are sealed to."""
    if not named <= {name for office, name in _OPENERS if office == office_id}:
        for row in ServerKey.objects.filter(office_id=office_id).exclude(seal_public=b""):
            _OPENERS[office_id, str(row.id)] = keys.opener(row, at=at)
    return {name: _OPENERS[office_id, name] for name in named if (office_id, name) in _OPENERS}


_OPENERS: dict[tuple[UUID, str], Private] = {}
"""The office's keys, opened; a key's half never changes."""
