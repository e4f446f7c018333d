"""What `balakas serve` does to the database before anything runs."""

from django_tasks_db.models import DBTaskResult


def take_up_again() -> int:
    """Queue again what a worker was doing when it died; call it before any worker runs. Return how many jobs.

    Every job goes on where it stopped, or does nothing where all was done.
    """
    return DBTaskResult.objects.running().update(status="READY", started_at=None)
