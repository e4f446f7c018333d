"""The text people forward on WhatsApp: when and where, never who."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A village's turn: `day` and `time` as printed, `place` as people call it."""

    village: str
    day: str
    time: str
    place: str


def share_text(*, title: str, office: str, turns: Sequence[Turn], bring: Sequence[str], contact: str, link: str) -> str:
    """Return a message without any person's data: title, every village's turn, what to bring, whom to ask, where to look.

    WhatsApp prints what stands between asterisks in bold.
    """
    parts = [f"*{title}*", office, ""]
    for turn in turns:
        parts += [f"*Desa {turn.village}*", f"{turn.day}, pukul {turn.time}", turn.place, ""]
    if bring:
        parts += ["Yang dibawa: " + "; ".join(bring) + "."]
    if contact:
        parts += [f"Pertanyaan: {contact}."]
    parts += ["Bantuan ini tidak dipungut biaya apa pun."]
    if link:
        parts += [f"Jadwal dan cek undangan: {link}"]
    return "\n".join(parts)
