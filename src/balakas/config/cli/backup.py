"""`balakas backup FILE`: database, files and keys in one file that only the office's recovery phrase opens."""

import argparse
import json
import sys
from pathlib import Path

_SLIP = """
FRASA PEMULIHAN KANTOR INI -- hanya ditampilkan sekali ini.

    {first}
    {second}
    {third}

Cetak atau tulis, lalu simpan di lemari besi, terpisah dari komputer dan dari berkas cadangan.
Tanpa frasa ini tidak seorang pun dapat membuka cadangan, juga bukan pembuat BALAKAS.
Cadangan berikutnya memakai frasa yang sama. Frasa baru: balakas backup FILE --new-phrase
"""

_USELESS = "Cadangan tidak jadi ditulis. Frasa di atas tidak membuka apa pun; coret, dan ulangi."


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("backup", help="cadangkan basis data, berkas, dan kunci ke satu berkas tersegel")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--new-phrase", action="store_true", help="buat frasa pemulihan baru")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup; a new phrase goes to stderr before the file is begun, and to nowhere else.

    The office keeps the phrase's public half only once a whole backup exists: until then the phrase opens nothing.
    """
    from balakas.config import backups, data_folder, prepare, recovery  # noqa: PLC0415 -- `--help` stays quick
    from balakas.config.cli import setup_django  # noqa: PLC0415 -- the package imports this module

    prepare.demand_folder()
    setup_django()
    from django.conf import settings  # noqa: PLC0415 -- Django is ready now
    from django.utils import timezone  # noqa: PLC0415

    if arguments.file.exists():
        raise backups.FileThere(file=arguments.file.name)
    keys = data_folder.path() / "keys"
    recipient = None if arguments.new_phrase else recovery.stored(keys)
    phrase = ""
    if recipient is None:
        phrase = recovery.new_phrase()
        recipient = recovery.make_recipient(phrase)
        # Shown before anything is written: whatever happens from here on, no backup exists whose phrase nobody saw.
        _show(phrase)
    try:
        size = backups.write(arguments.file, recipient, settings.DATABASES["default"], at=timezone.now())
    except BaseException:
        if phrase:
            print(_USELESS, file=sys.stderr, flush=True)
        raise
    if phrase:
        recovery.store(keys, recipient)
    print(json.dumps({"file": str(arguments.file), "bytes": size, "new_phrase": bool(phrase)}, ensure_ascii=False))
    return 0


def _show(phrase: str) -> None:
    words = phrase.split()
    slip = _SLIP.format(first=" ".join(words[:3]), second=" ".join(words[3:6]), third=" ".join(words[6:]))
    print(slip, file=sys.stderr, flush=True)
