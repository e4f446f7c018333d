import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.config.office import PASSWORD, run


def code_of(done):
    return done.returncode, json.loads(done.stdout)["error"]["code"]


def test_a_second_office_in_the_same_folder(office):
    words = ("init", "--username", "admin.lampihong", "--name", "Mariani", "--password-stdin")
    done = run(*words, "--office", "63.11.02", data=office, said=PASSWORD)
    assert json.loads(done.stdout)["office"] == "63.11.02"
    done = run(*words, "--office", "63.11.03", data=office, said=PASSWORD)
    assert code_of(done) == (2, "office_exists")


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("--office", "Tidak Ada"), "", "district_unclear"),
        (("--office", "Tebing Tinggi"), "", "district_unclear"),
        (("--office", "63.11.02", "--username", "Admin Satu"), "", "username_wrong"),
        (("--office", "63.11.02", "--username", "satu"), "", "answer_missing"),
        (("--office", "63.11.02", "--username", "satu", "--name", "Satu"), "", "answer_missing"),
        ((), "", "answer_missing"),
    ],
)
def test_refusals_make_no_folder(tmp_path, words, said, code):
    done = run("init", *words, data=tmp_path / "data", said=said)
    assert code_of(done) == (2, code)
    assert not (tmp_path / "data").exists()


def test_a_weak_password_leaves_no_office(office):
    words = ("init", "--office", "63.11.02", "--username", "satu", "--name", "Satu", "--password-stdin")
    assert code_of(run(*words, data=office, said="12345")) == (2, "password_weak")
    with closing(sqlite3.connect(office / "balakas.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM staff_office WHERE kind='district'").fetchone() == (1,)


def test_audit_verify_names_the_first_broken_entry(office):
    sound = run("audit", "verify", data=office)
    assert sound.returncode == 0
    assert json.loads(sound.stdout)["ok"]
    with closing(sqlite3.connect(office / "balakas.sqlite3")) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE audit_entry SET label = 'Orang Lain' WHERE act = 'staff.create_person'")
        database.commit()
    broken = run("audit", "verify", data=office)
    assert broken.returncode == 1
    answer = json.loads(broken.stdout)["offices"][-1]
    assert answer == {
        "office": "63.11.03", "entries": 3, "ok": False, "first_broken": 2, "reason": "changed",
        "message": "Catatan nomor 2 diubah.",
    }  # fmt: skip
    with closing(sqlite3.connect(office / "balakas.sqlite3")) as database:
        database.execute("DELETE FROM audit_entry WHERE act = 'staff.create_person'")
        database.commit()
    answer = json.loads(run("audit", "verify", data=office).stdout)["offices"][-1]
    assert (answer["first_broken"], answer["reason"]) == (2, "missing")
    assert answer["message"] == "Catatan nomor 2 tidak ada lagi: dihapus."


def test_commands_that_need_an_office_make_none(tmp_path):
    for words in (("audit", "verify"), ("serve", "--port", "0"), ("backup", str(tmp_path / "x"))):
        assert code_of(run(*words, data=tmp_path / "data")) == (2, "data_folder_missing")
    assert not (tmp_path / "data").exists()


def test_bad_usage_is_json_on_stdout():
    assert code_of(run("no-such-command")) == (2, "usage")


def test_keys_are_the_owners_alone(office):
    for file in (office / "keys").iterdir():
        assert file.stat().st_mode & 0o077 == 0
    assert office.stat().st_mode & 0o077 == 0


def test_a_copied_database_without_its_keys_opens_nobody(office, tmp_path):
    shutil.rmtree(office / "keys")
    assert code_of(run("audit", "verify", data=office)) == (2, "data_folder_missing")
