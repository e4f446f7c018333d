"""The one folder that holds an office's data: database, sealed files and keys."""

import os
import secrets
from pathlib import Path

KEY_MODE = 0o600
FOLDER_MODE = 0o700


def path() -> Path:
    """Return the data folder: `BALAKAS_DATA`, else `data` below the current folder."""
    return Path(os.environ.get("BALAKAS_DATA", "data")).expanduser().resolve()


def secret_key(keys: Path) -> str:
    """Return the secret of cookies and tokens, kept in `keys/cookies.key`.

    Before an office exists the folder is not made (commands that need no data folder make none) and a secret of this
    process alone serves.
    """
    file = keys / "cookies.key"
    if file.exists():
        return file.read_text(encoding="ascii")
    return secrets.token_urlsafe(48)


def make(folder: Path) -> None:
    """Make the data folder with its parts and keys, owner only; what is there stays."""
    for part in (folder, folder / "keys", folder / "files", folder / "cache"):
        part.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    _write_once(folder / "keys" / "cookies.key", secrets.token_urlsafe(48).encode("ascii"))
    _write_once(folder / "keys" / "master.key", secrets.token_bytes(32))


def _write_once(file: Path, content: bytes) -> None:
    if file.exists():
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_MODE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
