"""What is sealed opens where it was sealed, for its subject, until its key is destroyed."""

import errno
import stat
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from balakas.vault import actions, queries
from balakas.vault.rules import IndexKind, KeyDestroyed, Place, SealBroken, SubjectKind
from tests.conftest import MONDAY

OFFICE = uuid4()


def subject(office=OFFICE):
    return actions.create_subject(office_id=office, kind=SubjectKind.PERSON, at=MONDAY)


class Seals(TestCase):
    @given(st.text(min_size=1))
    def test_what_is_sealed_opens_and_does_not_show(self, text):
        owner, place = subject(), Place("people", "nik", uuid4())
        sealed = actions.seal(text, subject_id=owner, place=place)
        assert queries.open_sealed(sealed, subject_id=owner, place=place) == text
        if len(text.encode()) > 3:
            assert text.encode() not in sealed

    @given(st.sampled_from(["table", "column", "row", "subject"]))
    def test_a_value_moved_does_not_open(self, what):
        owner, place = subject(), Place("people", "nik", uuid4())
        sealed = actions.seal("6311030107809001", subject_id=owner, place=place)
        moved = {
            "table": Place("households", "nik", place.row),
            "column": Place("people", "kk", place.row),
            "row": Place("people", "nik", uuid4()),
            "subject": place,
        }[what]
        other = subject() if what == "subject" else owner
        with pytest.raises(SealBroken):
            queries.open_sealed(sealed, subject_id=other, place=moved)

    @given(st.integers(0, 43), st.integers(1, 255))
    def test_a_changed_byte_does_not_open(self, where, change):
        owner, place = subject(), Place("people", "nik", uuid4())
        sealed = bytearray(actions.seal("6311030107809001", subject_id=owner, place=place))
        sealed[where % len(sealed)] ^= change
        with pytest.raises(SealBroken):
            queries.open_sealed(bytes(sealed), subject_id=owner, place=place)


@pytest.mark.django_db
def test_a_destroyed_key_opens_nothing_any_more():
    owner, other, place = subject(), subject(), Place("people", "nik", uuid4())
    sealed = actions.seal("rahasia", subject_id=owner, place=place)
    kept = actions.seal("tetap", subject_id=other, place=place)
    actions.destroy_subject(subject_id=owner, at=MONDAY)
    with pytest.raises(KeyDestroyed):
        queries.open_sealed(sealed, subject_id=owner, place=place)
    with pytest.raises(KeyDestroyed):
        actions.seal("lagi", subject_id=owner, place=place)
    assert queries.open_sealed(kept, subject_id=other, place=place) == "tetap"


def test_an_index_is_of_one_kind_and_one_office():
    nik = queries.blind_index(OFFICE, IndexKind.NIK, "6311030107809001")
    assert nik == queries.blind_index(OFFICE, IndexKind.NIK, " 6311.0301 0780-9001 ")
    assert nik != queries.blind_index(OFFICE, IndexKind.KK, "6311030107809001")
    assert nik != queries.blind_index(uuid4(), IndexKind.NIK, "6311030107809001")


@pytest.mark.django_db
def test_a_file_is_kept_byte_for_byte_and_sealed():
    content = bytes(range(256)) * 40
    row = actions.store_file(
        office_id=OFFICE, subject_id=subject(), content=content, media_type="image/jpeg", at=MONDAY
    )
    assert queries.file_bytes(row.id) == content
    assert content[:32] not in queries.file_path(row.id).read_bytes()
    assert row.size == len(content)


@pytest.mark.django_db
def test_a_full_disk_leaves_nothing_half_done(monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("balakas.vault.actions.os.fsync", full)
    before = set(Path(settings.BALAKAS_FILES).rglob("*.*"))
    owner = subject()
    with pytest.raises(OSError, match="No space left"):
        actions.store_file(office_id=OFFICE, subject_id=owner, content=b"x" * 100, media_type="image/png", at=MONDAY)
    assert set(Path(settings.BALAKAS_FILES).rglob("*.*")) == before


def test_keys_are_the_owners_alone():
    keys = list(Path(settings.BALAKAS_KEYS).glob("*.key"))
    assert {key.name for key in keys} >= {"master.key", "cookies.key"}
    for key in keys:
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
