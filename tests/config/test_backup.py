import json
import os
import signal
import sqlite3
import stat
import subprocess
import time
from contextlib import closing

from tests.config.office import PROGRAM, environment, python, run

WRITER = """
from django.utils import timezone
from balakas.audit.actions import record
from balakas.common.actors import SYSTEM
from balakas.staff import queries
from balakas.vault import actions as vault
office = queries.districts().get()
subject = vault.office_subject(office_id=office.id, at=timezone.now())
while True:
    now = timezone.now()
    vault.store_file(office_id=office.id, subject_id=subject, content=b"surat" * 50000, media_type="text/plain", at=now)
    entry = record(office_id=office.id, by=SYSTEM, at=now, act="test.write", kind="test")
    print(entry.seq, flush=True)
"""


def phrase_in(text):
    lines = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    return " ".join(lines[:3])


def backup(office, target):
    done = run("backup", str(target), data=office)
    assert done.returncode == 0, done.stdout
    return json.loads(done.stdout), phrase_in(done.stderr)


def test_a_backup_comes_back_whole(office, tmp_path):
    said, phrase = backup(office, tmp_path / "office.balakas")
    assert said["new_phrase"]
    assert len(phrase.split()) == 9
    assert stat.S_IMODE((tmp_path / "office.balakas").stat().st_mode) == 0o600
    done = run("restore", str(tmp_path / "office.balakas"), data=tmp_path / "new", said=phrase)
    assert done.returncode == 0, done.stdout
    assert json.loads(run("audit", "verify", data=tmp_path / "new").stdout)["ok"]
    for file in ("keys/master.key", "keys/cookies.key"):
        assert (tmp_path / "new" / file).read_bytes() == (office / file).read_bytes()
        assert stat.S_IMODE((tmp_path / "new" / file).stat().st_mode) == 0o600
    with closing(sqlite3.connect(tmp_path / "new" / "balakas.sqlite3")) as database:
        assert database.execute("SELECT username FROM staff_user").fetchall() == [("admin",)]


def test_the_phrase_is_shown_once_and_serves_later_backups(office, tmp_path):
    _, phrase = backup(office, tmp_path / "one")
    said, shown = backup(office, tmp_path / "two")
    assert (said["new_phrase"], shown) == (False, "")
    assert run("restore", str(tmp_path / "two"), data=tmp_path / "new", said=phrase).returncode == 0
    said, shown = backup(tmp_path / "new", tmp_path / "three")
    assert not said["new_phrase"]
    for file in [path for path in office.rglob("*") if path.is_file()]:
        assert phrase.split()[0].encode() not in file.read_bytes() or file.suffix == ".sqlite3"


def test_nothing_of_the_data_is_readable_in_the_backup(office, tmp_path):
    backup(office, tmp_path / "one")
    content = (tmp_path / "one").read_bytes()
    for known in (b"SQLite format 3", b"Kecamatan Awayan", b"admin", (office / "keys" / "master.key").read_bytes()):
        assert known not in content


def test_what_is_refused_leaves_nothing_behind(office, tmp_path):
    _, phrase = backup(office, tmp_path / "one")
    new = tmp_path / "new"
    cut = tmp_path / "cut"
    cut.write_bytes((tmp_path / "one").read_bytes()[:-100])
    cases = [
        (("backup", str(tmp_path / "one")), office, "", "file_there"),
        (("restore", str(tmp_path / "one")), office, phrase, "folder_not_empty"),
        (("restore", str(tmp_path / "one")), new, "babab " * 9, "phrase_wrong"),
        (("restore", str(tmp_path / "gone")), new, phrase, "backup_unreadable"),
        (("restore", str(office / "balakas.sqlite3")), new, phrase, "not_a_backup"),
        (("restore", str(cut)), new, phrase, "not_a_backup"),
        (("backup", str(tmp_path / "two")), new, "", "data_folder_missing"),
    ]
    for words, data, said, code in cases:
        done = run(*words, data=data, said=said)
        assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, code)
    assert not new.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut", "data", "one"]


def test_a_writer_killed_in_mid_write_loses_nothing_that_was_acknowledged(office, tmp_path):
    writer = python(WRITER, office)
    seen = [int(writer.stdout.readline()) for _ in range(3)]
    time.sleep(0.2)
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.wait()
    acknowledged = int(rest[-1]) if rest else seen[-1]
    _, phrase = backup(office, tmp_path / "one")
    assert run("restore", str(tmp_path / "one"), data=tmp_path / "new", said=phrase).returncode == 0
    answer = json.loads(run("audit", "verify", data=tmp_path / "new").stdout)
    assert answer["ok"]
    assert answer["offices"][-1]["entries"] >= acknowledged
    with closing(sqlite3.connect(tmp_path / "new" / "balakas.sqlite3")) as database:
        files = [row[0] for row in database.execute("SELECT id FROM vault_storedfile")]
    assert len(files) >= 3
    assert all((tmp_path / "new" / "files" / name[-2:] / name).exists() for name in files)


def test_a_backup_taken_while_the_office_writes_is_of_one_moment(office, tmp_path):
    writer = python(WRITER, office)
    writer.stdout.readline()
    try:
        _, phrase = backup(office, tmp_path / "one")
    finally:
        writer.kill()
        writer.stdout.close()
        writer.wait()
    assert run("restore", str(tmp_path / "one"), data=tmp_path / "new", said=phrase).returncode == 0
    assert json.loads(run("audit", "verify", data=tmp_path / "new").stdout)["ok"]


def test_a_backup_killed_in_mid_write_has_shown_its_phrase_has_no_name_and_the_next_one_works(office, tmp_path):
    (office / "files" / "00").mkdir(parents=True)
    (office / "files" / "00" / "large").write_bytes(os.urandom(60 * 1024 * 1024))
    target, slip = tmp_path / "one", tmp_path / "terminal"
    with slip.open("wb") as terminal:
        killed = subprocess.Popen(
            [*PROGRAM, "backup", str(target), "--data", str(office)], env=environment(), cwd="/",
            stdout=subprocess.DEVNULL, stderr=terminal,
        )  # fmt: skip
    part = tmp_path / "one.part"
    while not part.exists():
        assert killed.poll() is None, "the backup was over before it could be killed"
        time.sleep(0.002)
    shown = phrase_in(slip.read_text())
    assert len(shown.split()) == 9, "the phrase stands on the terminal before the file is begun"
    while part.stat().st_size < 2 * 1024 * 1024:
        assert killed.poll() is None, "the backup was over before it could be killed"
        time.sleep(0.002)
    killed.kill()
    killed.wait()
    assert not target.exists()
    assert not (office / "keys" / "recovery.json").exists(), "a phrase that opens nothing is nobody's phrase"
    said, phrase = backup(office, target)
    assert said["new_phrase"]
    assert phrase != shown
    assert not list(office.glob(".snapshot-*"))
    assert run("restore", str(target), data=tmp_path / "gone", said=shown).returncode == 2
    assert run("restore", str(target), data=tmp_path / "new", said=phrase).returncode == 0


def test_a_phrase_that_cannot_be_shown_makes_no_backup(office, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, "backup", str(tmp_path / "one"), "--data", str(office)], env=environment(), cwd="/",
        stdout=subprocess.DEVNULL, stderr=writing, check=False,
    )  # fmt: skip
    os.close(writing)
    assert done.returncode != 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
    assert not (office / "keys" / "recovery.json").exists()


def test_a_phrase_whose_backup_failed_is_called_useless(office, tmp_path):
    done = run("backup", str(tmp_path / "no-such-folder" / "one"), data=office)
    assert done.returncode != 0
    assert len(phrase_in(done.stderr).split()) == 9
    assert "tidak membuka apa pun" in done.stderr
    assert not (office / "keys" / "recovery.json").exists()
    assert backup(office, tmp_path / "one")[0]["new_phrase"]


def test_a_full_disk_leaves_no_backup_and_says_so(office, tmp_path, monkeypatch):
    import errno

    import pytest

    from balakas.config import backups, recovery, sealed_stream

    monkeypatch.setenv("BALAKAS_DATA", str(office))

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sealed_stream.SealingWriter, "close", full)
    recipient = recovery.make_recipient(recovery.new_phrase())
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(office / "balakas.sqlite3")}
    from datetime import UTC, datetime

    with pytest.raises(OSError, match="No space left"):
        backups.write(tmp_path / "one", recipient, database, at=datetime.now(UTC))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
