"""What is compared of two people, as levels in SQL that DuckDB and Spark read alike.

Only equality, `levenshtein`, `substr` and `like` are used, so that both engines come to the same level for every pair. The first level
that holds is taken; levels about twins, heirs and renewed numbers stand apart because they mean different things.
"""

from typing import Any, NamedTuple


class Level(NamedTuple):
    """One outcome of a comparison."""

    label: str
    sql: str


def _swapped(column: str, digits: str) -> str:
    """Two neighbours changed places: two edits, the same digits."""
    return f"(levenshtein({column}_l, {column}_r) = 2 AND {digits}_l = {digits}_r)"


def _either(template: str) -> str:
    """Let a condition hold in either direction; `{a}` and `{b}` are the sides."""
    return f"({template.format(a='l', b='r')} OR {template.format(a='r', b='l')})"


def _alike(column: str) -> str:
    """One letter in five may differ."""
    return f"levenshtein({column}_l, {column}_r) * 5 <= greatest(length({column}_l), length({column}_r))"


def _nothing(column: str) -> str:
    return f"({column}_l IS NULL OR {column}_r IS NULL)"


_SHORTER = "least(length(name_l), length(name_r))"
_LONGER = "greatest(length(name_l), length(name_r))"
_SLIP = "(levenshtein(name_l, name_r) <= 1 OR levenshtein(sorted_name_l, sorted_name_r) <= 1 OR (letters_l = letters_r AND levenshtein(name_l, name_r) = 2))"
_FIRST_ALIKE = "(levenshtein(first_l, first_r) <= 1 OR (levenshtein(first_l, first_r) = 2 AND least(length(first_l), length(first_r)) >= 6))"

LEVELS: dict[str, tuple[Level, ...]] = {
    "name": (
        Level("blank", "name_l IS NULL OR name_r IS NULL"),
        Level("same words", "sorted_name_l = sorted_name_r"),
        Level("a slip", f"{_SLIP} AND {_SHORTER} >= 4"),
        Level("last word left out", _either("name_{a} LIKE name_{b} || ' %'")),
        Level("first word left out", _either("name_{a} LIKE '% ' || name_{b}")),
        Level("two slips", f"{_SHORTER} >= 8 AND (levenshtein(name_l, name_r) <= 2 OR levenshtein(sorted_name_l, sorted_name_r) <= 2)"),
        Level("first word alike, the other one left out", f"{_FIRST_ALIKE} AND least(words_l, words_r) = 1 AND greatest(words_l, words_r) > 1"),
        Level("same first word, other words differ", "first_l = first_r"),
        Level("run together", _either("name_{a} LIKE name_{b} || '%'")),
        Level("somewhat alike", f"levenshtein(name_l, name_r) * 10 <= {_LONGER} * 3"),
        Level("same last word", _either("name_{a} LIKE '% ' || last_{b}")),
        Level("first word alike", _FIRST_ALIKE),
        Level("other, born on one day", "birth_l = birth_r"),
        Level("other", ""),
    ),
    "nik": (
        Level("blank", "nik_l IS NULL OR nik_r IS NULL"),
        Level("same", "nik_l = nik_r"),
        Level("one digit or two neighbours", f"levenshtein(nik_l, nik_r) = 1 AND nik_head_l <> nik_head_r OR {_swapped('nik', 'nik_digits')}"),
        Level("serial of a twin", "nik_head_l = nik_head_r AND abs(serial_l - serial_r) <= 5 AND sorted_name_l <> sorted_name_r"),
        Level("one digit of the serial", "levenshtein(nik_l, nik_r) = 1"),
        Level("other serial", "nik_head_l = nik_head_r"),
        Level("two or three digits", "levenshtein(nik_l, nik_r) <= 3"),
        Level("same birth date in it", "nik_birth_l = nik_birth_r"),
        Level("other", ""),
    ),
    "birth": (
        Level("blank", "birth_l IS NULL OR birth_r IS NULL"),
        Level("same", "birth_l = birth_r AND NOT is_round_l"),
        Level("same 1 January or 1 July", "birth_l = birth_r"),
        Level("the other's NIK says it", "(short_birth_l = nik_birth_r AND NOT is_round_l) OR (short_birth_r = nik_birth_l AND NOT is_round_r)"),
        Level("day and month turned over", "birth_l = turned_birth_r"),
        Level("day unknown, same year", "year_l = year_r AND is_round_l <> is_round_r"),
        Level("both unknown, same year", "year_l = year_r AND is_round_l AND is_round_r"),
        Level("year beside", "substr(birth_l, 5) = substr(birth_r, 5) AND abs(year_l - year_r) = 1"),
        Level("one digit", "levenshtein(birth_l, birth_r) = 1"),
        Level("year of the other's NIK", "substr(nik_birth_l, 1, 2) = substr(short_birth_r, 1, 2) OR substr(nik_birth_r, 1, 2) = substr(short_birth_l, 1, 2)"),
        Level("same or next year", "abs(year_l - year_r) <= 1"),
        Level("within fifteen years", "abs(year_l - year_r) < 15"),
        Level("other", ""),
    ),
    "kk": (
        Level("blank", "kk_l IS NULL OR kk_r IS NULL"),
        Level("same", "kk_l = kk_r"),
        Level("one digit or two neighbours", f"levenshtein(kk_l, kk_r) = 1 OR {_swapped('kk', 'kk_digits')}"),
        Level("other", ""),
    ),
    "village": (
        Level("blank", "village_l IS NULL OR village_r IS NULL"),
        Level("same", "village_l = village_r"),
        Level("a slip", _alike("village")),
        Level("other", ""),
    ),
    # RT, RW and street; numbers of another village mean nothing.
    "home": (
        Level("blank", f"{_nothing('block')} AND {_nothing('street')}"),
        Level("elsewhere", f"NOT (village_l = village_r OR {_alike('village')})"),
        Level("same RT and street", "block_l = block_r AND street_l = street_r"),
        Level("same RT, a slip in the street", f"block_l = block_r AND {_alike('street')}"),
        Level("same RT, street blank", f"block_l = block_r AND {_nothing('street')}"),
        Level("same RT, other street", "block_l = block_r"),
        Level("same street, RT blank", f"(street_l = street_r OR {_alike('street')}) AND {_nothing('block')}"),
        Level("other street, RT blank", _nothing("block")),
        Level("same street, other RT", f"street_l = street_r OR {_alike('street')}"),
        Level("other RT", ""),
    ),
    "place": (
        Level("blank", "place_l IS NULL OR place_r IS NULL"),
        Level("same", "place_l = place_r"),
        Level("a slip", "levenshtein(place_l, place_r) <= 2"),
        Level("other", ""),
    ),
    "sex": (
        Level("blank", "sex_l IS NULL OR sex_r IS NULL"),
        Level("same", "sex_l = sex_r"),
        Level("other", ""),
    ),
    # How many people of this list agree on name, birth date and village by chance, in tenths of a power of ten.
    "chance": (
        Level("blank", "chance_l IS NULL OR chance_r IS NULL"),
        *(Level(f"below {top}", f"greatest(chance_l, chance_r) < {top}") for top in (-50, -40, -32, -26, -20, -15, -10, -5, 0, 5)),
        Level("more", ""),
    ),
}  # fmt: skip


def comparisons() -> list[dict[str, Any]]:
    """Return the comparisons as Splink's settings take them, still without what was learnt."""
    return [
        {
            "output_column_name": name,
            "comparison_levels": [
                {
                    "sql_condition": level.sql or "ELSE",
                    "label_for_charts": level.label,
                    **({"is_null_level": True} if level.label == "blank" else {}),
                }
                for level in levels
            ],
        }
        for name, levels in LEVELS.items()
    ]
