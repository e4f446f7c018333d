"""How a person's data changed: what, when, by whom."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balakas.recipients.models.changes import PersonChange
from balakas.vault import queries as vault
from balakas.vault.rules import Place

PLAIN = ("name", "birth_place", "birth_date", "sex", "address", "rt", "rw", "village_code")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: field -> (before, after) in the clear; empty where the key was destroyed."""

    at: datetime
    by: str
    source: str
    values: dict[str, tuple[str, str]]


def values_place(change_id: UUID) -> Place:
    """Return where the values of a change are sealed."""
    return Place("recipients_personchange", "values_sealed", change_id)


def values_of(rows: Iterable[PersonChange]) -> dict[UUID, dict[str, tuple[str, str]]]:
    """Open what changes changed, by change; rows come loaded with their person. One query."""
    listed = list(rows)
    secrets = vault.subject_secrets(row.person.subject_id for row in listed)
    found = {}
    for row in listed:
        secret = secrets.get(row.person.subject_id)
        opened = vault.open_with(secret, bytes(row.values_sealed), place=values_place(row.id)) if secret else b"{}"
        found[row.id] = {name: (before, after) for name, (before, after) in json.loads(opened).items()}
    return found


def of_person(person_id: UUID) -> list[Change]:
    """Return a person's changes, the newest first. Two queries."""
    rows = list(PersonChange.objects.filter(person_id=person_id).select_related("person", "by").order_by("-at", "-id"))
    opened = values_of(rows)
    return [Change(row.at, row.by.full_name, row.source, opened[row.id]) for row in rows]
