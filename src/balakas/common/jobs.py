"""Background work by dotted name, so that an action can ask for a job without importing it."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task


@task()
def run(name: str, ids: list[str]) -> None:
    """Run `module.function(*ids)`; arguments are ids only, so a job's row holds no personal data."""
    import_string(name)(*[UUID(value) for value in ids])


def enqueue(name: str, *ids: UUID) -> None:
    """Queue `balakas.<room>.jobs.<function>` with record ids once the running transaction has committed."""
    transaction.on_commit(partial(run.enqueue, name, [str(value) for value in ids]))
