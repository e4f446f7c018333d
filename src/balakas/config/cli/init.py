"""`balakas init`: an empty office for any of Indonesia's districts, with its first administrator."""

import argparse
import getpass
import json
import sys
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

_SHOWN = 20


class DistrictUnclear(BalakasError):
    """No district of that code or name, or several of that name."""

    code = "district_unclear"
    message = N_(
        "Kecamatan “%(wanted)s” tidak ditemukan, atau ada beberapa dengan nama itu. Tulis kodenya, misalnya 63.11.03."
    )


class PasswordsDiffer(BalakasError):
    """The password was typed differently the second time."""

    code = "passwords_differ"
    message = N_("Kedua kata sandi tidak sama.")


class AnswerMissing(BalakasError):
    """Nobody is there to answer, and the flag was not given."""

    code = "answer_missing"
    message = N_("Tambahkan %(flag)s, atau jalankan di terminal untuk menjawab pertanyaan.")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("init", help="buat kantor kosong dan administrator pertama")
    parser.add_argument("--office", metavar="KODE", help="kode atau nama kecamatan, misalnya 63.11.03")
    parser.add_argument("--username", metavar="NAMA", help="nama pengguna administrator pertama")
    parser.add_argument("--name", metavar="NAMA", help="nama lengkap administrator pertama")
    parser.add_argument("--password-stdin", action="store_true", help="baca kata sandi dari stdin")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the office, asking for what was not given; a refusal leaves no office behind."""
    from balakas.staff.rules import check_username  # noqa: PLC0415 -- `--help` stays quick

    district = _district(arguments.office or _asked("--office", "Kecamatan (kode atau nama): "))
    username = (arguments.username or _asked("--username", "Nama pengguna administrator: ")).strip()
    check_username(username)
    name = (arguments.name or _asked("--name", "Nama lengkap: ")).strip()
    password = sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else _asked_password()
    office = _make(district.code, username, name, password)
    print(json.dumps({"office": office.region_code, "name": office.name, "username": username}, ensure_ascii=False))
    print(f"{office.name} siap. Jalankan “balakas serve”, lalu masuk sebagai {username}.", file=sys.stderr)
    return 0


def _make(region_code: str, username: str, name: str, password: str) -> Any:
    from balakas.config import prepare  # noqa: PLC0415

    prepare.make_database()
    from django.db import transaction  # noqa: PLC0415 -- Django is ready now
    from django.utils import timezone  # noqa: PLC0415

    from balakas.common.actors import SYSTEM  # noqa: PLC0415
    from balakas.staff import queries  # noqa: PLC0415
    from balakas.staff.actions import offices, people  # noqa: PLC0415
    from balakas.staff.rules import PersonFacts, PositionKind, Term  # noqa: PLC0415

    now = timezone.now()
    with transaction.atomic():
        office = offices.create_district(region_code=region_code, by=SYSTEM, at=now)
        user = people.create_person(
            office_id=office.id, username=username, facts=PersonFacts(name=name), password=password, by=SYSTEM, at=now
        )
        term = Term(PositionKind.ADMINISTRATOR, queries.local_day(office, now))
        people.appoint(user_id=user.id, place_id=office.id, term=term, by=SYSTEM, at=now)
    return office


def _district(wanted: str) -> Any:
    from balakas.regions.queries import packaged  # noqa: PLC0415

    found = packaged.find_districts(wanted)
    if len(found) > 1 and sys.stdin.isatty():
        return _chosen(found)
    if len(found) != 1:
        _show(found)
        raise DistrictUnclear(wanted=wanted)
    return found[0]


def _chosen(found: tuple[Any, ...]) -> Any:
    _show(found)
    while True:
        answer = _asked("--office", "Kode kecamatan: ").strip()
        for district in found:
            if district.code == answer:
                return district


def _show(found: tuple[Any, ...]) -> None:
    from balakas.regions.queries import packaged  # noqa: PLC0415

    for district in found[:_SHOWN]:
        province, regency, _ = packaged.path_of(district.code)
        print(f"  {district.code}  {district.name}, {regency.name}, {province.name}", file=sys.stderr)


def _asked(flag: str, question: str) -> str:
    if not sys.stdin.isatty():
        raise AnswerMissing(flag=flag)
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _asked_password() -> str:
    if not sys.stdin.isatty():
        raise AnswerMissing(flag="--password-stdin")
    password = getpass.getpass("Kata sandi: ")
    if getpass.getpass("Sekali lagi: ") != password:
        raise PasswordsDiffer
    return password
