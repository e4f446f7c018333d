"""A distribution opened in the browser, filters in the address, and what the lists cost at two sizes."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from balakas.common.ids import uuid7
from balakas.distributions.actions import distributions as actions
from balakas.distributions.models import Distribution, Programme
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import Giver, Head, Share
from balakas.staff.rules import PositionKind
from tests.distributions.cases import opened, programme
from tests.helpers import assert_same_query_count
from tests.letters.cases import LATER, dispose, register

KASI, TKSK = PositionKind.KASI_PMDK, PositionKind.TKSK


def path(name, **kwargs):
    return reverse(f"distributions:{name}", kwargs=kwargs)


def letter_disposed(world, number=17):
    letter = register(world, number)
    dispose(world, letter)
    return letter


def filled(*rows, giver=Giver.AGENCY):
    """Return the opening form as a browser sends it: each row is benefit, people and sum of the letter."""
    sent = {
        "title": "Permakanan dan sandang Januari 2026",
        "period_label": "Januari 2026",
        "giver": giver,
        "giver_name": "Dinas Sosial Kabupaten Balangan" if giver is Giver.AGENCY else "",
    }
    for benefit, people, total in rows:
        prefix = f"b{benefit.id.hex}"
        sent |= {
            f"{prefix}-wanted": "on",
            f"{prefix}-period": "Januari 2026",
            f"{prefix}-instalment": "1",
            f"{prefix}-amount": str(benefit.usual_amount),
            f"{prefix}-letter_people": str(people),
            f"{prefix}-letter_total": str(total),
        }
    return sent


def test_the_kasi_opens_two_programmes_at_once(world):
    food, clothes = (programme(world, code).benefits.get() for code in ("permakanan", "sandang"))
    letter = letter_disposed(world)
    response = world.client(KASI).post(
        path("open", letter_id=letter.id), filled((food, 54, 13_500_000), (clothes, 14, 14))
    )
    row = Distribution.objects.get()
    assert response.url == distributions.page_of(row.id)
    assert [(one.amount, one.letter_people, one.letter_total) for one in distributions.allocations_of(row.id)] == [
        (250_000, 54, 13_500_000),
        (1, 14, 14),
    ]
    assert (row.giver, row.giver_name) == (Giver.AGENCY, "Dinas Sosial Kabupaten Balangan")


def test_a_form_that_opens_nothing_keeps_what_was_typed(world):
    programme(world)
    letter = letter_disposed(world)
    answer = world.client(KASI).post(path("open", letter_id=letter.id), filled())
    assert "paling sedikit satu bantuan" in answer.content.decode()
    assert answer.context["form"]["title"].value() == "Permakanan dan sandang Januari 2026"
    assert Distribution.objects.count() == 0


def test_an_opening_sent_twice_opens_once(world):
    food = programme(world).benefits.get()
    letter = letter_disposed(world)
    sent = {**filled((food, 54, 13_500_000)), "_form_id": str(uuid7())}
    client = world.client(KASI)
    first, second = (client.post(path("open", letter_id=letter.id), sent) for _ in range(2))
    assert first.url == second.url
    assert Distribution.objects.count() == 1


def test_the_kasi_copies_a_programme(world):
    world.client(KASI).post(path("programme_copy", code="beras_cpp"))
    assert Programme.objects.get().benefits.get().usual_amount == 10


def test_a_distribution_shows_letter_and_allocations(world):
    row = opened(world)
    shown = world.client(TKSK).get(path("detail", distribution_id=row.id)).content.decode()
    for said in ("Rp250.000", "54", "Dinas Sosial Kabupaten Balangan"):
        assert said in shown


def test_filters_stand_in_the_address(world):
    row = opened(world)
    client = world.client(TKSK)

    def count(**query):
        return len(client.get(path("list"), query).context["page"].object_list)

    assert (count(), count(keadaan="open"), count(keadaan="closed")) == (1, 1, 0)
    assert (count(tahun=2026), count(keadaan="lain")) == (1, 1)
    actions.stop(distribution_id=row.id, reason="Ditunda", by=world.actor(KASI), at=LATER)
    assert (count(keadaan="open"), count(keadaan="stopped")) == (0, 1)


def many(world, start, benefit):
    """Open four distributions of two periods each."""
    for number in range(start, start + 4):
        letter = letter_disposed(world, number)
        actions.open_from_letter(
            letter_id=letter.id, head=Head(f"Penyaluran {number}", "Januari 2026", Giver.KECAMATAN),
            shares=[Share(benefit.id, period, 250_000) for period in ("Januari 2026", "Februari 2026")],
            by=world.actor(KASI), at=LATER,
        )  # fmt: skip


@pytest.mark.parametrize("kind", [KASI, PositionKind.VILLAGE_OFFICER])
def test_the_list_costs_the_same_for_four_and_for_twelve(world, kind):
    benefit, client = programme(world).benefits.get(), world.client(kind)
    many(world, 100, benefit)
    assert_same_query_count(
        lambda: client.get(path("list")), lambda: [many(world, 200, benefit), many(world, 300, benefit)]
    )


def test_what_runs_and_what_waits_costs_the_same(world):
    benefit, officer = programme(world).benefits.get(), world.officer(KASI)
    many(world, 100, benefit), letter_disposed(world, 1)

    def ask():
        running = [
            [one.benefit.name for one in row.allocations.all()] for row in distributions.running(world.office.id)
        ]
        return running, distributions.waiting_for(officer)

    assert_same_query_count(ask, lambda: [many(world, 200, benefit), letter_disposed(world, 2)])


def test_the_programmes_cost_the_same_for_one_and_for_four(world):
    programme(world)
    client = world.client(KASI)
    more = ("sandang", "bpnt", "pkh")
    assert_same_query_count(lambda: client.get(path("programmes")), lambda: [programme(world, code) for code in more])


def test_the_opening_form_costs_the_same_whatever_may_be_given(world):
    programme(world)
    client, letter = world.client(KASI), letter_disposed(world)
    more = ("sandang", "bpnt", "pkh")
    assert_same_query_count(
        lambda: client.get(path("open", letter_id=letter.id)), lambda: [programme(world, code) for code in more]
    )


def test_a_distribution_opened_at_new_year_stands_in_the_offices_year(world):
    # 31 December 17.30 UTC is already the 1st of January in Awayan (WITA).
    row = opened(world)
    Distribution.objects.filter(id=row.id).update(opened_at=datetime(2026, 12, 31, 17, 30, tzinfo=UTC))
    client = world.client(TKSK)
    assert len(client.get(path("list"), {"tahun": 2027}).context["page"].object_list) == 1
