"""Opening what was sealed to the office, and reading an event in it. No database: only keys, bytes and rules."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from balakas.common.canonical import canonical
from balakas.common.errors import BalakasError
from balakas.common.ids import as_uuid
from balakas.common.messages import N_
from balakas.handover.queries import sealing
from balakas.handover.queries.sealing import BoxBroken, Private
from balakas.handover.rules import wire
from balakas.handover.rules.events import EventMalformed, check_body
from balakas.handover.rules.proxies import ProxyReason, Relation
from balakas.handover.rules.wire import Purpose, RequestMalformed, from_b64u


class HashDiffers(BalakasError):
    """What arrived is not what the phone says it sent."""

    code = "hash_differs"
    message = N_("Isi kiriman tidak sama dengan yang dicatat perangkat.")


@dataclass(frozen=True, slots=True)
class Item:
    """One sealed event as it was sent."""

    id: str
    hash: str
    key: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event that opened and is well-formed. `secrets` maps a name to salt and text; `signed` once its signature held."""

    id: UUID
    hash: str
    text: str
    body: Mapping[str, Any]
    signature: bytes
    secrets: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    signed: bool = False

    @property
    def device(self) -> UUID:
        """Say which device the event says it is of."""
        return as_uuid(self.body["device"])


def items_of(listed: object) -> list[Item]:
    """Read the items of a request. Raises `RequestMalformed`."""
    if not isinstance(listed, list) or len(listed) > wire.MAX_ITEMS:
        raise RequestMalformed(field="items")
    return [_item(one) for one in listed]


def _item(one: object) -> Item:
    if not isinstance(one, Mapping) or not isinstance(one.get("id"), str) or not wire.is_sha(one.get("hash")):
        raise RequestMalformed(field="items")
    sealed = from_b64u(one.get("sealed"), field="sealed")
    return Item(id=one["id"][:36], hash=one["hash"], key=str(one.get("key", ""))[:36], sealed=sealed)


def open_item(item: Item, openers: Mapping[str, Private]) -> Arrived:
    """Open one item and read its event.

    Raises `BoxBroken`, `EventMalformed`, `RequestMalformed`, `HashDiffers`: nothing can be stored of it then.
    """
    opener = openers.get(item.key)
    if opener is None:
        raise BoxBroken
    content = _json(sealing.open_box(opener, item.sealed, purpose=Purpose.OUTBOX, aad=item.id))
    text = content.get("body")
    if not isinstance(text, str) or len(text) > wire.MAX_BODY:
        raise EventMalformed(field="body")
    body = _json(text.encode("utf-8", "surrogatepass"))
    check_body(body)
    _check_words(body)
    if _canonical(body) != text.encode("utf-8", "surrogatepass"):
        raise EventMalformed(field="canonical")
    made = hashlib.sha256(text.encode()).hexdigest()
    if made != item.hash or body["id"] != item.id:
        raise HashDiffers
    return Arrived(
        id=as_uuid(body["id"]), hash=made, text=text, body=body,
        signature=from_b64u(content.get("signature"), field="signature")[:64], secrets=_secrets(content.get("secrets", {})),
    )  # fmt: skip


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise EventMalformed(field="json") from None
    if not isinstance(found, dict):
        raise EventMalformed(field="json")
    return found


def _canonical(body: Mapping[str, Any]) -> bytes:
    try:
        return canonical(body)
    except (TypeError, ValueError):
        raise EventMalformed(field="canonical") from None


def _check_words(body: Mapping[str, Any]) -> None:
    """Refuse a representative in words nobody here knows: pages could not show it."""
    proxy = body.get("proxy") or {}
    if proxy and (proxy.get("relation") not in set(Relation) or proxy.get("reason") not in set(ProxyReason)):
        raise EventMalformed(field="proxy")


def _secrets(listed: object) -> dict[str, tuple[bytes, str]]:
    if not isinstance(listed, Mapping):
        raise EventMalformed(field="secrets")
    found = {}
    for name, one in listed.items():
        text = one.get("text") if isinstance(one, Mapping) else None
        if name not in wire.SECRET_NAMES or not isinstance(text, str) or len(text) > wire.MAX_SECRET:
            raise EventMalformed(field="secrets")
        found[name] = (from_b64u(one.get("salt"), field="salt"), text)
    return found


def unproven(arrived: Arrived) -> list[str]:
    """Return the texts that are not what the event commits to, and commitments whose text is missing."""
    committed = arrived.body.get("sealed", {})
    wrong = [
        name for name, (salt, text) in arrived.secrets.items() if wire.commitment(salt, text) != committed.get(name)
    ]
    return sorted({*wrong, *(set(committed) - set(arrived.secrets))})
