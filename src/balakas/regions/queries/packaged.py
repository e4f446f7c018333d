"""The regions as the wheel carries them: no database, no Django, quick enough for the command line's start.

All 91,599 regions are one gzipped text of `code,name` lines in order of code (`tools/regions.py` makes it); the facts
known about single villages (spelling, statistics code, point) stand in `data/awayan.csv`.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.regions.rules import codes
from balakas.regions.rules.villages import Village, same_district, words_of


class RegionDataMissing(BalakasError):
    """The package was put together without its data file."""

    code = "region_data_missing"
    message = N_("Data wilayah belum dibuat. Jalankan “make” atau “python tools/regions.py” terlebih dahulu.")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a village beyond the ministry's table. Positions are microdegrees and only indicative."""

    code: str
    bps_code: str
    aliases: tuple[str, ...]
    postal_code: str
    lat: int
    lng: int


@cache
def text() -> str:
    """Return the whole table, a line break before and after each `code,name`. Raises `RegionDataMissing`."""
    try:
        packed = (files("balakas.regions") / "data" / "regions.csv.gz").read_bytes()
    except FileNotFoundError as missing:
        raise RegionDataMissing from missing
    return "\n" + gzip.decompress(packed).decode()


def rows() -> Iterator[tuple[str, str]]:
    """Yield (code, name) of all 91,599 regions, by code."""
    for line in text().split("\n"):
        if line:
            code, _, name = line.partition(",")
            yield code, name


@cache
def facts() -> dict[str, Fact]:
    """Return the known facts by village code."""
    listed = (files("balakas.regions") / "data" / "awayan.csv").read_text(encoding="utf-8")
    return {row["code"]: _fact(row) for row in csv.DictReader(listed.splitlines())}


def region(code: str) -> codes.Region | None:
    """Return the region of a dotted ministry's code, or None."""
    table = text()
    start = table.find(f"\n{code},")
    if start < 0:
        return None
    return codes.Region(code=code, name=table[start + len(code) + 2 : table.index("\n", start + 1)])


def children(code: str) -> tuple[codes.Region, ...]:
    """Return the regions one level below `code` ("" for the provinces), by code."""
    depth = code.count(".") + 1 if code else 0
    return tuple(found for found in _under(code) if found.code.count(".") == depth)


@cache
def villages_of_regency(code: str) -> tuple[Village, ...]:
    """Return every village of a regency or city, e.g. `63.11`, by code; empty for a code that is not there."""
    return tuple(_village(found) for found in _under(code) if codes.level_of(found.code) is codes.Level.VILLAGE)


@cache
def villages_of_district(code: str) -> tuple[Village, ...]:
    """Return the villages of a district, e.g. the 23 of `63.11.03`, by code."""
    return villages_of_regency(code) if codes.level_of(code) is codes.Level.DISTRICT else ()


def find_districts(wanted: str) -> tuple[codes.Region, ...]:
    """Return the districts `wanted` may mean: by code in any punctuation, else by name, by code.

    A name may carry its regency behind a comma (`Tebing Tinggi, Balangan`): 668 of 7,285 share their name.
    """
    if any(mark.isdigit() for mark in wanted):
        return _district_by_code(wanted)
    name, _, regency = wanted.partition(",")
    return tuple(found for found in _districts() if same_district(name, found.name) and _within(found, regency))


def find_district(wanted: str) -> codes.Region | None:
    """Return the one district `wanted` means, None when there is none or more than one."""
    found = find_districts(wanted)
    return found[0] if len(found) == 1 else None


def path_of(code: str) -> tuple[codes.Region, ...]:
    """Return the region and those above it, province first; codes that are not there are left out."""
    parts = code.split(".")
    steps = (region(".".join(parts[: depth + 1])) for depth in range(len(parts)))
    return tuple(step for step in steps if step)


def _under(code: str) -> list[codes.Region]:
    """Return every region below `code`; the table is in order of code, so they stand together."""
    table = text()
    if not code:
        return [codes.Region(*line.split(",", 1)) for line in table.splitlines() if "." not in line[:3] and line]
    start = table.find(f"\n{code}.")
    if start < 0:
        return []
    last = table.rfind(f"\n{code}.")
    end = table.index("\n", last + 1)
    return [codes.Region(*line.split(",", 1)) for line in table[start + 1 : end].split("\n")]


@cache
def _districts() -> tuple[codes.Region, ...]:
    lines = (line.split(",", 1) for line in text().split("\n") if line[8:9] == ",")
    return tuple(codes.Region(code=code, name=name) for code, name in lines)


def _district_by_code(wanted: str) -> tuple[codes.Region, ...]:
    try:
        code = codes.canonical_code(wanted)
    except codes.NotARegionCode:
        return ()
    found = region(code) if codes.level_of(code) is codes.Level.DISTRICT else None
    return (found,) if found else ()


def _within(district: codes.Region, regency: str) -> bool:
    if not regency.strip():
        return True
    above = region(codes.parent_of(district.code))
    folded = words_of(regency)
    return above is not None and (words_of(above.name) == folded or words_of(above.name)[1:] == folded)


def _village(found: codes.Region) -> Village:
    fact = facts().get(found.code)
    return Village(
        code=found.code,
        name=found.name,
        district_code=codes.parent_of(found.code),
        aliases=fact.aliases if fact else (),
        bps_code=fact.bps_code if fact else "",
    )


def _fact(row: dict[str, str]) -> Fact:
    return Fact(
        code=row["code"],
        bps_code=row["bps_code"],
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        postal_code=row["postal_code"],
        lat=int(row["lat"]),
        lng=int(row["lng"]),
    )
