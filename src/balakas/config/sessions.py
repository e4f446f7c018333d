"""Sessions are sealed: what a page keeps between two requests never stands in the database in plain."""

import json
from typing import Any

from cryptography.exceptions import InvalidTag

from balakas.vault import actions

_PURPOSE = "session"


class SealedSerializer:
    """Django's serializer interface over AES-256-GCM; a session sealed under another key is an empty one."""

    def dumps(self, obj: Any) -> bytes:
        """Return the sealed bytes of a session."""
        return actions.seal_for(_PURPOSE, json.dumps(obj, separators=(",", ":")).encode("utf-8"))

    def loads(self, data: bytes) -> Any:
        """Return the session, empty where the bytes do not open."""
        try:
            return json.loads(actions.open_for(_PURPOSE, data))
        except InvalidTag:
            return {}
