"""The command `balakas`. stdout holds only JSON where a command prints data; all else goes to stderr.

Exit 0: it ran, also with problems found; 1: a verification found a break; 2: bad usage or unreadable input, with
`{"error": {"code", "message"}}` on stdout.
"""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from balakas.common.errors import BalakasError

COMMANDS = ("serve", "init", "demo", "lists", "cards", "duplicates", "regions", "audit", "ledger", "backup", "restore")
EXIT_BAD_INPUT = 2


class Parser(argparse.ArgumentParser):
    """argparse whose complaint is JSON on stdout."""

    def error(self, message: str) -> NoReturn:
        """Print the complaint and leave with 2."""
        self.print_usage(sys.stderr)
        fail("usage", message)


def fail(code: str, message: str) -> NoReturn:
    """Print an error as JSON and leave with 2."""
    print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    raise SystemExit(EXIT_BAD_INPUT)


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    _take_data_folder(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balakas.config.settings")
    parser = Parser(prog="balakas", description="Penyaluran bantuan sosial di kecamatan, dari surat sampai laporan.")
    parser.add_argument("--data", metavar="DIR", help="folder data (bawaan: $BALAKAS_DATA, lalu ./data)")
    subparsers = parser.add_subparsers(dest="command", required=True, parser_class=Parser)
    for name in COMMANDS:
        importlib.import_module(f"balakas.config.cli.{name}").add_parser(subparsers)
    arguments = parser.parse_args(words)
    try:
        raise SystemExit(arguments.run(arguments))
    except BalakasError as error:
        fail(error.code, str(error))


def setup_django() -> None:
    """Make Django ready; only commands that need the database call this."""
    import django  # noqa: PLC0415 -- `lists check` and `--help` must stay quick

    django.setup()


def _take_data_folder(words: list[str]) -> None:
    """Take `--data DIR` wherever it stands, before or after the subcommand."""
    for position, word in enumerate(words):
        if word == "--data" and position + 1 < len(words):
            os.environ["BALAKAS_DATA"] = words[position + 1]
            del words[position : position + 2]
            return
        if word.startswith("--data="):
            os.environ["BALAKAS_DATA"] = word.removeprefix("--data=")
            del words[position]
            return
