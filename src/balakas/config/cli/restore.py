"""`balakas restore FILE`: a backup brought back into an empty data folder; the recovery phrase comes on stdin."""

import argparse
import json
import sys
from pathlib import Path

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class BackupUnreadable(BalakasError):
    """The file is not there or cannot be read."""

    code = "backup_unreadable"
    message = N_("Berkas cadangan “%(file)s” tidak dapat dibaca.")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("restore", help="pulihkan cadangan ke folder data kosong")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read the phrase and restore; nothing is left behind when the file does not open."""
    from balakas.config import backups, data_folder  # noqa: PLC0415 -- `--help` stays quick

    if not arguments.file.is_file():
        raise BackupUnreadable(file=arguments.file.name)
    if sys.stdin.isatty():
        print("Frasa pemulihan (sembilan kata): ", end="", file=sys.stderr, flush=True)
    phrase = sys.stdin.readline()
    from django.conf import settings  # noqa: PLC0415 -- only which database; the folder is made by the restore

    backups.restore(arguments.file, phrase, settings.DATABASES["default"])
    print(json.dumps({"folder": str(data_folder.path())}, ensure_ascii=False))
    return 0
