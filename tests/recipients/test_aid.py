"""Rules between programmes where a list comes in: told in the grid, stopped at the take-over, overridden on the record."""

import pytest
from django.urls import reverse

from balakas.audit.models import Entry
from balakas.distributions.actions import pairing
from balakas.distributions.models import Allocation, Benefit, Distribution, Programme
from balakas.distributions.rules.pairing import BasisKind, PairTerms, Scope, Verdict
from balakas.recipients.actions import rows, takeover
from balakas.recipients.models import Recipient, StagedRow
from balakas.recipients.queries import aid
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.people import EntitlementState
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count
from tests.recipients.making import bring, person_row, taken_over, views_of

pytestmark = pytest.mark.django_db
FORBIDDEN = ["aid_forbidden", "aid"]
KASI = PositionKind.KASI_PMDK


def give(world: World, code: str, period: str) -> Distribution:
    """An open distribution of one programme."""
    programme, _ = Programme.objects.get_or_create(office=world.office, code=code, defaults={"name": code.upper()})
    benefit, _ = Benefit.objects.get_or_create(
        programme=programme, name=code, kind="cash", unit="rupiah", usual_amount=300_000
    )
    distribution = Distribution.objects.create(
        office=world.office, title=f"{code} {period}", period_label=period, giver="kecamatan", state="open",
        opened_by=world.users[KASI], opened_at=MONDAY,
    )  # fmt: skip
    Allocation.objects.create(distribution=distribution, benefit=benefit, period=period, amount=300_000)
    return distribution


def forbid(world: World, one: str, other: str, *, scope: Scope = Scope.PERSON, allowed: bool = False):
    first, second = (Programme.objects.get(office=world.office, code=code) for code in (one, other))
    terms = PairTerms(first.id, second.id, allowed, scope, BasisKind.OWN, "Keputusan Camat 3/2026")
    return pairing.add_pair(office_id=world.office.id, terms=terms, by=world.actor(KASI), at=MONDAY)


@pytest.fixture
def two(world: World):
    """PKH of the first quarter, given to person 1; and BLT Desa of January."""
    pkh, blt = give(world, "pkh", "Triwulan I 2026"), give(world, "blt", "Januari 2026")
    taken_over(world, pkh, person_row(1))
    return pkh, blt


def take(world: World, held):
    held.refresh_from_db()
    return takeover.take_over(list_id=held.id, version=held.version, by=world.actor(KASI), at=MONDAY)


def problems_of(held) -> list[object]:
    return list(StagedRow.objects.filter(recipient_list=held).order_by("order").values_list("problems", flat=True))


def override(world: World, held, row, reason: str = "Sudah mengundurkan diri dari PKH"):
    row.refresh_from_db()
    return rows.decide(
        list_id=held.id, row_id=row.id, version=row.version, what="override", reason=reason, by=world.actor(KASI), at=MONDAY
    )  # fmt: skip


def test_without_a_rule_it_is_told_and_not_stopped(world, two):
    held = bring(world, two[1], person_row(1), person_row(2))
    assert problems_of(held) == [[], []]
    assert held.counts["findings"] == {"known": 1, "also": 1}
    shown = world.client(KASI).get(reverse("recipients:list", args=[held.id]) + "?tampil=semua").content.decode()
    assert "Menerima PKH (Triwulan I 2026): belum ada ketentuan." in shown
    assert take(world, held).people == 2


def test_what_is_allowed_is_told_as_allowed(world, two):
    forbid(world, "pkh", "blt", allowed=True)
    held = bring(world, two[1], person_row(1))
    [lines] = aid.shown(held, views_of(held)).values()
    assert [(one.verdict, one.basis) for one in lines] == [(Verdict.ALLOWED, "Keputusan Camat 3/2026")]
    assert take(world, held).people == 1


def test_what_is_forbidden_is_kept_back_and_the_others_go_on(world, two):
    forbid(world, "pkh", "blt")
    held = bring(world, two[1], person_row(1), person_row(2))
    assert problems_of(held) == [[FORBIDDEN], []]
    assert (held.counts["ready"], held.counts["kept_back"]) == (1, 1)
    shown = world.client(KASI).get(reverse("recipients:list", args=[held.id])).content.decode()
    assert "Menerima PKH (Triwulan I 2026): tidak boleh bersama." in shown
    row = StagedRow.objects.get(recipient_list=held, severity="error")
    alone = world.client(KASI).get(reverse("recipients:row", args=[held.id, row.id])).content.decode()
    assert person_row(1)[2] not in shown + alone
    assert take(world, held).people == 1
    assert Recipient.objects.filter(distribution=two[1]).count() == 1


@pytest.mark.parametrize("period", ["April 2026", "Triwulan II 2026", "Desember 2025"])
def test_another_period_is_no_matter(world, two, period):
    later = give(world, "blt", period)
    forbid(world, "pkh", "blt")
    assert problems_of(bring(world, later, person_row(1))) == [[]]


def test_another_spelling_of_the_name_under_the_nik_is_stopped_too(world, two):
    forbid(world, "pkh", "blt")
    assert problems_of(bring(world, two[1], person_row(1, name="SITTI ANOE"))) == [[FORBIDDEN]]


def test_a_family_is_found_by_its_card_only_under_a_rule_for_families(world, two):
    kk = person_row(1)[3]
    other = person_row(2, kk=kk)
    rule = forbid(world, "pkh", "blt")
    assert problems_of(bring(world, two[1], other)) == [[]]
    pairing.end_pair(pair_id=rule.id, by=world.actor(KASI), at=MONDAY)
    forbid(world, "pkh", "blt", scope=Scope.FAMILY)
    held = bring(world, two[1], other, person_row(3))
    assert problems_of(held) == [[FORBIDDEN], []]
    assert next(iter(aid.shown(held, views_of(held)).values()))[0].by_family


def test_people_without_numbers_meet_nobody(world, two):
    forbid(world, "pkh", "blt", scope=Scope.FAMILY)
    taken_over(world, give(world, "pkh", "Januari 2026"), person_row(4, kk=""))
    held = bring(world, two[1], *(person_row(n, nik=nik, kk="") for n, nik in ((5, ""), (6, "0"), (7, "0"))))
    assert not any(FORBIDDEN in problems for problems in problems_of(held))


def test_a_list_taken_over_in_the_meantime_counts(world, two):
    forbid(world, "pkh", "blt")
    held = bring(world, two[1], person_row(2), person_row(3))
    assert problems_of(held) == [[], []]
    taken_over(world, give(world, "pkh", "Februari 2025-Januari 2026"), person_row(2))
    done = take(world, held)
    assert (done.people, done.stopped, done.waiting) == (1, 1, 1)
    assert problems_of(held) == [[FORBIDDEN], []]
    held.refresh_from_db()
    assert held.counts["problems"] == {"aid_forbidden": 1}
    with pytest.raises(rules.NothingReady):
        take(world, held)


def test_where_all_are_stopped_the_list_waits_with_the_reason_beside_each(world, two):
    forbid(world, "pkh", "blt")
    held = bring(world, two[1], person_row(2))
    taken_over(world, give(world, "pkh", "Januari 2026"), person_row(2))
    answer = world.client(KASI).post(
        reverse("recipients:take_over", args=[held.id]), {"version": held.version}, follow=True
    )
    assert "1 baris ditahan karena ketentuan antarprogram" in answer.content.decode()
    held.refresh_from_db()
    assert (held.state, held.taken_over_by) == ("staged", None)
    assert problems_of(held) == [[FORBIDDEN]]


def test_an_override_has_a_reason_and_a_name_and_lets_through(world, two):
    forbid(world, "pkh", "blt")
    held = bring(world, two[1], person_row(1))
    row = StagedRow.objects.get(recipient_list=held)
    with pytest.raises(rules.ReasonMissing):
        override(world, held, row, reason=" ")
    override(world, held, row)
    assert problems_of(held) == [[]]
    shown = world.client(KASI).get(reverse("recipients:row", args=[held.id, row.id])).content.decode()
    assert "Dikecualikan dari ketentuan antarprogram" in shown
    assert "Sudah mengundurkan diri dari PKH" in shown
    assert world.users[KASI].name in shown
    assert take(world, held).people == 1
    entry = Entry.objects.filter(act="recipients.decide_row").get()
    assert (entry.details["what"], entry.actor_id) == ("override", str(world.users[KASI].id))
    assert "PKH" not in str(entry.details), "the free words of a reason stand sealed with the row and nowhere else"
    assert Entry.objects.filter(act="recipients.take_over").order_by("-seq").first().details["overridden"] == 1


def test_an_override_can_be_taken_back(world, two):
    forbid(world, "pkh", "blt")
    held = bring(world, two[1], person_row(1))
    row = StagedRow.objects.get(recipient_list=held)
    override(world, held, row)
    row.refresh_from_db()
    rows.decide(
        list_id=held.id, row_id=row.id, version=row.version, what="undo", reason="", by=world.actor(KASI), at=MONDAY
    )
    assert problems_of(held) == [[FORBIDDEN]]


@pytest.mark.parametrize("gone", ["out", "cancelled", "stopped"])
def test_what_nobody_receives_any_more_is_no_matter(world, two, gone):
    forbid(world, "pkh", "blt")
    recipient = Recipient.objects.get(distribution=two[0])
    if gone == "out":
        Recipient.objects.filter(id=recipient.id).update(state="out")
    elif gone == "cancelled":
        recipient.entitlements.update(state=EntitlementState.CANCELLED)
    else:
        Distribution.objects.filter(id=two[0].id).update(state="stopped")
    assert problems_of(bring(world, two[1], person_row(1))) == [[]]


def test_two_benefits_of_one_list_that_exclude_each_other_are_stopped(world, two):
    pkh = Benefit.objects.get(programme__code="pkh")
    Allocation.objects.create(distribution=two[1], benefit=pkh, period="Januari 2026", amount=1, order=1)
    forbid(world, "pkh", "blt")
    both = list(two[1].allocations.values_list("id", flat=True))
    held = bring(world, two[1], person_row(5), allocation_ids=both)
    assert problems_of(held) == [[FORBIDDEN]]


def test_the_list_costs_the_same_for_one_and_for_nine_who_receive_elsewhere(world, two):
    forbid(world, "pkh", "blt")
    taken_over(world, two[0], *(person_row(n) for n in range(2, 10)))
    client = world.client(KASI)
    small = bring(world, two[1], person_row(1))
    large = bring(world, two[1], *(person_row(n) for n in range(1, 10)))
    address = [reverse("recipients:list", args=[small.id])]
    assert_same_query_count(
        lambda: client.get(address[0]), lambda: address.append(address.pop() and reverse("recipients:list", args=[large.id]))
    )  # fmt: skip
