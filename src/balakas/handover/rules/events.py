"""The shape of an event: what a device says happened, in canonical JSON, signed by it.

The online page is a device like any other (`kantor`), so a phone that works without signal adds devices and nothing else.
An event holds ids, codes, counts and *sealed* values (hex), never a name, number or free text in plain.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

VERSION = 1
FIRST_PREVIOUS = ""
FIELD_STEP = 5
"""The SOP's activity this room carries out."""


class EventType(StrEnum):
    """What happened. `EXTRA` is somebody not on the list, `ENTRUST` is taken along for another and not received yet."""

    RECEIVE = "receive"
    HANDOVER = "handover"
    EXTRA = "extra"
    REPLACE = "replace"
    ENTRUST = "entrust"
    REFUSE = "refuse"
    ABSENT = "absent"
    VOID = "void"
    RETURN = "return"
    DAMAGE = "damage"
    SHIFT_OPEN = "shift_open"
    SHIFT_CLOSE = "shift_close"
    OVERRIDE = "override"


GIVING = frozenset({EventType.HANDOVER, EventType.REPLACE, EventType.EXTRA})
"""Types after which something is in a citizen's hands."""

PAYING = frozenset({EventType.HANDOVER, EventType.REPLACE})
"""Types that may settle an entitlement; an `EXTRA` never does, it is a case."""

FAILED = frozenset({EventType.ABSENT, EventType.REFUSE})
"""Types that say why nothing was given; both can be reopened."""

EVENT_WORDS: dict[EventType, str] = {
    EventType.RECEIVE: N_("Barang datang"),
    EventType.HANDOVER: N_("Diserahkan"),
    EventType.EXTRA: N_("Diserahkan di luar daftar"),
    EventType.REPLACE: N_("Diserahkan kepada pengganti"),
    EventType.ENTRUST: N_("Dititipkan"),
    EventType.REFUSE: N_("Menolak"),
    EventType.ABSENT: N_("Tidak hadir"),
    EventType.VOID: N_("Pembatalan"),
    EventType.RETURN: N_("Barang dikembalikan"),
    EventType.DAMAGE: N_("Barang rusak atau hilang"),
    EventType.SHIFT_OPEN: N_("Pelayanan dibuka"),
    EventType.SHIFT_CLOSE: N_("Pelayanan ditutup"),
    EventType.OVERRIDE: N_("Keputusan"),
}


class DeviceKind(StrEnum):
    """What writes events: the office's online page, a registered phone, or a printed list with its own lease."""

    KANTOR = "kantor"
    PHONE = "phone"
    PAPER = "paper"


class Identity(StrEnum):
    """How it was made sure who stands there. A voucher finds a person; the officer still looks at the face or the card."""

    KTP = "ktp"
    VOUCHER = "voucher"
    BY_HAND = "by_hand"
    PAPER = "paper"


IDENTITY_WORDS: dict[Identity, str] = {
    Identity.KTP: N_("KTP asli dicocokkan dengan orangnya"),
    Identity.VOUCHER: N_("Undangan berkode QR dan orangnya dikenal"),
    Identity.BY_HAND: N_("Diperiksa dengan cara lain"),
    Identity.PAPER: N_("Tanda tangan pada daftar kertas"),
}


class AttachmentKind(StrEnum):
    """What an attached picture shows; an ink thumb is a photo of the thumbed row."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    THUMB = "thumb"
    LETTER = "letter"
    PAGE = "page"
    GENERAL = "general"


class NoPosition(StrEnum):
    """Why an event has no position."""

    DENIED = "denied"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    NOT_ASKED = "not_asked"


POSITION_WORDS: dict[NoPosition, str] = {
    NoPosition.DENIED: N_("Izin lokasi tidak diberikan"),
    NoPosition.UNAVAILABLE: N_("Perangkat tidak dapat menentukan lokasi"),
    NoPosition.TIMEOUT: N_("Lokasi tidak ditemukan dalam waktu yang cukup"),
    NoPosition.NOT_ASKED: N_("Dicatat dari daftar kertas atau di kantor"),
}


class EventMalformed(BalakasError):
    """What arrived is no event: nothing can be stored of it."""

    code = "event_malformed"
    message = N_("Catatan tidak dapat dibaca: bagian “%(field)s” tidak sesuai bentuknya.")


class ReasonNeeded(BalakasError):
    """Something out of the ordinary needs a sentence."""

    code = "reason_needed"
    message = N_("Tuliskan alasannya.")


class HappensLater(BalakasError):
    """Nothing is recorded before it happens."""

    code = "happens_later"
    message = N_("Waktu kejadian tidak boleh di masa depan.")


_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_MOMENT = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z", re.ASCII)
_HEX = re.compile(r"(?:[0-9a-f]{2})*\Z")
_SHA = re.compile(r"[0-9a-f]{64}\Z")
_CODE = re.compile(r"[a-z0-9_./ -]{0,40}\Z")
_REQUIRED_IDS = ("id", "device", "office")
_OPTIONAL_IDS = (
    "distribution",
    "post",
    "recipient",
    "entitlement",
    "visit",
    "officer",
    "target",
    "remainder",
    "slice",
    "page",
)
_COUNTS = ("quantity", "damaged", "short")
_TIMES = frozenset({"happened", "device", "server", "passed_ms"})
MAX_APP = 40
FIELDS = frozenset({
    "v", "seq", "previous", "type", "items", "due", "identity", "proxy", "epoch", "time", "position", "attachments",
    "details", "sealed", "app", *_REQUIRED_IDS, *_OPTIONAL_IDS,
})  # fmt: skip


def moment_text(moment: datetime) -> str:
    """Return a moment as events write it: UTC, milliseconds, `Z`; texts sort as the moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@lru_cache(maxsize=8_192)
def text_moment(text: str) -> datetime:
    """Return the moment `moment_text` wrote. Raises `ValueError`. Remembered: every event is asked for it six times."""
    if _MOMENT.match(text) is None:  # what has this form and is a date is what `moment_text` writes of it
        raise ValueError(text)
    return datetime.fromisoformat(text)


def happened(*, happened_at: datetime | None, at: datetime, reason: str) -> datetime:
    """Return when it happened: `happened_at`, or `at`. Forms give whole minutes, so only an earlier minute is earlier.

    Raises `HappensLater`; `ReasonNeeded` for an earlier one without a reason.
    """
    if happened_at is None:
        return at
    if happened_at > at:
        raise HappensLater
    if happened_at.replace(second=0, microsecond=0) < at.replace(second=0, microsecond=0) and not reason.strip():
        raise ReasonNeeded
    return happened_at


def check_reason(reason: str) -> str:
    """Return the trimmed reason. Raises `ReasonNeeded` when there is none."""
    if not reason.strip():
        raise ReasonNeeded
    return reason.strip()


def check_body(body: Mapping[str, Any]) -> None:
    """Raise `EventMalformed` unless `body` has an event's shape. Says nothing about whether it may be: that is a case."""
    unknown = sorted(set(body) - FIELDS)
    if unknown or body.get("v") != VERSION:
        raise EventMalformed(field=unknown[0][:20] if unknown else "v")
    _check_ids(body)
    if body.get("type") not in set(EventType):
        raise EventMalformed(field="type")
    if not _is_count(body.get("seq")) or body["seq"] < 1 or not _match(_SHA, body.get("previous") or "0" * 64):
        raise EventMalformed(field="seq")
    if not _is_count(body.get("due", 0)) or not _is_count(body.get("epoch", 0)) or not _is_app(body.get("app", "")):
        raise EventMalformed(field="due")
    _check_items(body.get("items", []))
    _check_sealed(body.get("sealed", {}))
    _check_attachments(body.get("attachments", []))
    _check_time(body.get("time", {}))
    _check_codes("identity", body.get("identity", {}))
    if body.get("identity") and body["identity"].get("how") not in set(Identity):
        raise EventMalformed(field="identity")
    _check_codes("proxy", body.get("proxy", {}))
    _check_codes("position", body.get("position", {}))
    _check_codes("details", body.get("details", {}))


def _match(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.match(value) is not None


def _check_ids(body: Mapping[str, Any]) -> None:
    for name in _REQUIRED_IDS:
        if not _match(_ID, body.get(name)):
            raise EventMalformed(field=name)
    for name in _OPTIONAL_IDS:
        if body.get(name, "") != "" and not _match(_ID, body[name]):
            raise EventMalformed(field=name)


def _check_items(items: object) -> None:
    if not isinstance(items, Sequence) or isinstance(items, str):
        raise EventMalformed(field="items")
    for item in items:
        known = isinstance(item, Mapping) and set(item) <= {"benefit", *_COUNTS} and _match(_ID, item.get("benefit"))
        if not known or any(not _is_count(item.get(name, 0)) for name in _COUNTS):
            raise EventMalformed(field="items")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _is_app(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_APP and value.isascii() and value.isprintable()


def _check_sealed(sealed: object) -> None:
    if not isinstance(sealed, Mapping) or not all(
        _match(_CODE, name) and _match(_HEX, value) for name, value in sealed.items()
    ):
        raise EventMalformed(field="sealed")


def _check_attachments(attachments: object) -> None:
    if not isinstance(attachments, Sequence) or isinstance(attachments, str):
        raise EventMalformed(field="attachments")
    for one in attachments:
        if (
            not isinstance(one, Mapping)
            or one.get("kind") not in set(AttachmentKind)
            or not _match(_SHA, one.get("sha256"))
        ):
            raise EventMalformed(field="attachments")


def _check_time(time: object) -> None:
    if not isinstance(time, Mapping):
        raise EventMalformed(field="time")
    try:
        moments = [time["happened"], time["device"], *([time["server"]] if time.get("server") else [])]
        exact = all(text_moment(one) for one in moments)
    except (KeyError, TypeError, ValueError):
        raise EventMalformed(field="time") from None
    if not exact or not _is_count(time.get("passed_ms", 0)) or set(time) - _TIMES:
        raise EventMalformed(field="time")


def _check_codes(name: str, codes: object) -> None:
    """Codes, ids, hashes and counts only: no room for a name."""
    if not isinstance(codes, Mapping):
        raise EventMalformed(field=name)
    for key, value in codes.items():
        good = (
            _is_count(value)
            or isinstance(value, bool)
            or _match(_CODE, value)
            or _match(_ID, value)
            or _match(_SHA, value)
        )
        if not _match(_CODE, key) or not good:
            raise EventMalformed(field=name)


_RECEIPT = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RECEIPT_LENGTH = 4
CHECK_LENGTH = 12


def receipt_code(visit_id: str, first_hash: str) -> str:
    """Return the twelve characters under which a visit is checked; the green screen shows the first four in large type.

    Made of the visit and its first event, without 0, O, 1 and I.
    """
    value = int.from_bytes(hashlib.sha256(f"{visit_id}/{first_hash}".encode("ascii")).digest(), "big")
    return "".join(_RECEIPT[(value >> 5 * place) & 31] for place in range(CHECK_LENGTH))
