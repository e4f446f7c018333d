"""Files a person can read, functions that fit a screen, and no test that is skipped."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LIMIT = 400
TEST_FILE_LIMIT = 500  # tables of cases
FUNCTION_LIMIT = 40
HARD_LIMIT = 60
SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipIf", "skipUnless", "SkipTest", "skipTest"}


def files() -> list[Path]:
    found = [
        file
        for folder in ("src", "tests", "tools", "bench")
        for file in (ROOT / folder).rglob("*.py")
        if not set(file.parts) & {".venv-import-export"}
    ]
    return [
        file
        for file in sorted(found)
        if not {"migrations", "node_modules", ".venv", ".venv-import-export"} & set(file.parts)
    ]


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Yield (name, lines) of every function; the docstring is not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = node.body[0] if ast.get_docstring(node) is not None else None
            said = (words.end_lineno or 0) - words.lineno + 1 if words else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - said


def skips(source: str) -> list[int]:
    """Return the lines that skip a test or expect it to fail."""
    return [
        node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute) and node.attr in SKIPS
    ]


def test_files_are_short():
    long = {}
    for file in files():
        limit = TEST_FILE_LIMIT if "tests" in file.parts else FILE_LIMIT
        if (lines := _lines(file)) > limit:
            long[str(file.relative_to(ROOT))] = lines
    assert long == {}


def test_nine_in_ten_functions_fit_a_screen_and_none_is_a_wall():
    found = [
        (f"{file.relative_to(ROOT)}:{name}", lines)
        for file in files()
        if "src" in file.parts
        for name, lines in functions(file.read_text(encoding="utf-8"))
    ]
    long = [name for name, lines in found if lines >= FUNCTION_LIMIT]
    assert len(long) * 10 <= len(found), long
    assert [name for name, lines in found if lines > HARD_LIMIT] == []


def test_no_test_is_skipped():
    found = {
        str(file.relative_to(ROOT)): lines
        for file in files()
        if "tests" in file.parts and (lines := skips(file.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_long_function_is_measured():
    body = "\n".join(["    x = 1"] * 50)
    assert list(functions(f'def f():\n    """Say."""\n{body}\n')) == [("f", 51)]


@pytest.mark.parametrize(
    "line", ["@pytest.mark.skip\ndef test(): ...", "pytest.skip('no')", "pytest.importorskip('x')"]
)
def test_a_planted_skip_is_found(line):
    assert len(skips(line)) == 1


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())
