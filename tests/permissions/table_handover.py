"""Pages of the room handover."""

from typing import Any

from balakas.common.ids import uuid7
from balakas.handover.actions import closing, devices, entrusting, goods, leases, pages, photos
from balakas.handover.models.books import Attachment
from balakas.handover.models.cases import Case
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.staff.rules import PositionKind, Right
from tests.handover.factories import FIELD_DAY, PHOTO, Field, a_field, a_known_phone
from tests.permissions.rows import Row
from tests.permissions.table_recipients import of_an_update
from tests.recipients import joinings

READ, RECORD, STOCK, DECIDE = Right.HANDOVER_READ, Right.HANDOVER_RECORD, Right.HANDOVER_STOCK, Right.HANDOVER_DECIDE


def _field(world: Any) -> Field:
    return a_field(world, 1)


def _post(world: Any) -> dict[str, Any]:
    return {"post_id": _field(world).post.id}


def _distribution(world: Any) -> dict[str, Any]:
    return {"distribution_id": _field(world).distribution.id}


def _person(world: Any) -> dict[str, Any]:
    field = _field(world)
    return {"post_id": field.post.id, "recipient_id": field.people[0].id}


def _visit(world: Any) -> dict[str, Any]:
    field = _field(world)
    return {"visit_id": field.give(field.people[0]).visit.id}


def _event(world: Any) -> dict[str, Any]:
    field = _field(world)
    return {"event_id": field.give(field.people[0]).events[0].id}


def _carried(world: Any) -> dict[str, Any]:
    field = _field(world)
    carrier = Proxy(name="Rahmah", relation=Relation.RT_RW, reason=ProxyReason.AWAY)
    (event,) = entrusting.entrust(
        post_id=field.post.id, recipient_ids=[field.people[0].id], carrier=carrier, client_id=uuid7(), by=field.tksk,
        at=FIELD_DAY,
    )  # fmt: skip
    return {"event_id": event.id}


def _picture(world: Any) -> dict[str, Any]:
    return {"attachment_id": Attachment.objects.filter(visit_id=_visit(world)["visit_id"]).first().id}


def _minutes(world: Any) -> dict[str, Any]:
    field = _field(world)
    line = goods.Line(field.rice.id, quantity=5)
    row = goods.receive_goods(post_id=field.post.id, lines=[line], head=goods.Head(), by=field.tksk, at=FIELD_DAY)
    return {"minutes_id": row.id}


def _close(world: Any) -> dict[str, Any]:
    field = _field(world)
    field.give(field.people[0])
    row = closing.close_day(post_id=field.post.id, day=FIELD_DAY.date(), by=field.tksk, at=FIELD_DAY)
    return {"close_id": row.id}


def _list(world: Any) -> dict[str, Any]:
    field = _field(world)
    return {"list_id": pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY).id}


def _page(world: Any) -> dict[str, Any]:
    field = _field(world)
    page = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY).pages.get()
    pages.photograph_page(page_id=page.id, photo=PHOTO, by=field.tksk, at=FIELD_DAY)
    return {"page_id": page.id}


def _photo(world: Any) -> dict[str, Any]:
    field = _field(world)
    row = photos.add_photo(
        distribution_id=field.distribution.id,
        photo=PHOTO,
        caption="Antrean",
        client_id=uuid7(),
        by=field.tksk,
        at=FIELD_DAY,
    )
    return {"photo_id": row.id}


def _case(world: Any) -> dict[str, Any]:
    field = _field(world)
    givings = field.givings(field.people[0])
    field.give(field.people[0], givings)
    field.give(field.people[0], givings)
    return {"case_id": Case.objects.filter(recipient=field.people[0]).first().id}


WHOLE = {PositionKind.VILLAGE_OFFICER: 404}


def _joining(world: Any) -> dict[str, Any]:
    return {"joining_id": joinings.replacement(world, _field(world).people[0]).id}


ROWS = {
    "handover:accept_update": Row(right=Right.RECIPIENTS_VERIFY, kwargs=of_an_update, method="post"),
    "handover:undo_update": Row(right=Right.RECIPIENTS_INTAKE, kwargs=of_an_update, method="post"),
    "handover:accept_joining": Row(right=Right.RECIPIENTS_VERIFY, kwargs=_joining, method="post"),
    "handover:home": Row(right=READ),
    "handover:overview": Row(right=READ, kwargs=_distribution),
    "handover:photos": Row(right=READ, kwargs=_distribution),
    "handover:cases": Row(right=READ, kwargs=_distribution),
    "handover:receipts_pdf": Row(right=READ, kwargs=_distribution),
    "handover:post": Row(right=READ, kwargs=_post),
    "handover:find": Row(right=READ, method="post", kwargs=_post, data={"text": "siti"}),
    "handover:person": Row(right=READ, kwargs=_person),
    "handover:absent": Row(right=RECORD, kwargs=_person),
    "handover:extra": Row(right=RECORD, kwargs=_post),
    "handover:entrust": Row(right=RECORD, kwargs=_post),
    "handover:bring_back": Row(right=RECORD, method="post", kwargs=_carried, data={"reason": "Rumah kosong"}),
    "handover:goods": Row(right=READ, kwargs=_post),
    "handover:goods_receive": Row(right=STOCK, kwargs=_post),
    "handover:goods_return": Row(right=STOCK, kwargs=_post),
    "handover:goods_damage": Row(right=STOCK, kwargs=_post),
    "handover:pages": Row(right=RECORD, kwargs=_post),
    "handover:print_list": Row(right=RECORD, method="post", kwargs=_post),
    "handover:close": Row(right=READ, kwargs=_post),
    "handover:goods_pdf": Row(right=READ, kwargs=_minutes),
    "handover:close_pdf": Row(right=READ, kwargs=_close),
    "handover:list_pdf": Row(right=RECORD, kwargs=_list),
    "handover:list_back": Row(right=RECORD, method="post", kwargs=_list, data={"reason": "Tidak dipakai"}),
    "handover:page": Row(right=RECORD, kwargs=_page),
    "handover:page_photo": Row(right=RECORD, method="post", kwargs=_page),
    "handover:page_scan": Row(right=READ, kwargs=_page, but=WHOLE),
    "handover:page_aside": Row(right=RECORD, method="post", kwargs=_page, data={"reason": "Tidak dipakai"}),
    "handover:visit": Row(right=READ, kwargs=_visit),
    "handover:overrides": Row(right=READ, kwargs=_distribution),
    "handover:override": Row(right=DECIDE, kwargs=_visit),
    "handover:void_visit": Row(right=(RECORD, DECIDE), method="post", kwargs=_visit, data={"reason": "Salah catat"}),
    "handover:void_event": Row(right=(RECORD, DECIDE), method="post", kwargs=_event, data={"reason": "Salah catat"}),
    "handover:picture": Row(right=READ, kwargs=_picture),
    "handover:photo": Row(right=READ, kwargs=_photo),
    "handover:photo_withdraw": Row(right=RECORD, method="post", kwargs=_photo, data={"reason": "Buram"}),
    "handover:case": Row(right=READ, kwargs=_case),
    "handover:case_approve": Row(right=DECIDE, method="post", kwargs=_case),
    "handover:case_send_back": Row(right=DECIDE, method="post", kwargs=_case, data={"reason": "Periksa lagi"}),
}

_MACHINE = {"public": True, "answers": {401}, "foreign": None}
_FILE = {"sha256": "0" * 64}
ROWS |= {
    "field:enrol": Row(public=True, method="post", answers={422}, foreign=None),
    "field:me": Row(**_MACHINE),
    "field:bundle": Row(public=True, method="post", answers={401}, foreign=None),
    "field:events": Row(public=True, method="post", answers={401}, foreign=None),
    "field:release": Row(public=True, method="post", answers={401}, foreign=None),
    "field:papers": Row(public=True, method="post", answers={401}, foreign=None),
    "field:photographed": Row(public=True, method="post", answers={401}, foreign=None),
    "field:attachment": Row(**_MACHINE, kwargs=_FILE),
    "field:chunk": Row(public=True, answers={405}, foreign=None, kwargs={**_FILE, "index": 0}),
}


def _device(world: Any) -> dict[str, Any]:
    return {"device_id": a_known_phone(_field(world)).id}


def _enrolment(world: Any) -> dict[str, Any]:
    field = _field(world)
    shown = devices.show_code(office_id=field.world.office.id, officer_id=field.tksk.id, by=field.kasi, at=FIELD_DAY)
    return {"enrolment_id": shown.enrolment.id}


def _slice(world: Any) -> dict[str, Any]:
    field = _field(world)
    return {"slice_id": leases.make_slices(post_id=field.post.id, parts=1, by=field.kasi, at=FIELD_DAY)[0].id}


ROWS |= {
    "handover:devices": Row(right=READ),
    "handover:enrol": Row(right=DECIDE),
    "handover:enrol_words": Row(right=DECIDE, kwargs=_enrolment),
    "handover:take_outbox": Row(right=RECORD, method="post"),
    "handover:device": Row(right=READ, kwargs=_device, but=WHOLE),
    "handover:device_let_in": Row(right=DECIDE, method="post", kwargs=_device),
    "handover:device_turn_away": Row(right=DECIDE, method="post", kwargs=_device),
    "handover:device_people": Row(right=DECIDE, kwargs=_device),
    "handover:slices": Row(right=DECIDE, kwargs=_post),
    "handover:slice_give": Row(right=DECIDE, kwargs=_slice),
    "handover:slice_end": Row(right=DECIDE, method="post", kwargs=_slice),
}
