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
ANSWERING = timedelta(minutes=5)  # longer than any page works
RECEIPT_LIFE = timedelta(days=7)
LONGEST_LOCATION = 300


def claim_form(*, form_id: UUID, user_id: UUID, at: datetime) -> bool:
    """Take a form's one-time id; False when it was taken before.

    A claim without an answer for `ANSWERING` was left by a program that died: it counts no more.
    """
    FormReceipt.objects.filter(created_at__lt=at - RECEIPT_LIFE).delete()
    FormReceipt.objects.filter(form_id=form_id, location="", created_at__lt=at - ANSWERING).delete()
    try:
        with transaction.atomic():
            FormReceipt.objects.create(form_id=form_id, user_id=user_id)
    except IntegrityError:
        return False
    return True


def finish_form(*, form_id: UUID, location: str) -> None:
    """Remember where the form's answer led."""
    kept = location if len(location) <= LONGEST_LOCATION else location.partition("?")[0][:LONGEST_LOCATION]
    FormReceipt.objects.filter(form_id=form_id).update(location=kept)


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


def read_draft(*, token: str, path: str, at: datetime) -> str | None:
    """Return a kept draft for this page; None when there is none, it is old, or the token is wrong."""
    draft_id, _, secret = token.partition(".")
    try:
        draft = FormDraft.objects.filter(id=UUID(draft_id), path=path, created_at__gte=at - DRAFT_LIFE).first()
    except ValueError:
        return None
    if draft is None:
        return None
    try:
        return vault_actions.open_for(_purpose(secret), bytes(draft.sealed)).decode("utf-8")
    except InvalidTag:
        return None


def forget_draft(*, token: str) -> None:
    """Forget a draft that was given back."""
    FormDraft.objects.filter(id=UUID(token.partition(".")[0])).delete()


def _purpose(token: str) -> str:
    return "draft/" + hashlib.sha256(token.encode("ascii", "replace")).hexdigest()
