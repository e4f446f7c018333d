"""What a photo of a card says, held against what the list says: a draft until a person confirms it. Nothing is overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules.people import name_key

SURE = 0.9
"""What the reader is less sure of is marked for the eye."""


class DraftState(StrEnum):
    """Where the reading of a photo stands. `EMPTY`: no card was seen on it. `OTHER`: a person says it is not this person's."""

    WAITING = "waiting"
    READ = "read"
    EMPTY = "empty"
    FAILED = "failed"
    CONFIRMED = "confirmed"
    OTHER = "other"


NEXT: dict[DraftState, frozenset[DraftState]] = {
    DraftState.WAITING: frozenset({DraftState.READ, DraftState.EMPTY, DraftState.FAILED}),
    DraftState.READ: frozenset({DraftState.CONFIRMED, DraftState.OTHER}),
    DraftState.EMPTY: frozenset({DraftState.CONFIRMED, DraftState.OTHER}),
    DraftState.FAILED: frozenset({DraftState.WAITING, DraftState.CONFIRMED, DraftState.OTHER}),
    DraftState.CONFIRMED: frozenset({DraftState.OTHER}),
    DraftState.OTHER: frozenset({DraftState.CONFIRMED}),
}
OPEN = (DraftState.READ, DraftState.EMPTY, DraftState.FAILED)
"""What waits for a person's eye."""


class Mark(StrEnum):
    """How a field of the card stands beside the list's."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"
    ONLY_CARD = "only_card"
    UNREAD = "unread"


MARK_WORDS = {
    Mark.SAME: N_("Sama"),
    Mark.DOUBTFUL: N_("Kurang jelas"),
    Mark.DIFFERENT: N_("Berbeda"),
    Mark.ONLY_CARD: N_("Hanya di kartu"),
    Mark.UNREAD: N_("Tidak terbaca"),
}
MARK_TONES = {
    Mark.SAME: "good",
    Mark.DOUBTFUL: "warn",
    Mark.DIFFERENT: "bad",
    Mark.ONLY_CARD: "accent",
    Mark.UNREAD: "idle",
}
FIELD_WORDS = {
    "nik": N_("NIK"),
    "kk": N_("Nomor KK"),
    "name": N_("Nama"),
    "birth_place": N_("Tempat lahir"),
    "birth_date": N_("Tanggal lahir"),
    "sex": N_("Jenis kelamin"),
    "address": N_("Alamat"),
    "rt_rw": N_("RT/RW"),
    "village": N_("Desa"),
}
NUMBERS = frozenset({"nik", "kk"})
"""Fields that are shown masked."""
_OF_KTP = ("nik", "name", "birth_place", "birth_date", "sex", "address", "rt_rw", "village")
_OF_KK = ("kk", "nik", "name")


class NoSuchDraft(BalakasError):
    """The reading was decided in the meantime, or has not come yet."""

    code = "no_such_draft"
    message = N_("Hasil baca foto ini sudah diputuskan atau belum ada.")


@dataclass(frozen=True, slots=True)
class Compared:
    """One field beside the other."""

    field: str
    card: str
    listed: str
    mark: Mark


def check_next(now: DraftState, then: DraftState) -> None:
    """Raise `NoSuchDraft` where the step is not allowed."""
    if then not in NEXT[now]:
        raise NoSuchDraft


def best_card(cards: Sequence[Mapping[str, Any]], listed: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Return the card of a photo that is most likely this person's; None when there is no card."""
    return max(cards, key=lambda card: sum(one.mark is Mark.SAME for one in compared(card, listed)), default=None)


def compared(card: Mapping[str, Any], listed: Mapping[str, str]) -> list[Compared]:
    """Hold a card's fields against the list's (`nik kk name birth_place birth_date sex address rt_rw village`)."""
    fields, sure = _of_person(card, listed)
    wanted = _OF_KK if card["kind"] == "kk" else _OF_KTP
    return [_one(name, str(fields.get(name, "")), listed.get(name, ""), sure.get(name, 0.0)) for name in wanted]


def _of_person(card: Mapping[str, Any], listed: Mapping[str, str]) -> tuple[Mapping[str, Any], Mapping[str, float]]:
    """Return a KTP's fields, or of a KK its number and the member that is this person."""
    fields, sure = card["fields"], card["confidence"]
    if card["kind"] != "kk":
        return fields, sure
    members = list(enumerate(fields.get("members", ())))
    mine = [one for one in members if one[1].get("nik") and one[1].get("nik") == listed.get("nik")]
    mine = mine or [one for one in members if name_key(one[1].get("name", "")) == name_key(listed.get("name", ""))]
    if not mine:
        return {"kk": fields.get("kk", "")}, {"kk": sure.get("kk", 0.0)}
    place, member = mine[0]
    own = {name: sure.get(f"members[{place}].{name}", 0.0) for name in member}
    return {**member, "kk": fields.get("kk", "")}, {**own, "kk": sure.get("kk", 0.0)}


def _one(name: str, card: str, listed: str, sure: float) -> Compared:
    if not card:
        mark = Mark.UNREAD
    elif not listed:
        mark = Mark.ONLY_CARD if sure >= SURE else Mark.DOUBTFUL
    elif _folded(name, card) == _folded(name, listed):
        mark = Mark.SAME
    else:
        mark = Mark.DIFFERENT if sure >= SURE else Mark.DOUBTFUL
    return Compared(name, card, listed, mark)


def _folded(name: str, text: str) -> str:
    if name in {"name", "birth_place", "village"}:
        return name_key(text).replace(" ", "")
    return "".join(sign for sign in text.upper() if sign.isalnum())


def needs_an_eye(lines: Sequence[Compared]) -> bool:
    """Say whether anything but agreement is to be seen; what only the card has is no trouble."""
    return not lines or any(one.mark not in {Mark.SAME, Mark.ONLY_CARD} for one in lines)


def is_anothers(lines: Sequence[Compared]) -> bool:
    """Say whether the card seems to be somebody else's: neither its NIK nor its name is this person's."""
    marks = {one.field: one.mark for one in lines}
    return marks.get("nik") is Mark.DIFFERENT and marks.get("name") is not Mark.SAME
