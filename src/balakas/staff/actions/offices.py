"""Offices: the district office with its villages, the agencies that write to it, and what their letterheads say."""

from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.regions.queries import packaged
from balakas.regions.rules.codes import Kind, kind_of
from balakas.staff import queries
from balakas.staff.models import Office
from balakas.staff.rules import OfficeFacts, OfficeKind, Right, check_office, zone_of
from balakas.vault import actions as vault

LOGO_FORMATS = ("PNG", "JPEG", "WEBP")
LOGO_LIMIT = 5 * 1024 * 1024
LOGO_PIXELS = 40_000_000
LOGO_SIDE = 1200  # pixels: a letterhead's 2 cm at 1,500 dots per inch
PAPUA = frozenset({"91", "92", "93", "94", "95", "96"})  # UU 2/2021: a district is called distrik there


class OfficeExists(BalakasError):
    """The district has its office already."""

    code = "office_exists"
    message = N_("Kantor untuk kecamatan ini sudah ada di folder data ini.")


class DistrictUnknown(BalakasError):
    """No district has this code."""

    code = "district_unknown"
    message = N_("Tidak ada kecamatan dengan kode %(wanted)s.")


class LogoUnreadable(BalakasError):
    """Not a picture of an accepted kind."""

    code = "logo_unreadable"
    message = N_("Lambang harus berupa gambar PNG, JPEG, atau WebP sampai 5 MB.")


def create_district(*, region_code: str, by: Actor, at: datetime) -> Office:
    """Make the office of a district with its villages' offices, named and zoned from the region data.

    Raises `DistrictUnknown`, `OfficeExists`.
    """
    district = packaged.find_district(region_code)
    if district is None:
        raise DistrictUnknown(wanted=region_code)
    province, regency, _ = packaged.path_of(district.code)
    with transaction.atomic():
        if Office.objects.filter(kind=OfficeKind.DISTRICT, region_code=district.code).exists():
            raise OfficeExists
        office = Office.objects.create(
            kind=OfficeKind.DISTRICT,
            region_code=district.code,
            name=f"{'Distrik' if province.code in PAPUA else 'Kecamatan'} {district.name}",
            regency_name=regency.name,
            province_name=province.name,
            zone=zone_of(district.code),
            place=district.name,
        )
        Office.objects.bulk_create(
            [_village(office, village.code, village.name) for village in packaged.villages_of_district(district.code)]
        )
        _record(office, office, "staff.create_office", by, at)
    return office


def add_agency(*, office_id: UUID, facts: OfficeFacts, by: Actor, at: datetime) -> Office:
    """Add an agency that sends letters or hands out itself. Raises what `rules.check_office` raises, `NotAllowed`."""
    check_office(facts)
    with transaction.atomic():
        queries.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=office_id)
        district = Office.objects.get(id=office_id)
        agency = Office(kind=OfficeKind.AGENCY, parent=district)
        _fill(agency, facts)
        agency.save(force_insert=True)
        _record(district, agency, "staff.create_office", by, at)
    return agency


def edit_office(*, office_id: UUID, tenant_id: UUID, facts: OfficeFacts, by: Actor, at: datetime) -> Office:
    """Change an office of the district `tenant_id`. Raises what `rules.check_office` raises, `NotAllowed`."""
    check_office(facts)
    with transaction.atomic():
        queries.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=tenant_id)
        office = queries.place_of(tenant_id, office_id, lock=True)
        changed = [name for name in OfficeFacts.__dataclass_fields__ if getattr(office, name) != getattr(facts, name)]
        _fill(office, facts)
        office.save()
        _record(queries.office_of(tenant_id), office, "staff.edit_office", by, at, changed=changed)
    return office


def set_logo(*, office_id: UUID, content: bytes, by: Actor, at: datetime) -> Office:
    """Store the coat of arms, encoded anew as PNG and sealed under the office's key; empty content removes it.

    Raises `LogoUnreadable`, `NotAllowed`.
    """
    picture = _as_png(content) if content else b""
    with transaction.atomic():
        queries.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=office_id)
        office = Office.objects.select_for_update().get(id=office_id)
        office.logo_file_id = None
        if picture:
            subject = vault.office_subject(office_id=office_id, at=at)
            stored = vault.store_file(
                office_id=office_id, subject_id=subject, content=picture, media_type="image/png", at=at
            )
            office.logo_file_id = stored.id
        office.save(update_fields=["logo_file_id"])
        _record(office, office, "staff.set_logo" if picture else "staff.remove_logo", by, at)
    return office


def _village(district: Office, code: str, name: str) -> Office:
    kind = "Kelurahan" if kind_of(code) is Kind.WARD else "Desa"
    return Office(
        kind=OfficeKind.VILLAGE,
        parent=district,
        region_code=code,
        name=f"{kind} {name}",
        regency_name=district.regency_name,
        province_name=district.province_name,
        zone=district.zone,
        place=name,
    )


def _fill(office: Office, facts: OfficeFacts) -> None:
    for name in OfficeFacts.__dataclass_fields__:
        setattr(office, name, getattr(facts, name).strip())


def _as_png(content: bytes) -> bytes:
    if len(content) > LOGO_LIMIT:
        raise LogoUnreadable
    try:
        picture = Image.open(BytesIO(content), formats=LOGO_FORMATS)
        if picture.width * picture.height > LOGO_PIXELS:
            raise LogoUnreadable
        picture.thumbnail((LOGO_SIDE, LOGO_SIDE))
        target = BytesIO()
        picture.convert("RGBA").save(target, "PNG")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise LogoUnreadable from None
    return target.getvalue()


def _record(
    tenant: Office, office: Office, act: str, by: Actor, at: datetime, *, changed: list[str] | None = None
) -> None:
    audit.record(
        office_id=tenant.id, by=by, at=at, act=act, kind="office", subject_id=office.id, label=office.name,
        details={} if changed is None else {"changed": changed},
    )  # fmt: skip
