"""A giving that no rule doubts is doubted by an officer, decided by two, and found again in the register."""

from dataclasses import replace

import pytest
from django.urls import reverse

from balakas.handover.actions import cases, corrections
from balakas.handover.models.books import Payment
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules.cases import CaseAlreadyOpen, CaseKind, Decision, DecisionUnknown, SamePerson
from balakas.handover.rules.events import EventType, ReasonNeeded
from balakas.handover.rules.verdicts import Given
from balakas.recipients.models import Entitlement
from balakas.staff.models import Appointment
from balakas.staff.rules import POSITIONS, NotAllowed, PositionKind, Right
from tests.handover.factories import AWAYAN, BIHARA, FIELD_DAY, PUDAK, a_field
from tests.helpers import assert_same_query_count


@pytest.fixture
def field(world):
    return a_field(world, 2)


@pytest.fixture
def giving(field):
    return field.give(field.people[0]).events[0]


def propose(field, event, decision=Decision.RECOVER, *, reason="Salah orang", by=None):
    return cases.propose_override(
        event_id=event.id, decision=decision, reason=reason, by=by or field.kasi, at=FIELD_DAY
    )


def approve(field, made, by=None):
    return cases.approve_case(case_id=made.case_id, by=by or field.camat, at=FIELD_DAY)


def test_a_decision_takes_two_and_is_an_override_in_the_ledger(field, giving):
    made = propose(field, giving)
    assert made.case.kind == CaseKind.REPORTED
    assert Payment.objects.filter(event=giving, voided_by=None).exists(), "nothing changes before the second person"
    for alone in (field.kasi, field.tksk):
        with pytest.raises((SamePerson, NotAllowed)):
            approve(field, made, by=alone)
    answer = approve(field, made)
    assert (answer.type, answer.target_id) == (EventType.OVERRIDE, giving.id)
    assert not Payment.objects.filter(event=giving).exists()
    assert Entitlement.objects.get(id=giving.entitlement_id).state == "open"
    assert ledger.verify(field.world.office.id).holds


def test_a_decision_is_turned_round_by_a_later_one(field, giving):
    approve(field, propose(field, giving))
    again = propose(field, giving, Decision.COUNTS, reason="Orangnya ternyata benar")
    assert again.case_id == Case.objects.get().id, "the same case is opened again"
    approve(field, again)
    assert Payment.objects.filter(event=giving, voided_by=None).exists()


def test_what_counts_is_not_decided_to_count(field, giving):
    with pytest.raises(DecisionUnknown):
        propose(field, giving, Decision.COUNTS)
    assert not Case.objects.exists()


def test_a_reason_is_asked_for_and_only_givings_that_stand_are_doubted(field, giving):
    with pytest.raises(ReasonNeeded):
        propose(field, giving, reason=" ")
    void = corrections.void(event_id=giving.id, reason="Salah tekan", by=field.tksk, at=FIELD_DAY)
    for event in (giving, void, Event.objects.get(type=EventType.SHIFT_OPEN)):
        with pytest.raises(DecisionUnknown):
            propose(field, event)
    assert not Case.objects.exists()


def test_one_proposal_at_a_time(field, giving):
    again = Given(str(giving.entitlement_id), 10)
    double = field.give(field.people[0], [again]).events[0]
    assert Case.objects.get().kind == CaseKind.DOUBLE
    with pytest.raises(CaseAlreadyOpen):
        propose(field, double)
    assert Case.objects.count() == 1


def test_who_decides_in_one_village_does_not_decide_about_another(field, giving, world, monkeypatch):
    with_right(monkeypatch, Right.HANDOVER_DECIDE)
    village, client = world.actor(PositionKind.VILLAGE_OFFICER), world.client(PositionKind.VILLAGE_OFFICER)
    page = reverse("handover:override", args=[giving.visit_id])
    assert client.get(page).status_code == 200
    Appointment.objects.filter(user=world.users[PositionKind.VILLAGE_OFFICER]).update(office=world.villages[PUDAK])
    assert client.get(page).status_code == 404
    with pytest.raises(NotAllowed):
        propose(field, giving, by=village)
    made = propose(field, giving)
    with pytest.raises(NotAllowed):
        approve(field, made, by=village)


def with_right(monkeypatch, *rights):
    """Give the village officer rights that only whole districts hold as shipped."""
    kind = PositionKind.VILLAGE_OFFICER
    monkeypatch.setitem(POSITIONS, kind, replace(POSITIONS[kind], rights=POSITIONS[kind].rights | set(rights)))


def test_by_form_and_in_the_register(field, giving, world):
    kasi, camat = world.client(PositionKind.KASI_PMDK), world.client(PositionKind.CAMAT)
    page = reverse("handover:override", args=[giving.visit_id])
    assert page in kasi.get(reverse("handover:visit", args=[giving.visit_id])).text
    shown = kasi.get(page).text
    assert "Beras: 10 kg" in shown
    assert "Penyerahan ini yang berlaku" not in shown, "it counts already"
    told = {"event": str(giving.id), "decision": "recover", "reason": "Diambil tetangga bernama Rusli"}
    answer = kasi.post(page, told)
    case = Case.objects.get()
    assert answer.url == reverse("handover:case", args=[case.id])
    assert kasi.get(page).url == answer.url, "it is being decided on"
    register = reverse("handover:overrides", args=[field.distribution.id])
    assert "Belum ada keputusan" in kasi.get(register).text
    camat.post(reverse("handover:case_approve", args=[case.id]))
    listed = kasi.get(register).text
    assert "Penyerahan ini ditagih kembali" in listed
    assert field.people[0].person.name in listed
    assert "Rusli" not in listed


def test_the_register_of_another_village_is_empty(field, giving, world):
    approve(field, propose(field, giving))
    officer = world.client(PositionKind.VILLAGE_OFFICER)
    where = reverse("handover:overrides", args=[field.distribution.id])
    assert field.people[0].person.name in officer.get(where).text
    Appointment.objects.filter(user=world.users[PositionKind.VILLAGE_OFFICER]).update(office=world.villages[PUDAK])
    assert "Belum ada keputusan" in officer.get(where).text


def test_the_register_costs_the_same_at_any_size(field, world):
    def grow():
        for person in field.add(3):
            approve(field, propose(field, field.give(person).events[0]))

    grow()
    client = world.client(PositionKind.KASI_PMDK)
    where = reverse("handover:overrides", args=[field.distribution.id])
    assert_same_query_count(lambda: client.get(where), grow)


def test_an_entry_of_another_village_is_not_taken_back(field, giving, world, monkeypatch):
    with_right(monkeypatch, Right.HANDOVER_DECIDE)
    village, client = world.actor(PositionKind.VILLAGE_OFFICER), world.client(PositionKind.VILLAGE_OFFICER)
    Appointment.objects.filter(user=world.users[PositionKind.VILLAGE_OFFICER]).update(office=world.villages[BIHARA])
    opened = Event.objects.get(type=EventType.SHIFT_OPEN)
    for event in (giving, opened):
        page = reverse("handover:void_event", args=[event.id])
        assert client.post(page, {"reason": "Salah catat"}).status_code == 404
    with pytest.raises(NotAllowed):
        corrections.void(event_id=giving.id, reason="Salah catat", by=village, at=FIELD_DAY)
    Appointment.objects.filter(user=world.users[PositionKind.VILLAGE_OFFICER]).update(office=world.villages[AWAYAN])
    page = reverse("handover:void_event", args=[giving.id])
    assert client.post(page, {"reason": "Salah catat"}).status_code == 302
    assert corrections.is_voided(giving.id)
