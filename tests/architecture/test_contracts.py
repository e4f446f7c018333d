"""The contracts of `.importlinter` hold, and each turns red when its violation is planted in a copy of the package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STREET = "A room imports only rooms that stand before it on the street"
INSIDE = "Inside a room, from the page down to the rules"
PURE = "Rules know no Django"
THIN = "Views import no models"
PORTAL = "The public pages reach people's records only through queries.public"

# (contract, file, what is planted there)
PLANTED = [
    (STREET, "common/errors.py", "import balakas.vault.rules"),
    (STREET, "letters/models.py", "import balakas.recipients.models"),
    (STREET, "desk/views/home.py", "import balakas.portal.views"),
    (STREET, "novelty/__init__.py", ""),
    (INSIDE, "staff/queries.py", "import balakas.staff.actions"),
    (INSIDE, "staff/models.py", "import balakas.staff.queries"),
    (INSIDE, "audit/rules.py", "import balakas.audit.models"),
    (PURE, "vault/rules.py", "import balakas.common.fields"),
    (PURE, "sop/rules/clock.py", "import django.utils.timezone"),
    (THIN, "desk/views/home.py", "import balakas.staff.models"),
    (PORTAL, "portal/views.py", "import balakas.recipients.models"),
    (PORTAL, "portal/views.py", "import balakas.vault.queries"),
]


def lint(source: Path, config: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--config", config, "--no-cache"],
        cwd=source,
        env={**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """Return a folder with a copy of the package's Python files."""
    source = tmp_path_factory.mktemp("planted")
    shutil.copytree(
        ROOT / "src" / "balakas",
        source / "balakas",
        ignore=lambda folder, names: [
            name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())
        ],
    )
    return source


def place_for(package: Path, file: str) -> Path:
    """Return where to plant: a file that became a package gets a module inside."""
    as_package = (package / file).with_suffix("")
    return as_package / "planted.py" if as_package.is_dir() else package / file


def test_the_contracts_hold():
    done = lint(ROOT / "src", ROOT / ".importlinter")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_violation_turns_its_contract_red(copy, contract, file, line):
    target = place_for(copy / "balakas", file)
    before = target.read_text(encoding="utf-8") if target.exists() else None
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        done = lint(copy, ROOT / ".importlinter")
    finally:
        if before is None:
            target.unlink()
        else:
            target.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    if not line:
        assert "novelty" in done.stdout + done.stderr
    else:
        assert f"{contract} BROKEN" in done.stdout, done.stdout
