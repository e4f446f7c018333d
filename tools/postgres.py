"""A PostgreSQL for the tests: `python tools/postgres.py -- pytest tests/races`, or without a command until Ctrl-C.

`DATABASE_URL` is used where it names a PostgreSQL. Else a server found on the machine is started in a folder of its own
(as an unprivileged user when we are root: PostgreSQL refuses to run as root); where none is found, root installs
Debian's package. The server's URL stands in `DATABASE_URL` for the command, else it is printed on stdout. The server
keeps nothing: its folder goes away with it, and it does not wait for the disk.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
USERS = ("postgres", "nobody")
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")
NOT_FOUND = (
    "No PostgreSQL found: set DATABASE_URL=postgresql://..., install a server (Debian: apt-get install postgresql), "
    "or run this as root so that it can."
)


def main(words: Sequence[str]) -> int:
    """Run the command after `--` with a PostgreSQL in `DATABASE_URL`; without one print the URL and wait."""
    command = [word for word in words if word != "--"] if words[:1] == ["--"] else list(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with server() as url:
        if not command:
            print(url, flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                signal.pause()
            return 0
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Give the URL of a PostgreSQL that lives as long as the block."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    binaries = find_binaries() or install()
    folder = Path(tempfile.mkdtemp(prefix="balakas-pg-"))
    user = _unprivileged(folder)
    try:
        yield _start(binaries, folder, user)
    finally:
        _pg(binaries / "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop", user=user, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """Return the folder that holds `initdb` and `postgres`: Debian's newest, else what stands in PATH."""
    versions = [folder for folder in DEBIAN.glob("*/bin") if (folder / "initdb").exists()]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def install() -> Path:
    """Install Debian's package as root; raise `SystemExit` with a sentence where that cannot be."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SystemExit(NOT_FOUND)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "postgresql"]):
        subprocess.run(["apt-get", "-q", *words], env=quiet, stdout=sys.stderr, check=False)
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit(NOT_FOUND)
    return binaries


def _unprivileged(folder: Path) -> str | None:
    """Give the folder to an unprivileged user when we are root, and return that user's name."""
    if os.geteuid() != 0:
        return None
    for name in USERS:
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            os.chown(folder, account.pw_uid, account.pw_gid)
            return name
    raise SystemExit("PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody` here.")


def _start(binaries: Path, folder: Path, user: str | None) -> str:
    password, port = secrets.token_hex(16), _free_port()
    password_file = folder / "password"
    password_file.write_text(password, encoding="ascii")
    password_file.chmod(0o600)
    if user:
        shutil.chown(password_file, user)
    data = str(folder / "data")
    _pg(
        binaries / "initdb", "-D", data, "-U", "balakas", "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256",
        f"--pwfile={password_file}", "--no-sync", user=user,
    )  # fmt: skip
    options = " ".join([f"-p {port}", f"-k {folder}", *(f"-c {setting}" for setting in QUICK)])
    log = str(folder / "log")
    _pg(binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start", user=user)
    return f"postgresql://balakas:{password}@127.0.0.1:{port}/postgres"


def _pg(program: Path, *words: str, user: str | None, check: bool = True) -> None:
    """Run one of PostgreSQL's programs; what it says is shown only when it fails."""
    done = subprocess.run(
        [program, *words],
        user=user,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise SystemExit(f"{program.name} failed:\n{done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
