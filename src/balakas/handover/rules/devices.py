"""The life of a phone here, and of the slices of a post that phones and printed lists serve."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

CODE_LASTS = timedelta(minutes=15)
MAX_LEASE = timedelta(days=14)
MAX_PARTS = 20
NAME_LENGTH = 60


class DeviceState(StrEnum):
    """`WAITING`: enrolled, and nobody has compared the words yet. `REFUSED`: the words differed."""

    WAITING = "waiting"
    ACTIVE = "active"
    REVOKED = "revoked"
    REFUSED = "refused"


NEXT: dict[DeviceState, frozenset[DeviceState]] = {
    DeviceState.WAITING: frozenset({DeviceState.ACTIVE, DeviceState.REFUSED}),
    DeviceState.ACTIVE: frozenset({DeviceState.REVOKED}),
    DeviceState.REVOKED: frozenset(),
    DeviceState.REFUSED: frozenset(),
}
STATE_WORDS: dict[DeviceState, str] = {
    DeviceState.WAITING: N_("Menunggu kata dicocokkan"),
    DeviceState.ACTIVE: N_("Aktif"),
    DeviceState.REVOKED: N_("Dicabut"),
    DeviceState.REFUSED: N_("Ditolak"),
}
STATE_TONES: dict[DeviceState, str] = {
    DeviceState.WAITING: "warn",
    DeviceState.ACTIVE: "good",
    DeviceState.REVOKED: "bad",
    DeviceState.REFUSED: "bad",
}


class CodeUnknown(BalakasError):
    """The enrolment code was used, is too old, or never was one."""

    code = "enrol_code_gone"
    message = N_("Kode pendaftaran sudah dipakai atau sudah lewat 15 menit. Minta kode baru di kantor.")


class KeyNotShown(BalakasError):
    """Who enrols must hold the key it brings."""

    code = "enrol_proof"
    message = N_("Kunci perangkat tidak terbukti. Ulangi pendaftaran dari awal.")


class DeviceMoved(BalakasError):
    """The device's state does not allow this any more."""

    code = "device_moved"
    message = N_("Keadaan perangkat sudah berubah. Muat ulang halaman.")


class NoLease(BalakasError):
    """Nothing is given to this device."""

    code = "no_lease"
    message = N_("Belum ada bagian penerima yang diberikan kepada perangkat ini.")


class DeviceNotActive(BalakasError):
    """The device is not (any more, or not yet) one that may take data along."""

    code = "device_not_active"
    message = N_("Perangkat ini belum diaktifkan atau sudah dicabut.")


class LeaseMoved(BalakasError):
    """The slice was given, moved or dissolved meanwhile."""

    code = "lease_moved"
    message = N_("Pembagian ini sudah berubah. Muat ulang halaman.")


class LeaseTime(BalakasError):
    """A lease ends in the future, within days."""

    code = "lease_time"
    message = N_("Batas waktu harus di masa depan dan paling lama 14 hari.")


class NobodyToServe(BalakasError):
    """Everybody of this post is in a slice already, or nothing is due."""

    code = "nobody_to_serve"
    message = N_("Tidak ada penerima yang belum terbagi di titik salur ini.")


class PartsUnfit(BalakasError):
    """Into how many parts is a small number."""

    code = "parts_unfit"
    message = N_("Jumlah bagian antara 1 dan 20.")


def check_next(now: DeviceState, then: DeviceState) -> None:
    """Raise `DeviceMoved` where a device may not go from `now` to `then`."""
    if then not in NEXT[now]:
        raise DeviceMoved


def check_until(until: datetime, at: datetime) -> None:
    """Raise `LeaseTime` unless a lease that begins at `at` may end at `until`."""
    if not at < until <= at + MAX_LEASE:
        raise LeaseTime


Member = TypeVar("Member")


def parts_of(listed: Sequence[Member], parts: int) -> list[Sequence[Member]]:
    """Cut a list into parts of nearly equal length, in its order: neighbours stay together. Raises `PartsUnfit`."""
    if not 1 <= parts <= MAX_PARTS:
        raise PartsUnfit
    edges = [len(listed) * number // parts for number in range(parts + 1)]
    return [listed[start:end] for start, end in pairwise(edges) if end > start]
