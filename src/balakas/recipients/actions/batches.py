"""Many photos of cards at once: kept sealed, each once, sorted to people, what is left decided by a person."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max

from balakas.audit import actions as audit
from balakas.common import jobs
from balakas.common.actors import Actor
from balakas.distributions.queries import distributions
from balakas.recipients.actions import documents
from balakas.recipients.models import DocumentUse, Recipient
from balakas.recipients.models.batches import BatchPhoto, CardBatch
from balakas.recipients.queries import batches as queries
from balakas.recipients.queries import owners, pictures
from balakas.recipients.rules import batches as rules
from balakas.recipients.rules.batches import PhotoState
from balakas.recipients.rules.papers import PaperUnknown
from balakas.staff import queries as staff
from balakas.staff.rules import NotAllowed, Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import SubjectKind

JOB = "balakas.recipients.jobs.read_batch"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of photos that were sent: kept, or known already by their bytes."""

    kept: int
    known: int


def start(*, distribution_id: UUID, by: Actor, at: datetime) -> CardBatch:
    """Begin a batch of photos. Raises `NotAllowed`."""
    office_id = distributions.distribution_of(distribution_id).office_id
    staff.check_right(by=by, right=Right.RECIPIENTS_COLLECT, at=at, office_id=office_id)
    with transaction.atomic():
        subject_id = vault.create_subject(office_id=office_id, kind=SubjectKind.IMPORT, at=at)
        batch = CardBatch.objects.create(
            office_id=office_id,
            distribution_id=distribution_id,
            subject_id=subject_id,
            created_by_id=by.id,
            created_at=at,
        )
        _record(batch, by=by, at=at, act="recipients.start_card_batch", details={"distribution": str(distribution_id)})
    return batch


def bring(*, distribution_id: UUID, files: Sequence[bytes], by: Actor, at: datetime) -> CardBatch:
    """Begin a batch with its first photos; a refused file leaves no batch behind. Raises what `start` and `add` raise."""
    with transaction.atomic():
        batch = start(distribution_id=distribution_id, by=by, at=at)
        if files:
            add(batch_id=batch.id, files=files, by=by, at=at)
    return batch


def add(*, batch_id: UUID, files: Iterable[bytes], by: Actor, at: datetime) -> Added:
    """Keep photos, or the photos of ZIPs, and have them read; sending one twice keeps it once.

    Raises `NotAllowed`, `BadZip`, `PhotoTooLarge`.
    """
    photos = [photo for file in files for photo in _unpacked(file)]
    with transaction.atomic():
        batch = _locked(batch_id, by=by, at=at)
        last = BatchPhoto.objects.filter(batch=batch).aggregate(last=Max("order"))["last"] or 0
        kept = 0
        for content in photos:
            sha256 = hashlib.sha256(content).hexdigest()
            if _is_known(batch, sha256):
                continue
            kept += 1
            file = vault.store_file(
                office_id=batch.office_id, subject_id=batch.subject_id, content=content, media_type="image/*", at=at
            )
            BatchPhoto.objects.create(
                batch=batch, order=last + kept, file_id=file.id, sha256=sha256, state=PhotoState.WAITING
            )
        batch.repeated += len(photos) - kept
        batch.save(update_fields=["repeated"])
        _record(
            batch, by=by, at=at, act="recipients.add_card_photos", details={"kept": kept, "known": len(photos) - kept}
        )
        jobs.enqueue(JOB, batch.id)
    return Added(kept, len(photos) - kept)


def _is_known(batch: CardBatch, sha256: str) -> bool:
    """Say whether these bytes came before: in a batch of this distribution, or as a document that serves it still."""
    before = BatchPhoto.objects.filter(batch__distribution_id=batch.distribution_id, sha256=sha256)
    if before.exclude(state=PhotoState.ASIDE).exists() or before.filter(batch=batch).exists():
        return True
    files = vault_queries.files_with(office_id=batch.office_id, sha256=sha256)
    uses = DocumentUse.objects.filter(recipient__distribution_id=batch.distribution_id, document__withdrawn_at=None)
    return uses.filter(document__original_file_id__in=files).exists()


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield the photos of a ZIP, or the file itself. Raises `BadZip`, `PhotoTooLarge`."""
    limit = pictures.MAX_MEGABYTES * 1024 * 1024
    if not content.startswith(b"PK\x03\x04"):
        if len(content) > limit:
            raise pictures.PhotoTooLarge(limit=pictures.MAX_MEGABYTES)
        yield content
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [
                one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")
            ]
            total = sum(one.file_size for one in entries)
            if (
                len(entries) > rules.MOST_IN_ZIP
                or total > rules.MOST_UNPACKED
                or any(one.file_size > limit for one in entries)
            ):
                raise rules.BadZip
            for one in entries:
                with archive.open(one) as stream:
                    yield stream.read(limit)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, OSError, EOFError, NotImplementedError) as broken:
        raise rules.BadZip from broken


def settle(*, photo_id: UUID, cards: Sequence[Mapping[str, Any]] | None, at: datetime) -> None:
    """Place a photo that was read with whom its cards fit; None: it could not be read. A second reading changes nothing."""
    with transaction.atomic():
        photo = BatchPhoto.objects.select_for_update(of=("self",)).select_related("batch").get(id=photo_id)
        if photo.state != PhotoState.WAITING:
            return
        photo.read_at = at
        if cards:
            text, place = json.dumps(list(cards)), queries.place_of(photo)
            photo.cards_sealed = vault.seal(text, subject_id=photo.batch.subject_id, place=place)
        photo.state = _sorted(photo, cards, at=at)
        if photo.state == PhotoState.PLACED:
            _let_go(photo)
        photo.save()


def _sorted(photo: BatchPhoto, cards: Sequence[Mapping[str, Any]] | None, *, at: datetime) -> PhotoState:
    """Place each card that fits exactly one person; return what that leaves of the photo."""
    if cards is None:
        return PhotoState.FAILED
    if not cards:
        return PhotoState.EMPTY
    batch, state = photo.batch, PhotoState.PLACED
    by = staff.actor_of(batch.created_by)
    for number, one in enumerate(
        owners.of_cards(cards, distribution_id=batch.distribution_id, office_id=batch.office_id)
    ):
        if not one.found:
            state = PhotoState.STRANGER
        elif len(one.found) > 1 or not _placed(photo, number, one.card, one.found[0], by=by, at=at):
            state = PhotoState.UNSURE if state is PhotoState.PLACED else state
    return state


def _placed(
    photo: BatchPhoto, number: int, card: Mapping[str, Any], owner: Recipient, *, by: Actor, at: datetime
) -> bool:
    """Make the photo a document of this person with its reading; False where the uploader may not, or nobody asks for it."""
    content = queries.content_of(photo)
    if content is None:
        return False
    kind = card["kind"]
    upload = documents.Upload(kind, kind, content, uuid5(photo.id, str(number)), (card,))
    try:
        with transaction.atomic():
            documents.add_documents(recipient_id=owner.id, uploads=[upload], by=by, at=at)
    except (NotAllowed, PaperUnknown):
        return False
    photo.placed += 1
    return True


def place(*, photo_id: UUID, kind: str, owner: str, by: Actor, at: datetime) -> Recipient:
    """Give a photo to the person a human named by NIK or whole name, as a KTP or KK.

    Raises `PhotoSettled`, `NobodyFound`, `NotAllowed`, what `documents.add_documents` raises.
    """
    with transaction.atomic():
        photo = _to_decide(photo_id, PhotoState.PLACED, by=by, at=at)
        found = owners.named(photo.batch.distribution_id, photo.batch.office_id, owner)
        if len(found) != 1:
            raise rules.NobodyFound(count=len(found))
        cards = tuple(card for card in queries.cards_of(photo, photo.batch) if card["kind"] == kind)
        upload = documents.Upload(kind, kind, queries.content_of(photo) or b"", uuid5(photo.id, "by hand"), cards)
        documents.add_documents(recipient_id=found[0].id, uploads=[upload], by=by, at=at)
        photo.placed += 1
        _decided(photo, PhotoState.PLACED, by=by, at=at)
    return found[0]


def put_aside(*, photo_id: UUID, by: Actor, at: datetime) -> None:
    """Put a photo aside that is nobody's card; its bytes are removed. Raises `PhotoSettled`, `NotAllowed`."""
    with transaction.atomic():
        photo = _to_decide(photo_id, PhotoState.ASIDE, by=by, at=at)
        _decided(photo, PhotoState.ASIDE, by=by, at=at)


def stop(*, batch_id: UUID, stopped: bool, by: Actor, at: datetime) -> None:
    """Stop the reading of a batch, or let it go on. Raises `NotAllowed`."""
    with transaction.atomic():
        batch = _locked(batch_id, by=by, at=at)
        batch.stopped = stopped
        batch.save(update_fields=["stopped"])
        _record(batch, by=by, at=at, act="recipients.stop_card_batch", details={"stopped": stopped})
        if not stopped:
            jobs.enqueue(JOB, batch.id)


def reveal_photo(*, photo_id: UUID, by: Actor, at: datetime) -> None:
    """Record that a photo that is nobody's yet is being looked at. Raises `NotAllowed`."""
    photo = BatchPhoto.objects.select_related("batch").get(id=photo_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_COLLECT, at=at, office_id=photo.batch.office_id)
    _record(photo.batch, by=by, at=at, act="recipients.look_at_card_photo", details={"photo": str(photo_id)})


def _to_decide(photo_id: UUID, then: PhotoState, *, by: Actor, at: datetime) -> BatchPhoto:
    photo = BatchPhoto.objects.select_for_update(of=("self",)).select_related("batch").get(id=photo_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_COLLECT, at=at, office_id=photo.batch.office_id)
    rules.check_next(PhotoState(photo.state), then)
    return photo


def _decided(photo: BatchPhoto, state: PhotoState, *, by: Actor, at: datetime) -> None:
    photo.state, photo.decided_by_id, photo.decided_at = state, UUID(by.id), at
    _let_go(photo)
    photo.save()
    act = "recipients.place_card_photo" if state is PhotoState.PLACED else "recipients.put_card_photo_aside"
    _record(photo.batch, by=by, at=at, act=act, details={"photo": str(photo.id)})


def _let_go(photo: BatchPhoto) -> None:
    """Remove the batch's own copy: a placed photo is kept once, under its person's key."""
    if photo.file_id:
        vault.remove_content(file_id=photo.file_id)
    photo.file_id, photo.cards_sealed = None, b""


def _locked(batch_id: UUID, *, by: Actor, at: datetime) -> CardBatch:
    batch = CardBatch.objects.select_for_update().get(id=batch_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_COLLECT, at=at, office_id=batch.office_id)
    return batch


def _record(batch: CardBatch, *, by: Actor, at: datetime, act: str, details: Mapping[str, object]) -> None:
    audit.record(
        office_id=batch.office_id,
        by=by,
        at=at,
        act=act,
        kind=rules.BATCH_KIND,
        subject_id=batch.id,
        details=dict(details),
    )
