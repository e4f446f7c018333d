"""Photos of the event tied to no recipient: they stand for the SOP's "Dokumentasi kegiatan"."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.handover.actions import burn, shifts
from balakas.handover.actions.visits import NOT_ASKED, Position
from balakas.handover.models.paper import GeneralPhoto
from balakas.handover.queries import places
from balakas.handover.rules.events import FIELD_STEP, check_reason
from balakas.papers.actions import intake
from balakas.papers.rules.scans import ScanType
from balakas.planning.queries import plans
from balakas.sop.actions import evidence as sop_evidence
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault_actions

REQUIREMENT, KIND = "dokumentasi", "general_photo"


class CaptionNeeded(BalakasError):
    """A photo without a caption says nothing in the report."""

    code = "caption_needed"
    message = N_("Tuliskan keterangan foto.")


class PhotoPostElsewhere(BalakasError):
    """The post is none of this distribution."""

    code = "photo_post_elsewhere"
    message = N_("Titik salur ini bukan bagian dari penyaluran tersebut.")


class NotAPhoto(BalakasError):
    """A PDF shows no moment and no place."""

    code = "photo_is_no_picture"
    message = N_("Berkas ini PDF, bukan foto. Pilih foto JPEG, PNG, atau HEIC.")


def add_photo(
    *, distribution_id: UUID, photo: bytes, caption: str, client_id: UUID, by: Actor, at: datetime,
    post_id: UUID | None = None, position: Position = NOT_ASKED, taken_at: datetime | None = None,
) -> GeneralPhoto:  # fmt: skip
    """Store a photo with caption, place and time, once per `client_id`; it becomes evidence of activity 5.

    The copy that is shown and exported carries day, village and position in its pixels; the original stays sealed as it
    came. Raises `CaptionNeeded`, `NotAPhoto`, `PhotoPostElsewhere`, `NotAllowed`, and what `papers.rules.scans` raises.
    """
    if not caption.strip():
        raise CaptionNeeded
    kind, copy = intake.look_at(photo)
    if kind is ScanType.PDF:
        raise NotAPhoto
    with transaction.atomic():
        distribution = distributions.locked(distribution_id)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=distribution.office_id)
        posts = {post.id: post for post in plans.posts_for(distribution_id)}
        if post_id is not None and post_id not in posts:
            raise PhotoPostElsewhere
        known = GeneralPhoto.objects.filter(client_id=client_id, office_id=distribution.office_id).first()
        if known is not None:
            return known
        subject_id = vault_actions.office_subject(office_id=distribution.office_id, at=at)
        post = posts[post_id] if post_id else None
        lines = _burnt(distribution.office_id, post, position=position, taken_at=taken_at or at)
        shown = replace(copy, content=burn.burn(copy.content, lines))
        taken = intake.keep_scan(photo, (kind, shown), office_id=distribution.office_id, subject_id=subject_id, at=at)
        row = GeneralPhoto.objects.create(
            office_id=distribution.office_id, distribution_id=distribution_id, post_id=post_id,
            caption=caption.strip(), lat_micro=position.lat_micro, lng_micro=position.lng_micro,
            no_position="" if position.lat_micro is not None else position.missing, sha256=taken.sha256,
            client_id=client_id, original_id=taken.original_id, shown_id=taken.shown_id, taken_at=taken_at or at,
            added_by_id=by.id, added_at=at,
        )  # fmt: skip
        if distribution.run_id is not None and shifts.run_is_open(distribution.run_id):
            sop_evidence.add_evidence(
                run_id=distribution.run_id, number=FIELD_STEP, requirement=REQUIREMENT, kind=KIND, subject_id=row.id,
                label=row.caption, by=by, at=at,
            )  # fmt: skip
        audit.record(
            office_id=row.office_id, by=by, at=at, act="handover.add_photo", kind=KIND, subject_id=row.id,
            label=distribution.title,
        )  # fmt: skip
    return row


def _burnt(office_id: UUID, post: Any, *, position: Position, taken_at: datetime) -> list[str]:
    village = places.village_names(office_id).get(post.village_code, "") if post else ""
    return burn.lines_for(
        office_id, taken_at=taken_at, village=village, place=post.name if post else "", lat_micro=position.lat_micro,
        lng_micro=position.lng_micro,
    )  # fmt: skip


def withdraw_photo(*, photo_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Take a photo out of the documentation; the file stays sealed. Raises `ReasonNeeded`, `NotAllowed`."""
    reason = check_reason(reason)
    with transaction.atomic():
        row = GeneralPhoto.objects.select_for_update(of=("self",)).select_related("distribution").get(id=photo_id)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=row.office_id)
        if row.withdrawn_at is not None:
            return
        GeneralPhoto.objects.filter(id=photo_id).update(withdrawn_at=at, withdrawn_reason=reason)
        run_id = row.distribution.run_id
        if run_id is not None and shifts.run_is_open(run_id):
            sop_evidence.withdraw_evidence(
                run_id=run_id, number=FIELD_STEP, requirement=REQUIREMENT, kind=KIND, subject_id=row.id, by=by, at=at,
                reason=reason,
            )  # fmt: skip
        audit.record(office_id=row.office_id, by=by, at=at, act="handover.withdraw_photo", kind=KIND, subject_id=row.id)
