"""`balakas regions load` and `balakas regions boundaries FILE --office 63.11.03`."""

import argparse
import json
from pathlib import Path
from uuid import UUID

from balakas.common.actors import SYSTEM
from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class OfficeUnknown(BalakasError):
    """No office of that district in this data folder."""

    code = "office_unknown"
    message = N_("Tidak ada kantor kecamatan “%(office)s” di folder data ini. Jalankan “balakas init” terlebih dahulu.")


class FileUnreadable(BalakasError):
    """The file cannot be opened."""

    code = "file_unreadable"
    message = N_("Berkas “%(file)s” tidak dapat dibuka.")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its two acts."""
    acts = subparsers.add_parser("regions", help="wilayah Indonesia dan batas desa").add_subparsers(
        dest="act", required=True, parser_class=type(subparsers.choices["regions"])
    )
    load = acts.add_parser("load", help="muat 91.599 wilayah ke dalam basis data")
    load.set_defaults(run=_load)
    boundaries = acts.add_parser("boundaries", help="ambil titik dan batas desa dari berkas GeoJSON")
    boundaries.add_argument("file", type=Path, metavar="FILE")
    boundaries.add_argument("--office", metavar="CODE", help="kode kecamatan; boleh dikosongkan bila hanya satu kantor")
    boundaries.set_defaults(run=_boundaries)


def _load(_: argparse.Namespace) -> int:
    _setup()
    from django.utils import timezone  # noqa: PLC0415 -- Django is set up first

    from balakas.regions import actions  # noqa: PLC0415

    loaded = actions.load_regions(by=SYSTEM, at=timezone.now())
    print(json.dumps({"added": loaded.added, "ended": loaded.ended, "kept": loaded.kept}))
    return 0


def _boundaries(arguments: argparse.Namespace) -> int:
    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=arguments.file.name) from error
    _setup()
    from django.utils import timezone  # noqa: PLC0415

    from balakas.regions import actions  # noqa: PLC0415

    office_id, district_code = _office(arguments.office)
    imported = actions.import_boundaries(
        office_id=office_id, district_code=district_code, content=content, by=SYSTEM, at=timezone.now(),
        source=arguments.file.name,
    )  # fmt: skip
    answer = {"outlines": imported.outlines, "points": imported.points, "elsewhere": imported.elsewhere,
              "doubtful": list(imported.doubtful)}  # fmt: skip
    print(json.dumps(answer, ensure_ascii=False))
    return 0


def _office(wanted: str | None) -> tuple[UUID, str]:
    from balakas.regions.queries import packaged  # noqa: PLC0415
    from balakas.staff import queries as staff_queries  # noqa: PLC0415

    offices = list(staff_queries.districts())
    if wanted:
        district = packaged.find_district(wanted)
        offices = [office for office in offices if district and office.region_code == district.code]
    if len(offices) != 1:
        raise OfficeUnknown(office=wanted or "--office")
    return offices[0].id, offices[0].region_code


def _setup() -> None:
    from balakas.config.cli import setup_django  # noqa: PLC0415 -- the package imports this module

    setup_django()
