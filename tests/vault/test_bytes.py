"""A thief with the database and the files, but without the keys, reads no number, card, photo or signature."""

import base64
import hashlib
import logging
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balakas.audit import queries as audit
from balakas.common import jobs
from balakas.config.demo import pictures
from balakas.config.demo.clock import at
from balakas.config.demo.people import citizens
from balakas.handover.queries import ledger
from balakas.recipients.actions import people
from balakas.recipients.models import Person, Recipient
from balakas.staff.actions import people as officers
from balakas.staff.models import FormDraft, User
from balakas.staff.queries import actor_of
from balakas.staff.rules import PersonFacts
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


def _unpacked(held: bytes) -> list[bytes]:
    """Return what a signed, perhaps compressed value of Django (a session) holds: packed it would show nothing to a search."""
    packed, _, signed = held.rpartition(b":")[0].rpartition(b":")
    if not signed or b" " in packed:
        return []
    try:
        return [signing.b64_decode(packed.lstrip(b".")), zlib.decompress(signing.b64_decode(packed.lstrip(b".")))]
    except (ValueError, zlib.error):
        return []


def leaks(secrets: list[bytes]) -> list[tuple[str, bytes]]:
    return [
        (where, secret)
        for where, held in everything_stored()
        for secret in secrets
        if any(secret in text for text in (held, *_unpacked(held)))
    ]


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


# --- what is kept for a while: phone numbers, sessions, drafts, jobs, logs ------------------------------------------

PHONE, OFFICERS_PHONE, TYPED = "081250009001", "081250009002", "6311030107809002"


def logged_in(stage) -> Client:
    client = Client()
    client.force_login(stage.office.users["kasi"])
    return client


def with_phones(stage) -> Recipient:
    recipient = Recipient.objects.select_related("person").order_by("order").first()
    kasi = actor_of(stage.office.users["kasi"])
    name, version = recipient.person.name, recipient.person.version
    people.edit(
        recipient_id=recipient.id, version=version, data=people.Particulars(name=name, phone=PHONE), by=kasi,
        at=at(AFTER, "12.00"),
    )  # fmt: skip
    clerk, admin = stage.office.users["pengelola"], actor_of(stage.office.users["admin"])
    facts = PersonFacts(name=clerk.name, phone=OFFICERS_PHONE)
    officers.edit_person(user_id=clerk.id, facts=facts, by=admin, at=at(AFTER, "12.00"))
    return recipient


def test_no_phone_number_shows(stage):
    recipient = with_phones(stage)
    assert leaks([*forms(PHONE), *forms(OFFICERS_PHONE)]) == []
    Person.objects.filter(id=recipient.person_id).update(phone_sealed=PHONE.encode())
    assert leaks(forms(PHONE)) == [("recipients_person.phone_sealed", PHONE.encode())]
    User.objects.filter(id=stage.office.users["pengelola"].id).update(phone_sealed=OFFICERS_PHONE.encode())
    assert leaks(forms(OFFICERS_PHONE)) == [("staff_user.phone_sealed", OFFICERS_PHONE.encode())]


def a_session_that_holds(stage, number: str) -> None:
    client = logged_in(stage)
    session = client.session
    session["what a page keeps"] = number
    session.save()
    assert client.session["what a page keeps"] == number


@pytest.mark.parametrize("padding", ["", " dan kata-kata lain" * 200])
def test_no_live_session_shows_what_it_holds(stage, settings, padding):
    a_session_that_holds(stage, TYPED + padding)
    assert leaks(forms(TYPED)) == []
    settings.SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
    a_session_that_holds(stage, TYPED + padding)
    assert ("django_session.session_data", TYPED.encode()) in leaks(forms(TYPED))


def test_no_form_draft_shows_what_was_typed(stage):
    Client().post(reverse("staff:person_new"), {"name": "Siti", "nik": TYPED, "phone": PHONE})
    assert FormDraft.objects.count() == 1
    assert leaks([*forms(TYPED), *forms(PHONE)]) == []
    FormDraft.objects.update(sealed=f'{{"nik": ["{TYPED}"]}}'.encode())
    assert leaks(forms(TYPED)) == [("staff_formdraft.sealed", TYPED.encode())]


def test_no_waiting_job_shows_a_number(stage, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    person = Person.objects.exclude(nik_sealed=b"").first()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue("balakas.papers.jobs.nothing", person.id)
    assert DBTaskResult.objects.count() == 1, "a job waits"
    assert str(person.id) in str(DBTaskResult.objects.get().args_kwargs), (
        "and its arguments are where they are looked for"
    )
    numbers = [form for one in citizens(VILLAGES, 8, seed=9) for form in forms(one.nik)]
    assert leaks(numbers) == []
    with pytest.raises(ValueError, match="badly formed"):
        jobs.run.func("builtins.print", [TYPED])
    DBTaskResult.objects.update(args_kwargs={"args": [TYPED], "kwargs": {}})
    assert leaks(forms(TYPED)) == [("django_tasks_database_dbtaskresult.args_kwargs", TYPED.encode())]


def shown_in(log: pytest.LogCaptureFixture, secrets: list[bytes]) -> list[bytes]:
    text = "\n".join([log.text, *(logging.Formatter().format(record) for record in log.records)]).encode()
    return [secret for secret in secrets if secret in text]


def test_no_log_shows_a_number(stage, caplog, monkeypatch):
    recipient = with_phones(stage)
    person = recipient.person
    number = opened(person) if person.nik_sealed else TYPED
    secrets = [*forms(number), *forms(TYPED), *forms(PHONE), *secrets_of_the_crowd()]
    client = logged_in(stage)
    client.raise_request_exception = False
    with caplog.at_level(logging.INFO):
        client.post(reverse("recipients:search"), {"words": number})
        client.post(reverse("recipients:reveal", args=[recipient.id]), {"reason": "mencocokkan kartu"})
        client.get(f"/tidak-ada/{person.id}/")
        Client(enforce_csrf_checks=True).post(reverse("staff:person_new"), {"nik": TYPED})
        monkeypatch.setattr(people, "edit", lambda **_: 1 / 0)
        sent = {
            "version": person.version,
            "name": "Siti",
            "nik": TYPED,
            "phone": PHONE,
            "village_code": recipient.village_code,
        }
        assert client.post(reverse("recipients:edit", args=[recipient.id]), sent).status_code == 500
    assert "ZeroDivisionError" in caplog.text, "the fault itself is in the log"
    assert shown_in(caplog, secrets) == []
    logging.getLogger("balakas.pages").warning("edited %s", TYPED)
    assert shown_in(caplog, secrets) == [TYPED.encode()]


def test_drafts_and_sessions_do_not_stay_for_ever(stage):
    Client().post(reverse("staff:person_new"), {"nik": TYPED})
    FormDraft.objects.update(created_at=timezone.now() - timedelta(hours=2))
    Client().post(reverse("staff:person_new"), {"nik": TYPED})
    assert FormDraft.objects.count() == 1
