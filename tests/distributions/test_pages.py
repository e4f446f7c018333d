"""Forms and lists of the room distributions as the Kasi uses them."""

import pytest
from django.urls import reverse

from balakas.distributions.actions import programmes as programme_actions
from balakas.distributions.models import Distribution, Programme
from balakas.distributions.queries import programmes
from balakas.distributions.rules.distribution import Share
from balakas.distributions.rules.programme import Terms
from balakas.staff.rules import PositionKind
from tests.distributions.cases import opened, programme
from tests.helpers import assert_same_query_count
from tests.letters.cases import LATER, dispose, register

KASI = PositionKind.KASI_PMDK
HEAD = {"title": "Bansos Januari", "period_label": "Januari 2026", "giver": "kecamatan"}


@pytest.fixture
def kasi(world):
    return world.client(KASI)


def text(answer) -> str:
    return answer.content.decode()


def post(client, name, data, *args):
    return client.post(reverse(f"distributions:{name}", args=args), data)


def wanted(benefit, **more):
    given = {"wanted": "on", "period": "", "instalment": "1", "amount": str(benefit.usual_amount), **more}
    return {f"b{benefit.id.hex}-{name}": value for name, value in given.items()}


def disposed(world, number=17):
    letter = register(world, number)
    dispose(world, letter)
    return letter


def test_two_programmes_are_opened_in_one_form(world, kasi):
    food, clothes = (programme(world, code).benefits.get() for code in ("permakanan", "sandang"))
    letter = disposed(world)
    data = HEAD | wanted(food, letter_people="54") | wanted(clothes, period="Januari 2026; Februari 2026")
    assert post(kasi, "open", data, letter.id).status_code == 302
    kept = Distribution.objects.get().allocations.order_by("order")
    assert [(one.benefit, one.period) for one in kept] == [
        (food, "Januari 2026"),
        (clothes, "Januari 2026"),
        (clothes, "Februari 2026"),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"period": "x" * 41}, "paling panjang 40"),
        ({"amount": ""}, "Isi jumlah untuk setiap penerima"),
        ({"amount": str(10**16)}, "1000000000000000"),
        ({"letter_people": "-3"}, "0"),
    ],
)
def test_a_wrong_benefit_comes_back_with_the_rest(world, kasi, wrong, sentence):
    benefit = programme(world).benefits.get()
    answer = post(kasi, "open", HEAD | wanted(benefit, **wrong), disposed(world).id)
    assert Distribution.objects.count() == 0
    assert any(sentence in str(one.errors) for one in answer.context["shares"])
    assert "Bansos Januari" in text(answer)


@pytest.mark.parametrize(
    ("head", "sentence"),
    [({}, "paling sedikit satu bantuan"), ({"giver": "post"}, "Sebutkan nama dinas atau kantor pos")],
)
def test_a_wrong_head_comes_back(world, kasi, head, sentence):
    benefit = programme(world).benefits.get()
    ticked = wanted(benefit) if head else {}
    assert sentence in text(post(kasi, "open", {**HEAD, **head, **ticked}, disposed(world).id))


def test_adding_nothing_or_a_double_is_said_and_leaves_nothing_behind(world, kasi):
    row = opened(world)
    benefit = row.allocations.get().benefit
    assert "paling sedikit satu bantuan" in text(post(kasi, "add_allocation", {}, row.id))
    double = wanted(benefit, period="Maret 2026; Januari 2026")
    assert "tercantum dua kali" in text(post(kasi, "add_allocation", double, row.id))
    assert row.allocations.count() == 1
    post(kasi, "add_allocation", wanted(benefit, period="Maret 2026"), row.id)
    assert row.allocations.count() == 2


def test_the_second_to_change_is_told_and_may_then_save(world, kasi):
    row = opened(world)
    post(kasi, "change", {**HEAD, "title": "Pertama", "version": 1}, row.id)
    answer = post(kasi, "change", {**HEAD, "title": "Kedua", "version": 1}, row.id)
    assert "baru saja diubah orang lain" in text(answer)
    row.refresh_from_db()
    assert row.title == "Pertama"
    post(kasi, "change", {**HEAD, "title": "Kedua", "version": answer.context["form"]["version"].value()}, row.id)
    row.refresh_from_db()
    assert row.title == "Kedua"


def test_an_allocation_changed_meanwhile_may_be_saved_again(world, kasi):
    one = opened(world).allocations.get()
    data = {"period": "Januari 2026", "instalment": 1, "amount": 300_000, "version": 0}
    answer = post(kasi, "allocation", data, one.id)
    assert "baru saja diubah orang lain" in text(answer)
    post(kasi, "allocation", {**data, "version": answer.context["form"]["version"].value()}, one.id)
    one.refresh_from_db()
    assert one.amount == 300_000


def test_a_programme_changed_meanwhile_may_be_saved_again(world, kasi):
    row = programme(world)
    data = {"code": "permakanan", "name": "Permakanan", "proxy_limit": 3, "retention_months": 60, "version": 9}
    answer = post(kasi, "programme", data, row.id)
    assert "baru saja diubah orang lain" in text(answer)
    post(kasi, "programme", {**data, "version": answer.context["form"]["version"].value()}, row.id)
    row.refresh_from_db()
    assert row.name == "Permakanan"


def test_a_long_reason_to_stop_fits_its_column(world, kasi):
    row = opened(world)
    post(kasi, "stop", {"reason": "x" * 500}, row.id)
    row.refresh_from_db()
    assert (row.state, len(row.closing_reason)) == ("stopped", 300)
    post(kasi, "take_up", {}, row.id)
    row.refresh_from_db()
    assert row.state == "open"


def test_a_programme_of_a_taken_code_comes_back(world, kasi):
    programme(world)
    data = {"code": "permakanan", "name": "Lain", "proxy_limit": 3, "retention_months": 60}
    assert "sudah dipakai program lain" in text(post(kasi, "programme_add", data))
    assert "huruf kecil" in text(post(kasi, "programme_add", {**data, "code": "Kode Besar"}))
    assert Programme.objects.count() == 1


def more_distributions(world, first, count):
    for number in range(first, first + count):
        benefit = Programme.objects.get(code="permakanan").benefits.get()
        opened(world, letter=register(world, number), shares=[Share(benefit.id, "Januari 2026", 250_000)])


def test_the_list_asks_as_often_for_many_distributions(world, kasi):
    programme(world)
    more_distributions(world, 20, 2)
    assert_same_query_count(lambda: kasi.get(reverse("distributions:list")), lambda: more_distributions(world, 30, 6))


def test_the_programmes_ask_as_often_for_many_programmes(world, kasi):
    codes = [one.terms.code for one in programmes.presets()]
    programme(world, codes[0])

    def grow():
        for code in codes[1:]:
            programme(world, code)
        for number in range(5):
            terms = Terms(code=f"sendiri_{number}", name=f"Program sendiri {number}")
            programme_actions.add_programme(office_id=world.office.id, terms=terms, by=world.actor(KASI), at=LATER)

    assert_same_query_count(lambda: kasi.get(reverse("distributions:programmes")), grow)
