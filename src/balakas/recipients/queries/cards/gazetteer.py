"""What the packaged table of regions knows of the places a card names. No database."""

from functools import cache

from balakas.recipients.rules.cards.places import Around, Origin
from balakas.regions.queries import packaged


def origin_of(six_digits: str) -> Origin | None:
    """Return where a NIK of these first six digits was given, None when there is no such district."""
    code = f"{six_digits[:2]}.{six_digits[2:4]}.{six_digits[4:6]}"
    if packaged.region(code) is None:
        return None
    above = packaged.region(code[:5])
    return Origin(regency=above.name if above else "")


@cache
def regencies() -> dict[str, str]:
    """Return the codes of all regencies and cities by their full name in capitals."""
    return {name.upper(): code for code, name in packaged.rows() if len(code) == len("63.11")}


def around(heading: str, district: str) -> Around:
    """Return the places near a card whose heading names a regency (`KABUPATEN BALANGAN`) and which names a district."""
    solid = "".join(heading.upper().split())
    code = next((code for name, code in regencies().items() if name.replace(" ", "") in solid), "")
    short = tuple(name.removeprefix("KABUPATEN ").removeprefix("KOTA ") for name in regencies())
    if not code:
        return Around(regencies=short)
    wanted = "".join(district.upper().split())
    districts = packaged.children(code)
    inside = [found.code for found in districts if found.name.upper().replace(" ", "") == wanted]
    villages = packaged.villages_of_district(inside[0]) if inside else ()
    return Around(
        villages=tuple(name for village in villages for name in (village.name, *village.aliases)),
        districts=tuple(found.name for found in districts),
        regencies=(*short, *_districts_of(code[:2])),
    )


@cache
def _districts_of(province: str) -> tuple[str, ...]:
    """Return the districts of a province: many are born in its towns."""
    return tuple(
        name.upper() for code, name in packaged.rows() if len(code) == len("63.11.03") and code[:2] == province
    )
