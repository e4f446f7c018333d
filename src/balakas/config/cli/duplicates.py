"""`balakas duplicates find FILE.csv [--json]`: who stands on a list more than once. Needs no data folder."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_parser(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add `duplicates` with its one subcommand."""
    parser = subparsers.add_parser("duplicates", help="mencari orang yang tercatat lebih dari sekali")
    find = parser.add_subparsers(dest="what", required=True, parser_class=type(parser)).add_parser(
        "find", help="mencari pasangan baris yang mungkin satu orang"
    )
    find.add_argument(
        "file", type=Path, metavar="FILE", help="CSV dengan kolom id, nama, nik, no_kk, tgl_lahir, dan seterusnya"
    )
    find.add_argument("--json", action="store_true", help="hasil sebagai JSON di keluaran baku")
    find.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the pairs; 0 also where there are none. Errors of reading are answered by `main` with 2."""
    from balakas.recipients.queries.duplicates.finding import find  # noqa: PLC0415 -- other commands need no Splink
    from balakas.recipients.rules.duplicates.closing import FOUND  # noqa: PLC0415

    found = find(arguments.file)
    if arguments.json:
        print(json.dumps({"pairs": found.pairs, "seconds": found.seconds}, ensure_ascii=False))
        return 0
    sure = sum(score >= FOUND for *_, score in found.pairs)
    print(
        f"{found.people} baris, {sure} pasangan kemungkinan satu orang, {len(found.pairs) - sure} pasangan perlu dilihat.",
        file=sys.stderr,
    )
    return 0
