"""The server is killed while phones send: every receipt a phone holds is of an entry that is there, once."""

import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger, signing
from balakas.handover.rules import wire
from tests.conftest import World
from tests.handover.factories import a_field
from tests.handover.phone import Phone, a_phone, giving, lease

SOURCE = Path(__file__).resolve().parents[2] / "src"
PATH = "/api/field/v1/events"
KILLS, PHONES, PEOPLE = 4, 3, 30
A_LIFE = 14  # entries a server may receipt before it is killed: whatever its speed, every kill finds something unsent


class Server:
    """One server process on the tests' own database, as `balakas serve` starts it but for the number of workers."""

    def __init__(self, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = {**os.environ, "PYTHONPATH": str(SOURCE), "BALAKAS_GROUP_COMMIT": "1", "DATABASE_URL": database,
                    "DJANGO_SETTINGS_MODULE": "balakas.config.settings"}  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--blocking-threads", "8",
                 "--log-level", "critical", "balakas.config.wsgi:application"]  # fmt: skip
        self.process = subprocess.Popen(words, env=self.env, start_new_session=True, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, phone: Phone, items: list[dict]) -> list[dict]:
        """Send as a phone does; raises `OSError` or `HTTPException` where nobody answers."""
        listed = [{name: one[name] for name in ("id", "hash", "key", "sealed")} for one in items]
        body = json.dumps({"items": listed, "last_seq": phone.seq}).encode()
        signature = wire.b64u(signing.sign(phone.private, wire.request_bytes("POST", PATH, body)))
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request("POST", PATH, body, {"Authorization": f"Balakas {phone.id}.{signature}"})
        answer = line.getresponse()
        content = answer.read()
        return json.loads(content)["results"] if answer.status == http.client.OK else []


@contextmanager
def shared_database(folder: Path) -> Iterator[str]:
    """Yield the address of the tests' database as another process reaches it; of SQLite's, which is in memory, a file."""
    if connection.vendor == "postgresql":
        told = urlsplit(os.environ["DATABASE_URL"])
        yield urlunsplit(told._replace(path=f"/{connection.settings_dict['NAME']}"))
        return
    file = folder / "balakas.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    yield f"sqlite:///{file}"
    with closing(sqlite3.connect(file)) as copy:
        copy.backup(connection.connection)


class Allowance:
    """How many entries the phones together may still get receipted in this life of the server."""

    def __init__(self) -> None:
        self.left, self.lock = 0, threading.Lock()

    def take(self, wanted: int) -> int:
        with self.lock:
            given = min(wanted, self.left)
            self.left -= given
        return given

    def put(self, count: int) -> None:
        with self.lock:
            self.left += count


def send_all(
    server: Server, phone: Phone, items: list[dict], held: dict[str, Any], until: threading.Event, allowed: Allowance
) -> None:
    """Send one by one or some together until each has a receipt that holds, or it is over; sent again after each silence."""
    chance, waiting = random.Random(phone.id), list(items)  # noqa: S311 -- any order will do
    while waiting and not until.is_set():
        some = waiting[: allowed.take(min(chance.choice((1, 1, 2, 5)), len(waiting)))]
        if not some:
            time.sleep(0.005)
            continue
        try:
            results = server.ask(phone, some)
        except (OSError, http.client.HTTPException):
            allowed.put(len(some))
            time.sleep(0.02)
            continue
        allowed.put(sum("receipt" not in result for result in results) + len(some) - len(results))
        for item, result in zip(some, results, strict=False):
            if "receipt" in result and phone.verifies(item, result["receipt"]):
                held[item["id"]] = (item["hash"], result["receipt"]["position"])
                waiting.remove(item)


def _phones(client: Client) -> tuple[UUID, list[tuple[Phone, list[dict]]]]:
    """Return the office, and phones with what they have to send."""
    on = a_field(World(), PEOPLE)
    made = []
    for number in range(PHONES):
        phone = a_phone(client, on)
        lent = lease(on, phone, parts=PHONES, number=number)
        people = [one.recipient for one in lent.slice.members.select_related("recipient")]
        made.append((phone, [giving(phone, on, lent, person, claim) for person in people for claim in on.due(person)]))
    return on.world.office.id, made


def _kill_while_sending(server: Server, held: dict[str, Any], allowed: Allowance, number: int) -> None:
    allowed.put(A_LIFE)
    server.start()
    wanted, end = len(held) + 6, time.monotonic() + 30
    while len(held) < wanted and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(random.Random(number).uniform(0, 0.02))  # noqa: S311 -- somewhere in what it is doing
    server.kill()


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_it_keeps_what_it_receipted(client, tmp_path):
    office_id, phones = _phones(client)
    held: dict[str, Any] = {}
    over, allowed = threading.Event(), Allowance()
    with shared_database(tmp_path) as database:
        server = Server(database)
        threads = [threading.Thread(target=send_all, args=(server, *one, held, over, allowed)) for one in phones]
        for thread in threads:
            thread.start()
        try:
            for number in range(KILLS):
                _kill_while_sending(server, held, allowed, number)
            before = len(held)
            allowed.put(PEOPLE * 2)
            server.start()
            for thread in threads:
                thread.join(60)
        finally:
            over.set()
            server.kill()
    here = {str(one): (made, place) for one, made, place in Event.objects.values_list("id", "hash", "position")}
    assert before < PEOPLE * 2, "it was killed while there was something to send"
    assert here == held
    assert len({place for _, place in held.values()}) == len(held) == PEOPLE * 2
    assert ledger.verify(office_id).holds
