"""A thief with the database and the files, but without the keys, reads no number, card, photo or signature."""

import base64
import hashlib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from balakas.audit import queries as audit
from balakas.config.demo import pictures
from balakas.config.demo.clock import at
from balakas.config.demo.people import citizens
from balakas.handover.queries import ledger
from balakas.recipients.models import Person
from balakas.vault import actions, queries
from balakas.vault.models import StoredFile
from balakas.vault.rules import KeyDestroyed, Place
from tests.reporting.cases import AFTER, VILLAGES, handed_out

pytestmark = pytest.mark.django_db


def forms(text: str) -> list[bytes]:
    raw = text.encode()
    return [raw, text.encode("utf-16-le"), raw.hex().encode(), base64.b64encode(raw)[:-4]]


def everything_stored() -> list[tuple[str, bytes]]:
    """Return every column of every table and every file of the data folder but the keys, as bytes."""
    found: list[tuple[str, bytes]] = []
    for model in apps.get_models(include_auto_created=True):
        columns = ", ".join(connection.ops.quote_name(field.column) for field in model._meta.concrete_fields)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                for field, value in zip(model._meta.concrete_fields, row, strict=True):
                    if value is None or isinstance(field, models.UUIDField):
                        continue
                    held = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    found.append((f"{model._meta.db_table}.{field.column}", held))
    data = Path(settings.BALAKAS_DATA)
    files = [path for path in data.rglob("*") if path.is_file() and "keys" not in path.relative_to(data).parts]
    return found + [(str(path.relative_to(data)), path.read_bytes()) for path in files]


def leaks(secrets: list[bytes]) -> list[tuple[str, bytes]]:
    return [(where, secret) for where, held in everything_stored() for secret in secrets if secret in held]


@pytest.fixture
def stage():
    return handed_out(8, from_file=True)


def secrets_of_the_crowd() -> list[bytes]:
    crowd = citizens(VILLAGES, 8, seed=9)
    numbers = [form for person in crowd for number in (person.nik, person.kk) for form in forms(number)]
    return numbers + [image[200:232] for image in images_of(crowd)]


def images_of(crowd) -> list[bytes]:
    return [pictures.ktp(crowd[0]), pictures.kk(crowd[0]), pictures.signature(1)]


def test_the_pictures_looked_for_are_the_ones_kept(stage):
    kept = set(StoredFile.objects.values_list("sha256", flat=True))
    looked_for = {hashlib.sha256(image).hexdigest() for image in images_of(citizens(VILLAGES, 8, seed=9))}
    assert looked_for <= kept, "the search would look for bytes nobody stored"


def test_the_search_would_find_a_picture(stage):
    picture = images_of(citizens(VILLAGES, 8, seed=9))[0]
    plain = Path(settings.BALAKAS_FILES) / "plain.jpg"
    plain.write_bytes(picture)
    try:
        assert [where for where, _ in leaks([picture[200:232]])] == ["files/plain.jpg"]
    finally:
        plain.unlink()


def test_nothing_stored_shows_a_number_or_a_picture(stage):
    assert leaks(secrets_of_the_crowd()) == []


def test_the_search_would_find_one(stage):
    person = Person.objects.exclude(nik_sealed=b"").first()
    number = "6311030107809001"
    Person.objects.filter(id=person.id).update(address=f"RT 1 {number}")
    assert leaks(forms(number)) == [("recipients_person.address", number.encode())]


def test_one_destroyed_key_and_every_chain_still_holds(stage):
    person, other = Person.objects.exclude(nik_sealed=b"").order_by("id")[:2]
    actions.destroy_subject(subject_id=person.subject_id, at=at(AFTER, "12.00"))
    with pytest.raises(KeyDestroyed):
        opened(person)
    assert len(opened(other)) == 16
    assert audit.verify(stage.office.id).broken_seq is None
    assert not ledger.verify(stage.office.id).reason


def opened(person: Person) -> str:
    place = Place("recipients_person", "nik_sealed", person.id)
    return queries.open_sealed(bytes(person.nik_sealed), subject_id=person.subject_id, place=place)
