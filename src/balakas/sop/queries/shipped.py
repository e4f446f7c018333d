"""What comes with the product: the Awayan procedure and the Ramadan dates."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, cast
from uuid import UUID

from balakas.staff import queries as staff_queries

_AWAYAN = "63.11.03"


@cache
def _read(name: str) -> Any:
    return json.loads((files("balakas.sop") / "data" / name).read_text(encoding="utf-8"))


def ramadan() -> list[dict[str, Any]]:
    """Return the shipped Ramadan dates: `hijri_year`, `first`, `last` (ISO), `estimated`."""
    return cast("list[dict[str, Any]]", _read("ramadan.json"))


def procedure(office_id: UUID) -> dict[str, Any]:
    """Return the shipped procedure: Awayan's word for word, elsewhere with the office's own names in its place."""
    office = staff_queries.office_of(office_id)
    data = _read("balakas_awayan.json")
    if office.region_code == _AWAYAN:
        return cast("dict[str, Any]", data)
    name = office.name.removeprefix("Kecamatan ").upper()
    return cast("dict[str, Any]", _renamed(data, {"AWAYAN": name, "Kabupaten Balangan": office.regency_name}))


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new) if new else value
    return value
