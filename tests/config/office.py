"""A real data folder, made once by `balakas init`, copied for each test that runs the command."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "perahu-kecil-di-hulu"
PROGRAM = [sys.executable, "-m", "balakas.config.cli"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BALAKAS", "DJANGO", "DATABASE"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **more}


def run(*words: str, data: Path | None = None, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run `balakas` in a process of its own."""
    where = ["--data", str(data)] if data else []
    return subprocess.run(
        [*PROGRAM, *words, *where], input=said, env=environment(**more), capture_output=True, text=True, check=False,
        cwd="/",
    )  # fmt: skip


def python(code: str, data: Path) -> subprocess.Popen[str]:
    """Start a program that works on the data folder; Django is set up for it."""
    head = "import django; django.setup()\n"
    return subprocess.Popen(
        [sys.executable, "-c", head + code],
        env=environment(BALAKAS_DATA=str(data), DJANGO_SETTINGS_MODULE="balakas.config.settings"),
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
    )


def init(data: Path) -> dict[str, str]:
    done = run(
        "init", "--office", "Awayan", "--username", "admin", "--name", "Rizky Maulana", "--password-stdin",
        data=data, said=PASSWORD,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def copy(office: Path, target: Path) -> Path:
    shutil.copytree(office, target)
    return target
