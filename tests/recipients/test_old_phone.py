"""What a registered phone opens after ten hours: work goes on, pictures of people wait for the password."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balakas.audit.models import Entry
from balakas.recipients.models import Document
from balakas.staff.rules import PositionKind
from tests.conftest import PASSWORD, World
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over
from tests.staff.test_phones import goes_to, passes, register, signed_in_as

pytestmark = pytest.mark.django_db

AWAYAN = "63.11.03.2007"
ASKED = "/akun/ulang/"


@pytest.fixture
def recipient(world: World):
    made = taken_over(world, a_distribution(world), person_row(1))[0]
    take(world.client(PositionKind.VILLAGE_OFFICER), made)
    return made


def take(client, recipient, colour: str = "teal"):
    photo = SimpleUploadedFile("ktp.jpg", a_photo(colour), "image/jpeg")
    return client.post(reverse("recipients:documents", args=[recipient.id]), {"photos_ktp": photo})


def old_phone(login: str):
    cache.clear()
    client = signed_in_as(login)
    register(client)
    passes(client, hours=10, minutes=1)
    return client


def test_photos_are_taken_but_not_shown_until_the_password_is_said_again(recipient):
    phone, page = old_phone("desa"), reverse("recipients:documents", args=[recipient.id])
    shown = phone.get(page)
    assert "/penerima/gambar/" not in shown.text
    assert ASKED in shown.text
    assert not Entry.objects.filter(act="recipients.look_at_papers").exists(), "nobody looked at anything"
    assert take(phone, recipient, "navy").headers["Location"] == page
    assert Document.objects.count() == 2
    phone.post(shown.context["asked"], {"password": PASSWORD})
    again = phone.get(page)
    assert len(again.context["papers"]) == 2
    assert "/penerima/gambar/" in again.text
    assert ASKED not in again.text


def test_a_pictures_address_kept_from_earlier_opens_nothing(recipient):
    cache.clear()
    phone = signed_in_as("desa")
    register(phone)
    token = phone.get(reverse("recipients:documents", args=[recipient.id])).context["papers"][0]["token"]
    picture = reverse("recipients:picture", args=[token])
    assert phone.get(picture).headers["Content-Type"] == "image/jpeg"
    passes(phone, hours=10, minutes=1)
    assert goes_to(phone.get(picture)) == ASKED


def test_looking_a_village_through_asks_and_the_board_does_not(recipient):
    phone = old_phone("tksk")
    village = reverse("recipients:village", args=[recipient.distribution_id, AWAYAN])
    assert phone.get(village).status_code == 200
    assert goes_to(phone.get(village + "?lihat=1")) == ASKED
    assert not Entry.objects.filter(act="recipients.look_at_papers").exists()


def test_the_subjects_page_asks(recipient):
    assert goes_to(old_phone("kasi").get(reverse("desk:person", args=[recipient.id]))) == ASKED
