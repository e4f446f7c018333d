# ruff: noqa: PLC0415 -- Django is made ready over a folder of this run before anything of it is imported
"""How many hand-overs a second a running `balakas serve` takes in: real signed, sealed events from many phones over HTTP.

    python bench/ingest.py [--batched 4000] [--singles 1200] [--phones 20] [--peer 200]
    python tools/postgres.py -- python bench/ingest.py ...

Server, database and sender share this machine. First batches of 50, then one event a request, from all phones at once; every
receipt is verified and every event looked for in the database afterwards. Printed: events a second by the clock, processor
time of the server and of the sender, p50/p95/p99 of a request, losses. Each phone has called before: a server that has just
been started reads its code first.
Beside it pretix's own check-in API (`--peer` single check-ins; 0: none) with its own server, and how many times ours does.
Exit 1 when anything was lost.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]
from balakas.handover.queries import signing  # noqa: E402 -- after the path
from balakas.handover.rules import wire  # noqa: E402

BATCH, PORT, PATH = 50, 8765, "/api/field/v1/events"
POSITIONS: dict[str, tuple[int, str]] = {}
TICKS = os.sysconf("SC_CLK_TCK")
Requests = list[dict[str, Any]]


def world(phones: int, events: int) -> tuple[Any, list[Any]]:
    """Make an office, a post with people enough, and phones with a part of them each."""
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from balakas.handover.actions import devices, leases
    from balakas.handover.models.ledger import Device
    from tests.conftest import World
    from tests.handover.factories import a_field
    from tests.handover.phone import Phone

    with transaction.atomic():
        on = a_field(World(), -(-events // 2))
    shown = devices.show_code(office_id=on.world.office.id, officer_id=on.tksk.id, by=on.kasi, at=timezone.now())
    from balakas.handover.actions.keys import seal_key
    from balakas.handover.queries.contact import keys_told

    keys = keys_told(seal_key(office_id=on.world.office.id, at=timezone.now()))
    slices = leases.make_slices(post_id=on.post.id, parts=phones, by=on.kasi, at=timezone.now())
    made = []
    for number, part in enumerate(slices):
        phone = Phone(None, office={"id": str(on.world.office.id)}, keys=keys, at=timezone.now() - timedelta(hours=6))
        row = Device.objects.create(
            office=on.world.office, name=f"Ponsel {number}", kind="phone", state="active", officer_id=on.tksk.id,
            public_key=phone.public, created_at=timezone.now(),
        )  # fmt: skip
        phone.id = str(row.id)
        lent = leases.grant(
            slice_id=part.id, device_id=row.id, until=timezone.now() + timedelta(days=1), by=on.kasi, at=timezone.now()
        )
        made.append((phone, lent))
    assert shown.token
    return on, made


def pack(on: Any, made: list[Any], batched: int) -> tuple[dict[str, Requests], dict[str, Requests], dict[str, str]]:
    """Sign and seal everything beforehand; return the requests of both runs by phone, and id -> hash of all events."""
    from balakas.handover.models.devices import SliceMember
    from balakas.recipients.models import Entitlement
    from tests.handover.phone import giving

    many: dict[str, Requests] = {}
    single: dict[str, Requests] = {}
    sent: dict[str, str] = {}
    share = batched // len(made)
    for phone, lent in made:
        people = SliceMember.objects.filter(slice_id=lent.slice_id).values_list("recipient_id", flat=True)
        claims = list(
            Entitlement.objects.filter(recipient_id__in=list(people))
            .select_related("recipient", "allocation")
            .order_by("id")
        )
        items = [giving(phone, on, lent, claim.recipient, claim) for claim in claims]
        sent |= {item["id"]: item["hash"] for item in items}
        first, rest = items[:share], items[share:]
        many[phone.id] = [_request(phone, first[start : start + BATCH]) for start in range(0, len(first), BATCH)]
        single[phone.id] = [_request(phone, [item]) for item in rest]
    return many, single, sent


def _request(phone: Any, items: list[Any]) -> dict[str, Any]:
    listed = [{name: one[name] for name in ("id", "hash", "key", "sealed")} for one in items]
    told = {"items": listed, "last_seq": items[-1]["body"]["seq"] if items else 0, "app": "1.0.0"}
    return {"phone": phone.id, "private": phone.private.hex(), "told": told}


def _signed(request: dict[str, Any], position: int, chain: str) -> tuple[bytes, dict[str, str]]:
    """Return the body and headers as a phone makes them at this contact."""
    body = json.dumps({**request["told"], "since": position, "chain": chain}).encode()
    content = wire.request_bytes("POST", PATH, body)
    signature = wire.b64u(signing.sign(bytes.fromhex(request["private"]), content))
    return body, {"Authorization": f"Balakas {request['phone']}.{signature}"}


def send(file: Path) -> None:
    """The sender, a process of its own: one thread and connection a phone; prints latencies and receipts as JSON."""
    told: dict[str, Requests] = json.loads(file.read_text(encoding="utf-8"))
    kept = file.with_name("positions.json")
    if kept.exists():
        POSITIONS.update(json.loads(kept.read_text(encoding="utf-8")))
    took: list[float] = []
    results: list[Any] = []

    def one(requests: Requests) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        position, chain = POSITIONS.get(requests[0]["phone"], (0, "")) if requests else (0, "")
        for request in requests:
            body, headers = _signed(request, position, chain)
            start = time.perf_counter()
            connection.request("POST", PATH, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            took.append(time.perf_counter() - start)
            if answer.status == http.client.OK:
                said = json.loads(content)
                results.extend(said["results"])
                position, chain = said["position"], said["chain"]
        if requests:
            POSITIONS[requests[0]["phone"]] = (position, chain)

    threads = [threading.Thread(target=one, args=(requests,)) for requests in told.values()]
    start, own = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, own = time.perf_counter() - start, time.process_time() - own
    kept.write_text(json.dumps(POSITIONS), encoding="utf-8")
    print(json.dumps({"seconds": seconds, "processor": own, "took": took, "results": results}))


def processor(root: int) -> float:
    """Return the processor seconds of a process and all below it."""
    total, below = 0.0, {root}
    for _ in range(4):
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) not in below:
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except OSError:
                    continue
                if parent in below:
                    below.add(int(entry.name))
    for pid in below:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


SPEED: dict[str, tuple[float, float]] = {}
"""Of each run: events a second, and the server's processor seconds of one."""


def run(name: str, requests: dict[str, Requests], folder: Path, server: int) -> list[Any]:
    """Send one run's requests and print its figures; return the results."""
    file = folder / f"{name.replace(' ', '-')}.json"
    file.write_text(json.dumps(requests), encoding="utf-8")
    before = processor(server)
    done = json.loads(
        subprocess.run([sys.executable, __file__, "--send", str(file)], capture_output=True, check=True).stdout  # noqa: S603
    )
    cpu, own, count = processor(server) - before, done["processor"], len(done["results"])
    cuts = statistics.quantiles(done["took"], n=100)
    SPEED[name] = (count / done["seconds"], cpu / max(count, 1))
    print(
        f"{name:14} {count:6} events  {count / done['seconds']:7.0f}/s by the clock  {cpu / max(count, 1) * 1000:6.2f} + {own / max(count, 1) * 1000:.2f} ms of processor each"
        f"  request p50 {cuts[49] * 1000:.0f} p95 {cuts[94] * 1000:.0f} p99 {cuts[98] * 1000:.0f} ms"
    )
    return list(done["results"])


def check(sent: dict[str, str], results: list[Any], sign: bytes) -> int:
    """Return how many events are lost or without a receipt that holds."""
    from balakas.common.canonical import canonical
    from balakas.handover.models.ledger import Event
    from balakas.handover.queries import signing
    from balakas.handover.rules.wire import from_b64u

    here = {str(one): made for one, made in Event.objects.values_list("id", "hash")}
    lost = [one for one, made in sent.items() if here.get(one) != made]
    receipted = set()
    for result in results:
        receipt = result.get("receipt")
        content = canonical(
            {"id": result["id"], "hash": sent[result["id"]], "position": receipt["position"] if receipt else 0}
        )
        if receipt and signing.is_signed(sign, content, from_b64u(receipt["signature"], field="receipt")):
            receipted.add(result["id"])
    print(f"lost: {len(lost)}, without a receipt that holds: {len(sent) - len(receipted)}")
    return len(lost) + len(sent) - len(receipted)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--batched", type=int, default=4000)
    parser.add_argument("--singles", type=int, default=1200)
    parser.add_argument("--peer", type=int, default=200)
    parser.add_argument("--phones", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--send", type=Path)
    told = parser.parse_args()
    if told.send:
        send(told.send)
        return 0
    with tempfile.TemporaryDirectory(prefix="balakas-bench-") as name:
        return measure(Path(name), told)


def measure(folder: Path, told: argparse.Namespace) -> int:
    os.environ["BALAKAS_DATA"], os.environ["DJANGO_SETTINGS_MODULE"] = str(folder / "data"), "balakas.config.settings"
    os.environ["PYTHONPATH"] = str(HERE.parent / "src")
    from balakas.config import data_folder

    data_folder.make(folder / "data")
    import django

    django.setup()
    from django.db import connection

    from balakas.config import prepare

    prepare.migrate()
    on, made = world(told.phones, told.batched + told.singles)
    many, single, sent = pack(on, made, told.batched)
    sign = made[0][0].sign_key()
    print(
        f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {told.phones} phones, {told.workers} workers"
    )
    command = [sys.executable, "-m", "balakas.config.cli", "serve", "--port", str(PORT), "--workers", str(told.workers)]
    server = subprocess.Popen(command, env=os.environ, stdin=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait()
        run("warming up", {phone.id: [_request(phone, [])] * 3 for phone, _ in made}, folder, server.pid)
        results = run("batches of 50", many, folder, server.pid)
        results += run("one by one", single, folder, server.pid)
    finally:
        server.terminate()
        server.wait(30)
    lost = check(sent, results, sign)
    if told.peer:
        beside(folder / "pretix", told.peer)
    return 1 if lost else 0


def beside(folder: Path, count: int) -> None:
    """Run pretix and print its figures and the ratios, by the clock and by processor time."""
    from peers import pretix_run

    folder.mkdir()
    speed, cpu, took = pretix_run.measure(folder, count, processor)
    cuts = statistics.quantiles(took, n=100)
    print(
        f"pretix         {count:6} check-ins  {speed:6.0f}/s by the clock  {cpu * 1000:6.2f} ms of processor each"
        f"  request p50 {cuts[49] * 1000:.0f} p95 {cuts[94] * 1000:.0f} p99 {cuts[98] * 1000:.0f} ms"
    )
    for name in ("one by one", "batches of 50"):
        ours, own = SPEED[name]
        print(f"{name}: {ours / speed:.1f} times pretix by the clock, {cpu / own:.1f} times by processor time")


def _wait() -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/api/field/v1/me")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    raise SystemExit(main())
