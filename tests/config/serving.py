"""A `balakas serve` in a process of its own on free ports, and who of its family is alive."""

import http.client
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.config.office import PROGRAM, environment

LOGIN = "/akun/masuk/"
_PATIENCE = 120  # a busy machine is no fault of the code


@dataclass(frozen=True)
class Serving:
    """A running server: its process, its ports and the folder its data lie in."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int
    trust_port: int

    def family(self) -> set[int]:
        """Return every living process that works on this data folder."""
        wanted = f"BALAKAS_DATA={self.data}\0".encode()
        return {int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if wanted in _read(path)}

    def get(
        self, host: str = "127.0.0.1", *, trusting: ssl.SSLContext | None = None, name: str = "", path: str = LOGIN
    ) -> tuple[int, bytes]:
        """Ask for a page at the address `host`, by HTTPS with `trusting`, under the host name `name`."""
        connection = http.client.HTTPConnection(host, self.port, timeout=30)
        if trusting is not None:
            plain = socket.create_connection((host, self.port), timeout=30)
            connection.sock = trusting.wrap_socket(plain, server_hostname=name or host)
        connection.request("GET", path, headers={"Host": f"{name or host}:{self.port}"})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def download(self, path: str) -> bytes:
        """Fetch from the page that phones open before they trust anything."""
        connection = http.client.HTTPConnection("127.0.0.1", self.trust_port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read()


@contextmanager
def serving(data: Path, *words: str) -> Iterator[Serving]:
    """Serve while the block runs; ready when it listens. Whatever the test does, nothing stays behind."""
    port, trust_port = free_port(), free_port()
    more = ("--trust-port", str(trust_port)) if "--lan" in words else ()
    log = data.parent / "serve.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*PROGRAM, "serve", "--port", str(port), "--workers", "1", *words, *more],
            env=environment(BALAKAS_DATA=str(data)), stderr=errors, cwd="/",
        )  # fmt: skip
    server = Serving(process, data, port, trust_port)
    try:
        _wait_until_ready(process, log)
        yield server
    finally:
        process.terminate()
        process.wait(60)


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not any(word in log.read_text("utf-8") for word in ("BALAKAS siap", "Sidik jari")):
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < until, log.read_text("utf-8")
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
