"""The room of recipients in a real browser: axe on every page at phone and desk width, and a list typed by keyboard."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from balakas.common.ids import uuid7
from balakas.recipients.actions import documents, intake, rows
from balakas.recipients.models import RecipientList, StagedRow
from balakas.staff.rules import PositionKind
from tests.browser.axe import look_at
from tests.browser.conftest import OpenAs
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, a_photo, allocations, bring, person_row, taken_over

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VILLAGES = ("Awayan", "Pudak", "Bihara")
FAULTS = ("", "63110341O7559009", 6311034107559000, "63110341")


def address(name: str, *args: object) -> str:
    return reverse(f"recipients:{name}", args=args)


def a_full_room(world: World) -> dict[str, str]:
    """People in three villages with some papers, a list with problems, a typed list; the address of every page."""
    kasi, tksk = world.actor(PositionKind.KASI_PMDK), world.actor(PositionKind.TKSK)
    distribution = a_distribution(world)
    people = taken_over(world, distribution, *(person_row(n, village=VILLAGES[n % 3]) for n in range(1, 13)))
    faulty = [person_row(20 + n, nik=nik) for n, nik in enumerate(FAULTS)]
    held = bring(world, distribution, *faulty, person_row(30))
    photos = [documents.Upload("ktp", "ktp", a_photo("white")), documents.Upload("kk", "kk", a_photo("lightblue"))]
    for one in people[:5]:
        documents.add_documents(recipient_id=one.id, uploads=photos, by=tksk, at=MONDAY)
    documents.except_paper(recipient_id=people[6].id, requirement="kk", reason="KK hanyut banjir", by=tksk, at=MONDAY)
    typed = intake.start_typed(
        distribution_id=distribution.id, allocation_ids=allocations(distribution), by=kasi, at=MONDAY
    )
    values = {"name": "Siti Anu", "nik": "6311034107559077", "village": "Awayan"}
    rows.save_typed(list_id=typed.id, client_id=uuid7(), values=values, benefits=(), by=kasi, at=MONDAY)
    row = StagedRow.objects.filter(severity="error").first()
    return {
        "workspace": address("workspace", distribution.id),
        "bring": address("bring", distribution.id),
        "list": address("list", held.id),
        "row": address("row", held.id, row.id if row else ""),
        "grid": address("grid", typed.id),
        "people": address("people", distribution.id),
        "village": address("village", distribution.id, people[0].village_code) + "?lihat=1",
        "person": address("person", people[0].id),
        "edit": address("edit", people[0].id),
        "documents": address("documents", people[0].id),
        "search": address("search"),
    }


def test_every_page_is_for_everybody(open_as: OpenAs, world: World, pictures: Path) -> None:
    pages = a_full_room(world)
    page = open_as(world.users[PositionKind.KASI_PMDK])
    wrong = [
        line for name, path in pages.items() for line in look_at(page, path, name=f"penerima-{name}", folder=pictures)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_list_is_typed_without_the_mouse(open_as: OpenAs, world: World) -> None:
    distribution = a_distribution(world)
    held = intake.start_typed(
        distribution_id=distribution.id,
        allocation_ids=allocations(distribution)[:1],
        by=world.actor(PositionKind.KASI_PMDK),
        at=MONDAY,
    )
    page = open_as(world.users[PositionKind.KASI_PMDK])
    page.goto(address("grid", held.id))
    type_rows(page, 12)
    expect(page.locator("[data-grid-row]").nth(11).locator("[data-said]")).to_contain_text("Tersimpan")
    assert StagedRow.objects.filter(recipient_list=held, severity="").count() == 12
    page.reload()
    expect(page.locator('[data-grid-cell="name"]').nth(11)).to_have_value("Orang Rekaan L")
    assert RecipientList.objects.get().counts["ready"] == 12


def type_rows(page: Page, count: int) -> None:
    """Type `count` people with Tab and Enter only; the grid begins with ten rows and grows by itself."""
    page.locator('[data-grid-cell="name"]').first.focus()
    for number in range(count):
        cells: list[Any] = [
            f"Orang Rekaan {chr(65 + number)}", f"63110341075590{number + 10}", f"63110309101490{number + 10}", "Awayan",
            "Jl. Pasar", "3", "2", "1-7-1955", "P",
        ]  # fmt: skip
        for place, text in enumerate(cells):
            page.keyboard.type(text)
            if place < len(cells) - 1:
                page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        for _ in range(len(cells) - 1):
            page.keyboard.press("Shift+Tab")
