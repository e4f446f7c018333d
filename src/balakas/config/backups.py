"""Writing an office's data to one sealed file, and bringing it back."""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.config import data_folder, recovery
from balakas.config.recovery import Recipient
from balakas.config.sealed_stream import NotABackup, OpeningReader, SealingWriter

SQLITE_NAME, POSTGRES_NAME = "balakas.sqlite3", "balakas.pgdump"
FORMAT = 1
_SNAPSHOT = ".snapshot-"


class FileThere(BalakasError):
    """A backup is never written over."""

    code = "file_there"
    message = N_("Berkas “%(file)s” sudah ada. Pilih nama lain.")


class FolderNotEmpty(BalakasError):
    """Restoring never writes over an office's data."""

    code = "folder_not_empty"
    message = N_("Folder data “%(folder)s” sudah ada isinya. Pulihkan ke folder kosong dengan --data.")


class ProgramMissing(BalakasError):
    """PostgreSQL's own program does the work and is not here."""

    code = "program_missing"
    message = N_("Program %(program)s tidak ditemukan. Pasang klien PostgreSQL di komputer ini, lalu ulangi.")


class ProgramFailed(BalakasError):
    """PostgreSQL's own program gave up."""

    code = "program_failed"
    message = N_("Program %(program)s gagal: %(reason)s")


class DatabaseWanted(BalakasError):
    """The backup is of a PostgreSQL and there is none to restore it into, or the other way round."""

    code = "database_wanted"
    message = N_("Cadangan ini dari %(database)s. Setel DATABASE_URL yang sesuai, lalu ulangi.")


def write(target: Path, recipient: Recipient, database: Mapping[str, Any], *, at: datetime) -> int:
    """Write database, files and keys to `target`, sealed; return its size in bytes.

    The database is a snapshot of one moment, also while the office works; files are taken after it, so that none it
    names is missing. The file has its name only once it is whole and on the disk. Raises `FileThere`, `OSError`.
    """
    if target.exists():
        raise FileThere(file=target.name)
    partial = target.with_name(target.name + ".part")
    home = data_folder.path()  # the snapshot stays where the database is; one that a crash left goes now
    for left in home.glob(f"{_SNAPSHOT}*"):
        shutil.rmtree(left)
    try:
        with _private(partial) as stream, tempfile.TemporaryDirectory(dir=home, prefix=_SNAPSHOT) as folder:
            sealing = SealingWriter(cast("Any", stream), recipient)
            with tarfile.open(fileobj=cast("Any", sealing), mode="w|") as archive:
                _fill(archive, _snapshot(database, Path(folder)), at)
            sealing.close()
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def restore(source: Path, phrase: str, database: Mapping[str, Any]) -> None:
    """Bring a backup back into the empty data folder; it has its name only once everything opened.

    Raises `FolderNotEmpty`, `NotABackup`, `PhraseWrong`, `OtherPhrase`, `DatabaseWanted`, `ProgramMissing`.
    """
    folder = data_folder.path()
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore-") as temporary:
        unpacked = Path(temporary) / "data"
        unpacked.mkdir(mode=data_folder.FOLDER_MODE)
        with source.open("rb") as stream:
            reader = OpeningReader(stream, phrase)
            _unpack(reader, unpacked)
        _bring_database(unpacked, database)
        data_folder.make(unpacked)
        recovery.store(unpacked / "keys", reader.recipient)
        if folder.exists():
            folder.rmdir()
        unpacked.rename(folder)


def _fill(archive: tarfile.TarFile, snapshot: Path, at: datetime) -> None:
    folder = data_folder.path()
    about = json.dumps({"format": FORMAT, "made_at": at.isoformat(), "database": snapshot.name}).encode("ascii")
    head = tarfile.TarInfo("about.json")
    head.size = len(about)
    with tempfile.TemporaryFile() as small:
        small.write(about)
        small.seek(0)
        archive.addfile(head, small)
    archive.add(snapshot, snapshot.name, filter=_plain)
    for part in ("keys", "files", "tls"):
        for path in sorted((folder / part).rglob("*")):
            if path.suffix != ".part":  # half-written: it may be gone in a moment, and no row names it yet
                archive.add(path, str(path.relative_to(folder)), recursive=False, filter=_plain)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owned the file on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _snapshot(database: Mapping[str, Any], folder: Path) -> Path:
    if "sqlite3" not in database["ENGINE"]:
        target = folder / POSTGRES_NAME
        _run("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"], database)
        return target
    target = folder / SQLITE_NAME
    target.touch(data_folder.KEY_MODE)
    with closing(sqlite3.connect(database["NAME"])) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def _unpack(reader: OpeningReader, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=cast("Any", reader), mode="r|") as archive:
            archive.extractall(folder, filter="data")
    except tarfile.TarError:
        raise NotABackup from None
    while reader.read(1024 * 1024):  # to the end, so that a cut stream is noticed
        pass
    for file in [*folder.glob("keys/*"), *folder.glob("tls/*"), *folder.glob("*.sqlite3")]:
        file.chmod(data_folder.KEY_MODE)
    for part in [path for path in folder.rglob("*") if path.is_dir()]:
        part.chmod(data_folder.FOLDER_MODE)


def _bring_database(folder: Path, database: Mapping[str, Any]) -> None:
    (folder / "about.json").unlink()
    dump = folder / POSTGRES_NAME
    sqlite = "sqlite3" in database["ENGINE"]
    if dump.exists() == sqlite:
        raise DatabaseWanted(database="PostgreSQL" if dump.exists() else "SQLite")
    if not sqlite:
        _run("pg_restore", ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={database['NAME']}",
                            str(dump)], database)  # fmt: skip
        dump.unlink()


def _run(program: str, words: list[str], database: Mapping[str, Any]) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, never by the command line."""
    found = shutil.which(program)
    if found is None:
        raise ProgramMissing(program=program)
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {name: str(database[key]) for name, key in given.items() if database.get(key)}
    done = subprocess.run(  # noqa: S603 -- found in PATH, arguments are ours
        [found, *words], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ProgramFailed(program=program, reason=done.stderr.strip().splitlines()[-1] if done.stderr else "?")


@contextmanager
def _private(file: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, data_folder.KEY_MODE)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream
