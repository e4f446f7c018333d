"""axe finds nothing on the papers' pages.

The PDF in the page is answered by the browser itself here: it is fetched beside the page, and the test's SQLite in memory
lets only one of the two write its audit entry (a file waits its turn).
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from balakas.papers.models import NumberBook
from balakas.staff.rules import PositionKind
from tests.browser.axe import look_at
from tests.browser.conftest import OpenAs
from tests.conftest import MONDAY, World
from tests.papers.test_life import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def without_pdf(page: Page) -> Page:
    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>PDF</title><p>PDF</p>")

    for path in ("**/pdf/*", "**/pdf/", "**/ttd/", "**/contoh/"):
        page.route(path, answer)
    return page


def test_pages_of_the_papers(open_as: OpenAs, world: World, pictures: Path) -> None:
    office = Office(world, MONDAY)
    papers = {
        "konsep": office.draft(),
        "menunggu": office.printed(),
        "ditandatangani": office.back(office.printed()),
        "batal": office.cancel(office.number(office.draft())),
    }
    page = without_pdf(open_as(world.users[PositionKind.CLERK]))
    pages = {name: f"/naskah/{paper.id}/" for name, paper in papers.items()}
    pages |= {"daftar": "/naskah/", "buku": f"/naskah/buku/{NumberBook.objects.get().id}/"}
    wrong = [line for name, url in pages.items() for line in look_at(page, url, name=f"naskah-{name}", folder=pictures)]
    assert not wrong, "\n".join(wrong)


def test_settings_of_the_papers(open_as: OpenAs, world: World, pictures: Path) -> None:
    page = without_pdf(open_as(world.users[PositionKind.ADMINISTRATOR]))
    pages = {
        "buku-nomor": "/naskah/buku/?tahun=2026",
        "atur-buku": "/naskah/buku/spt/2026/atur/",
        "bentuk": "/naskah/bentuk/",
        "bentuk-spt": "/naskah/bentuk/spt/",
    }
    wrong = [line for name, url in pages.items() for line in look_at(page, url, name=name, folder=pictures)]
    assert not wrong, "\n".join(wrong)
