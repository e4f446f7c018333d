"""Who does an act. Every action takes `by: Actor` and `at: datetime`."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["staff", "device", "system", "public"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts.

    `id` is the record's id as text ("" for the public). `label` is a name or position as printed in the audit,
    never a citizen's name. `where` is a network address or "cli"; it goes into the audit and nowhere else.
    """

    kind: ActorKind
    id: str
    label: str
    where: str = ""


SYSTEM = Actor(kind="system", id="balakas", label="BALAKAS")
