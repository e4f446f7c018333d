"""`balakas cards read FILE... [--json]`: what KTP and KK photos say, read on this machine. Needs no data folder."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_parser(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add `cards` with its one subcommand."""
    parser = subparsers.add_parser("cards", help="membaca foto KTP dan KK")
    read = parser.add_subparsers(dest="what", required=True, parser_class=type(parser)).add_parser(
        "read", help="membaca foto KTP atau KK; foto tidak dikirim ke mana pun"
    )
    read.add_argument("files", type=Path, nargs="+", metavar="FILE", help="JPEG, PNG, WebP, atau HEIC")
    read.add_argument("--json", action="store_true", help="satu baris JSON per berkas di keluaran baku")
    read.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read the photos in their order; 0 also where one of them fails."""
    from balakas.recipients.queries.cards import answers  # noqa: PLC0415 -- other commands need no networks

    for answer in answers.of_files(arguments.files):
        if arguments.json:
            print(json.dumps(answer, ensure_ascii=False), flush=True)
        else:
            print(_sentence(answer), file=sys.stderr)
    return 0


def _sentence(answer: dict[str, Any]) -> str:
    kinds = ", ".join(card["kind"].upper() for card in answer["cards"])
    return f"{answer['file']}: {answer.get('error') or kinds or 'tidak ada kartu'} ({answer['seconds']} detik)"
