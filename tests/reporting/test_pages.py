"""The report's pages."""

import pytest
from django.urls import reverse

from balakas.reporting.actions import report
from balakas.staff.rules import PositionKind
from tests.distributions.cases import LATER, opened, programme
from tests.helpers import assert_same_query_count
from tests.letters.cases import dispose, register

pytestmark = pytest.mark.django_db


def begin(world, number, benefit):
    from balakas.distributions.actions import distributions
    from balakas.distributions.rules.distribution import Giver, Head, Share

    letter = register(world, number)
    dispose(world, letter)
    made = distributions.open_from_letter(
        letter_id=letter.id, head=Head(f"Penyaluran {number}", "Januari 2026", Giver.KECAMATAN),
        shares=[Share(benefit.id, "Januari", 250_000)], by=world.actor(PositionKind.KASI_PMDK), at=LATER,
    )  # fmt: skip
    report.start(distribution_id=made.id, by=world.actor(PositionKind.KASI_PMDK), at=LATER)


def test_the_list_asks_the_same_at_any_size(world):
    benefit = programme(world).benefits.get()
    begin(world, 1, benefit)
    client = world.client(PositionKind.KASI_PMDK)
    page = reverse("reporting:list")

    def grow():
        for number in range(2, 9):
            begin(world, number, benefit)

    assert_same_query_count(lambda: client.get(page), grow)
    assert client.get(page).content.decode().count("Penyaluran ") >= 8


def test_what_is_open_is_said_and_nothing_is_lost(world):
    made = opened(world)
    report.start(distribution_id=made.id, by=world.actor(PositionKind.KASI_PMDK), at=LATER)
    client = world.client(PositionKind.KASI_PMDK)
    page = client.get(reverse("reporting:workspace", args=[made.id])).content.decode()
    assert "Sebelum laporan disahkan" in page
    answer = client.post(reverse("reporting:write", args=[made.id]), {"obstacles": "Jalan putus", "version": "99"})
    assert "baru saja diubah orang lain" in answer.content.decode()
    assert "Jalan putus" in answer.content.decode()
    answer = client.post(reverse("reporting:submit", args=[made.id]))
    assert answer.status_code == 409
    assert "hal yang harus diselesaikan" in answer.content.decode()
