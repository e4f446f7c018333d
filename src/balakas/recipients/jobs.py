"""Background work of the room."""

from uuid import UUID

from django.utils import timezone

from balakas.common.errors import BalakasError
from balakas.recipients.actions import loading


def stage(list_id: UUID) -> None:
    """Read and stage a list; a file that cannot be read is put down as such with its sentence."""
    try:
        loading.load(list_id, at=timezone.now())
    except loading.Stopped:
        return
    except BalakasError as error:
        loading.refuse(list_id, error)
