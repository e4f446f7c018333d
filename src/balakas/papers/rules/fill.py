"""What a paper's data gain on their way: number and date, the signer, where it can be checked."""

import re
import secrets
from collections.abc import Mapping
from datetime import date

from balakas.common.indonesian import long_date

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B: read aloud and copied from paper without mistakes.
CODE_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 12
_GROUP = 4


def new_code() -> str:
    """Return a check code nobody can guess (12 of 25 signs, 55 bits)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def grouped_code(code: str) -> str:
    """`K7QX2M9PW3TA` -> `K7QX-2M9P-W3TA`, as printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(written: str) -> str:
    """Return the code a person typed, without its hyphens and spaces and in capitals."""
    return re.sub(r"[\s-]", "", written).upper()


def numbered(data: Mapping[str, object], *, number: str) -> dict[str, object]:
    """Return the data with the number given to the paper."""
    return {**data, "number": number}


def dated(data: Mapping[str, object], *, place: str, day: date) -> dict[str, object]:
    """Return the data with the paper's place and date in the forms' three ways of saying them."""
    written = long_date(day)
    return {**data, "place": data.get("place") or place, "date": written, "place_date": f"{place}, {written}"}
