"""The record of acts: one chain an office, nothing changed without its being named."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from balakas.audit import actions, queries
from balakas.audit.models import Entry
from balakas.audit.rules import hashed
from balakas.common.actors import SYSTEM
from balakas.common.canonical import digest
from balakas.common.ids import uuid7
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
def test_a_removed_entry_is_named_by_its_own_number(world, seq):
    record(world.office.id)
    with triggers_off():
        Entry.objects.filter(office_id=world.office.id, seq=seq).delete()
    verdict = queries.verify(world.office.id)
    assert (verdict.broken_seq, verdict.reason, verdict.entries) == (seq, "missing", 4)
    assert verdict.sentence == f"Catatan nomor {seq} tidak ada lagi: dihapus."


def test_a_removed_entry_whose_number_was_closed_up_is_named(world):
    record(world.office.id)
    with triggers_off():
        Entry.objects.filter(office_id=world.office.id, seq=3).delete()
        for seq in (4, 5):
            Entry.objects.filter(office_id=world.office.id, seq=seq).update(seq=seq - 1)
    verdict = queries.verify(world.office.id)
    assert (verdict.broken_seq, verdict.reason) == (3, "reordered")


@pytest.mark.parametrize(("one", "other"), [(2, 3), (1, 5), (4, 5)])
def test_two_entries_in_each_others_place_are_named(world, one, other):
    record(world.office.id)
    rows = Entry.objects.filter(office_id=world.office.id)
    with triggers_off():
        rows.filter(seq=one).update(seq=99)
        rows.filter(seq=other).update(seq=one)
        rows.filter(seq=99).update(seq=other)
    verdict = queries.verify(world.office.id)
    assert (verdict.broken_seq, verdict.reason) == (one, "reordered")
    assert "urutannya ditukar" in verdict.sentence


def test_two_entries_whose_contents_were_swapped_are_named(world):
    """Numbers and hashes stay where they are; only what is said changes place."""
    record(world.office.id)
    rows = Entry.objects.filter(office_id=world.office.id)
    with triggers_off():
        held = {seq: rows.values("label", "details").get(seq=seq) for seq in (2, 4)}
        rows.filter(seq=2).update(**held[4])
        rows.filter(seq=4).update(**held[2])
    assert (queries.verify(world.office.id).broken_seq, queries.verify(world.office.id).reason) == (2, "changed")


def test_an_entry_put_in_by_hand_is_named(world):
    record(world.office.id)
    last = Entry.objects.get(office_id=world.office.id, seq=5)
    with triggers_off():
        last.pk, last.seq, last.previous = None, 6, last.hash
        last.id = uuid7()
        last.hash = digest(hashed(last))
        last.save(force_insert=True)
    verdict = queries.verify(world.office.id)
    assert (verdict.broken_seq, verdict.reason) == (6, "added")


def test_a_whole_new_chain_of_the_same_length_is_noticed(world):
    """Whoever makes every hash anew still has to change the tail; without that the last entry does not fit it."""
    record(world.office.id, 2)
    with triggers_off():
        last = Entry.objects.get(office_id=world.office.id, seq=2)
        last.label = "diubah"
        Entry.objects.filter(id=last.id).update(label="diubah", hash=digest(hashed(last)))
    verdict = queries.verify(world.office.id)
    assert (verdict.broken_seq, verdict.reason) == (2, "chain")


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_itself_refuses(world, act):
    record(world.office.id, 1)
    rows = Entry.objects.filter(office_id=world.office.id)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(label="x") if act == "update" else rows.delete()
    assert rows.get().label == "nomor 0"
