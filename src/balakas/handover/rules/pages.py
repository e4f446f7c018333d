"""The printed receipt list: pages with a code and a QR, photographed when signed, keyed in one act."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

ROWS_PER_PAGE = 25
CODE_LENGTH = 5
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_WRITTEN = re.compile(r"([2-9A-HJ-NP-Z]{5})-?(\d{1,4})\Z")
Item = TypeVar("Item")


class PageState(StrEnum):
    """A page waits for its photo, then for its keys. `VOID` was printed and never used."""

    PRINTED = "printed"
    PHOTOGRAPHED = "photographed"
    KEYED = "keyed"
    VOID = "void"


NEXT: dict[PageState, frozenset[PageState]] = {
    PageState.PRINTED: frozenset({PageState.PHOTOGRAPHED, PageState.KEYED, PageState.VOID}),
    PageState.PHOTOGRAPHED: frozenset({PageState.KEYED}),
    PageState.KEYED: frozenset(),
    PageState.VOID: frozenset(),
}
STATE_WORDS: dict[PageState, str] = {
    PageState.PRINTED: N_("Tercetak, belum kembali"),
    PageState.PHOTOGRAPHED: N_("Sudah difoto, belum dicatat"),
    PageState.KEYED: N_("Sudah dicatat"),
    PageState.VOID: N_("Tidak dipakai"),
}
STATE_TONES: dict[PageState, str] = {
    PageState.PRINTED: "idle",
    PageState.PHOTOGRAPHED: "warn",
    PageState.KEYED: "good",
    PageState.VOID: "idle",
}


class PageMoved(BalakasError):
    """The page was keyed or set aside meanwhile."""

    code = "page_moved"
    message = N_("Lembar ini sudah dicatat atau tidak dipakai lagi.")


class PageNeedsPhoto(BalakasError):
    """A signed page is keyed with its photo: it is the proof of all its rows."""

    code = "page_needs_photo"
    message = N_("Foto lembar yang sudah ditandatangani belum ada.")


class RowUnknown(BalakasError):
    """An exception names a row that is not on this page."""

    code = "page_row_unknown"
    message = N_("Nomor tersebut tidak ada di lembar ini.")


class NobodyLeft(BalakasError):
    """There is nobody to print: everything at this post is handed over or cancelled."""

    code = "page_nobody_left"
    message = N_("Tidak ada lagi penerima yang belum dilayani di titik salur ini.")


class HeldElsewhere(BalakasError):
    """Everybody still due is on a phone's slice or on another printed list."""

    code = "page_held_elsewhere"
    message = N_("Semua penerima yang belum dilayani sedang dipegang ponsel atau daftar kertas lain.")


def check_next(now: PageState, then: PageState) -> None:
    """Raise `PageMoved` where the page may not go from `now` to `then`."""
    if then not in NEXT[now]:
        raise PageMoved


def can_key(now: PageState) -> bool:
    """Say whether the page may be keyed."""
    return PageState.KEYED in NEXT[now]


def split(rows: Sequence[Item], size: int = ROWS_PER_PAGE) -> list[Sequence[Item]]:
    """Split rows into pages of `size`."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def written(code: str, number: int) -> str:
    """-> `K7Q2M-3`, as the page shows it and its QR says it."""
    return f"{code}-{number}"


def read(text: str) -> tuple[str, int] | None:
    """Return the list's code and the page's number from what was scanned or typed; None when it is no page."""
    found = _WRITTEN.match(text.strip().upper().replace(" ", "").removeprefix("BALAKAS:"))
    return (found.group(1), int(found.group(2))) if found else None
