"""The letterhead and the signers come from what the office entered."""

import io
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader

from balakas.papers.actions.office import office_pdf
from balakas.papers.models import OfficeForm
from balakas.papers.queries import letterhead
from balakas.papers.rules.samples import planning
from balakas.staff.models import Appointment
from balakas.staff.rules import PositionKind
from balakas.vault.actions import office_subject, store_file

DAY = date(2026, 1, 15)


def test_the_letterhead_leaves_out_what_is_not_known(world):
    assert letterhead.kop_of(world.office.id) == {
        "government": "Pemerintah Kabupaten Balangan", "office": "Kecamatan Awayan", "address": "", "contact": "",
    }  # fmt: skip
    world.office.address, world.office.postal_code, world.office.email = "Jalan Contoh", "71664", "a@b.example"
    world.office.save()
    kop = letterhead.kop_of(world.office.id)
    assert (kop["address"], kop["contact"]) == ("Jalan Contoh, Kode Pos 71664", "pos-el a@b.example")


@pytest.mark.parametrize(
    ("acting", "printed"), [("", "CAMAT AWAYAN"), ("plt", "Plt. CAMAT AWAYAN"), ("plh", "Plh. CAMAT AWAYAN")]
)
def test_who_heads_the_office_is_printed_as_he_holds_it(world, acting, printed):
    Appointment.objects.filter(position=PositionKind.CAMAT).update(acting=acting)
    assert letterhead.head_of(world.office.id, DAY).signer["position"] == printed


def test_name_titles_rank_and_nip(world):
    user = world.users[PositionKind.CAMAT]
    user.front_title, user.back_title, user.rank, user.grade, user.nip = (
        "Drs.",
        "M.Si.",
        "Pembina",
        "IV/a",
        "197001011995031901",
    )
    user.save()
    signer = letterhead.head_of(world.office.id, DAY).signer
    assert (signer["name"], signer["rank"], signer["nip"]) == (
        "Drs. Rahmadi Anwar, M.Si.",
        "Pembina (IV/a)",
        "19700101 199503 1 901",
    )


def test_a_tksk_has_neither_rank_nor_nip(world):
    signer = letterhead.signer_of(world.users[PositionKind.TKSK].id, world.office.id, DAY)
    assert (signer["rank"], signer["nip"]) == ("", "")
    assert signer["position"] == "Tenaga Kesejahteraan Sosial Kecamatan"


def test_the_holder_signs_before_who_acts_for_him(world):
    Appointment.objects.create(
        user=world.users[PositionKind.SEKRETARIS], office=world.office, position=PositionKind.CAMAT, acting="plh",
        valid_from=DAY,
    )  # fmt: skip
    assert letterhead.head_of(world.office.id, DAY).user_id == world.users[PositionKind.CAMAT].id
    Appointment.objects.filter(user=world.users[PositionKind.CAMAT]).update(valid_to=date(2026, 1, 1))
    assert letterhead.head_of(world.office.id, DAY).user_id == world.users[PositionKind.SEKRETARIS].id


def test_nobody_heads_an_office_nobody_was_appointed_to(world):
    assert letterhead.head_of(world.office.id, date(2020, 1, 1)) is None
    assert letterhead.signer_of(world.stranger.id, world.office.id, DAY) is None


def test_a_form_of_the_office_bears_its_letterhead_arms_and_own_template(world, monday):
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "green").save(buffer, "PNG")
    subject = office_subject(office_id=world.office.id, at=monday)
    arms = store_file(
        office_id=world.office.id, subject_id=subject, content=buffer.getvalue(), media_type="image/png", at=monday
    )
    world.office.logo_file_id = arms.id
    world.office.save()
    data = {key: value for key, value in planning.equipment().items() if key != "kop"}

    page = PdfReader(io.BytesIO(office_pdf("equipment", data, office_id=world.office.id, at=monday))).pages[0]

    assert "PEMERINTAH KABUPATEN BALANGAN" in page.extract_text()
    assert len(page.images) == 1
    own = '#import "/kop.typ": *\n#show: sheet.with(title: "X")\nDaftar kantor kami'
    OfficeForm.objects.create(office=world.office, name="equipment", source=own, changed_by="a", changed_at=monday)
    page = PdfReader(io.BytesIO(office_pdf("equipment", data, office_id=world.office.id, at=monday))).pages[0]
    assert page.extract_text().startswith("Daftar kantor kami")
