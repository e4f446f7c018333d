"""What the documents point at exists: every picture, every relative link."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"""!?\[[^\]]*\]\(([^)\s]+)\)|<img src="([^"]+)\"""")
_ELSEWHERE = ("http://", "https://", "mailto:", "#")
_LARGEST = 120_000


def targets(page: Path) -> list[str]:
    """Return what a page points at inside the repository, code left out."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [markdown or html for markdown, html in _LINK.findall(text)]
    return [target for target in found if not target.startswith(_ELSEWHERE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [target for target in targets(page) if not (page.parent / target.split("#")[0]).exists()]
    assert not lost, f"{page.name} points at what is not there: {lost}"


def test_the_pictures_are_small_and_each_is_shown() -> None:
    kept = set((ROOT / "docs" / "guide" / "images").glob("*.png"))
    shown = {(page.parent / target).resolve() for page in PAGES for target in targets(page) if target.endswith(".png")}
    assert len(kept) > 20
    assert not sorted(path.name for path in kept - shown), "no page shows these"
    assert not [path.name for path in kept if path.stat().st_size > _LARGEST]
