"""The preparation's pages as the Kasi, the TKSK and a village's officer use them."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from balakas.distributions.models import Distribution
from balakas.papers.actions import life
from balakas.planning.actions import invitations
from balakas.planning.models import Attendee, DutyOrder, EquipmentItem, Plan, Post, Slot
from balakas.planning.queries import duties
from balakas.planning.queries import invitations as found
from balakas.planning.rules import vouchers
from balakas.sop.actions import run as sop_run
from balakas.sop.models import Evidence, FieldDay
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY
from tests.helpers import assert_same_query_count
from tests.planning.conftest import AWAYAN, PUDAK


@pytest.fixture
def with_run(case):
    """Put the SOP's run on the distribution, as opening it from a letter does."""
    run = sop_run.start_run(
        office_id=case.office.id, kind="distribution", subject_id=case.id, label=case.distribution.title,
        by=case.kasi, at=MONDAY,
    )  # fmt: skip
    case.distribution.run_id = run.id
    case.distribution.save(update_fields=["run_id"])
    return case


@pytest.fixture
def kasi(world):
    return world.client(PositionKind.KASI_PMDK)


def page(name: str, **kwargs) -> str:
    return reverse(f"planning:{name}", kwargs=kwargs)


def errors(response) -> str:
    return str(response.context["form"].errors)


def pdf_text(response) -> str:
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(b"".join(response) if response.streaming else response.content))
    return "\n".join(sheet.extract_text() for sheet in reader.pages)


def evidence(case) -> set[tuple[int, str]]:
    rows = Evidence.objects.filter(step__run_id=case.distribution.run_id, withdrawn_at=None)
    return set(rows.values_list("step__number", "requirement"))


def test_the_workspace_counts_what_is_left(case, kasi) -> None:
    case.people(pudak=2, awayan=1)
    response = kasi.get(page("workspace", distribution_id=case.id))
    assert response.context["left"] == 7
    assert (response.context["counts"].villages, response.context["counts"].people) == (2, 3)
    case.slot(case.post(PUDAK, AWAYAN))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    done = [task.code for task in duties.tasks_of(case.id) if task.done]
    assert done == ["schedule", "invitations"]


def test_the_method_is_kept_and_stands_for_the_sop(with_run, kasi) -> None:
    case = with_run
    url = page("method", distribution_id=case.id)
    assert "KTP asli" in kasi.get(url).content.decode()
    said = {"version": 0, "way": "counter", "note": "Jumlah sedikit", "bring": "KTP asli\n- KK asli", "contact": "TKSK"}
    assert kasi.post(url, said).status_code == 302
    plan = Plan.objects.get(distribution=case.id)
    assert (plan.method, plan.bring) == ("counter", ["KTP asli", "KK asli"])
    assert evidence(case) == {(4, "metode")}
    again = kasi.post(url, {**said, "way": "home"})
    assert "baru saja diubah orang lain" in again.content.decode()
    assert again.context["form"]["version"].value() == "1"
    assert kasi.post(url, {**said, "way": "home", "version": 1}).status_code == 302


def test_a_post_and_its_time_on_a_friday_noon(with_run, kasi) -> None:
    case = with_run
    case.people(pudak=3)
    url = page("post_add", distribution_id=case.id) + f"?desa={PUDAK}"
    offered = kasi.get(url).content.decode()
    assert "Balai Desa Pudak" in offered
    assert "Pudak (3 penerima)" in offered
    said = {
        "version": 0,
        "name": "Balai Desa Pudak",
        "way": "village_hall",
        "place": "Balai Desa Pudak",
        "villages": [PUDAK],
    }
    assert "sedikitnya satu desa" in kasi.post(url, {**said, "villages": []}).content.decode()
    kasi.post(url, said)
    post = Post.objects.get()
    time = {"day": "2027-01-22", "start": "11:00", "end": "12:30", "seen": ""}
    url = page("slot_add", post_id=post.id)
    warned = kasi.post(url, time)
    assert "salat Jumat" in errors(warned)
    assert 'value="friday_prayer"' in warned.content.decode()
    assert not Slot.objects.exists()
    ticked_unseen = kasi.post(url, {**time, "accept": "on"})
    assert "salat Jumat" in errors(ticked_unseen)
    assert kasi.post(url, {**time, "seen": "friday_prayer", "accept": "on"}).status_code == 302
    assert Slot.objects.get().accepted == ["friday_prayer"]
    assert FieldDay.objects.get().label == "Balai Desa Pudak"
    shown = kasi.get(page("schedule", distribution_id=case.id)).content.decode()
    assert "11.00–12.30" in shown
    assert "salat Jumat" in shown
    kasi.post(page("slot_cancel", slot_id=Slot.objects.get().id))
    assert not FieldDay.objects.exists()


def test_a_time_that_is_none_gets_its_sentence(case, kasi) -> None:
    url = page("slot_add", post_id=case.post(PUDAK).id)
    response = kasi.post(url, {"day": "2027-01-19", "start": "10:00", "end": "09:00"})
    assert "Jam selesai harus sesudah jam mulai" in errors(response)
    for bad in ({"day": "besok"}, {"capacity": "0"}, {"villages": ["63.11.08.2001"]}):
        response = kasi.post(url, {"day": "2027-01-19", "start": "09:00", "end": "10:00", **bad})
        assert response.context["form"].errors


def test_the_calendar_shows_a_week_or_a_month_and_survives_a_bad_date(case, kasi) -> None:
    case.slot(case.post(PUDAK))
    url = page("schedule", distribution_id=case.id)
    month = kasi.get(url)
    assert len(month.context["weeks"]) == 5
    assert "08.30–09.30" in month.content.decode()
    week = kasi.get(url + "?tampil=minggu&tanggal=2026-01-01").content.decode()
    assert "Tahun Baru" in week
    assert kasi.get(url + "?tampil=tahun&tanggal=kemarin").status_code == 200


def test_the_map_says_which_villages_have_a_time(case, kasi) -> None:
    from balakas.common.actors import SYSTEM
    from balakas.regions.actions import load_regions

    load_regions(by=SYSTEM, at=MONDAY)
    case.people(pudak=1, awayan=2)
    case.slot(case.post(PUDAK))
    response = kasi.get(page("schedule", distribution_id=case.id))
    points = {point["name"]: point for point in response.context["map"]["points"]}
    assert len(points) == 23
    assert (points["Pudak"]["state"], points["Awayan"]["state"], points["Tundi"]["state"]) == ("good", "warn", "idle")
    assert points["Awayan"]["word"] == "2 penerima, belum dijadwalkan"
    assert response.context["unplaced"] == ["Awayan"]


def test_invitations_for_everybody_as_one_pdf_and_one_alone(case, kasi) -> None:
    case.people(pudak=3, awayan=2)
    case.slot(case.post(PUDAK, AWAYAN))
    url = page("invitations_print", distribution_id=case.id)
    kasi.post(page("invitations_issue", distribution_id=case.id))
    kasi.post(page("invitations_number", distribution_id=case.id), {"dated": "2026-01-15", "classification": "400.9"})
    response = kasi.post(url, {"desa": ""})
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 10
    text = pdf_text(response)
    rows = list(found.live(case.id))
    codes = found.open_codes(rows)
    assert all(vouchers.printed(code) in text for code in codes.values())
    assert "SURAT KUASA" in text
    assert "6311••••••••9001" in text
    assert "Bantuan permakanan sebesar Rp250.000" in " ".join(text.split())
    assert Plan.objects.get(distribution=case.id).invitation_number in text
    village = kasi.post(url, {"desa": PUDAK})
    assert len(PdfReader(io.BytesIO(village.content)).pages) == 6
    one = kasi.post(page("invitation_print", invitation_id=rows[0].id))
    assert vouchers.printed(codes[rows[0].id]) in pdf_text(one)
    shown = kasi.get(page("invitation", invitation_id=rows[0].id)).content.decode()
    assert codes[rows[0].id] not in shown.replace("-", "")


def test_replacing_moving_and_withdrawing_from_the_page(case, kasi) -> None:
    case.people(pudak=1)
    post = case.post(PUDAK)
    case.slot(post)
    other = case.slot(post, hours=2)
    kasi.post(page("invitations_issue", distribution_id=case.id))
    old = found.live(case.id).get()
    kasi.post(page("invitation_move", invitation_id=old.id), {"slot": str(other.id)})
    old.refresh_from_db()
    assert old.slot_id == other.id
    refused = kasi.post(page("invitation_reissue", invitation_id=old.id), {"reason": ""}, follow=True)
    assert "Tulis alasan" in refused.content.decode()
    response = kasi.post(page("invitation_reissue", invitation_id=old.id), {"reason": "Hilang"})
    new = found.live(case.id).get()
    assert response.url == page("invitation", invitation_id=new.id)
    assert new.id != old.id
    kasi.post(page("invitation_void", invitation_id=new.id), {"reason": "Meninggal"})
    assert "tidak berlaku lagi" in kasi.get(page("invitation", invitation_id=new.id)).content.decode()
    nothing = kasi.post(page("invitation_print", invitation_id=new.id))
    assert nothing.status_code == 302
    kasi.post(page("invitations_issue", distribution_id=case.id))
    last = found.live(case.id).get()
    last.recipient.state = "out"
    last.recipient.save()
    shown = kasi.get(page("invitation", invitation_id=last.id)).content.decode()
    assert "sudah keluar dari daftar" in shown
    assert "Ganti undangan" not in shown


def test_a_village_officer_sees_only_the_own_village(case, world) -> None:
    case.people(pudak=1, awayan=1)
    case.slot(case.post(PUDAK))
    case.slot(case.post(AWAYAN, name="Balai Desa Awayan"))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    desa = world.client(PositionKind.VILLAGE_OFFICER)
    schedule = desa.get(page("schedule", distribution_id=case.id)).content.decode()
    assert "Balai Desa Awayan" in schedule
    assert "Balai Desa Pudak" not in schedule
    listed = desa.get(page("invitations", distribution_id=case.id) + f"?desa={PUDAK}")
    assert {row.recipient.village_code for row, _ in listed.context["lines"]} == {AWAYAN}
    text = desa.get(page("share", distribution_id=case.id)).context["text"]
    assert "Desa Awayan" in text
    assert "Desa Pudak" not in text


def order_form(world, **more) -> dict:
    return {
        "version": 0, "title": "Surat Perintah Tugas", "basis": "Surat Dinas Sosial;", "consideration": "",
        "people": [str(world.users[PositionKind.KASI_PMDK].id), str(world.users[PositionKind.TKSK].id)],
        "leader": str(world.users[PositionKind.TKSK].id), "others": "Budi Contoh; Pendamping PKH", "tasks": "Menyalurkan;",
        "when": "Selasa, 20 Januari 2026", "where": "Balai Desa Pudak", "place": "Awayan",
        "signer": str(world.users[PositionKind.CAMAT].id), "copies": "Arsip.", **more,
    }  # fmt: skip


def test_the_duty_order_from_draft_to_the_signed_scan(with_run, kasi, world) -> None:
    case = with_run
    url = page("order", distribution_id=case.id)
    assert "Menyalurkan" not in kasi.get(url).content.decode()
    assert kasi.post(url, order_form(world)).status_code == 302
    draft = kasi.get(page("order_preview", distribution_id=case.id))
    text = " ".join(pdf_text(draft).split())
    assert "Fitriani Zahra" in text
    assert "Budi Contoh" in text
    order = DutyOrder.objects.get()
    assert [(one.name, one.role) for one in order.members.order_by("order")] == [
        ("Fitriani Zahra", "Ketua"),
        ("Syahrudin Noor", "Anggota"),
        ("Budi Contoh", "Anggota"),
    ]
    kasi.post(page("order_number", distribution_id=case.id), {"dated": "2026-01-15", "classification": "800.1"})
    order.refresh_from_db()
    assert order.number.startswith("800.1/")
    fixed = kasi.post(url, order_form(world, version=order.version))
    assert fixed.context["form"] is None
    kasi.post(page("order_print", distribution_id=case.id))
    picture = io.BytesIO()
    Image.new("RGB", (400, 600), "white").save(picture, "JPEG")
    picture.name = "spt.jpg"
    picture.seek(0)
    said = {"how": "ink", "signed_on": "2026-01-15", "scan": picture}
    kasi.post(page("order_signed", distribution_id=case.id), said)
    order.refresh_from_db()
    assert order.signed_at is not None
    assert evidence(case) == {(4, "spt"), (5, "spt")}
    assert "sudah ditandatangani" in kasi.get(url).content.decode()
    kasi.post(page("order_renew", distribution_id=case.id), {"reason": "Anggota tim berganti"})
    assert evidence(case) == set()
    assert kasi.get(url).context["form"] is not None


def printed_order(case, kasi, world) -> DutyOrder:
    kasi.post(page("order", distribution_id=case.id), order_form(world))
    kasi.post(page("order_number", distribution_id=case.id), {"dated": "2026-01-15"})
    kasi.post(page("order_print", distribution_id=case.id))
    return DutyOrder.objects.get()


def test_an_order_signed_on_the_papers_page_is_taken_up_with_one_tap(with_run, kasi, world) -> None:
    case = with_run
    order = printed_order(case, kasi, world)
    url = page("order", distribution_id=case.id)
    early = kasi.post(page("order_take_up", distribution_id=case.id), follow=True)
    assert "belum diunggah" in early.content.decode()
    picture = io.BytesIO()
    Image.new("RGB", (400, 600), "white").save(picture, "JPEG")
    life.return_signed(
        paper_id=order.paper_id, content=picture.getvalue(), signed_on=MONDAY.date(), by=case.kasi, at=MONDAY
    )
    assert "Catat sebagai kelengkapan SOP" in kasi.get(url).content.decode()
    kasi.post(page("order_take_up", distribution_id=case.id))
    assert evidence(case) == {(4, "spt"), (5, "spt")}


def test_an_order_whose_number_was_cancelled_on_the_papers_page_is_replaced(case, kasi, world) -> None:
    old = printed_order(case, kasi, world)
    life.cancel_paper(paper_id=old.paper_id, reason="Salah tanggal", by=case.kasi, at=MONDAY)
    url = page("order", distribution_id=case.id)
    assert "Nomor surat ini dibatalkan" in kasi.get(url).content.decode()
    silent = kasi.post(page("order_renew", distribution_id=case.id), {"reason": " "}, follow=True)
    assert "Tulis alasan" in silent.content.decode()
    kasi.post(page("order_renew", distribution_id=case.id), {"reason": "Salah tanggal"})
    new = DutyOrder.objects.get(cancelled_at=None)
    assert (new.number, new.tasks, new.members.count()) == ("", old.tasks, 3)


def test_an_order_that_lacks_something_says_what(case, kasi, world) -> None:
    kasi.post(page("order", distribution_id=case.id), order_form(world, tasks="", signer=""))
    response = kasi.post(page("order_number", distribution_id=case.id), {"dated": "2026-01-15"}, follow=True)
    assert "tugas, penanda tangan masih kosong" in response.content.decode()
    assert DutyOrder.objects.get().number == ""


def test_a_photo_that_is_none_does_not_come_back_as_the_signed_order(case, kasi, world) -> None:
    kasi.post(page("order", distribution_id=case.id), order_form(world))
    kasi.post(page("order_number", distribution_id=case.id), {"dated": "2026-01-15"})
    kasi.post(page("order_print", distribution_id=case.id))
    broken = io.BytesIO(b"bukan gambar")
    broken.name = "spt.jpg"
    said = {"how": "ink", "signed_on": "2026-01-15", "scan": broken}
    kasi.post(page("order_signed", distribution_id=case.id), said, follow=True)
    assert DutyOrder.objects.get().signed_at is None


def test_the_briefing_with_its_attendance(with_run, kasi, world) -> None:
    case = with_run
    case.slot(case.post(AWAYAN))
    url = page("briefing", distribution_id=case.id)
    offered = dict(kasi.get(url).context["form"].fields["present"].choices)
    assert str(world.users[PositionKind.VILLAGE_OFFICER].id) in offered
    said = {
        "version": 0, "day": "2026-01-14", "start": "09:00", "end": "10:00", "place": "Aula", "chair": "Kasi",
        "points": "Jadwal\nTata cara", "present": [str(world.users[PositionKind.VILLAGE_OFFICER].id)],
    }  # fmt: skip
    kasi.post(url, said)
    early = kasi.post(page("briefing_settle", distribution_id=case.id), follow=True)
    assert "sedikitnya dua orang" in early.content.decode()
    kasi.post(url, {**said, "version": 1, "others": "Ahmad Misal; Kepala Desa"})
    assert Attendee.objects.filter(present=True).count() == 2
    kasi.post(page("briefing_settle", distribution_id=case.id))
    assert evidence(case) == {(4, "pengarahan")}
    assert "Ahmad Misal" in pdf_text(kasi.get(page("briefing_file", distribution_id=case.id)))
    assert kasi.get(url).context["form"] is None
    late = kasi.post(url, {**said, "version": 3, "end": "08:00"})
    assert late.status_code == 200


def test_the_checklist_stands_for_the_sop_when_every_line_was_looked_at(with_run, world) -> None:
    case, tksk = with_run, world.client(PositionKind.TKSK)
    url = page("equipment", distribution_id=case.id)
    assert "Bantalan cap jempol" in tksk.get(url).content.decode()
    head = {"barang-TOTAL_FORMS": 2, "barang-INITIAL_FORMS": 0}
    lines = {
        "barang-0-name": "Meja",
        "barang-0-state": "present",
        "barang-1-name": "Timbangan",
        "barang-1-state": "open",
    }
    empty = tksk.get(url).context["mark"]
    tksk.post(url, {**head, **lines, "mark": empty})
    assert evidence(case) == set()
    late = world.client(PositionKind.KASI_PMDK).post(url, {**head, **lines, "barang-0-name": "Kursi", "mark": empty})
    assert "baru saja diubah orang lain" in late.content.decode()
    assert 'value="Kursi"' in late.content.decode()
    head["mark"] = tksk.get(url).context["mark"]
    tksk.post(url, {**head, **lines, "barang-1-state": "missing", "barang-1-note": "dipinjam"})
    assert evidence(case) == {(5, "sarana")}
    assert EquipmentItem.objects.count() == 2
    assert "dipinjam" in pdf_text(tksk.get(page("equipment_file", distribution_id=case.id)))


def test_the_text_to_forward_carries_the_public_address_where_there_is_one(case, kasi, settings) -> None:
    case.slot(case.post(PUDAK))
    url = page("share", distribution_id=case.id)
    assert "http" not in kasi.get(url).context["text"]
    settings.BALAKAS_PUBLIC_URL = "https://kantor.example/"
    assert kasi.get(url).context["text"].endswith("https://kantor.example/info/")


def test_the_schedule_is_told_and_printed(with_run, kasi) -> None:
    case = with_run
    case.people(pudak=2, awayan=1)
    post = case.post(PUDAK)
    case.slot(post)
    url = page("share", distribution_id=case.id)
    refused = kasi.post(url, {"how": "WhatsApp"})
    assert "Belum ada jadwal" in errors(refused)
    case.slot(case.post(AWAYAN, name="Balai Desa Awayan"), hours=3)
    kasi.post(url, {"how": "WhatsApp"})
    assert evidence(case) == {(4, "jadwal")}
    text = kasi.get(url).context["text"]
    assert "Contoh 1" not in text
    assert "*Desa Pudak*\nSelasa, 20 Januari 2026, pukul 08.30–09.30 WITA" in text
    assert "11.30–12.30 WITA" in pdf_text(kasi.get(page("schedule_file", distribution_id=case.id)))


def test_lists_ask_as_often_with_many_rows_as_with_few(case, kasi) -> None:
    case.people(pudak=2)
    post = case.post(PUDAK, AWAYAN)
    case.slot(post)
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)

    def more() -> None:
        case.people(pudak=9, awayan=9)
        case.slot(post, hours=2)
        case.slot(case.post("63.11.03.2004", name="Balai Desa Bihara"))
        invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)

    assert_same_query_count(lambda: kasi.get(page("invitations", distribution_id=case.id)), more)


def test_the_schedule_asks_as_often_with_many_posts(case, kasi) -> None:
    case.people(pudak=2)
    case.slot(case.post(PUDAK))

    def more() -> None:
        for number, code in enumerate(("63.11.03.2004", "63.11.03.2005", "63.11.03.2006")):
            case.slot(case.post(code, name=f"Balai {number}"), hours=number)

    def every_page() -> None:
        for name in ("schedule", "workspace", "share"):
            kasi.get(page(name, distribution_id=case.id))

    assert_same_query_count(every_page, more)


def test_what_waits_is_the_next_thing_of_each_preparation(case, kasi, world, make_case) -> None:
    officer = world.officer(PositionKind.KASI_PMDK)
    duty = duties.waiting_for(officer, MONDAY)[0]
    assert (duty.code, duty.params["left"], duty.since) == ("planning.order", "7", MONDAY)
    case.slot(case.post(PUDAK))
    assert duties.waiting_for(officer, MONDAY)[0].params["left"] == "6"
    assert duties.waiting_for(world.officer(PositionKind.CAMAT), MONDAY) == []
    case.distribution.state = "closed"
    case.distribution.save()
    assert duties.waiting_for(officer, MONDAY) == []


def test_what_waits_asks_as_often_for_many_distributions(case, world) -> None:
    officer = world.officer(PositionKind.KASI_PMDK)

    def more() -> None:
        for number in range(4):
            Distribution.objects.create(
                office=case.office, title=f"Penyaluran {number}", period_label="x", giver="kecamatan", state="open",
                opened_by=world.users[PositionKind.KASI_PMDK], opened_at=MONDAY,
            )  # fmt: skip

    assert_same_query_count(lambda: duties.waiting_for(officer, MONDAY), more)
    assert len(duties.waiting_for(officer, MONDAY)) == 5


def test_who_comes_to_a_button_by_its_address_is_shown_its_page(case, kasi) -> None:
    case.people(pudak=1)
    post = case.post(PUDAK)
    slot = case.slot(post)
    kasi.post(page("invitations_issue", distribution_id=case.id))
    row = found.live(case.id).get()
    for name, kwargs, shown in (
        ("order_number", {"distribution_id": case.id}, "order"),
        ("briefing_settle", {"distribution_id": case.id}, "briefing"),
        ("post_remove", {"post_id": post.id}, "post"),
        ("slot_cancel", {"slot_id": slot.id}, "slot"),
        ("invitations_print", {"distribution_id": case.id}, "invitations"),
        ("invitation_reissue", {"invitation_id": row.id}, "invitation"),
    ):
        assert kasi.get(page(name, **kwargs)).url == page(shown, **kwargs)
    assert Slot.objects.get(id=slot.id).cancelled_at is None
    assert found.live(case.id).get() == row


def test_the_method_leads_somewhere_only_for_who_decides_it(case, kasi, world):
    method = reverse("planning:method", args=[case.id])
    assert method in kasi.get(reverse("planning:workspace", args=[case.id])).content.decode()
    shown = world.client(PositionKind.TKSK).get(reverse("planning:workspace", args=[case.id]))
    assert shown.status_code == 200
    assert method not in shown.content.decode()
