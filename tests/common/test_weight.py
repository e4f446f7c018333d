"""What a first visit costs on a village's line, compressed: 60 kB for the public, 150 kB for the office."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from balakas.common.templatetags.balakas import _MANIFEST
from balakas.staff.rules import PositionKind
from tests.conftest import World


def weight(client: Client, path: str) -> int:
    """Return the compressed bytes of the page, its sheet, its script and its icon."""
    if not _MANIFEST.exists():
        pytest.fail("the screens are not built: run `npm --prefix frontend run build`")
    page = client.get(path, headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    plain = client.get(path).text
    parts = set(re.findall(r'(?:href|src)="/static/([^"]+)"', plain))
    assert any(part.endswith(".css") for part in parts)
    return len(page.content) + sum(_size(part) for part in parts)


def _size(part: str) -> int:
    found = Path(str(finders.find(part)))
    packed = found.with_name(found.name + ".gz")
    return (packed if packed.exists() else found).stat().st_size


@pytest.mark.django_db
def test_public_page_is_light_and_needs_no_script(client: Client, world: World) -> None:
    assert weight(client, "/info/") <= 60_000
    assert "<script" not in client.get("/info/").text


def test_office_page_is_light(world: World) -> None:
    assert weight(world.client(PositionKind.CAMAT), "/") <= 150_000
