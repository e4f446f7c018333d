"""A village's papers looked through by a second person, in one act; and what follows when all villages are done."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.recipients.models import DocumentUse, VillageVerification
from balakas.recipients.queries import board
from balakas.recipients.rules import papers
from balakas.recipients.rules.people import RecipientState
from balakas.sop.actions import evidence
from balakas.sop.rules.run import RunNotOpen
from balakas.staff import queries as staff
from balakas.staff.rules import Right

SOP_STEP = 3
SOP_REQUIREMENT = "ktp_kk"
CHANGED_AGAIN = N_("Data desa berubah setelah diperiksa.")


def verify_village(
    *, distribution_id: UUID, village_code: str, looked_through: bool, alone: bool, by: Actor, at: datetime
) -> VillageVerification:
    """Verify all papers of a village at once.

    `alone`: nobody else is there, so that the verifier looked at papers he or she uploaded; it then waits for a
    countersignature. Raises `NotAllowed`, `NotLookedThrough`, `VillageEmpty`, `VillageIncomplete`, `UploaderVerifies`,
    `AlreadyVerified`.
    """
    with transaction.atomic():
        distribution = distributions.locked(distribution_id)
        office_id = distribution.office_id
        staff.check_right(by=by, right=Right.RECIPIENTS_VERIFY, at=at, office_id=office_id, village_code=village_code)
        held = _held(distribution_id, village_code)
        _check(held, looked_through=looked_through)
        if village_code in board.standing_verifications(distribution_id):
            raise papers.AlreadyVerified
        uploaders = {line.uploaded_by for one in held for line in one.papers}
        by_self = papers.check_verifier(UUID(by.id), uploaders, alone=alone)
        row = VillageVerification.objects.create(
            distribution_id=distribution_id, village_code=village_code, by_id=by.id, at=at, alone=by_self
        )
        ids = [one.recipient.id for one in held]
        DocumentUse.objects.filter(recipient_id__in=ids, verified_at=None, document__withdrawn_at=None).update(
            verified_by_id=by.id, verified_at=at
        )
        audit.record(
            office_id=office_id, by=by, at=at, act="recipients.verify_village", kind="distribution",
            subject_id=distribution_id, label=village_code, details={"recipients": len(ids), "alone": by_self},
        )  # fmt: skip
        propose_sign_off(distribution_id, by=by, at=at)
    return row


def _check(held: list[board.Held], *, looked_through: bool) -> None:
    if not held:
        raise papers.VillageEmpty
    missing = sum(bool(one.standing.missing) for one in held)
    if missing:
        raise papers.VillageIncomplete(count=missing)
    if not looked_through:
        raise papers.NotLookedThrough


def countersign(*, distribution_id: UUID, village_code: str, by: Actor, at: datetime) -> VillageVerification:
    """Put a second person's name under a verification done alone. Raises `NothingToCountersign`, `UploaderVerifies`."""
    with transaction.atomic():
        distribution = distributions.locked(distribution_id)
        office_id = distribution.office_id
        staff.check_right(by=by, right=Right.RECIPIENTS_VERIFY, at=at, office_id=office_id, village_code=village_code)
        row = board.standing_verifications(distribution_id).get(village_code)
        if row is None or not row.alone or row.countersigned_at is not None:
            raise papers.NothingToCountersign
        if row.by_id == UUID(by.id):
            raise papers.UploaderVerifies
        row.countersigned_by_id, row.countersigned_at = UUID(by.id), at
        row.save(update_fields=["countersigned_by", "countersigned_at"])
        audit.record(
            office_id=office_id, by=by, at=at, act="recipients.countersign_village", kind="distribution",
            subject_id=distribution_id, label=village_code,
        )  # fmt: skip
    return row


def look_again(distribution_id: UUID, village_code: str, *, by: Actor, at: datetime) -> None:
    """End a village's verification because something in it changed; called inside the act that changed it.

    The completed board stands for the third step no longer; on a closed run what was true at its closing stays.
    """
    VillageVerification.objects.filter(
        distribution_id=distribution_id, village_code=village_code, revoked_at=None
    ).update(revoked_at=at)
    distribution = distributions.distribution_of(distribution_id)
    if distribution.run_id is None:
        return
    with suppress(RunNotOpen):
        evidence.withdraw_evidence(
            run_id=distribution.run_id, number=SOP_STEP, requirement=SOP_REQUIREMENT, kind="distribution",
            subject_id=distribution_id, by=by, at=at, reason=CHANGED_AGAIN,
        )  # fmt: skip


def propose_sign_off(distribution_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Lay the completed board as evidence under the SOP's third step once every village is done; return whether it is.

    Signing the step off stays a person's one tap.
    """
    distribution = distributions.distribution_of(distribution_id)
    if distribution.run_id is None or not board.all_done(distribution_id, distribution.office.region_code):
        return False
    evidence.add_evidence(
        run_id=distribution.run_id, number=SOP_STEP, requirement=SOP_REQUIREMENT, kind="distribution",
        subject_id=distribution_id, label=distribution.title, by=by, at=at,
    )  # fmt: skip
    return True


def _held(distribution_id: UUID, village_code: str) -> list[board.Held]:
    rows = board.everybody(distribution_id).filter(village_code=village_code).exclude(state=RecipientState.OUT)
    return board.held_by(list(rows), distribution_id)
