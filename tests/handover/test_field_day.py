"""Goods, paper pages, cases, the day's close and photos: what happens around the hand-over."""

from datetime import timedelta

import pytest

from balakas.common.ids import uuid7
from balakas.handover.actions import cases, closing, corrections, goods, pages, photos
from balakas.handover.actions.goods import Head, Line
from balakas.handover.actions.pages import Unticked
from balakas.handover.models.books import Failure, Payment, Visit
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import GoodsMinutes
from balakas.handover.models.paper import PaperRow
from balakas.handover.queries import days, ledger
from balakas.handover.rules import cases as case_rules
from balakas.handover.rules import pages as page_rules
from balakas.handover.rules import stock as stock_rules
from balakas.handover.rules.cases import Decision
from balakas.handover.rules.closing import NothingNew, VarianceUnexplained
from balakas.handover.rules.events import ReasonNeeded
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.handover.rules.verdicts import FailReason
from balakas.staff.rules import NotAllowed
from tests.handover.factories import BIHARA, FIELD_DAY, PHOTO, a_field, picture

TODAY = FIELD_DAY.date()


@pytest.fixture
def field(world):
    return a_field(world, 3)


def arrive(field, quantity=100, **more):
    line = Line(field.rice.id, quantity=quantity, **more)
    return goods.receive_goods(post_id=field.post.id, lines=[line], head=Head("Udin"), by=field.tksk, at=FIELD_DAY)


def holds(field):
    assert ledger.verify(field.world.office.id).holds


# --- goods ---


def test_arriving_goods_are_minuted_and_the_equation_holds(field):
    minutes = arrive(field, damaged=3, short=2)
    counted = days.stock_of(field.post.id)[field.rice.id]
    assert (counted.issued, counted.damaged, counted.short, counted.remaining) == (100, 3, 2, 95)
    assert counted.holds
    assert minutes.kind == "receive"
    assert minutes.counterpart == "Udin"
    holds(field)


def test_what_is_left_goes_back_and_what_broke_is_written_off(field):
    arrive(field)
    field.give(field.people[0])
    goods.write_off(
        post_id=field.post.id, line=Line(field.rice.id, damaged=5), reason="Basah", by=field.tksk, at=FIELD_DAY
    )
    goods.return_goods(
        post_id=field.post.id,
        lines=[Line(field.rice.id, quantity=85)],
        head=Head(),
        by=field.tksk,
        at=FIELD_DAY,
        photo=PHOTO,
    )
    counted = days.stock_of(field.post.id)[field.rice.id]
    assert (counted.handed, counted.returned, counted.damaged, counted.remaining) == (10, 85, 5, 0)
    assert GoodsMinutes.objects.exclude(photo_shown_id=None).count() == 1
    holds(field)


def test_goods_that_cannot_be_counted_are_refused(field):
    with pytest.raises(stock_rules.CountsDisagree):
        arrive(field, quantity=1, damaged=2)
    with pytest.raises(stock_rules.NothingCounted):
        arrive(field, quantity=0)
    with pytest.raises(ReasonNeeded):
        goods.write_off(
            post_id=field.post.id, line=Line(field.rice.id, damaged=1), reason="", by=field.tksk, at=FIELD_DAY
        )
    with pytest.raises(NotAllowed):
        goods.receive_goods(
            post_id=field.post.id, lines=[Line(field.rice.id, quantity=1)], head=Head(), by=field.camat, at=FIELD_DAY
        )
    assert not Event.objects.exists()


def test_an_arrival_can_be_taken_back(field):
    minutes = arrive(field, damaged=3)
    corrections.void(event_id=minutes.event_id, reason="Salah titik salur", by=field.tksk, at=FIELD_DAY)
    assert days.stock_of(field.post.id)[field.rice.id].issued == 0
    holds(field)


# --- paper ---


@pytest.fixture
def printed(world):
    made = a_field(world, 27)
    made.add(village=BIHARA)
    paper = pages.print_list(post_id=made.post.id, by=made.tksk, at=FIELD_DAY)
    return made, paper, list(paper.pages.order_by("number"))


def test_the_list_holds_the_posts_people_twenty_five_to_a_page(printed):
    field, paper, sheets = printed
    assert [page.rows.count() for page in sheets] == [25, 2]
    assert len(paper.code) == 5
    assert {page.state for page in sheets} == {"printed"}
    assert PaperRow.objects.get(page=sheets[1], order=27).recipient == field.people[26]


def test_a_page_is_keyed_in_one_act_with_exceptions_unticked(printed, django_assert_max_num_queries):
    field, _, sheets = printed
    rows = list(sheets[0].rows.order_by("order"))
    rice, _cash = field.due(rows[2].recipient)
    exceptions = [
        Unticked(1, why=FailReason.NOT_COME),
        Unticked(2, why=FailReason.REFUSES, reason="Tidak mau"),
        Unticked(3, quantities={rice.id: 6}),
        Unticked(4, proxy=Proxy("Rusdi", Relation.FAMILY, ProxyReason.SICK, has_letter=True)),
    ]
    field.give(rows[4].recipient)  # served on the phone meanwhile
    client_id = uuid7()
    pages.key_page(
        page_id=sheets[0].id, exceptions=exceptions, photo=PHOTO, client_id=client_id, by=field.tksk, at=FIELD_DAY
    )
    outcomes = list(sheets[0].rows.order_by("order").values_list("outcome", flat=True))
    assert outcomes[:6] == ["not_come", "refuses", "partly", "given", "already", "given"]
    assert len(outcomes) == 25
    assert Visit.objects.exclude(page=None).count() == 22
    assert Payment.objects.filter(voided_by=None, by_proxy=True).count() == 2
    assert Failure.objects.filter(closed_by=None).count() == 2
    assert [row.amount for row in field.due(rows[2].recipient)] == [4]
    assert not Case.objects.exists()
    again = pages.key_page(page_id=sheets[0].id, client_id=client_id, by=field.tksk, at=FIELD_DAY)
    assert again.state == "keyed"
    assert Visit.objects.exclude(page=None).count() == 22
    with pytest.raises(page_rules.PageMoved):
        pages.key_page(page_id=sheets[0].id, client_id=uuid7(), by=field.tksk, at=FIELD_DAY)
    holds(field)


def test_a_page_needs_its_photo_and_knows_its_rows(printed):
    field, _, sheets = printed
    with pytest.raises(page_rules.PageNeedsPhoto):
        pages.key_page(page_id=sheets[1].id, by=field.tksk, at=FIELD_DAY)
    pages.photograph_page(page_id=sheets[1].id, photo=PHOTO, by=field.tksk, at=FIELD_DAY)
    with pytest.raises(page_rules.RowUnknown):
        pages.key_page(page_id=sheets[1].id, exceptions=[Unticked(1, why=FailReason.DIED)], by=field.tksk, at=FIELD_DAY)
    late = FIELD_DAY - timedelta(hours=5)
    with pytest.raises(ReasonNeeded):
        pages.key_page(page_id=sheets[1].id, by=field.tksk, at=FIELD_DAY, happened_at=late)
    assert not Visit.objects.exists()
    pages.key_page(page_id=sheets[1].id, by=field.tksk, at=FIELD_DAY)
    assert Visit.objects.count() == 2


def test_a_page_never_used_is_set_aside_with_a_reason(printed):
    field, _, sheets = printed
    with pytest.raises(ReasonNeeded):
        pages.set_aside_page(page_id=sheets[1].id, reason="", by=field.tksk, at=FIELD_DAY)
    pages.set_aside_page(page_id=sheets[1].id, reason="Dicetak ulang", by=field.tksk, at=FIELD_DAY)
    with pytest.raises(page_rules.PageMoved):
        pages.photograph_page(page_id=sheets[1].id, photo=PHOTO, by=field.tksk, at=FIELD_DAY)


def test_nobody_left_prints_nothing(field):
    with pytest.raises(page_rules.NobodyLeft):
        pages.print_list(post_id=field.other_post.id, by=field.tksk, at=FIELD_DAY)


# --- cases ---


@pytest.fixture
def double(field):
    givings = field.givings(field.people[0])[:1]
    first = field.give(field.people[0], givings)
    second = field.give(field.people[0], givings, at=FIELD_DAY + timedelta(minutes=9))
    return Case.objects.get(), first.events[0], second.events[0]


def decide(field, case, event, decision, by=None):
    cases.decide_case(
        case_id=case.id,
        decision=decision,
        event_id=event.id,
        reason="Sudah diperiksa",
        by=by or field.kasi,
        at=FIELD_DAY,
    )


@pytest.mark.parametrize(
    ("decision", "winner", "stock"),
    [(Decision.RECOVER, 0, 20), (Decision.COUNTS, 1, 20), (Decision.MISTAKE, 0, 10), (Decision.REFER, 0, 20)],
)
def test_a_case_is_decided_by_two_and_answered_in_the_ledger(field, double, decision, winner, stock):
    case, *events = double
    decide(field, case, events[1], decision)
    assert Payment.objects.get(voided_by=None).event == events[0], "nothing changes before the second person"
    answer = cases.approve_case(case_id=case.id, by=field.camat, at=FIELD_DAY)
    assert answer.type == ("void" if decision is Decision.MISTAKE else "override")
    assert answer.target_id == events[1].id
    assert Payment.objects.get(voided_by=None).event == events[winner]
    assert days.stock_of(field.post.id)[field.rice.id].handed == stock
    case.refresh_from_db()
    assert case.state == "decided"
    assert case.decisions.get().approved_by_id == field.world.users["camat"].id
    holds(field)


def test_who_proposed_or_handed_over_does_not_approve(field, double):
    case, _, second = double
    decide(field, case, second, Decision.RECOVER)
    with pytest.raises(case_rules.SamePerson):
        cases.approve_case(case_id=case.id, by=field.kasi, at=FIELD_DAY)
    with pytest.raises(NotAllowed):
        cases.approve_case(case_id=case.id, by=field.tksk, at=FIELD_DAY)
    with pytest.raises(case_rules.CaseMoved):
        decide(field, case, second, Decision.RECOVER)
    cases.refuse_case(case_id=case.id, reason="Periksa lagi", by=field.camat, at=FIELD_DAY)
    decide(field, case, second, Decision.MISTAKE)
    cases.approve_case(case_id=case.id, by=field.camat, at=FIELD_DAY)


def test_a_third_giving_opens_the_case_again(field, double):
    case, first, second = double
    decide(field, case, second, Decision.RECOVER)
    cases.approve_case(case_id=case.id, by=field.camat, at=FIELD_DAY)
    from balakas.handover.rules.verdicts import Given

    field.give(field.people[0], [Given(str(first.entitlement_id), 10)], at=FIELD_DAY + timedelta(hours=1))
    case.refresh_from_db()
    assert case.state == "open"
    assert Case.objects.count() == 1


# --- the day ---


def close(field, **more):
    return closing.close_day(post_id=field.post.id, day=TODAY, by=field.tksk, at=FIELD_DAY + timedelta(hours=3), **more)


def test_a_day_is_closed_with_its_counts_and_the_ledgers_checkpoint(field):
    arrive(field, quantity=30)
    for person in field.people[:2]:
        field.give(person, field.givings(person)[:1])
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=field.people[2].id, why=FailReason.NOT_COME, by=field.tksk, at=FIELD_DAY
    )
    with pytest.raises(VarianceUnexplained):
        close(field)
    row = close(field, explanation="10 kg dititipkan di balai desa")
    assert (row.kind, row.number) == ("final", 0)
    counted = {name: row.figures[name] for name in ("people", "served", "absent", "refused")}
    assert counted == {"people": 3, "served": 2, "absent": 1, "refused": 0}
    assert row.figures["items"][str(field.rice.id)]["remaining"] == 10
    assert row.checkpoint == Event.objects.get(id=row.event_id).chain
    assert not days.is_open(field.post.id, TODAY)
    with pytest.raises(NothingNew):
        close(field, explanation="sama")


def test_what_comes_after_the_close_is_a_supplement(field):
    paper = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY)
    arrive(field, quantity=30)
    field.give(field.people[0], field.givings(field.people[0])[:1])
    assert close(field, explanation="lembar belum kembali").kind == "provisional"
    page = paper.pages.get()
    pages.key_page(page_id=page.id, photo=PHOTO, by=field.tksk, at=FIELD_DAY + timedelta(hours=2))
    row = close(field)
    assert (row.kind, row.number, row.figures["served"]) == ("supplement", 1, 3)


def test_undoing_after_the_close_takes_the_right_to_decide(field):
    recorded = field.give(field.people[0], field.givings(field.people[0])[1:])
    close(field, explanation="uang dari bendahara")
    with pytest.raises(NotAllowed):
        corrections.void(event_id=recorded.events[0].id, reason="Salah", by=field.tksk, at=FIELD_DAY)
    corrections.void(event_id=recorded.events[0].id, reason="Salah", by=field.kasi, at=FIELD_DAY)


# --- photos ---


def test_a_photo_is_stored_once_and_withdrawn_with_a_reason(field):
    told = {"distribution_id": field.distribution.id, "client_id": uuid7(), "by": field.tksk, "at": FIELD_DAY}
    with pytest.raises(photos.CaptionNeeded):
        photos.add_photo(photo=PHOTO, caption=" ", **told)
    row = photos.add_photo(photo=PHOTO, caption="Antrean di balai desa", post_id=field.post.id, **told)
    assert photos.add_photo(photo=picture("red"), caption="Lain", **told) == row
    photos.withdraw_photo(photo_id=row.id, reason="Buram", by=field.tksk, at=FIELD_DAY)
    row.refresh_from_db()
    assert row.withdrawn_at == FIELD_DAY
    stranger = a_field(field.world)
    with pytest.raises(photos.PhotoPostElsewhere):
        photos.add_photo(photo=PHOTO, caption="x", post_id=stranger.post.id, **{**told, "client_id": uuid7()})


# --- the SOP ---


def test_the_first_hand_over_starts_activity_5_and_the_close_ends_the_field_day(world):
    from balakas.sop.actions import run
    from balakas.sop.models import Evidence, FieldDay, Step

    started = run.start_run(
        office_id=world.office.id, kind="letter", subject_id=uuid7(), label="Agenda 412", by=world.actor("camat"),
        at=FIELD_DAY - timedelta(days=7),
    )  # fmt: skip
    field = a_field(world, 1, run_id=started.id)
    field.give(field.people[0])
    assert Step.objects.get(run=started, number=5).started_at == FIELD_DAY
    photos.add_photo(
        distribution_id=field.distribution.id,
        photo=PHOTO,
        caption="Antrean",
        client_id=uuid7(),
        by=field.tksk,
        at=FIELD_DAY,
    )
    assert Evidence.objects.get(requirement="dokumentasi").step.number == 5
    close(field)
    day = FieldDay.objects.get()
    assert (day.kind, day.subject_id, day.opened_at) == ("planning_post", field.post.id, FIELD_DAY)
    assert day.closed_at == FIELD_DAY + timedelta(hours=3)
    run.stop_run(
        run_id=started.id, by=world.actor("camat"), at=FIELD_DAY + timedelta(days=1), reason="Dibatalkan dinas"
    )
    field.add()
    field.give(field.people[1], at=FIELD_DAY + timedelta(days=2))
    assert Visit.objects.count() == 2, "a run that is closed never keeps a hand-over from being recorded"
