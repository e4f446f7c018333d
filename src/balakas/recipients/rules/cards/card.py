"""A card as read."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Card:
    """What a card says: its fields and how sure each is, 0 to 1; a field that was not read is not there."""

    kind: str
    fields: dict[str, object] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)

    def put(self, name: str, value: object, sure: float) -> None:
        """Take a field that was read."""
        if value:
            self.fields[name] = value
            self.confidence[name] = round(sure, 3)
