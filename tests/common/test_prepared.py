"""A prepared query says what Django says, whatever the number of ids."""

from datetime import timedelta

import pytest
from django.db.models import F, Q

from balakas.common.prepared import Prepared, objects
from balakas.handover.models.ledger import Device
from tests.conftest import MONDAY
from tests.handover.factories import a_field, a_known_phone

pytestmark = pytest.mark.django_db

_NAMES = ("state", "id", "office_id", "officer_id", "created_at", "last_seq")


@pytest.fixture
def phones(world):
    field = a_field(world)
    return [a_known_phone(field, f"Ponsel {number}") for number in range(9)]


def test_lists_of_any_length_find_what_the_queryset_finds(phones):
    def build(ids, office, before):
        rows = Device.objects.filter(id__in=ids, office_id=office, created_at__lt=before)
        return rows.order_by("name").values_list(*_NAMES)

    prepared, office, later = Prepared(build), phones[0].office_id, MONDAY + timedelta(days=1)
    for count in (0, 1, 2, 3, 5, 8, 9):
        ids = [one.id for one in phones[:count]]
        assert prepared.rows(ids, office, later) == list(build(ids, office, later)), count
        assert len(prepared.rows(ids, office, later)) == count
    assert prepared.rows({one.id for one in phones}, office, MONDAY) == []
    assert prepared.rows([one.id for one in phones] * 40, office, later) == list(
        build([one.id for one in phones], office, later)
    )


def test_two_lists_one_of_them_empty(phones):
    prepared = Prepared(
        lambda ids, names: (
            Device.objects.filter(Q(id__in=ids) | Q(name__in=names), last_seq__lte=F("said_seq"))
            .values_list("name")
            .order_by("name")
        )
    )
    assert prepared.rows([], ["Ponsel 3"]) == [("Ponsel 3",)]
    assert prepared.rows([phones[1].id], ["Ponsel 3", "nobody"]) == [("Ponsel 1",), ("Ponsel 3",)]


def test_an_argument_that_does_not_reach_the_statement_is_found(phones):
    with pytest.raises(TypeError):
        Prepared(lambda ids, _unused: Device.objects.filter(id__in=ids).values_list("id")).rows([phones[0].id], 7)


def test_rows_as_objects_know_their_columns(phones):
    rows = Prepared(lambda ids: Device.objects.filter(id__in=ids).values_list(*_NAMES)).rows([phones[4].id])
    (row,) = objects(Device, _NAMES, rows)
    assert (row.id, row.state, row.created_at, row.last_seq) == (phones[4].id, "active", MONDAY, 0)
    assert row.name == "Ponsel 4", "what was not read is read when it is asked for"
