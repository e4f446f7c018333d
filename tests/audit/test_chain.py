"""The record of acts: one chain an office, nothing changed without its being named."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from balakas.audit import actions, queries
from balakas.audit.models import Entry
from balakas.common.actors import SYSTEM
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db


@contextmanager
def triggers_off():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
        held = cursor.fetchall()
        for name, _ in held:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in held:
            cursor.execute(sql)


def record(office_id, count=5):
    for number in range(count):
        actions.record(
            office_id=office_id, by=SYSTEM, at=MONDAY, act="tests.act", kind="thing", label=f"nomor {number}",
            details={"number": number},
        )  # fmt: skip


def test_a_chain_holds_and_each_office_has_its_own(world):
    record(world.office.id)
    record(world.foreign_office.id, 2)
    assert (queries.verify(world.office.id).entries, queries.verify(world.office.id).broken_seq) == (5, None)
    assert queries.verify(world.foreign_office.id).entries == 2


@pytest.mark.parametrize("column", ["label", "act", "actor_label", "details", "hash", "previous"])
def test_a_changed_entry_is_named(world, column):
    record(world.office.id)
    with triggers_off():
        value = {"number": 99} if column == "details" else "diubah"
        Entry.objects.filter(office_id=world.office.id, seq=3).update(**{column: value})
    assert queries.verify(world.office.id).broken_seq == 3


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_removed_entry_is_named(world, seq):
    record(world.office.id)
    with triggers_off():
        Entry.objects.filter(office_id=world.office.id, seq=seq).delete()
    verdict = queries.verify(world.office.id)
    assert (verdict.broken_seq, verdict.reason) == (seq if seq == 5 else seq + 1, "missing")


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_itself_refuses(world, act):
    record(world.office.id, 1)
    rows = Entry.objects.filter(office_id=world.office.id)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(label="x") if act == "update" else rows.delete()
    assert rows.get().label == "nomor 0"
