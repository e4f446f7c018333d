"""A person's data as they were and became, whoever changed them: sealed under the person's own key."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.recipients.models import Person
from balakas.recipients.models.changes import ListUpdate, PersonChange
from balakas.recipients.queries import changes, people
from balakas.vault import actions as vault

EDIT, LIST, UNDO = "edit", "list", "undo"
"""Where a change comes from: typed on a page, a corrected list, or such a list undone."""


def values_of(person: Person) -> dict[str, str]:
    """Return what a change may touch, as text; numbers in the clear, to be sealed at once."""
    numbers = people.numbers_of(person)
    plain = {name: str(getattr(person, name) or "") for name in changes.PLAIN}
    return {**plain, "nik": numbers.nik, "kk": numbers.kk, "phone": numbers.phone}


def keep(
    person: Person, before: Mapping[str, str], *, source: str, by: Actor, at: datetime, update: ListUpdate | None = None
) -> PersonChange | None:
    """Write down what is different from `before`; nothing where nothing is. The caller has saved the person."""
    after = values_of(person)
    told = {name: [value, after[name]] for name, value in before.items() if after[name] != value}
    if not told:
        return None
    row_id = uuid7()
    sealed = vault.seal(
        json.dumps(told, ensure_ascii=False), subject_id=person.subject_id, place=changes.values_place(row_id)
    )
    return PersonChange.objects.create(
        id=row_id, person=person, source=source, fields=sorted(told), values_sealed=sealed, update=update,
        by_id=UUID(by.id), at=at,
    )  # fmt: skip
