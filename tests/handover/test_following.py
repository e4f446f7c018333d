"""What a phone wrote has the same consequences in the office as an act on its pages; never twice, never in the ledger's way."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from balakas.common.ids import uuid7
from balakas.handover.actions import devices, following
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import GoodsMinutes
from balakas.handover.rules.events import FIELD_STEP
from balakas.papers.queries import papers
from balakas.papers.rules.kinds import PaperKind
from balakas.sop.actions import run
from balakas.sop.models import Step
from balakas.staff.models import User
from tests.handover.factories import FIELD_DAY, a_field
from tests.handover.phone import a_phone, holds, lease

pytestmark = pytest.mark.django_db


def wrote(phone, field, lent, kind, **more):
    told = {
        "distribution": str(field.distribution.id), "post": str(field.post.id), "slice": str(lent.slice_id),
        "epoch": lent.epoch, "officer": field.tksk.id, **more,
    }  # fmt: skip
    return phone.event(kind, **told)


@pytest.fixture
def running(world):
    started = run.start_run(
        office_id=world.office.id, kind="letter", subject_id=uuid7(), label="Agenda 412", by=world.actor("camat"),
        at=FIELD_DAY - timedelta(days=7),
    )  # fmt: skip
    return a_field(world, 4, run_id=started.id)


def test_a_phone_that_opens_its_shift_begins_activity_5(client, running):
    phone = a_phone(client, running)
    lent = lease(running, phone)
    opened = wrote(phone, running, lent, "shift_open")
    phone.send(opened)
    step = Step.objects.get(run_id=running.distribution.run_id, number=FIELD_STEP)
    assert step.started_at == Event.objects.get(type="shift_open").happened_at
    assert step.started_by_label == running.tksk.label
    phone.send(opened, wrote(phone, running, lent, "shift_open"))
    assert Step.objects.get(id=step.id).started_at == step.started_at


def test_goods_counted_on_a_phone_have_their_minutes_once(field, phone):
    lent = lease(field, phone)
    rice = str(field.rice.id)
    came = wrote(phone, field, lent, "receive", items=[{"benefit": rice, "quantity": 100, "damaged": 3, "short": 2}])
    phone.send(came)
    phone.send(came, wrote(phone, field, lent, "return", items=[{"benefit": rice, "quantity": 5}]))
    arrived, back = GoodsMinutes.objects.order_by("happened_at")
    assert [row.kind for row in (arrived, back)] == ["receive", "return"]
    assert [papers.paper_of(row.paper_id).kind for row in (arrived, back)] == [PaperKind.ARRIVAL, PaperKind.RETURNED]
    assert str(arrived.by_id) == field.tksk.id
    holds(field)


def test_what_may_not_follow_stands_in_the_ledger_all_the_same(field, phone, caplog):
    """An officer without the right, an account that is closed, a phone that was revoked: stored, and nothing follows."""
    lent = lease(field, phone)
    items = [{"benefit": str(field.rice.id), "quantity": 1}]
    clerk = field.world.actor("clerk")
    phone.send(wrote(phone, field, lent, "receive", items=items, officer=clerk.id))
    User.objects.filter(id=field.tksk.id).update(is_active=False)
    phone.send(wrote(phone, field, lent, "receive", items=items))
    User.objects.filter(id=field.tksk.id).update(is_active=True)
    devices.revoke(device_id=UUID(phone.id), reason="hilang", lost=True, by=field.kasi, at=timezone.now())
    phone.send(wrote(phone, field, lent, "receive", items=items))
    assert Event.objects.filter(type="receive").count() == 3
    assert not GoodsMinutes.objects.exists()
    assert "not_allowed" in caplog.text


def test_a_crash_after_the_ledger_is_made_up_for_when_the_phone_sends_again(field, phone, monkeypatch):
    lent = lease(field, phone)
    came = wrote(phone, field, lent, "receive", items=[{"benefit": str(field.rice.id), "quantity": 1}])

    def crash(*_args, **_more):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(following, "follow", crash)
        with pytest.raises(RuntimeError):
            phone.send(came)
    assert Event.objects.filter(type="receive").count() == 1
    assert not GoodsMinutes.objects.exists()
    assert phone.send(came)["results"][0]["status"] == "known"
    assert GoodsMinutes.objects.count() == 1
    assert FIELD_DAY + timedelta(days=1) > GoodsMinutes.objects.get().happened_at
