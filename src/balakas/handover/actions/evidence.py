"""Pictures that stand for a visit: sealed under the person's key, named in the event by their SHA-256."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balakas.handover.models.books import Attachment, Visit
from balakas.handover.rules.events import AttachmentKind
from balakas.papers.actions import intake


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it came, and what it shows."""

    kind: AttachmentKind
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that is stored: what it shows, its SHA-256, the sealed original and the copy that is shown."""

    kind: AttachmentKind
    sha256: str
    original_id: UUID
    shown_id: UUID


def look_at(pictures: Sequence[Picture]) -> None:
    """Raise what `papers.rules.scans` raises for the first file that is no picture; stores nothing."""
    for one in pictures:
        intake.look_at(one.content)


def take(picture: Picture, *, office_id: UUID, subject_id: UUID, at: datetime) -> Taken:
    """Seal a picture and the copy that is shown. Raises what `papers.rules.scans` raises."""
    scan = intake.take_scan(picture.content, office_id=office_id, subject_id=subject_id, at=at)
    return Taken(picture.kind, scan.sha256, scan.original_id, scan.shown_id)


def named(taken: Sequence[Taken]) -> list[Mapping[str, str]]:
    """Return how an event names its pictures."""
    return [{"kind": one.kind.value, "sha256": one.sha256} for one in taken]


def attach(visit: Visit, taken: Sequence[Taken], *, at: datetime) -> None:
    """Tie stored pictures to their visit."""
    Attachment.objects.bulk_create(
        Attachment(
            office_id=visit.office_id, visit=visit, recipient_id=visit.recipient_id, kind=one.kind, sha256=one.sha256,
            original_id=one.original_id, shown_id=one.shown_id, added_at=at,
        )
        for one in taken
    )  # fmt: skip


def reused(taken: Sequence[Taken], *, office_id: UUID, recipient_id: UUID) -> bool:
    """Say whether one of the pictures already stands for somebody else."""
    hashes = [one.sha256 for one in taken if one.kind is not AttachmentKind.LETTER]
    rows = Attachment.objects.filter(office_id=office_id, sha256__in=hashes)
    return bool(hashes) and rows.exclude(recipient_id=recipient_id).exists()
