"""Forms taken once, and drafts kept over a lost session."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction

from balakas.staff.models import FormDraft, FormReceipt
from balakas.vault import actions as vault_actions

DRAFT_LIFE = timedelta(hours=1)


def claim_form(*, form_id: UUID, user_id: UUID) -> bool:
    """Take a form's one-time id; False when it was taken before."""
    try:
        with transaction.atomic():
            FormReceipt.objects.create(form_id=form_id, user_id=user_id)
    except IntegrityError:
        return False
    return True


def finish_form(*, form_id: UUID, location: str) -> None:
    """Remember where the form's answer led."""
    FormReceipt.objects.filter(form_id=form_id).update(location=location[:300])


def release_form(*, form_id: UUID) -> None:
    """Let a form that was answered with an error be sent again."""
    FormReceipt.objects.filter(form_id=form_id).delete()


def keep_draft(*, path: str, content: str, at: datetime) -> str:
    """Seal what was typed and return the token that opens it; old drafts are forgotten on the way."""
    FormDraft.objects.filter(created_at__lt=at - DRAFT_LIFE).delete()
    token = secrets.token_urlsafe(24)
    sealed = vault_actions.seal_for(_purpose(token), content.encode("utf-8"))
    draft = FormDraft.objects.create(path=path, sealed=sealed)
    return f"{draft.id}.{token}"


def take_draft(*, token: str, path: str, at: datetime) -> str | None:
    """Return a kept draft for this page and forget it; None when there is none, it is old, or the token is wrong."""
    draft_id, _, secret = token.partition(".")
    try:
        draft = FormDraft.objects.filter(id=UUID(draft_id), path=path, created_at__gte=at - DRAFT_LIFE).first()
    except ValueError:
        return None
    if draft is None:
        return None
    try:
        content = vault_actions.open_for(_purpose(secret), bytes(draft.sealed)).decode("utf-8")
    except InvalidTag:
        return None
    draft.delete()
    return content


def _purpose(token: str) -> str:
    return "draft/" + hashlib.sha256(token.encode("ascii", "replace")).hexdigest()
