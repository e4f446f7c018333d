"""Which pairs are looked at: people who share a key. No key may gather a crowd.

A list of a million people holds thousands of `01-07-1955`; a block of k people costs k² comparisons. So every rule has a finer key for the blocks
that grow too large, and what stays too large even then is left out: people who agree on that little cannot be told apart by it.
"""

from typing import NamedTuple

LARGEST = 30
"""People in a block at most."""


class Rule(NamedTuple):
    """Two keys in SQL over one person's columns; NULL where the person has none."""

    key: str
    finer: str
    by_number: bool = False
    """Whether the NIK brings them together: then the years of birth may lie apart."""
    general_only: bool = False
    """Whether lists of people do without it: there it brought 200,000 pairs of 554,000 together and found nobody."""


_BEGINNING = "substr(sorted_name, 1, 3)"
_ANY_ORDER = "substr(birth, 1, 4) || least(substr(birth, 5, 2), substr(birth, 7, 2)) || greatest(substr(birth, 5, 2), substr(birth, 7, 2))"

RULES = (
    Rule("nik", f"nik || {_BEGINNING}", by_number=True),
    Rule("nik_head", f"nik_head || {_BEGINNING}", by_number=True),
    Rule("nik_birth || '/' || village", f"nik_birth || '/' || village || '/' || {_BEGINNING}", by_number=True),
    Rule("substr(nik, 9, 8) || '/' || first", "substr(nik, 9, 8) || '/' || sorted_name", by_number=True),
    Rule("kk", f"kk || {_BEGINNING}"),
    Rule(f"{_ANY_ORDER} || '/' || village", f"birth || '/' || village || '/' || {_BEGINNING}"),
    Rule(f"{_ANY_ORDER} || '/' || first", "birth || '/' || sorted_name || '/' || village", general_only=True),
    Rule("birth || '/' || last || '/' || length(name)", "birth || '/' || name || '/' || place"),
    Rule("birth || '/' || block", f"birth || '/' || block || '/' || {_BEGINNING}", general_only=True),
    Rule("year || '/' || village || '/' || first", "year || '/' || village || '/' || sorted_name || '/' || place"),
    Rule("village || '/' || sorted_name", "village || '/' || sorted_name || '/' || block"),
    Rule(f"village || '/' || block || '/' || {_BEGINNING}", "village || '/' || block || '/' || first || '/' || street"),
)


def keys_sql(people: str, *, general: bool = True) -> str:
    """Return the SQL of all keys: columns `rule`, `key`, `person`, `year`; finer ones where the block is too large.

    Without `general` the rules that only lists under other heads need are left out.

    The year is left out under rules that go by number.
    """
    parts = []
    for number, rule in enumerate(RULES):
        if rule.general_only and not general:
            continue
        year = "CAST(NULL AS INTEGER)" if rule.by_number else "year"
        parts.append(
            f"SELECT {number} AS rule, CASE WHEN crowd <= {LARGEST} THEN key ELSE finer END AS key, person, year FROM (\n"  # noqa: S608 -- our own names
            f"SELECT {rule.key} AS key, {rule.finer} AS finer, unique_id AS person, {year} AS year, count(*) OVER (PARTITION BY {rule.key}) AS crowd\n"
            f"FROM {people} WHERE {rule.key} IS NOT NULL) AS keyed WHERE crowd > 1 AND CASE WHEN crowd <= {LARGEST} THEN key ELSE finer END IS NOT NULL"
        )
    return "\nUNION ALL\n".join(parts)


def pairs_sql(keys: str, *, families: bool = False) -> str:
    """Return the SQL of the pairs, smaller person first, each once, as Splink takes them.

    People born more than a year apart whom no NIK brings together are a family or namesakes; weighing them would only take time.
    They are kept with `families`: a model must have seen them to know what an age is worth.
    """
    near = "" if families else " AND coalesce(abs(l.year - r.year), 0) <= 1"
    return (
        f"WITH small AS (SELECT rule, key, person, year, count(*) OVER (PARTITION BY rule, key) AS crowd FROM {keys}),\n"  # noqa: S608
        f"held AS (SELECT rule, key, person, year FROM small WHERE crowd BETWEEN 2 AND {LARGEST})\n"
        "SELECT DISTINCT '0' AS match_key, l.person AS join_key_l, r.person AS join_key_r FROM held AS l JOIN held AS r\n"
        f"ON l.rule = r.rule AND l.key = r.key AND l.person < r.person{near}"
    )
