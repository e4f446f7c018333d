"""A phone's sealed outbox as a file: through the very same ingestion, answered by the same receipts at its next contact."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.handover.actions import collecting, uploads
from balakas.handover.actions.ingest import desk, opening
from balakas.handover.models.ledger import Device
from balakas.handover.queries import contact
from balakas.handover.rules import collecting as rules
from balakas.handover.rules import wire
from balakas.handover.rules.wire import Status, from_b64u
from balakas.staff import queries as staff
from balakas.staff.rules import Right

KIND = "balakas-outbox"


class NoOutbox(BalakasError):
    """The file is not what a phone exports, or a phone of another office wrote it."""

    code = "no_outbox"
    message = N_("Berkas ini bukan berkas kiriman ponsel kantor ini.")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many events were new, known, could not be read; how many parts of photos came along."""

    new: int
    known: int
    unreadable: int
    chunks: int


def take_file(*, content: bytes, by: Actor, office_id: UUID, at: datetime) -> Imported:
    """Take in a file a phone exported. Raises `NoOutbox`, `NotAllowed`; one bad entry stops no other."""
    staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=office_id)
    told, device = _read(content, office_id)
    results = []
    for start in range(0, len(told["items"]), wire.MAX_ITEMS):
        items = opening.items_of(told["items"][start : start + wire.MAX_ITEMS])
        heard = desk.hear(office_id=office_id, items=items, at=at)
        uploads.settle(device=device, named=heard.named, at=at)
        results += [one.status for one in heard.results]
    _papers(device, told.get("papers"), at)
    chunks = sum(_chunk(device, one, at) for one in told.get("chunks", ()))
    done = Imported(
        results.count(Status.RECORDED), results.count(Status.KNOWN) + results.count(Status.ASIDE),
        results.count(Status.UNREADABLE) + results.count(Status.RETRY), chunks,
    )  # fmt: skip
    audit.record(
        office_id=office_id, by=by, at=at, act="handover.take_outbox", kind="device", subject_id=device.id,
        label=device.name, details={"new": done.new, "known": done.known, "unreadable": done.unreadable},
    )  # fmt: skip
    return done


def _read(content: bytes, office_id: UUID) -> tuple[dict[str, Any], Device]:
    try:
        told = json.loads(content)
        device = contact.device_by_id(UUID(told["device"]))
        listed = isinstance(told["items"], list) and isinstance(told.get("chunks", []), list)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoOutbox from None
    if told.get("kind") != KIND or not listed or device is None or device.office_id != office_id:
        raise NoOutbox
    return told, device


def _papers(device: Device, told: object, at: datetime) -> None:
    """Take note of whose papers the photos are; what is malformed is left out, the phone still has it."""
    listed = told if isinstance(told, list) else []
    for start in range(0, len(listed), wire.MAX_ITEMS):
        try:
            collecting.tell(device=device, items=rules.photographed(listed[start : start + wire.MAX_ITEMS]), at=at)
        except BalakasError:
            continue


def _chunk(device: Device, one: Any, at: datetime) -> bool:
    """Keep one part of a photo; one that does not open is left out, the phone still has it."""
    try:
        uploads.put(
            device=device, sha256=str(one["sha256"]), index=int(one["index"]), total=int(one["total"]),
            key_id=UUID(one["key"]), sealed=from_b64u(one["sealed"], field="sealed"), at=at,
        )  # fmt: skip
    except (BalakasError, KeyError, TypeError, ValueError):
        return False
    return True
