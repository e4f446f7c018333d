from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from balakas.audit.models import Entry
from balakas.distributions.actions import pairing, programmes
from balakas.distributions.models import Programme
from balakas.distributions.rules import replacement as programme_rules
from balakas.distributions.rules.pairing import BasisKind, PairTerms, Scope
from balakas.distributions.rules.replacement import Evidence, ExitReason, Heir, ReasonRule
from balakas.recipients.actions import joining, reserve, undo
from balakas.recipients.models import Entitlement, ListChange, Person, Recipient
from balakas.recipients.models.changes import Joining, ReserveEntry
from balakas.recipients.queries import about, final_list
from balakas.recipients.queries import joining as queries
from balakas.recipients.queries import people as people_queries
from balakas.recipients.rules import intake
from balakas.recipients.rules import joining as rules
from balakas.recipients.rules import people as people_rules
from balakas.recipients.rules.joining import Choice, Order, Shown, Turn
from balakas.staff.rules import NotAllowed, PositionKind
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count
from tests.recipients.joinings import (
    AWAYAN,
    NEWCOMER,
    ORDER,
    accept,
    addition,
    kasi,
    replacement,
    reserve_list,
)
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over

pytestmark = pytest.mark.django_db
OTHER_KK = "6311030910149077"


@pytest.fixture
def recipient(world: World) -> Recipient:
    return taken_over(world, a_distribution(world), person_row(1))[0]


def test_the_right_passes_only_when_a_second_person_agrees(world, recipient):
    row = replacement(world, recipient)
    recipient.refresh_from_db()
    assert (row.state, recipient.state, Recipient.objects.count(), Person.objects.count()) == (
        "proposed",
        "leaving",
        1,
        1,
    )
    with pytest.raises(people_rules.SecondPersonNeeded):
        accept(world, row, PositionKind.KASI_PMDK)
    row = accept(world, row)
    recipient.refresh_from_db()
    new = Recipient.objects.get(replaces=recipient)
    assert (recipient.state, new.state, new.order, row.recipient_id) == ("out", "listed", 2, new.id)
    assert list(Entitlement.objects.order_by("created_at", "id").values_list("recipient_id", "state", "amount")) == [
        (recipient.id, "cancelled", 250_000), (new.id, "open", 250_000),
    ]  # fmt: skip
    numbers = people_queries.numbers_of(new.person)
    assert (numbers.nik, new.person.household_id) == ("6311034505559002", recipient.person.household_id)
    assert (new.ordered_by, new.basis) == (
        "Kepala Dinas Sosial", "Surat Dinas Sosial Nomor 400.9/21/2026 tanggal 9 Januari 2026",
    )  # fmt: skip
    change = ListChange.objects.get()
    assert (change.reason, change.accepted, change.by_id == change.decided_by_id) == ("died", True, False)


def test_the_particulars_of_who_shall_come_are_sealed_and_go_once_they_are_the_persons_own(world, recipient):
    row = replacement(world, recipient)
    assert b"6311034505559002" not in bytes(row.particulars_sealed)
    assert queries.newcomer_of(row).name == "Norhayati Contoh"
    assert bytes(accept(world, row).particulars_sealed) == b""
    assert "Norhayati" not in str(list(Entry.objects.values_list("label", "details")))


def test_refused_or_taken_back_the_first_one_stays(world, recipient):
    row = replacement(world, recipient)
    with pytest.raises(people_rules.SecondPersonNeeded):
        joining.refuse(joining_id=row.id, reason="belum jelas", by=kasi(world), at=MONDAY)
    camat = world.actor(PositionKind.CAMAT)
    with pytest.raises(intake.ReasonMissing):
        joining.refuse(joining_id=row.id, reason=" ", by=camat, at=MONDAY)
    joining.refuse(joining_id=row.id, reason="belum jelas", by=camat, at=MONDAY)
    recipient.refresh_from_db()
    assert (recipient.state, Recipient.objects.count()) == ("listed", 1)
    again = replacement(world, recipient)
    joining.withdraw(joining_id=again.id, by=kasi(world), at=MONDAY)
    recipient.refresh_from_db()
    assert recipient.state == "listed"
    with pytest.raises(rules.JoiningSettled):
        accept(world, again)


@pytest.mark.parametrize(
    ("order", "passes"),
    [
        (ORDER, True),
        (Order("Camat", "Surat", "", None, a_photo()), True),
        (replace(ORDER, by=" "), False),
        (replace(ORDER, title=""), False),
        (replace(ORDER, number=""), False),
        (replace(ORDER, dated=None), False),
    ],
)
def test_nobody_is_added_by_hand_without_who_ordered_it_and_on_which_paper(world, order, passes):
    distribution = a_distribution(world)
    if passes:
        assert addition(world, distribution, order=order).state == "proposed"
    else:
        with pytest.raises(rules.PaperMissing):
            addition(world, distribution, order=order)
        assert not Joining.objects.exists()


def test_the_database_itself_refuses_one_without_a_paper(world):
    row = addition(world, a_distribution(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Joining.objects.filter(id=row.id).update(paper_number="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Joining.objects.filter(id=row.id).update(ordered_by="")


def test_somebody_added_stands_on_the_bridge_with_the_order(world):
    distribution = a_distribution(world)
    taken_over(world, distribution, person_row(1))
    accept(world, addition(world, distribution))
    added = final_list.rows(distribution.id)[1]
    assert (added.from_agency, added.replaces_id) == (False, None)
    assert (
        added.basis
        == "Surat Dinas Sosial Nomor 400.9/21/2026 tanggal 9 Januari 2026, atas perintah Kepala Dinas Sosial"
    )


def test_what_was_given_already_passes_to_nobody(world, recipient):
    row = replacement(world, recipient)
    Entitlement.objects.update(given=250_000, state="settled")
    with pytest.raises(people_rules.SomethingGiven):
        accept(world, row)
    assert Joining.objects.get().state == "proposed"
    assert Recipient.objects.count() == 1


def test_a_rule_between_programmes_stops_who_comes_unless_a_reason_says_why_not(world, recipient):
    first, other = recipient.distribution, a_distribution(world)
    programme = Programme.objects.get(code="permakanan")
    terms = PairTerms(
        programme.id,
        programme.id,
        allowed=False,
        scope=Scope.PERSON,
        basis_kind=BasisKind.OWN,
        basis="Keputusan Camat 1/2026",
    )
    pairing.add_pair(office_id=world.office.id, terms=terms, by=kasi(world), at=MONDAY)
    row = replacement(world, recipient)
    accept(world, addition(world, other))  # the same NIK, the same month, the same programme
    with pytest.raises(rules.MeetsOtherAid):
        accept(world, row)
    recipient.refresh_from_db()
    assert (recipient.state, Recipient.objects.filter(distribution=first).count()) == ("leaving", 1)
    done = joining.accept(
        joining_id=row.id, despite="putusan musyawarah desa", by=world.actor(PositionKind.CAMAT), at=MONDAY
    )
    assert (done.state, done.despite) == ("accepted", "putusan musyawarah desa")


def test_evidence_is_what_the_programme_takes(world, recipient):
    with pytest.raises(rules.EvidenceMissing):
        replacement(world, recipient, shown=Shown("moving", "12/2026"))
    with pytest.raises(rules.EvidenceMissing):
        replacement(world, recipient, shown=Shown("death", " "))
    row = replacement(world, recipient, shown=Shown("death", picture=a_photo()))
    assert row.evidence_file_id is not None
    assert row.evidence_shown_id != row.evidence_file_id


def test_a_programme_may_say_that_nobody_follows(world, recipient):
    programme = Programme.objects.get(code="permakanan")
    wanted = [ReasonRule(ExitReason.DIED, (Evidence.DEATH,), ())]
    programmes.set_replacements(
        programme_id=programme.id, rules_wanted=wanted, seen_version=programme.version, by=kasi(world), at=MONDAY
    )
    with pytest.raises(rules.NobodyFollows):
        replacement(world, recipient)
    with pytest.raises(rules.ReasonNotKnown):
        replacement(world, recipient, reason=ExitReason.MOVED, shown=Shown("moving", "1"))
    with pytest.raises(programme_rules.EvidenceNeeded):
        programmes.set_replacements(
            programme_id=programme.id, rules_wanted=[ReasonRule(ExitReason.DIED, (), ())],
            seen_version=programme.version + 1, by=kasi(world), at=MONDAY,
        )  # fmt: skip


def test_the_family_comes_first_then_the_reserve_in_its_order(world, recipient):
    distribution = recipient.distribution
    reserve_list(
        world, distribution,
        person_row(11, kk=OTHER_KK), person_row(12, kk="6311030910149078"), person_row(13, kk="6311030910149001"),
    )  # fmt: skip
    first, second, relative = [row.person for row in ReserveEntry.objects.order_by("order")]
    assert queries.turn_of(recipient) == Turn([relative.id], [first.id, second.id, relative.id])
    by_reserve = {"choice": Choice(Heir.RESERVE, first.id), "data": None}
    with pytest.raises(rules.FamilyFirst):
        replacement(world, recipient, **by_reserve)
    moved = {"reason": ExitReason.MOVED, "shown": Shown("moving", "12/2026")}  # the whole family moved
    with pytest.raises(rules.ReserveFirst):
        replacement(world, recipient, choice=Choice(Heir.RESERVE, second.id), data=None, **moved)
    row = replacement(
        world, recipient, data=None, choice=Choice(Heir.RESERVE, second.id, why_out_of_turn="sakit keras"), **moved
    )
    assert row.out_of_order == "sakit keras"
    joining.withdraw(joining_id=row.id, by=kasi(world), at=MONDAY)
    accept(world, replacement(world, recipient, **by_reserve, **moved))
    states = list(ReserveEntry.objects.order_by("order").values_list("state", flat=True))
    assert states == ["used", "free", "free"]
    assert Recipient.objects.get(replaces=recipient).person_id == first.id


def test_somebody_named_who_may_not_follow_is_refused(world, recipient):
    other = taken_over(world, recipient.distribution, person_row(5, kk="6311030910149001"))[0]
    with pytest.raises(rules.HeirUnfit):  # of the same card, but on the list already
        replacement(world, recipient, choice=Choice(Heir.SAME_KK, other.person_id), data=None)
    with pytest.raises(rules.OutOfTurn):
        replacement(world, recipient, choice=Choice(Heir.OTHER))


def test_the_reserve_list_comes_in_like_any_list_and_nobody_on_it_receives(world):
    distribution = a_distribution(world)
    held = reserve_list(world, distribution, person_row(1), person_row(2))
    assert (held.purpose, held.state, held.counts["taken"]) == ("reserve", "taken", 2)
    assert (Recipient.objects.count(), Entitlement.objects.count(), ReserveEntry.objects.count()) == (0, 0, 2)
    undo.undo_take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    assert (Person.objects.count(), ReserveEntry.objects.count()) == (0, 0)


def test_somebody_passed_over_keeps_the_reason_and_the_reserve_list_cannot_be_undone(world):
    held = reserve_list(world, a_distribution(world), person_row(1), person_row(2))
    entry = ReserveEntry.objects.order_by("order").first()
    reserve.strike(entry_id=entry.id, reason="sudah mampu", by=kasi(world), at=MONDAY)
    assert ReserveEntry.objects.get(id=entry.id).state == "struck"
    with pytest.raises(rules.JoiningSettled):
        reserve.strike(entry_id=entry.id, reason="lagi", by=kasi(world), at=MONDAY)
    with pytest.raises(intake.SomethingHangs):
        undo.undo_take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)


def test_only_who_may_proposes_and_decides(world, recipient):
    with pytest.raises(NotAllowed):
        replacement(world, recipient, by=world.actor(PositionKind.VILLAGE_OFFICER))
    row = replacement(world, recipient)
    with pytest.raises(NotAllowed):
        accept(world, row, PositionKind.VILLAGE_OFFICER)


def test_it_waits_for_everybody_but_who_proposed(world, recipient):
    replacement(world, recipient)
    codes = {
        kind: [duty.code for duty in about.waiting_for(world.officer(kind))]
        for kind in (PositionKind.KASI_PMDK, PositionKind.CAMAT, PositionKind.VILLAGE_OFFICER)
    }
    assert "recipients.decide_joining" in codes[PositionKind.CAMAT]
    assert "recipients.decide_joining" not in codes[PositionKind.KASI_PMDK] + codes[PositionKind.VILLAGE_OFFICER]


def test_the_rules_of_two_programmes_together():
    death = ReasonRule(ExitReason.DIED, (Evidence.DEATH,), (Heir.SAME_KK, Heir.RESERVE))
    strict = ReasonRule(ExitReason.DIED, (Evidence.VILLAGE,), (Heir.RESERVE,))
    moved = ReasonRule(ExitReason.MOVED, (Evidence.MOVING,), (Heir.RESERVE,))
    both = programme_rules.merged([{ExitReason.DIED: death, ExitReason.MOVED: moved}, {ExitReason.DIED: strict}])
    assert both == {ExitReason.DIED: ReasonRule(ExitReason.DIED, (Evidence.DEATH, Evidence.VILLAGE), (Heir.RESERVE,))}
    assert programme_rules.rules_from(programme_rules.default_data()).keys() == set(programme_rules.CHOSEN)


def test_the_pages_ask_as_often_for_many_as_for_few(world, client, recipient):
    client.force_login(world.users[PositionKind.KASI_PMDK])
    distribution = recipient.distribution

    def grow() -> None:
        for number in range(3):
            nik = f"631103450555{9050 + number}"
            addition(world, distribution, data=replace(NEWCOMER, nik=nik))
        accept(world, addition(world, distribution, data=replace(NEWCOMER, nik="6311034505559060")))

    replacement(world, recipient)
    assert_same_query_count(lambda: client.get(f"/penerima/{distribution.id}/penggantian/"), grow)
    reserve_list(world, distribution, person_row(21))
    assert_same_query_count(
        lambda: client.get(f"/penerima/{distribution.id}/cadangan/"),
        lambda: reserve_list(world, distribution, person_row(22), person_row(23), person_row(24)),
    )


def test_the_form_proposes_and_shows_the_refusal(world, client, recipient):
    client.force_login(world.users[PositionKind.KASI_PMDK])
    page = f"/penerima/orang/{recipient.id}/pengganti/"
    said = {
        "reason": "died", "evidence": "death", "evidence_number": "474.3/2", "who": "keluarga", "relation": "Istri",
        "ordered_by": "Kepala Desa Awayan", "paper_title": "Surat desa", "paper_number": "", "paper_date": "2026-01-09",
        "baru-name": "Norhayati Contoh", "baru-village_code": AWAYAN,
    }  # fmt: skip
    assert "Tulis siapa yang memerintahkan" in client.post(page, said).content.decode()
    answer = client.post(page, {**said, "paper_number": "400/7"})
    row = Joining.objects.get()
    assert answer.url == f"/penerima/penggantian/{row.id}/"
    shown = client.get(answer.url).content.decode()
    assert "Norhayati Contoh" in shown
    assert "6311034107559001" not in shown
    assert row.paper_date == date(2026, 1, 9)
