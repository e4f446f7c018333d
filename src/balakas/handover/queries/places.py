"""Posts and villages as the field sees them."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from balakas.planning.queries import plans
from balakas.staff import queries as staff


def village_names(office_id: UUID) -> dict[str, str]:
    """Return the district's villages, code to name."""
    return dict(staff.villages_of(office_id).values_list("region_code", "name"))


def villages_at(distribution_id: UUID, post_id: UUID) -> set[str]:
    """Return the villages whose people come to a post."""
    return {code for code, post in plans.village_posts(distribution_id).items() if post == post_id}


def day_of(office_id: UUID, at: datetime) -> tuple[datetime, datetime]:
    """Return the beginning and end of the calendar day of `at` in the office's zone."""
    zone = ZoneInfo(staff.office_of(office_id).zone)
    start = datetime.combine(at.astimezone(zone).date(), time.min, tzinfo=zone)
    return start, start + timedelta(days=1)
