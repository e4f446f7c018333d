# ruff: noqa: PLC0415 -- Django is made ready over a folder of this run before anything of it is imported
"""How long until all phones of a morning have their people: `--phones` take bundles of 5,000 entitlements at once.

    python bench/bundles.py [--phones 100] [--people 2500]
    python tools/postgres.py -- python bench/bundles.py

Each phone has a post of its own with `--people` people and two entitlements each (the same citizens on many lists), all hold an
invitation. Server, database and phones share this machine. A bundle is opened and counted as a phone does. Promised: a hundred
phones in 60 seconds, 350 kB a bundle. Exit 1 when one of the two is missed or a bundle is not whole.
"""

import argparse
import gzip
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src"), str(HERE)]
PATH = "/api/field/v1/bundle"
SECONDS, BYTES = 60, 350_000


def world(phones: int, people: int) -> list[Any]:
    """Make an office, its citizens, and for each phone a distribution with a post, a slice and a lease."""
    from django.db import transaction
    from django.utils import timezone

    from balakas.handover.actions.keys import seal_key
    from balakas.handover.queries.contact import keys_told
    from tests.conftest import World
    from tests.handover.factories import a_field
    from tests.handover.phone import Phone

    office, made, citizens = World(), [], []
    for number in range(phones):
        with transaction.atomic():
            on = a_field(office, 0 if citizens else people)
            if citizens:
                _list(on, citizens)
            else:
                citizens = [(one.person_id, one.person.subject_id) for one in on.people]
            _invite(on)
            keys = keys_told(seal_key(office_id=office.office.id, at=timezone.now()))
            phone = Phone(None, office={"id": str(office.office.id)}, keys=keys, at=timezone.now())
            _lend(on, phone, number)
        made.append(phone)
    return made


def _list(on: Any, citizens: list[Any]) -> None:
    """Put the citizens on another list, with what is due to them."""
    from balakas.common.bulk import insert_objects
    from balakas.recipients.models import Entitlement, Recipient
    from tests.conftest import MONDAY
    from tests.handover.factories import AWAYAN

    told = {"distribution_id": on.distribution.id, "village_code": AWAYAN, "state": "listed", "created_at": MONDAY}
    rows = [Recipient(person_id=person, order=order, **told) for order, (person, _) in enumerate(citizens)]
    insert_objects(rows)
    insert_objects([
        Entitlement(recipient_id=row.id, allocation_id=share.id, amount=share.amount, state="open", created_at=MONDAY)
        for row in rows for share in (on.rice_share, on.cash_share)
    ])  # fmt: skip


def _invite(on: Any) -> None:
    from balakas.common.bulk import insert_rows
    from balakas.common.ids import uuid7
    from balakas.planning.models import Invitation
    from balakas.planning.queries.invitations import code_place
    from balakas.recipients.models import Recipient
    from balakas.vault import actions as vault_actions
    from balakas.vault import queries as vault
    from tests.conftest import MONDAY

    whose = dict(Recipient.objects.filter(distribution=on.distribution).values_list("id", "person__subject_id"))
    secrets = vault.subject_secrets(whose.values())
    rows = []
    for recipient, subject in whose.items():
        key = uuid7()
        sealed = vault_actions.seal_with(secrets[subject], key.hex[-8:].upper(), place=code_place(key))
        rows.append((key, recipient, sealed, key.bytes, 1, MONDAY, UUID(on.tksk.id), ""))
    columns = ("id", "recipient", "code_sealed", "code_index", "issue", "issued_at", "issued_by", "void_reason")
    insert_rows(Invitation, columns, rows)


def _lend(on: Any, phone: Any, number: int) -> None:
    from django.utils import timezone

    from balakas.handover.actions import leases
    from balakas.handover.models.ledger import Device

    at = timezone.now()
    row = Device.objects.create(
        office=on.world.office, name=f"Ponsel {number}", kind="phone", state="active", officer_id=on.tksk.id,
        public_key=phone.public, created_at=at,
    )  # fmt: skip
    phone.id = str(row.id)
    (part,) = leases.make_slices(post_id=on.post.id, parts=1, by=on.kasi, at=at)
    leases.grant(slice_id=part.id, device_id=row.id, until=at + timedelta(days=1), by=on.kasi, at=at)


def fetch(phones: list[Any], port: int) -> tuple[float, list[tuple[float, int, int]]]:
    """Let all phones ask at once; return the seconds until all were done, and of each its seconds, bytes and entitlements."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from balakas.handover.queries import signing
    from balakas.handover.rules import wire

    asked, answers = [], []
    for phone in phones:
        body = json.dumps({"key": wire.b64u(phone.seal(wire.Purpose.BUNDLE_KEY, phone.id, bytes(32)))}).encode()
        signature = wire.b64u(signing.sign(phone.private, wire.request_bytes("POST", PATH, body)))
        asked.append((phone.id, body, {"Authorization": f"Balakas {phone.id}.{signature}"}))

    def one(name: str, body: bytes, headers: dict[str, str]) -> None:
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        line.request("POST", PATH, body, headers)
        answer = line.getresponse()
        answers.append((name, answer.status, answer.read(), time.perf_counter() - began))

    threads = [threading.Thread(target=one, args=told) for told in asked]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, found = time.perf_counter() - start, []
    for name, status, content, took in answers:
        if status != http.client.OK:
            print(f"a bundle was refused: {status} {content[:80]!r}")
            found.append((took, 0, 0))
            continue
        bundle = json.loads(gzip.decompress(AESGCM(bytes(32)).decrypt(content[64:76], content[76:], name.encode())))
        found.append((took, len(content), len(bundle["claims"]["amount"])))
    return seconds, found


def measure(folder: Path, phones: int, people: int) -> int:
    os.environ["BALAKAS_DATA"], os.environ["DJANGO_SETTINGS_MODULE"] = str(folder / "data"), "balakas.config.settings"
    os.environ["PYTHONPATH"] = str(HERE.parent / "src")
    from balakas.config import data_folder

    data_folder.make(folder / "data")
    import django

    django.setup()
    from django.db import connection

    from balakas.config import prepare

    prepare.migrate()
    import ingest

    made = world(phones, people)
    server = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "balakas.config.cli", "serve", "--port", str(ingest.PORT)],
        env=os.environ,
        stdin=subprocess.DEVNULL,
    )
    try:
        ingest._wait()  # noqa: SLF001 -- the other bench's
        before = ingest.processor(server.pid)
        seconds, found = fetch(made, ingest.PORT)
        cpu = ingest.processor(server.pid) - before
    finally:
        server.terminate()
        server.wait(30)
    took, sizes, whole = zip(*sorted(found), strict=True)
    print(
        f"{connection.vendor}, {os.cpu_count()} cores: {phones} phones, {people * 2} entitlements each, all done in {seconds:.1f} s "
        f"(the first after {took[0]:.1f} s), {cpu / phones:.2f} s of processor and {max(sizes) / 1000:.0f} kB each"
    )
    return int(seconds > SECONDS or max(sizes) > BYTES or set(whole) != {people * 2})


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--people", type=int, default=2500)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="balakas-bench-") as name:
        return measure(Path(name), told.phones, told.people)


if __name__ == "__main__":
    raise SystemExit(main())
