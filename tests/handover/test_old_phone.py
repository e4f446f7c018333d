"""A visit and a page on a registered phone after ten hours: their pictures wait for the password."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from balakas.handover.actions import pages
from balakas.handover.models.books import Attachment
from tests.handover.factories import FIELD_DAY, PHOTO, a_field
from tests.staff.test_phones import goes_to, passes, register, signed_in_as

ASKED = "/akun/ulang/"


@pytest.fixture
def phone(world):
    cache.clear()
    client = signed_in_as("tksk")
    register(client)
    return client


def test_the_receipt_is_shown_and_its_pictures_are_not(world, phone):
    field = a_field(world, 1)
    visit = field.give(field.people[0]).visit
    page = reverse("handover:visit", args=[visit.id])
    picture = reverse("handover:picture", args=[Attachment.objects.filter(visit=visit).first().id])
    assert picture in phone.get(page).text
    assert phone.get(picture).status_code == 200
    passes(phone, hours=10, minutes=1)
    shown = phone.get(page).text
    assert visit.receipt in shown
    assert "/lapangan/gambar/" not in shown
    assert ASKED in shown
    assert goes_to(phone.get(picture)) == ASKED


def test_a_photographed_page_waits_too_and_can_still_be_keyed(world, phone):
    field = a_field(world, 1)
    made = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY)
    sheet = pages.PaperPage.objects.get(paper_list=made)
    pages.photograph_page(page_id=sheet.id, photo=PHOTO, by=field.tksk, at=FIELD_DAY)
    page, scan = reverse("handover:page", args=[sheet.id]), reverse("handover:page_scan", args=[sheet.id])
    assert scan in phone.get(page).text
    passes(phone, hours=10, minutes=1)
    shown = phone.get(page).text
    assert scan not in shown
    assert ASKED in shown
    assert 'name="given_1"' in shown
    assert goes_to(phone.get(scan)) == ASKED
    assert goes_to(phone.get(reverse("handover:list_pdf", args=[made.id]))) == ASKED
