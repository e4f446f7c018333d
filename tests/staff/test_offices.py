from io import BytesIO

import pytest
from PIL import Image

from balakas.common.actors import SYSTEM
from balakas.staff import queries, rules
from balakas.staff.actions import offices
from balakas.staff.models import Office
from balakas.staff.rules import NotAllowed, OfficeFacts, OfficeKind, PositionKind
from balakas.vault import queries as vault

ADMIN = PositionKind.ADMINISTRATOR


def picture(kind="PNG", size=(40, 60)):
    target = BytesIO()
    Image.new("RGB", size, "green").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(
    ("wanted", "name", "zone", "villages"),
    [
        ("63.11.03", "Kecamatan Awayan", "Asia/Makassar", 23),
        ("631103", "Kecamatan Awayan", "Asia/Makassar", 23),
        ("91.71.01", "Distrik Jayapura Utara", "Asia/Jayapura", 8),
    ],
)
def test_any_district_becomes_an_office(db, monday, wanted, name, zone, villages):
    office = offices.create_district(region_code=wanted, by=SYSTEM, at=monday)
    assert (office.name, office.zone) == (name, zone)
    found = queries.villages_of(office.id)
    assert found.count() == villages
    assert {village.name.split()[0] for village in found} <= {"Desa", "Kelurahan"}


def test_a_district_has_one_office(db, monday):
    offices.create_district(region_code="63.11.03", by=SYSTEM, at=monday)
    with pytest.raises(offices.OfficeExists):
        offices.create_district(region_code="63.11.03", by=SYSTEM, at=monday)
    with pytest.raises(offices.DistrictUnknown):
        offices.create_district(region_code="99.99.99", by=SYSTEM, at=monday)


def test_the_letterhead_is_the_administrators(world, monday):
    facts = OfficeFacts(name="Kecamatan Awayan", postal_code="71664", unit_code="KEC-AWY", address="Jl. Putat Basiun")
    office = offices.edit_office(
        office_id=world.office.id, tenant_id=world.office.id, facts=facts, by=world.actor(ADMIN), at=monday
    )
    assert queries.facts_of(office) == facts
    with pytest.raises(NotAllowed):
        offices.edit_office(
            office_id=world.office.id, tenant_id=world.office.id, facts=facts,
            by=world.actor(PositionKind.CAMAT), at=monday,
        )  # fmt: skip
    with pytest.raises(rules.PostalCodeWrong):
        offices.edit_office(
            office_id=world.office.id, tenant_id=world.office.id, facts=OfficeFacts(name="x", postal_code="1"),
            by=world.actor(ADMIN), at=monday,
        )  # fmt: skip


def test_another_districts_office_is_out_of_reach(world, monday):
    from django.http import Http404

    with pytest.raises(Http404):
        offices.edit_office(
            office_id=world.foreign_office.id, tenant_id=world.office.id, facts=OfficeFacts(name="x"),
            by=world.actor(ADMIN), at=monday,
        )  # fmt: skip


def test_an_agency_beside_the_district(world, monday):
    agency = offices.add_agency(
        office_id=world.office.id, facts=OfficeFacts(name="Dinas Sosial"), by=world.actor(ADMIN), at=monday
    )
    assert agency.kind == OfficeKind.AGENCY
    assert list(queries.agencies_of(world.office.id)) == [agency]
    assert [office.kind for office in queries.places_of(world.office.id)] == ["district"] + ["village"] * 3 + ["agency"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_logo_is_encoded_anew_and_sealed(world, monday, kind):
    offices.set_logo(office_id=world.office.id, content=picture(kind, (3000, 1500)), by=world.actor(ADMIN), at=monday)
    logo = queries.logo_of(world.office.id)
    assert Image.open(BytesIO(logo)).size == (1200, 600)
    office = Office.objects.get(id=world.office.id)
    on_disk = vault.file_path(office.logo_file_id).read_bytes()
    assert b"PNG" not in on_disk
    offices.set_logo(office_id=world.office.id, content=b"", by=world.actor(ADMIN), at=monday)
    assert queries.logo_of(world.office.id) == b""


@pytest.mark.parametrize("content", [b"no picture", picture("GIF"), picture()[:60], b"\0" * (offices.LOGO_LIMIT + 1)])
def test_logos_that_are_refused(world, monday, content):
    with pytest.raises(offices.LogoUnreadable):
        offices.set_logo(office_id=world.office.id, content=content, by=world.actor(ADMIN), at=monday)
