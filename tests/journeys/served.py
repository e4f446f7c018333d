"""A real `balakas serve` in its own process over a data folder of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60


@dataclass
class Served:
    """The office's server: where it listens, where its data lie."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("BALAKAS_", "DATABASE_"))}
        return {
            **kept,
            "BALAKAS_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "balakas.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a `balakas` command over the same data."""
        return self._run("balakas.config.cli", *words)

    def inside(self, act: str) -> dict[str, Any]:
        """Run `tests.journeys.inside` and return its answer."""
        done = self._run("tests.journeys.inside", act)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def field(self, *words: str) -> dict[str, Any]:
        """Run `tests.journeys.field_inside` and return its answer."""
        done = self._run("tests.journeys.field_inside", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def papers(self, *words: str) -> dict[str, Any]:
        """Run `tests.journeys.papers_inside` and return its answer."""
        done = self._run("tests.journeys.papers_inside", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self) -> None:
        """Start the server on a free port, or where it was before, and wait until it answers."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        words = ("serve", "--port", str(self.port), "--workers", "1")
        with (self.folder / "serve.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "balakas.config.cli", *words], cwd=ROOT, env=self.environment(), stderr=log
            )
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, f"the server did not answer within {_PATIENCE} s: {self.said()}"
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop the server as a person does: one signal to the one process that was started."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def said(self) -> str:
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/akun/masuk/", timeout=5) as answer:  # noqa: S310 -- our own server
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False

    def _run(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *words], cwd=ROOT, env=self.environment(), capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
