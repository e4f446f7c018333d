"""Background work of the room."""

from uuid import UUID

from django.utils import timezone

from balakas.common.errors import BalakasError
from balakas.recipients.actions import batches, drafts, loading, printing
from balakas.recipients.queries import batches as batch_queries
from balakas.recipients.queries import drafts as queries


def stage(list_id: UUID) -> None:
    """Read and stage a list; a file that cannot be read is put down as such with its sentence."""
    try:
        loading.load(list_id, at=timezone.now())
    except printing.Stopped:
        return
    except BalakasError as error:
        loading.refuse(list_id, error)


def read_card(document_id: UUID) -> None:
    """Read a document's photo and keep what was seen; a photo taken back in the meantime is left alone."""
    from balakas.recipients.queries.cards import answers  # noqa: PLC0415 -- loads two networks; lists need none

    content = queries.original_of(document_id)
    if content is None:
        return
    try:
        cards = answers.of_bytes(content)
    except BalakasError:
        cards = None
    drafts.keep_reading(document_id=document_id, cards=cards, at=timezone.now())


def read_batch(batch_id: UUID) -> None:
    """Read a batch's photos one after the other; each is settled in its own transaction, so a dead worker doubles nothing."""
    from balakas.recipients.queries.cards import answers  # noqa: PLC0415 -- loads two networks; lists need none

    while (photo := batch_queries.next_to_read(batch_id)) is not None:
        content = batch_queries.content_of(photo)
        cards = answers.of_bytes_or_none(content) if content else None
        batches.settle(photo_id=photo.id, cards=cards, at=timezone.now())
