"""What anybody may see: schedule, figures, a code's state. Never a name, a number or whose invitation it is."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from balakas.planning.actions import invitations as invitation_actions
from balakas.planning.models import Invitation, Plan
from balakas.planning.queries import invitations
from balakas.portal import queries
from balakas.reporting.models import Report
from balakas.reporting.queries import results
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.handover.factories import FIELD_DAY, Field, a_field
from tests.helpers import assert_same_query_count


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    cache.clear()


def announced(field: Field) -> Field:
    Plan.objects.create(distribution=field.distribution, method="village_hall", announced_at=MONDAY)
    return field


def code_of(field: Field) -> str:
    """Invite everybody and return the first person's code."""
    invitation_actions.issue(distribution_id=field.distribution.id, by=field.kasi, at=MONDAY)
    row = Invitation.objects.get(recipient=field.people[0])
    return invitations.open_codes(invitations.live(field.distribution.id))[row.id]


def shown(client: Client, code: str) -> str:
    return client.get(reverse("portal:check", kwargs={"code": code})).text


def test_schedule_shows_only_what_was_announced(world: World) -> None:
    field = a_field(world, 2)
    assert [day for office in queries.schedule(MONDAY) for day in office.days] == []
    announced(field)
    [(day, turns)] = queries.schedule(MONDAY)[0].days
    assert day == FIELD_DAY - timedelta(minutes=30)
    assert {turn.village for turn in turns} == {"Awayan", "Pudak", "Bihara"}
    assert queries.schedule(MONDAY + timedelta(days=30))[0].days == []


def test_figures_appear_once_something_was_handed_over(world: World) -> None:
    field = announced(a_field(world, 3))
    assert list(queries.schedule(MONDAY)[0].figures) == []
    field.give(field.people[0])
    [one] = queries.schedule(MONDAY)[0].figures
    assert (one.served, one.allocated) == (1, 3)


def test_a_closed_report_publishes_its_frozen_counts(world: World, client: Client) -> None:
    field = a_field(world, 3)
    field.give(field.people[0])
    report = Report(
        office=world.office, distribution=field.distribution, state="closed", created_at=MONDAY, closed_at=MONDAY
    )
    report.prepared_by = world.users[PositionKind.KASI_PMDK]
    report.snapshot = results.snapshot(field.distribution.id)
    report.save()
    field.give(field.people[1])  # after the freeze: the published count stays
    [one] = queries.schedule(MONDAY)[0].reports
    assert (one.served, one.allocated) == (1, 3)
    assert "Penyaluran yang sudah selesai" in client.get(reverse("portal:home")).text


def test_a_code_says_whether_it_is_good_and_handed_over(world: World, client: Client) -> None:
    field = announced(a_field(world, 2))
    code = code_of(field)
    assert "Berlaku" in shown(client, code)
    field.give(field.people[0])
    assert "Sudah diserahkan" in shown(client, code.lower())


def test_a_replaced_invitation_is_told_to_be_void(world: World, client: Client) -> None:
    field = announced(a_field(world, 1))
    code = code_of(field)
    row = Invitation.objects.get(recipient=field.people[0])
    invitation_actions.reissue(invitation_id=row.id, reason="Hilang", by=field.kasi, at=MONDAY)
    assert "Tidak berlaku" in shown(client, code)


def test_an_unknown_code_gets_a_sentence(world: World, client: Client) -> None:
    assert "Kode tidak dikenal" in shown(client, "K7QX-2M9P")
    assert client.get(reverse("portal:check_form"), {"kode": "k7qx 2m9p"}).status_code == 302


def test_no_public_page_says_who(world: World, client: Client) -> None:
    field = announced(a_field(world, 3))
    code = code_of(field)
    field.give(field.people[0])
    text = client.get(reverse("portal:home")).text + shown(client, code)
    for recipient in field.people:
        assert recipient.person.name not in text
        assert str(recipient.id) not in text
    assert "6311034107" not in text


def test_guessing_is_slowed_down(world: World, client: Client) -> None:
    answers = [client.get(reverse("portal:check", kwargs={"code": "K7QX-2M9P"})).status_code for _ in range(31)]
    assert answers[:30] == [200] * 30
    assert answers[30] == 429


def test_schedule_asks_the_same_for_ten_people_as_for_two(world: World, client: Client) -> None:
    field = announced(a_field(world, 2))
    field.give(field.people[0])
    assert_same_query_count(lambda: client.get(reverse("portal:home")), lambda: field.add(8))
