"""Who may collect for a recipient: for one distribution by a power of attorney, or lastingly as a guardian."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.recipients.actions.documents import lock_recipient
from balakas.recipients.models import Representative
from balakas.recipients.queries import pictures
from balakas.recipients.queries import representatives as collecting
from balakas.recipients.rules import intake, nik
from balakas.recipients.rules import people as rules
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault.rules import Place


def name_representative(
    *,
    recipient_id: UUID,
    name: str,
    relation: str,
    lasting: bool,
    reason: str,
    number: str = "",
    letter: bytes = b"",
    by: Actor,
    at: datetime,
) -> Representative:
    """Write down who may collect. `number` is the representative's NIK, `letter` a photo of the paper; both may be empty.

    Raises `NameNeeded`, `NikNotSound`, `ReasonMissing`, `NotAPhoto`, `PhotoTooLarge`, `PhotoBroken`, `NotAllowed`.
    """
    why, digits = intake.check_reason(reason), nik.normalise(number)
    if not rules.name_key(name):
        raise rules.NameNeeded
    if number and (len(digits) != nik.LENGTH or not digits.isdigit()):
        raise rules.NikNotSound
    photo = pictures.read_photo(letter) if letter else None
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        person, row_id = recipient.person, uuid7()
        place = Place("recipients_representative", "nik_sealed", row_id)
        file = photo and vault.store_file(
            office_id=person.office_id, subject_id=person.subject_id, content=letter, media_type=photo.media_type, at=at
        )
        row = Representative.objects.create(
            id=row_id, person=person, distribution=None if lasting else recipient.distribution, name=name.strip()[:150],
            relation=" ".join(relation.split())[:60], lasting=lasting, reason=why[:200], by_id=by.id, at=at,
            nik_sealed=vault.seal(digits, subject_id=person.subject_id, place=place),
            letter_file_id=file.id if file else None, nik_index=collecting.tag(person.office_id, name, digits),
        )  # fmt: skip
        audit.record(
            office_id=person.office_id, by=by, at=at, act="recipients.name_representative", kind=rules.RECIPIENT_KIND,
            subject_id=recipient.id, details={"lasting": lasting, "letter": file is not None},
        )  # fmt: skip
    return row


def end_representative(*, recipient_id: UUID, representative_id: UUID, by: Actor, at: datetime) -> None:
    """End a representation; the row stays. Raises `NotAllowed`."""
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        rows = Representative.objects.filter(id=representative_id, person_id=recipient.person_id, ended_at=None)
        rows.update(ended_at=at)
        audit.record(
            office_id=recipient.person.office_id, by=by, at=at, act="recipients.end_representative",
            kind=rules.RECIPIENT_KIND, subject_id=recipient.id,
        )  # fmt: skip
