"""Photos and signatures in sealed chunks: resumable, checked against their hash, never overwritten, sealed under their person's key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from balakas.common.canonical import canonical
from balakas.common.errors import BalakasError
from balakas.handover.actions import case_book, collected, keys
from balakas.handover.models.arrivals import Chunk, Upload
from balakas.handover.models.books import Attachment, Visit
from balakas.handover.models.ledger import Device, Event, ServerKey
from balakas.handover.queries import ledger, sealing, signing, terms
from balakas.handover.queries.sealing import BoxBroken
from balakas.handover.rules import wire
from balakas.handover.rules.cases import CaseKind
from balakas.handover.rules.events import AttachmentKind
from balakas.handover.rules.proxies import Note
from balakas.handover.rules.wire import Purpose, RequestMalformed, UploadState
from balakas.papers.actions import intake
from balakas.recipients.queries import field as recipients
from balakas.vault import actions as vault_actions
from balakas.vault import queries as vault

_SEALED_MORE = 200
"""What sealing adds to a chunk, generously."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file is, and its receipt once all of it is here."""

    state: UploadState
    have: tuple[int, ...]
    total: int
    key: UUID | None = None
    signature: bytes = b""


def standing(*, device: Device, sha256: str, at: datetime) -> Standing:
    """Return how far a device's file is."""
    row = Upload.objects.filter(device=device, sha256=sha256).first()
    if row is None:
        return Standing(UploadState.NONE, (), 0)
    have = tuple(row.chunks.order_by("index").values_list("index", flat=True))
    return _standing(row, device, have, at)


def put(*, device: Device, sha256: str, index: int, total: int, key_id: UUID, sealed: bytes, at: datetime) -> Standing:
    """Keep one chunk; the last one makes the whole be opened, checked and stored.

    A chunk that is there already stays as it is. Raises `RequestMalformed`, `BoxBroken` for a chunk that does not open.
    """
    if not (1 <= total <= wire.MAX_CHUNKS and 0 <= index < total) or len(sealed) > wire.CHUNK + _SEALED_MORE:
        raise RequestMalformed(field="chunk")
    key = ServerKey.objects.filter(id=key_id, office_id=device.office_id).exclude(seal_public=b"").first()
    if key is None:
        raise BoxBroken
    place = wire.chunk_place(sha256, index, total)
    sealing.open_box(keys.opener(key, at=at), sealed, purpose=Purpose.CHUNK, aad=place)  # one that lies is told at once
    row = _begin(device, sha256, total, at)
    if row.total != total:
        raise RequestMalformed(field="total")
    if row.state in {UploadState.PARTIAL, UploadState.BROKEN}:
        with transaction.atomic():
            Chunk.objects.bulk_create(
                [Chunk(upload=row, index=index, key=key, content_sealed=sealed)], ignore_conflicts=True
            )
            if row.state == UploadState.BROKEN:
                Upload.objects.filter(id=row.id).update(state=UploadState.PARTIAL)
        if row.chunks.count() == total:
            _join(row.id, device, at)
    return standing(device=device, sha256=sha256, at=at)


def _begin(device: Device, sha256: str, total: int, at: datetime) -> Upload:
    fresh = {"total": total, "state": UploadState.PARTIAL, "begun_at": at}
    try:
        row, _ = Upload.objects.get_or_create(device=device, sha256=sha256, defaults=fresh)
    except IntegrityError:  # pragma: no cover -- get_or_create asks again itself; this is the third of three at once
        row = Upload.objects.get(device=device, sha256=sha256)
    return row


def settle(*, device: Device, named: frozenset[str], at: datetime) -> None:
    """Store files that were whole before the event that names them came; one that stands for another already is sealed anew."""
    for row in Upload.objects.filter(
        device=device, sha256__in=named, state__in=(UploadState.WAITING, UploadState.STORED)
    ):
        _join(row.id, device, at)


def _join(upload_id: UUID, device: Device, at: datetime) -> None:
    """Open, join and check a file; store it where an event or a collected paper names it, else let it wait for that."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(id=upload_id)
        content = _content(row, at)
        if hashlib.sha256(content).hexdigest() != row.sha256:
            _broken(row, device, at)
            return
        pending = list(
            Attachment.objects.select_related("visit__recipient__person")
            .filter(office_id=device.office_id, sha256=row.sha256, original_id=None)
            .order_by("added_at", "id")
        )
        papers = collected.pending(device, row.sha256)
        if row.state == UploadState.STORED and not pending and not papers:
            return
        paper = collected.keep(papers, device, content, at)
        stored = bool(pending) or paper is not None or row.state == UploadState.STORED
        state = UploadState.STORED if stored else UploadState.WAITING
        originals: tuple[UUID | None, UUID | None] = (paper or row.original_id, row.shown_id)
        for one in pending:
            originals = _store(one, content, at)
        Upload.objects.filter(id=row.id).update(
            state=state, size=len(content), done_at=at, original_id=originals[0], shown_id=originals[1]
        )
        if stored:
            row.chunks.all().delete()
        for visit in {one.visit_id: one.visit for one in pending}.values():
            _complete(visit)


def _content(row: Upload, at: datetime) -> bytes:
    if row.state == UploadState.STORED and row.original_id is not None:
        return vault.file_bytes(row.original_id)
    parts = []
    for chunk in row.chunks.select_related("key").order_by("index"):
        place = wire.chunk_place(row.sha256, chunk.index, row.total)
        opener = keys.opener(chunk.key, at=at)
        parts.append(sealing.open_box(opener, bytes(chunk.content_sealed), purpose=Purpose.CHUNK, aad=place))
    return b"".join(parts)


def _broken(row: Upload, device: Device, at: datetime) -> None:
    """Drop chunks that do not make the file they are named after; the second time a person must look."""
    row.chunks.all().delete()
    Upload.objects.filter(id=row.id).update(state=UploadState.BROKEN, broken=row.broken + 1)
    if row.broken:
        for event in _naming(device.office_id, row.sha256):
            case_book.on_arrival(CaseKind.EVIDENCE_MISMATCH, event, known=True, claim=event.entitlement_id, at=at)


def _store(one: Attachment, content: bytes, at: datetime) -> tuple[UUID, UUID | None]:
    """Seal a file under its person's key; one that is no picture is kept as it is, and a person must look."""
    office_id = one.office_id
    subject_id = recipients.subject_of(one.recipient_id) if one.recipient_id else None
    subject_id = subject_id or vault_actions.office_subject(office_id=office_id, at=at)
    try:
        scan = intake.take_scan(content, office_id=office_id, subject_id=subject_id, at=at)
        original_id, shown_id = scan.original_id, scan.shown_id
    except BalakasError:
        stored = vault_actions.store_file(
            office_id=office_id, subject_id=subject_id, content=content, media_type="application/octet-stream", at=at
        )
        original_id, shown_id = stored.id, None
        for event in _naming(office_id, one.sha256, one.visit_id):
            case_book.on_arrival(CaseKind.EVIDENCE_MISMATCH, event, known=True, claim=event.entitlement_id, at=at)
    Attachment.objects.filter(id=one.id).update(original_id=original_id, shown_id=shown_id)
    return original_id, shown_id


def _naming(office_id: UUID, sha256: str, visit_id: UUID | None = None) -> list[Event]:
    """Return the first event of each visit that names a file."""
    rows = Attachment.objects.filter(office_id=office_id, sha256=sha256)
    visits = {visit_id} if visit_id else set(rows.values_list("visit_id", flat=True))
    found = {}
    for event in Event.objects.filter(visit_id__in=visits).order_by("-position"):
        found[event.visit_id] = event
    return list(found.values())


def _complete(visit: Visit) -> None:
    """Take “bukti belum lengkap” off a visit whose pictures are all here and are all that is asked for."""
    rows = list(Attachment.objects.filter(visit=visit))
    if any(row.original_id is None for row in rows) or Note.EVIDENCE_PENDING not in visit.notes:
        return
    event = Event.objects.filter(visit_id=visit.id).order_by("position").first()
    placed = event is not None and "missing" not in ledger.body_of(event)["position"]
    kinds = {AttachmentKind(row.kind) for row in rows}
    if not terms.terms_of(visit.distribution_id).lacks(kinds, has_position=placed):
        Visit.objects.filter(id=visit.id).update(notes=[one for one in visit.notes if one != Note.EVIDENCE_PENDING])


def _standing(row: Upload, device: Device, have: tuple[int, ...], at: datetime) -> Standing:
    state = UploadState(row.state)
    if state not in {UploadState.WAITING, UploadState.STORED}:
        return Standing(state, have, row.total)
    key = keys.server_key(office_id=device.office_id, at=at)
    content = canonical(wire.file_receipt(sha256=row.sha256, size=row.size, device_id=str(device.id)))
    return Standing(
        state, tuple(range(row.total)), row.total, key.id, signing.sign_with(keys.signer(key, at=at), content)
    )
