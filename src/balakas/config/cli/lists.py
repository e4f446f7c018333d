"""`balakas lists check FILE --office CODE [--json]`: what is in a list and what is wrong with it. Needs no data folder."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_parser(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add `lists` with its one subcommand."""
    parser = subparsers.add_parser("lists", help="memeriksa daftar penerima")
    check = parser.add_subparsers(dest="what", required=True, parser_class=type(parser)).add_parser(
        "check", help="memeriksa satu berkas daftar"
    )
    check.add_argument("file", type=Path, metavar="FILE", help="XLSX, XLS, XLSB, ODS, CSV, PDF, atau foto lampiran")
    check.add_argument("--office", required=True, metavar="CODE", help="kode kecamatan, misalnya 63.11.03")
    check.add_argument("--json", action="store_true", help="hasil sebagai JSON di keluaran baku")
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the list; 0 also where it has problems. Errors of reading are answered by `main` with 2."""
    from balakas.recipients.queries.checking import check_list  # noqa: PLC0415 -- other commands need no workbook reader
    from balakas.recipients.rules.rows import SENTENCES  # noqa: PLC0415

    answer = check_list(arguments.file, office_code=arguments.office)
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    print(f"{answer['rows']} baris, {answer['ready']} siap diambil alih.", file=sys.stderr)
    for code, count in answer["problems"].items():
        print(f"  {count:>5}  {SENTENCES[code]}", file=sys.stderr)
    return 0
