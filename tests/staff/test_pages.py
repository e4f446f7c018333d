from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from balakas.staff import queries
from balakas.staff.models import Appointment, Office, ResetTicket, SignIn, User
from balakas.staff.rules import POSITIONS, RIGHT_SENTENCES, PositionKind
from tests.helpers import assert_same_query_count

ADMIN = PositionKind.ADMINISTRATOR
NEW = "perahu-kecil-di-hulu"


@pytest.fixture
def admin(world):
    return world.client(ADMIN)


def url(name, *args):
    return reverse(f"staff:{name}", args=args)


def text(response):
    return response.content.decode()


def more_people(world, count=10):
    for number in range(count):
        world._hire(world.office, f"tambahan{number}", f"Tambahan {number}", PositionKind.TKSK)


def test_the_list_asks_as_often_for_many_people_as_for_few(world, admin):
    assert_same_query_count(lambda: admin.get(url("people")), lambda: more_people(world))


def test_a_person_with_many_positions_and_logins_asks_as_often(world, admin, monday):
    person = world.users[PositionKind.TKSK]

    def grow():
        for _ in range(5):
            SignIn.objects.create(user=person, started_at=monday, seen_at=monday)
            Appointment.objects.create(user=person, office=world.office, position="clerk", valid_from=date(2025, 1, 1))

    assert_same_query_count(lambda: admin.get(url("person", person.id)), grow)


def test_the_list_is_filtered_and_paged(world, admin):
    assert "Rahmadi Anwar" in text(admin.get(url("people")))
    assert "Rahmadi Anwar" not in text(admin.get(url("people"), {"jabatan": "clerk"}))
    in_village = text(admin.get(url("people"), {"kantor": str(world.villages["63.11.03.2007"].id)}))
    assert "Hamdani Yusuf" in in_village
    assert "Aulia Rahman" not in in_village
    assert "Budi Lain" not in text(admin.get(url("people")))
    User.objects.filter(username="desa").update(is_active=False)
    assert "Hamdani Yusuf" not in text(admin.get(url("people")))
    assert "Hamdani Yusuf" in text(admin.get(url("people"), {"akun": "tutup"}))
    more_people(world, 60)
    assert "Tambahan 59" not in text(admin.get(url("people")))
    assert "Tambahan 59" in text(admin.get(url("people"), {"halaman": 2}))


def test_an_account_from_the_form_to_the_first_login(world, admin):
    answer = admin.post(url("person_new"), {"username": "saidah", "name": "Saidah Noor", "nip": "1234"})
    assert "NIP terdiri atas 18 angka." in text(answer)
    answer = admin.post(url("person_new"), {"username": "camat", "name": "Saidah Noor"})
    assert "Nama pengguna ini sudah dipakai." in text(answer)
    answer = admin.post(url("person_new"), {"username": "saidah", "name": "Saidah Noor"})
    person = User.objects.get(username="saidah")
    assert answer.headers["Location"] == url("person", person.id)
    given = {"position": "tksk", "place": str(world.office.id), "acting": "", "valid_from": "2025-01-01"}
    assert admin.post(url("appoint", person.id), given).status_code == 302
    page = text(admin.get(url("person", person.id)))
    assert "Tenaga Kesejahteraan Sosial Kecamatan" in page
    assert RIGHT_SENTENCES[next(iter(POSITIONS[PositionKind.TKSK].rights))] in page

    slip = admin.post(url("ticket", person.id))
    address = slip.context["address"]
    assert address not in str(ResetTicket.objects.values())
    phone = Client()
    assert phone.get(address).headers["Location"] == url("reset")
    assert "saidah" in text(phone.get(url("reset")))
    answer = phone.post(url("reset"), {"password1": "123", "password2": "123"})
    assert "mudah ditebak" in text(answer)
    assert "tidak sama" in text(phone.post(url("reset"), {"password1": NEW, "password2": NEW + "x"}))
    assert phone.post(url("reset"), {"password1": NEW, "password2": NEW}).headers["Location"] == "/akun/masuk/"
    again = Client()
    again.get(address)
    assert "tidak berlaku lagi" in text(again.get(url("reset")))
    assert phone.post("/akun/masuk/", {"login": "saidah", "password": NEW}).status_code == 302
    assert phone.get(url("me")).status_code == 200


def test_the_slips_qr_leads_to_the_address(world, admin):
    from base64 import b64decode
    from xml.etree import ElementTree as ET

    slip = admin.post(url("ticket", world.users[PositionKind.CLERK].id))
    svg = b64decode(slip.context["qr"].partition(",")[2])
    assert ET.fromstring(svg).tag.endswith("svg")
    from balakas.common.qr import qr_svg

    assert svg.decode() == qr_svg(slip.context["address"])
    assert slip.context["address"].startswith("http://testserver/petugas/sandi-baru/")


def test_editing_shows_what_is_there(world, admin):
    clerk = world.users[PositionKind.CLERK]
    given = {"name": "Aulia Rahman", "back_title": "S.E.", "phone": "081250009001"}
    assert admin.post(url("person_edit", clerk.id), given).status_code == 302
    page = text(admin.get(url("person_edit", clerk.id)))
    assert "081250009001" in page
    assert "S.E." in page


def test_ending_a_position_and_what_refuses(world, admin):
    held = Appointment.objects.get(position="clerk")
    assert admin.post(url("appointment_end", held.id), {"last_day": "2026-01-31"}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == date(2026, 1, 31)
    own = Appointment.objects.get(position="administrator")
    answer = admin.post(url("appointment_end", own.id), {"last_day": "2026-01-31"})
    assert "Harus tetap ada seorang administrator" in text(answer)
    assert "Hari terakhir mendahului" in text(admin.post(url("appointment_end", held.id), {"last_day": "2020-01-31"}))


def test_closing_the_own_account_is_refused_with_a_sentence(world, admin):
    answer = admin.post(url("person_state", world.users[ADMIN].id), {})
    assert answer.status_code == 409
    assert "Harus tetap ada seorang administrator" in text(answer)


def test_closing_and_opening_an_account(world, admin):
    clerk = world.users[PositionKind.CLERK]
    admin.post(url("person_state", clerk.id), {})
    assert "Akun ditutup" in text(admin.get(url("person", clerk.id)))
    admin.post(url("person_state", clerk.id), {"aktif": "1"})
    assert "Akun ditutup" not in text(admin.get(url("person", clerk.id)))


def test_the_office_its_agency_and_its_logo(world, admin):
    home = world.office
    facts = {"name": "Kecamatan Awayan", "zone": "Asia/Makassar", "postal_code": "716"}
    assert "Kode pos terdiri atas 5 angka." in text(admin.post(url("office_edit", home.id), facts))
    assert admin.post(url("office_edit", home.id), facts | {"postal_code": "71664"}).status_code == 302
    assert admin.post(url("agency_new"), {"name": "Dinas Sosial", "zone": "Asia/Makassar"}).status_code == 302
    page = text(admin.get(url("office")))
    assert "71664" in page
    assert "Dinas Sosial" in page
    target = BytesIO()
    Image.new("RGB", (40, 60), "green").save(target, "JPEG")
    good = SimpleUploadedFile("lambang.jpg", target.getvalue(), "image/jpeg")
    bad = SimpleUploadedFile("lambang.jpg", b"no picture", "image/jpeg")
    assert "PNG, JPEG, atau WebP" in text(admin.post(url("logo_set"), {"logo": bad}))
    assert admin.post(url("logo_set"), {"logo": good}).status_code == 302
    assert admin.get(url("logo")).content.startswith(b"\x89PNG")
    assert world.foreign_client().get(url("logo")).status_code == 404
    assert admin.post(url("logo_remove")).status_code == 302
    assert Office.objects.get(id=home.id).logo_file_id is None


def test_villages_of_another_district_are_no_place_for_a_position(world, admin):
    clerk = world.users[PositionKind.CLERK]
    given = {"position": "camat", "place": str(world.foreign_office.id), "valid_from": "2026-01-12"}
    assert admin.post(url("appoint", clerk.id), given).status_code == 200
    assert Appointment.objects.filter(user=clerk).count() == 1


def test_my_devices(world):
    here, there = world.client(PositionKind.TKSK), world.client(PositionKind.TKSK)
    here.get(url("me"))
    there.get(url("me"), headers={"user-agent": "Ponsel Lama"})
    page = here.get(url("me"))
    assert "Ponsel Lama" in text(page)
    other = next(row for row in page.context["sign_ins"] if row.agent == "Ponsel Lama")
    assert here.post(url("session_end", other.id)).status_code == 302
    assert there.get(url("me")).headers["Location"].startswith("/akun/masuk/")
    third = world.client(PositionKind.TKSK)
    third.get(url("me"))
    here.post(url("sessions_end"))
    assert third.get(url("me")).status_code == 302
    assert here.get(url("me")).status_code == 200


def test_rights_are_explained_for_every_position(world, admin):
    page = text(admin.get(url("positions")))
    for sentence in RIGHT_SENTENCES.values():
        assert sentence in page


def test_a_village_officer_may_be_sent_to_another_village(world, admin, monday):
    person = world.users[PositionKind.VILLAGE_OFFICER]
    pudak = world.villages["63.11.03.2008"]
    given = {"position": "village_officer", "place": str(pudak.id), "valid_from": "2026-01-01"}
    assert admin.post(url("appoint", person.id), given).status_code == 302
    assert queries.officer_of(person, at=monday).villages == {
        "63.11.03.2007", "63.11.03.2008"
    }  # fmt: skip
