"""`balakas demo`: the office of Awayan with invented people and three distributions."""

import argparse
import sys
from typing import Any


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="kantor contoh Awayan dengan tiga penyaluran; semua orangnya rekaan")
    parser.add_argument("--if-empty", action="store_true", help="hanya bila folder data belum berisi kantor")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the demo, or only show its accounts when there is an office already."""
    from balakas.config import prepare  # noqa: PLC0415 -- `--help` stays quick

    prepare.make_database()
    from django.utils import timezone  # noqa: PLC0415

    from balakas.config.demo import build  # noqa: PLC0415
    from balakas.staff import queries  # noqa: PLC0415

    if queries.districts().exists():
        if not arguments.if_empty:
            print("Folder data ini sudah berisi kantor. Pakai folder lain: balakas --data DIR demo", file=sys.stderr)
            return 2
        print("Folder data sudah berisi kantor; contoh tidak dimuat lagi.", file=sys.stderr)
        _show(build)
        return 0
    build.everything(now=timezone.now(), tell=lambda text: print(text, file=sys.stderr))
    _show(build)
    return 0


def _show(build: Any) -> None:
    print("\nAkun contoh (kata sandi semuanya: " + build.PASSWORD + ")", file=sys.stderr)
    for username, label in build.accounts():
        print(f"  {username:<14} {label}", file=sys.stderr)
    print(file=sys.stderr)
