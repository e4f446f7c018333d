"""The page about forms names every form and everything the shared file offers."""

import re
from pathlib import Path

from balakas.papers.actions.make import names, shipped_source

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "forms.md").read_text(encoding="utf-8")
INSIDE = {
    "data",
    "files",
    "serif",
    "sans",
    "sizes",
    "hair",
    "check-line",
    "page-foot",
    "opening",
    "signature-head",
    "signature-name",
}


def test_every_form_is_named():
    assert [name for name in names() if f"`{name}`" not in PAGE] == []


def test_everything_the_shared_file_offers_is_named():
    offered = set(re.findall(r"^#let ([a-z-]+)", shipped_source("kop"), re.MULTILINE)) - INSIDE
    assert offered
    assert [name for name in sorted(offered) if f"`{name}`" not in PAGE] == []
