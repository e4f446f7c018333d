"""pretix beside us: its own server and SQLite on the same machine, single check-ins over its own API.

Its environment is made on demand in `.cache/peers/pretix`. Its migrations take minutes, so the empty database is kept there.
Background work runs inside its requests, as it does wherever no broker is set up.
"""

import http.client
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent / ".cache" / "peers"
PORT = 8766
_PATIENCE = 60.0
VERSION = "2026.8.0"
_SETTINGS = """[pretix]
instance_name=Bench
url=http://127.0.0.1:{port}
datadir={folder}
registration=off
[database]
backend=sqlite3
[django]
debug=off
secret={secret}
"""


def python() -> Path:
    """Return pretix's own Python, installed when it is missing."""
    home = CACHE / "pretix"
    there = home / "bin" / "python"
    if not (home / "ready").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)  # noqa: S603
        uv = Path(sys.executable).with_name("uv")
        install = (
            [str(uv), "pip", "install", "-q", "-p", str(there)]
            if uv.exists()
            else [str(there), "-m", "pip", "install", "-q"]
        )
        subprocess.run([*install, f"pretix=={VERSION}", "granian"], check=True)  # noqa: S603
        (home / "ready").touch()
    return there


def _world(own: Path, folder: Path, count: int) -> tuple[dict[str, Any], dict[str, str]]:
    config = folder / "pretix.cfg"
    config.write_text(_SETTINGS.format(port=PORT, folder=folder, secret=os.urandom(24).hex()), encoding="utf-8")
    env = {
        **os.environ,
        "PRETIX_CONFIG_FILE": str(config),
        "DJANGO_SETTINGS_MODULE": "pretix.settings",
        "PYTHONPATH": "",
    }
    empty, here = CACHE / f"pretix-{VERSION}.sqlite3", folder / "db.sqlite3"
    if empty.exists():
        shutil.copy(empty, here)
    else:
        subprocess.run([own, "-m", "pretix", "migrate", "-v0"], env=env, check=True, capture_output=True)  # noqa: S603
        shutil.copy(here, empty)
    made = subprocess.run(  # noqa: S603
        [own, HERE / "pretix_world.py", str(count)], env=env, check=True, capture_output=True, text=True
    )
    return json.loads(made.stdout), env


def measure(
    folder: Path, count: int, processor: Callable[[int], float], senders: int = 2
) -> tuple[float, float, list[float]]:
    """Return check-ins a second, processor seconds of each, and how long each request took; raises where one is refused."""
    own = python()
    world, env = _world(own, folder, count + senders)
    command = [own, "-m", "granian", "--interface", "wsgi", "--port", str(PORT), "--workers", "2", "--blocking-threads", "4",
               "--log-level", "critical", "pretix.wsgi:application"]  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait()
        secrets = world["secrets"]
        _send(world, secrets[:senders], senders)  # its processes have loaded everything then, as ours have
        before, start = processor(server.pid), time.perf_counter()
        took = _send(world, secrets[senders:], senders)
        return count / (time.perf_counter() - start), (processor(server.pid) - before) / count, took
    finally:
        server.terminate()
        server.wait(30)


def _send(world: dict[str, Any], secrets: list[str], senders: int) -> list[float]:
    took: list[float] = []
    refused: list[int] = []  # its processes on one SQLite file now and then answer 500; a scanner asks again
    path = f"/api/v1/organizers/{world['organizer']}/checkinrpc/redeem/"
    headers = {"Authorization": f"Token {world['token']}", "Content-Type": "application/json"}

    def one(part: list[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        for secret in part:
            start, status = time.perf_counter(), 0
            while status != http.client.CREATED and time.perf_counter() - start < _PATIENCE:
                connection.request("POST", path, _told(world, secret), headers)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
                if status != http.client.CREATED:
                    refused.append(status)
            took.append(time.perf_counter() - start)

    threads = [threading.Thread(target=one, args=(secrets[number::senders],)) for number in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if refused:
        print(
            f"pretix answered {len(refused)} requests of {len(secrets)} check-ins with {sorted(set(refused))}: sent again"
        )
    return took


def _told(world: dict[str, Any], secret: str) -> str:
    return json.dumps({"secret": secret, "lists": [world["list"]], "nonce": secret})


def _wait() -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            connection.request("GET", "/api/v1/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.3)
        else:
            return
