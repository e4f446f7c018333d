"""The models that were trained in advance and lie beside this file: Splink's own settings, one per kind of heads.

`tools/duplicates_model.py` makes them. A run only predicts.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def _text(kind: str) -> str:
    return (FOLDER / f"{kind}.json").read_text(encoding="utf-8")


def settings(kind: str) -> dict[str, Any]:
    """Return the settings of the model for lists of `kind`, for Splink to keep and change."""
    found: dict[str, Any] = json.loads(_text(kind))
    return found
