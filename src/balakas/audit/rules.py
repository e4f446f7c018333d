"""What an entry's hash covers."""

from datetime import UTC, datetime

FIELDS = (
    "office_id", "seq", "happened_at", "recorded_at", "actor_kind", "actor_id", "actor_label", "where", "act", "kind",
    "subject_id", "label", "details", "previous",
)  # fmt: skip


def moment(value: datetime) -> str:
    """Return a moment as the chain writes it: UTC, microseconds, `Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hashed(entry: object) -> dict[str, object]:
    """Return what the hash of `entry` (anything with the attributes `FIELDS`) is made over, as canonical-JSON values."""
    content: dict[str, object] = {}
    for name in FIELDS:
        value = getattr(entry, name)
        content[name] = moment(value) if isinstance(value, datetime) else value
    content["office_id"] = str(content["office_id"])
    return content
