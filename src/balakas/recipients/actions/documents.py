"""KTP and KK photos and what stands for them: uploaded, withdrawn, excepted."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.distributions.queries import distributions
from balakas.recipients.actions import drafts, verification
from balakas.recipients.models import Document, DocumentUse, Household, PaperException, Person, Recipient
from balakas.recipients.queries import board, pictures
from balakas.recipients.rules import intake, papers
from balakas.recipients.rules.people import RECIPIENT_KIND, RecipientState
from balakas.staff import queries as staff
from balakas.staff.rules import NotAllowed, Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import SubjectKind


@dataclass(frozen=True, slots=True)
class Upload:
    """One photo as it was sent: the paper it shows, the paper it stands for, its bytes, and its own id where it has one."""

    kind: str
    requirement: str
    content: bytes
    client_id: UUID | None = None
    cards: Sequence[Mapping[str, Any]] | None = None
    """What was seen on it, where it was read before; None has it read in the background."""


def add_documents(*, recipient_id: UUID, uploads: Iterable[Upload], by: Actor, at: datetime) -> list[Document]:
    """Keep the photos of one recipient: originals sealed byte for byte, beside them a clean picture to be shown.

    A KK serves all listed members of its household. The village's verification, if any, ends: somebody looks again.
    Raises `NoPhotoGiven`, `PaperUnknown`, `NotAPhoto`, `PhotoTooLarge`, `PhotoBroken`, `NotAllowed`.
    """
    given = list(uploads)
    if not given:
        raise papers.NoPhotoGiven
    photos = [pictures.read_photo(one.content) for one in given]
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        for one in given:
            _check_asked(recipient, one)
        made = [_keep(recipient, one, photo, by=by, at=at) for one, photo in zip(given, photos, strict=True)]
        verification.look_again(recipient.distribution_id, recipient.village_code, by=by, at=at)
        _record(
            recipient,
            by=by,
            at=at,
            act="recipients.add_documents",
            details={"documents": [str(row.id) for row in made]},
        )
    return made


def lock_recipient(recipient_id: UUID, *, right: Right, by: Actor, at: datetime) -> Recipient:
    """Return a recipient under a lock for somebody with the right in its village. Raises `NotAllowed`."""
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("person__household", "distribution")
    recipient = rows.get(id=recipient_id)
    staff.check_right(
        by=by, right=right, at=at, office_id=recipient.person.office_id, village_code=recipient.village_code
    )
    return recipient


def _check_asked(recipient: Recipient, upload: Upload) -> None:
    """Raise `PaperUnknown` for a paper that is neither asked for nor accepted in the place of one."""
    for needed in board.asked_for(recipient.distribution_id).values():
        for paper in needed:
            if paper.code == upload.requirement and upload.kind in {paper.code, *paper.substitutes}:
                return
    raise papers.PaperUnknown


def _keep(recipient: Recipient, upload: Upload, photo: pictures.Photo, *, by: Actor, at: datetime) -> Document:
    known = Document.objects.filter(client_id=upload.client_id).first() if upload.client_id else None
    if known is not None:
        return known
    person, home = recipient.person, None
    if upload.kind in papers.OF_HOUSEHOLD:
        home = person.household or _new_household(person, at=at)
    subject_id = home.subject_id if home else person.subject_id
    document = _same_photo(recipient, upload, subject_id) or _new_document(
        recipient, upload, photo, home=home, subject_id=subject_id, by=by, at=at
    )
    for one in _served(recipient, home):
        _use(document, one, upload.requirement, at=at)
    return document


def _same_photo(recipient: Recipient, upload: Upload, subject_id: UUID) -> Document | None:
    """Return the document that this very photo is already: sent twice, by phone and page, or for an earlier distribution."""
    found = vault_queries.files_like(
        office_id=recipient.person.office_id,
        subject_ids=[subject_id],
        sha256=hashlib.sha256(upload.content).hexdigest(),
    )
    rows = Document.objects.filter(original_file_id__in=[one.id for one in found], kind=upload.kind, withdrawn_at=None)
    return rows.order_by("uploaded_at").first()


def _use(document: Document, recipient: Recipient, requirement: str, *, at: datetime) -> None:
    title, until = recipient.distribution.title, retention_until(recipient.distribution_id, at.date())
    DocumentUse.objects.get_or_create(
        document=document, recipient=recipient, requirement=requirement,
        defaults={"purpose": title[:200], "retention_until": until},
    )  # fmt: skip


def _new_document(
    recipient: Recipient, upload: Upload, photo: pictures.Photo, *, home: Household | None, subject_id: UUID, by: Actor,
    at: datetime,
) -> Document:  # fmt: skip
    person = recipient.person
    original, shown = (
        vault.store_file(office_id=person.office_id, subject_id=subject_id, content=content, media_type=kind, at=at)
        for content, kind in ((upload.content, photo.media_type), (photo.jpeg, "image/jpeg"))
    )
    document = Document.objects.create(
        office_id=person.office_id, kind=upload.kind, person=None if home else person, household=home,
        original_file_id=original.id, shown_file_id=shown.id, uploaded_by_id=by.id, uploaded_at=at,
        client_id=upload.client_id,
    )  # fmt: skip
    if upload.cards is None:
        drafts.ask_for_reading(document, at=at)
    else:
        drafts.bring_reading(document, upload.cards, at=at)
    return document


def _new_household(person: Person, *, at: datetime) -> Household:
    """Make a family whose number is not known yet: its card's photo comes first, the number may follow."""
    subject_id = vault.create_subject(office_id=person.office_id, kind=SubjectKind.HOUSEHOLD, at=at)
    home = Household.objects.create(
        office_id=person.office_id, subject_id=subject_id, address=person.address, village_code=person.village_code,
        created_at=at,
    )  # fmt: skip
    person.household = home
    person.save(update_fields=["household"])
    return home


def _served(recipient: Recipient, home: Household | None) -> list[Recipient]:
    if home is None:
        return [recipient]
    rows = Recipient.objects.filter(distribution_id=recipient.distribution_id, person__household=home)
    return list(rows.exclude(state=RecipientState.OUT))


def retention_until(distribution_id: UUID, day: date) -> date:
    """Return until when papers may be kept: the longest of the programmes' months from `day`."""
    months = max(
        (one.benefit.programme.retention_months for one in distributions.allocations_of(distribution_id)), default=0
    )
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


def withdraw_document(*, document_id: UUID, recipient_id: UUID, by: Actor, at: datetime) -> None:
    """Take back a photo uploaded wrongly; its files stay sealed until their retention ends. Raises `NotAllowed`."""
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        document = Document.objects.get(id=document_id, uses__recipient=recipient, withdrawn_at=None)
        document.withdrawn_at = at
        document.save(update_fields=["withdrawn_at"])
        for use in DocumentUse.objects.filter(document=document).select_related("recipient"):
            verification.look_again(use.recipient.distribution_id, use.recipient.village_code, by=by, at=at)
        _record(recipient, by=by, at=at, act="recipients.withdraw_document", details={"document": str(document_id)})


def except_paper(*, recipient_id: UUID, requirement: str, reason: str, by: Actor, at: datetime) -> PaperException:
    """Go on without a paper, with a reason; it is shown in amber. Raises `ReasonMissing`, `PaperUnknown`, `NotAllowed`."""
    why = intake.check_reason(reason)
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        codes = {paper.code for needed in board.asked_for(recipient.distribution_id).values() for paper in needed}
        if requirement not in codes:
            raise papers.PaperUnknown
        row = PaperException.objects.create(
            recipient=recipient, requirement=requirement, reason=why, by_id=by.id, at=at
        )
        verification.look_again(recipient.distribution_id, recipient.village_code, by=by, at=at)
        _record(recipient, by=by, at=at, act="recipients.except_paper", details={"requirement": requirement})
    return row


def lift_exception(*, recipient_id: UUID, requirement: str, by: Actor, at: datetime) -> None:
    """Ask for a paper again after all. Raises `NotAllowed`."""
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        PaperException.objects.filter(recipient=recipient, requirement=requirement, withdrawn_at=None).update(
            withdrawn_at=at
        )
        verification.look_again(recipient.distribution_id, recipient.village_code, by=by, at=at)
        _record(recipient, by=by, at=at, act="recipients.lift_exception", details={"requirement": requirement})


def reveal_pictures(
    *, recipient_ids: Iterable[UUID], distribution_id: UUID, office_id: UUID, by: Actor, at: datetime
) -> None:
    """Record that the papers of these recipients are being looked at: one entry a page, before its pictures are served.

    Raises `NotAllowed`.
    """
    rights = (Right.RECIPIENTS_COLLECT, Right.RECIPIENTS_VERIFY)
    if not any(_may(by, right, at, office_id) for right in rights):
        staff.check_right(by=by, right=Right.RECIPIENTS_VERIFY, at=at, office_id=office_id)
    audit.record(
        office_id=office_id, by=by, at=at, act="recipients.look_at_papers", kind="distribution", subject_id=distribution_id,
        details={"recipients": [str(one) for one in recipient_ids]},
    )  # fmt: skip


def _may(by: Actor, right: Right, at: datetime, office_id: UUID) -> bool:
    try:
        staff.check_right(by=by, right=right, at=at, office_id=office_id)
    except NotAllowed:
        return False
    return True


def shown_picture(document: Document, text: str) -> bytes:
    """Return a document's picture with the purpose across it."""
    return marked(vault_queries.file_bytes(document.shown_file_id), text)


def marked(jpeg: bytes, text: str) -> bytes:
    """Return a picture with the purpose across it."""
    return pictures.watermarked(jpeg, text)


def _record(recipient: Recipient, *, by: Actor, at: datetime, act: str, details: Mapping[str, object]) -> None:
    audit.record(
        office_id=recipient.person.office_id, by=by, at=at, act=act, kind=RECIPIENT_KIND, subject_id=recipient.id,
        details=dict(details),
    )  # fmt: skip
