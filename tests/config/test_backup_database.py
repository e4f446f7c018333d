"""Backup and restore on the database this run is about, PostgreSQL included, after a writer was killed in mid-write."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.config.office import PASSWORD, environment, run
from tests.config.test_backup import WRITER, phrase_in

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def databases(*names: str) -> Iterator[list[dict[str, str]]]:
    """Give the environment of one empty database for each name: none of its own on SQLite, where the folder holds it."""
    if connection.vendor != "postgresql":
        yield [{} for _ in names]
        return
    held = connection.settings_dict
    where = f"{held['USER']}:{held['PASSWORD']}@{held['HOST'].replace('/', '%2F')}:{held['PORT']}"
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield [{"DATABASE_URL": f"postgres://{where}/{name}"} for name in names]
    finally:
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def acknowledged_before_the_kill(data: Path, **database: str) -> int:
    writer = subprocess.Popen(
        [sys.executable, "-c", "import django; django.setup()\n" + WRITER],
        env=environment(BALAKAS_DATA=str(data), DJANGO_SETTINGS_MODULE="balakas.config.settings", **database),
        stdout=subprocess.PIPE, text=True, cwd="/",
    )  # fmt: skip
    seen = [int(writer.stdout.readline()) for _ in range(3)]
    time.sleep(0.2)
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.wait()
    return int(rest[-1]) if rest else seen[-1]


def test_a_backup_after_a_kill_comes_back_whole(tmp_path: Path) -> None:
    with databases("balakas_backup_old", "balakas_backup_new") as (old, new):
        made = run(
            "init", "--office", "Awayan", "--username", "admin", "--name", "Rizky Maulana", "--password-stdin",
            data=tmp_path / "data", said=PASSWORD, **old,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout + made.stderr
        written = acknowledged_before_the_kill(tmp_path / "data", **old)
        saved = run("backup", str(tmp_path / "one"), data=tmp_path / "data", **old)
        assert saved.returncode == 0, saved.stdout + saved.stderr
        back = run("restore", str(tmp_path / "one"), data=tmp_path / "new", said=phrase_in(saved.stderr), **new)
        assert back.returncode == 0, back.stdout + back.stderr
        proved = json.loads(run("audit", "verify", data=tmp_path / "new", **new).stdout)
        assert proved["ok"]
        assert proved["offices"][-1]["entries"] >= written
        again = run("restore", str(tmp_path / "one"), data=tmp_path / "newer", said=phrase_in(saved.stderr), **new)
        assert again.returncode == (2 if new else 0), "a database that holds an office is never written over"
        assert (tmp_path / "newer").exists() is not bool(new)
        wrong = {} if new else {"DATABASE_URL": "postgres://nobody@localhost:1/nothing"}
        other = run("restore", str(tmp_path / "one"), data=tmp_path / "other", said=phrase_in(saved.stderr), **wrong)
        assert json.loads(other.stdout)["error"]["code"] == "database_wanted"
