"""What `balakas cards read` prints for each file."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from balakas.common.errors import BalakasError
from balakas.recipients.queries.cards import engine, photo, reading
from balakas.recipients.rules.cards.card import Card


def of_files(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield one answer per file in their order; a file that fails has "error" and no cards."""
    engine.networks()  # loaded before the first clock starts
    for file in files:
        yield of_file(file)


def of_file(file: Path) -> dict[str, Any]:
    """Return the cards of one photo and the seconds it took."""
    start = time.perf_counter()
    answer: dict[str, Any] = {"file": str(file), "cards": []}
    try:
        answer["cards"] = [_plain(card) for card in reading.cards_on(photo.load(file))]
    except BalakasError as error:
        answer["error"] = str(error)
    except Exception as error:  # noqa: BLE001 -- one strange photo of five hundred must not end the reading
        answer["error"] = type(error).__name__
    answer["seconds"] = round(time.perf_counter() - start, 3)
    return answer


def of_bytes(content: bytes) -> list[dict[str, Any]]:
    """Return the cards of a photo in memory. Raises what `photo.decode` raises."""
    return [_plain(card) for card in reading.cards_on(photo.decode(content))]


def of_bytes_or_none(content: bytes) -> list[dict[str, Any]] | None:
    """Return the cards of a photo in memory; None where it is no photo, or one so strange that its reading failed."""
    try:
        return of_bytes(content)
    except Exception:  # noqa: BLE001 -- one strange photo of five hundred must not end the reading
        return None


def _plain(card: Card) -> dict[str, Any]:
    return {"kind": card.kind, "fields": card.fields, "confidence": card.confidence}
