"""The field's pages: what a form sends is what is recorded, refusals stand in the form, lists cost the same at any size."""

import base64
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balakas.audit.models import Entry
from balakas.common.ids import uuid7
from balakas.desk.queries import person as person_file
from balakas.handover.actions import closing, corrections, goods, pages, reads
from balakas.handover.models.books import Attachment, Failure, Payment, Visit
from balakas.handover.models.cases import Case
from balakas.handover.models.minutes import DayClose, GoodsMinutes
from balakas.handover.queries import about, duties, ledger, people, public, receipts
from balakas.handover.rules.verdicts import FailReason
from balakas.staff.rules import PositionKind
from tests.handover.factories import BIHARA, FIELD_DAY, PHOTO, SIGNATURE, a_field
from tests.helpers import assert_same_query_count


@pytest.fixture
def field(world):
    return a_field(world, 3)


@pytest.fixture
def tksk(world):
    return world.client(PositionKind.TKSK)


def url(name, **kwargs):
    return reverse(f"handover:{name}", kwargs=kwargs)


def person_url(field, who=0):
    return url("person", post_id=field.post.id, recipient_id=field.people[who].id)


def form_of(field, place=0, **more):
    amounts = {f"amount_{row.id.hex}": row.amount for row in field.due(field.people[place])}
    return {
        "client_id": str(uuid7()), "identity": "ktp", "who": "self", **amounts,
        "photo": SimpleUploadedFile("foto.jpg", PHOTO, "image/jpeg"),
        "signature": "data:image/png;base64," + base64.b64encode(SIGNATURE).decode(),
        "position_lat": "-2330000", "position_lng": "115460000", "position_accuracy": "8", "position_missing": "", **more,
    }  # fmt: skip


def test_a_visit_by_form(field, tksk):
    told = form_of(field)
    answer = tksk.post(person_url(field), told)
    visit = Visit.objects.get()
    assert answer.url == url("visit", visit_id=visit.id)
    assert str(visit.id) == told["client_id"]
    assert visit.notes == []
    assert set(Attachment.objects.values_list("kind", flat=True)) == {"photo", "signature"}
    green = tksk.get(answer.url).content.decode()
    assert visit.receipt in green
    told["photo"].seek(0)
    again = tksk.post(person_url(field), told)
    assert Visit.objects.count() == 1, again.status_code


def test_a_proxy_by_form_asks_for_what_belongs_to_one(field, tksk):
    answer = tksk.post(person_url(field), form_of(field, who="proxy"))
    assert "Isi bagian ini untuk yang diwakili." in answer.content.decode()
    assert not Visit.objects.exists()
    told = form_of(field, who="proxy", proxy_name="Rusdi", relation="family", proxy_reason="sick", has_letter="on")
    assert tksk.post(person_url(field), told).status_code == 302
    assert Visit.objects.get().by_proxy


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"identity": "by_hand"}, "Tuliskan bagaimana identitasnya diperiksa."),
        ({"identity": ""}, "Bidang ini"),
        ({"photo": SimpleUploadedFile("x.jpg", b"bukan foto")}, ""),
        ({"happened_at": "2020-01-01T08:00"}, "Tuliskan alasannya."),
    ],
)
def test_a_refusal_stands_in_the_form_and_nothing_is_lost(field, tksk, change, words):
    answer = tksk.post(person_url(field), form_of(field, proxy_note="Catatan saya", **change))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "Catatan saya" in answer.content.decode()
    assert not Visit.objects.exists()


def test_what_happened_although_the_page_says_no_is_stored_with_a_case(field, tksk):
    field.give(field.people[0])
    shown = tksk.get(person_url(field)).content.decode()
    assert "Sudah diserahkan" in shown
    assert "amount_" not in shown
    rows = list(field.people[0].entitlements.all())
    told = {f"amount_{row.id.hex}": row.amount for row in rows}
    told |= {"client_id": str(uuid7()), "identity": "ktp", "who": "self"}
    assert tksk.post(person_url(field) + "?terlanjur=1", told).status_code == 200, "a reason is needed"
    answer = tksk.post(person_url(field) + "?terlanjur=1", {**told, "reason": "Dilayani dua meja"})
    assert Case.objects.filter(kind="double").count() == 2
    assert "Tercatat sebagai kasus" in tksk.get(answer.url).content.decode()


def test_somebody_of_another_post_needs_a_reason(field, tksk):
    far = field.add(village=BIHARA)[0]
    where = url("person", post_id=field.post.id, recipient_id=far.id)
    told = form_of(field, place=3)
    assert tksk.post(where, told).status_code == 200
    assert tksk.post(where, {**form_of(field, place=3), "reason": "Rumahnya dekat"}).status_code == 302
    assert "other_post" in Visit.objects.get().notes


def test_a_village_officer_reads_his_own_village_only(field, world):
    village = world.client(PositionKind.VILLAGE_OFFICER)
    far = field.add(village="63.11.03.2008")[0]
    assert village.get(person_url(field)).status_code == 200
    assert village.get(url("person", post_id=field.post.id, recipient_id=far.id)).status_code == 404
    assert village.post(person_url(field), form_of(field)).status_code == 404
    assert far.person.name not in village.get(url("post", post_id=field.post.id)).content.decode()


@pytest.mark.parametrize(("text", "who"), [("siti", 0), ("9002", 1), ("norhayti", 2), ("zulkifli", None)])
def test_finding_by_name_or_last_digits(field, tksk, text, who):
    answer = tksk.post(url("find", post_id=field.post.id), {"text": text})
    shown = answer.content.decode()
    for place, one in enumerate(field.people):
        assert (one.person.name in shown) is (place == who)
    entry = Entry.objects.get(act="handover.find")
    assert text not in str(entry.details) + entry.label


def test_a_voucher_leads_to_its_person(field, world, tksk):
    from balakas.planning.models import Invitation
    from balakas.planning.rules import vouchers
    from balakas.vault import queries as vault
    from balakas.vault.rules import IndexKind

    code = vouchers.new_code()
    Invitation.objects.create(
        recipient=field.people[1], code_sealed=b"x", code_index=vault.blind_index(world.office.id, IndexKind.VOUCHER, code),
        issued_at=FIELD_DAY, issued_by=world.users[PositionKind.KASI_PMDK],
    )  # fmt: skip
    answer = tksk.post(url("find", post_id=field.post.id), {"text": f"BALAKAS:{code}"})
    assert answer.url == person_url(field, 1)


def test_a_pages_code_leads_to_its_page(field, tksk):
    paper = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY)
    answer = tksk.post(url("find", post_id=field.post.id), {"text": f"{paper.code}-1"})
    assert answer.url == url("page", page_id=paper.pages.get().id)


def test_absent_and_opened_again(field, tksk):
    where = url("absent", post_id=field.post.id, recipient_id=field.people[0].id)
    assert tksk.post(where, {"why": "other", "reason": ""}).status_code == 200
    assert tksk.post(where, {"why": "refuses", "reason": "Tidak mau"}).status_code == 302
    failure = Failure.objects.get()
    assert failure.type == "refuse"
    tksk.post(url("void_event", event_id=failure.event_id), {"reason": "Datang kemudian"})
    failure.refresh_from_db()
    assert failure.closed_by is not None


def test_undo_by_form_and_a_void_without_a_reason(field, tksk):
    visit = field.give(field.people[0]).visit
    tksk.post(url("void_visit", visit_id=visit.id), {"reason": ""})
    assert Payment.objects.filter(voided_by=None).exists()
    tksk.post(url("void_visit", visit_id=visit.id), {"reason": "Salah orang"})
    assert not Payment.objects.filter(voided_by=None).exists()


def test_goods_by_form(field, tksk):
    told = {f"{name}_{one.id.hex}": 0 for one in (field.rice, field.cash) for name in ("quantity", "damaged", "short")}
    rice = field.rice.id.hex
    answer = tksk.post(
        url("goods_receive", post_id=field.post.id), {**told, f"quantity_{rice}": 30, f"short_{rice}": 31}
    )
    assert "tidak boleh melebihi" in answer.content.decode()
    tksk.post(url("goods_receive", post_id=field.post.id), {**told, f"quantity_{rice}": 30, f"damaged_{rice}": 2})
    tksk.post(url("goods_damage", post_id=field.post.id), {**told, f"damaged_{rice}": 3, "reason": "Basah"})
    tksk.post(url("goods_return", post_id=field.post.id), {**told, f"quantity_{rice}": 25})
    shown = tksk.get(url("goods", post_id=field.post.id))
    line = shown.context["stock"][0].equation
    assert (line.issued, line.damaged, line.returned, line.remaining) == (30, 5, 25, 0)
    row = GoodsMinutes.objects.first()
    assert tksk.get(url("goods_pdf", minutes_id=row.id)).content.startswith(b"%PDF")


def test_a_page_by_form(field, tksk):
    tksk.post(url("print_list", post_id=field.post.id))
    page = pages.PaperPage.objects.get()
    lines = list(page.rows.order_by("order"))
    rice, cash = field.due(lines[1].recipient)
    told = {"client_id": str(uuid7()), "photo": SimpleUploadedFile("l.jpg", PHOTO)}
    for row in lines:
        told |= {f"why_{row.order}": "not_come"}
        told |= {f"amount_{one.id.hex}": one.amount for one in field.due(row.recipient)}
    told |= {"given_1": "on", "why_2": "partly", f"amount_{rice.id.hex}": 4, f"amount_{cash.id.hex}": cash.amount}
    answer = tksk.post(url("page", page_id=page.id), told)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert list(page.rows.order_by("order").values_list("outcome", flat=True)) == ["given", "partly", "not_come"]
    assert tksk.get(url("list_pdf", list_id=page.paper_list_id)).content.startswith(b"%PDF")
    assert "Diserahkan sebagian" in tksk.get(url("page", page_id=page.id)).content.decode()


def test_closing_by_form(field, tksk):
    field.give(field.people[0])
    where = url("close", post_id=field.post.id) + f"?hari={FIELD_DAY.date().isoformat()}"
    assert tksk.post(where, {}).status_code == 302
    row = DayClose.objects.get()
    assert row.kind == "final"
    assert tksk.get(url("close_pdf", close_id=row.id)).content.startswith(b"%PDF")


def test_a_case_by_form_takes_two(field, world):
    givings = field.givings(field.people[0])[:1]
    field.give(field.people[0], givings)
    second = field.give(field.people[0], givings, at=FIELD_DAY + timedelta(minutes=1)).events[0]
    case = Case.objects.get()
    kasi, camat = world.client(PositionKind.KASI_PMDK), world.client(PositionKind.CAMAT)
    told = {"event": str(second.id), "decision": "mistake", "reason": "Salah tekan"}
    assert kasi.post(url("case", case_id=case.id), told).status_code == 302
    kasi.post(url("case_approve", case_id=case.id))
    case.refresh_from_db()
    assert case.state == "proposed"
    assert "Setujui keputusan ini" not in kasi.get(url("case", case_id=case.id)).content.decode()
    assert "Setujui keputusan ini" in camat.get(url("case", case_id=case.id)).content.decode()
    camat.post(url("case_approve", case_id=case.id))
    case.refresh_from_db()
    assert case.state == "decided"
    assert ledger.verify(world.office.id).holds


# --- what other rooms ask ---


def test_public_tells_the_state_and_nobody(field):
    visit = field.give(field.people[0]).visit
    assert public.handed_over(field.people[0].id) == FIELD_DAY
    told = public.check(f"{visit.check_code[:4]}-{visit.check_code[4:]}".lower())
    assert (told.state, told.day) == ("handed_over", visit.day)
    assert field.people[0].person.name not in repr(told)
    corrections.void_visit(visit_id=visit.id, reason="Salah", by=field.tksk, at=FIELD_DAY)
    assert public.check(visit.check_code).state == "voided"
    assert public.check(visit.receipt) is None
    assert public.handed_over(field.people[0].id) is None
    assert public.check("X" * 12) is None


def test_what_waits(field, world):
    givings = field.givings(field.people[0])[:1]
    field.give(field.people[0], givings)
    field.give(field.people[0], givings)
    page = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY).pages.get()
    pages.photograph_page(page_id=page.id, photo=PHOTO, by=field.tksk, at=FIELD_DAY)

    def codes(kind):
        return [one.code for one in duties.waiting_for(world.officer(kind), FIELD_DAY)]

    assert sorted(codes(PositionKind.KASI_PMDK)) == [
        "handover.decide", "handover.key_pages", "handover.serve", "handover.serve"
    ]  # fmt: skip
    assert codes(PositionKind.CAMAT) == ["handover.decide"]
    assert codes(PositionKind.CLERK) == []


def test_about_a_person(field):
    field.give(field.people[0])
    told = about.about_person(field.people[0].person_id)
    assert sorted(row["what"] for row in told) == ["payment", "payment", "picture", "picture", "visit"]
    assert about.about_person(field.people[1].person_id) == []


def test_receipt_rows(field, world):
    one, two, three = field.people
    field.give(one)
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=two.id, why=FailReason.MOVED, by=field.tksk, at=FIELD_DAY
    )
    rows = receipts.receipt_rows(field.distribution.id, world.office.id)
    assert [(row.given, row.failure, row.signature_id is not None) for row in rows] == [
        (True, "", True), (False, "moved", False), (False, "", False)
    ]  # fmt: skip
    assert rows[0].nik_masked.endswith("9001")
    assert three.person.name == rows[2].name
    officer = world.officer(PositionKind.KASI_PMDK)
    assert reads.receipts_pdf(field.distribution.id, "Beras", officer=officer, at=FIELD_DAY).startswith(b"%PDF")
    assert Entry.objects.filter(act="handover.export_receipts").exists()


def test_the_command_proves_the_ledger(field, capsys):
    import json

    from balakas.config.cli import ledger as command

    field.give(field.people[0])
    assert command._verify(None) == 0
    assert json.loads(capsys.readouterr().out)["holds"] is True
    Payment.objects.filter(quantity=10).update(quantity=9)
    assert command._verify(None) == 1
    told = json.loads(capsys.readouterr().out)["offices"][0]
    assert (told["reason"], told["broken"]) == ("payments", 2)


def test_the_public_page_tells_a_receipt_and_nobody(field, client):
    visit = field.give(field.people[0]).visit
    shown = client.get(reverse("portal:check", kwargs={"code": visit.check_code})).content.decode()
    assert "Serah terima ini tercatat." in shown
    assert field.people[0].person.name not in shown


def test_the_home_page_and_a_persons_page_know_the_field(field, world):
    field.give(field.people[0])
    kasi = world.client(PositionKind.KASI_PMDK)
    assert kasi.get("/").status_code == 200
    assert "handover.serve" in [one.code for one in duties.waiting_for(world.officer(PositionKind.TKSK), FIELD_DAY)]
    told = person_file.file_of(world.officer(PositionKind.KASI_PMDK), field.people[0].id)
    assert [line.room for line in told["lines"]].count("Serah terima") == 5


# --- query counts ---


def grow(field):
    for recipient in field.add(4):
        field.give(recipient, photo=b"", signature=b"")
    field.add(4)
    givings = field.givings(field.people[-1])
    field.give(field.people[-1], givings)
    field.give(field.people[-1], givings)
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=field.people[-2].id, why=FailReason.MOVED, by=field.tksk, at=FIELD_DAY
    )
    pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY)
    line = goods.Line(field.rice.id, quantity=9)
    goods.receive_goods(post_id=field.post.id, lines=[line], head=goods.Head(), by=field.tksk, at=FIELD_DAY)


@pytest.mark.parametrize("name", ["home", "overview", "post", "goods", "pages", "cases", "close"])
def test_a_list_costs_the_same_at_any_size(field, world, name):
    grow(field)
    kwargs = {"overview": "distribution_id", "cases": "distribution_id"}
    which = (
        {}
        if name == "home"
        else {kwargs.get(name, "post_id"): (field.distribution if name in kwargs else field.post).id}
    )
    client = world.client(PositionKind.KASI_PMDK)
    where = url(name, **which) + (f"?hari={FIELD_DAY.date().isoformat()}" if name == "close" else "")
    assert_same_query_count(lambda: client.get(where), lambda: grow(field))


def test_finding_a_page_and_the_receipts_cost_the_same_at_any_size(field, world):
    grow(field)
    officer = world.officer(PositionKind.KASI_PMDK)
    assert_same_query_count(
        lambda: (
            people.find(officer, field.distribution.id, field.post.id, "siti"),
            receipts.receipt_rows(field.distribution.id, world.office.id),
            duties.waiting_for(officer, FIELD_DAY),
        ),
        lambda: grow(field),
    )


def test_closing_is_never_held_up_by_a_closed_day(field):
    field.give(field.people[0])
    row = closing.close_day(post_id=field.post.id, day=FIELD_DAY.date(), by=field.tksk, at=FIELD_DAY)
    field.give(field.people[1], at=FIELD_DAY + timedelta(minutes=5))
    later = closing.close_day(
        post_id=field.post.id, day=FIELD_DAY.date(), by=field.tksk, at=FIELD_DAY + timedelta(minutes=9)
    )
    assert (row.number, later.number, later.kind) == (0, 1, "supplement")
