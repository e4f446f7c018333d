"""The processes of `balakas serve`: the web server and the background worker, started together and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

STARTING = 60.0  # seconds a server may take to answer
STOPPING = 15.0  # seconds a child may take to finish what it is doing


class PortTaken(BalakasError):
    """Somebody listens there already."""

    code = "port_taken"
    message = N_("Porta %(port)s sudah dipakai program lain. Pilih yang lain dengan --port.")


class Stopped(Exception):
    """SIGTERM, SIGINT or SIGHUP arrived."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how pages are served; `certificate` is (certificate, key) for HTTPS.

    More threads than cores, so that phones that send at the same time share one commit (`handover.actions.ingest.gather`):
    nearly all of them wait for it. Granian warns of that at each start; an office would only wonder, so it speaks of errors only.
    """

    host: str
    port: int
    workers: int
    threads: int = 8
    certificate: tuple[Path, Path] | None = None


def check_port(host: str, port: int) -> None:
    """Raise `PortTaken` when the port cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(port=port) from None


def serve(server: Server, when_ready: Callable[[], None]) -> int:
    """Run both until a signal comes (0) or one of them ends by itself (1); the other is always stopped too."""
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    running: list[subprocess.Popen[bytes]] = []
    try:
        running += [_start(_web(server)), _start([sys.executable, "-m", "django", "db_worker", "--no-reload"])]
        if _answers(server, running):
            when_ready()
        while all(child.poll() is None for child in running):
            time.sleep(0.3)
    except Stopped:
        return 0
    finally:
        _end(running)
    return 1


def _web(server: Server) -> list[str]:
    words = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", server.host, "--port", str(server.port),
        "--workers", str(server.workers), "--blocking-threads", str(server.threads), "--respawn-failed-workers",
        "--workers-kill-timeout", "10", "--log-level", "error",
    ]  # fmt: skip
    if server.certificate is not None:
        certificate, key = server.certificate
        words += ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key)]
    return [*words, "balakas.config.wsgi:application"]


def _start(words: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches this process alone, which then ends its children in order.
    return subprocess.Popen(  # noqa: S603 -- our own programs
        words, env=os.environ, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True
    )


def _answers(server: Server, running: list[subprocess.Popen[bytes]]) -> bool:
    until = time.monotonic() + STARTING
    host = "127.0.0.1" if server.host == "0.0.0.0" else server.host  # noqa: S104 -- compared, not bound
    while time.monotonic() < until and all(child.poll() is None for child in running):
        try:
            with socket.create_connection((host, server.port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    for child in running:
        child.terminate()
    until = time.monotonic() + STOPPING
    for child in running:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL) if hasattr(os, "killpg") else child.kill()
            child.wait()
