"""What the close of a post says of its goods and money."""

import pytest
from django.urls import reverse

from balakas.handover.actions import goods
from balakas.staff.rules import PositionKind
from tests.handover.factories import FIELD_DAY

pytestmark = pytest.mark.django_db


def test_money_is_told_in_rupiah_and_goods_in_their_unit(field, world, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: FIELD_DAY)  # the page counts the day it is opened on
    line = goods.Line(field.rice.id, 50)
    goods.receive_goods(post_id=field.post.id, lines=[line], head=goods.Head(), by=field.tksk, at=FIELD_DAY)
    field.give(field.people[0])
    page = world.client(PositionKind.TKSK).get(reverse("handover:close", args=[field.post.id])).content.decode()
    assert "diserahkan Rp250.000, kedatangannya tidak dicatat" in page
    assert "datang 50 kg, diserahkan 10 kg, sisa 40 kg" in page
