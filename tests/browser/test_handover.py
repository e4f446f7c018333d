"""The field's pages in a real browser: one hand-over on a phone, and every page looked at on a phone and on a desk."""

import io
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from balakas.handover.actions import corrections, goods, pages, photos
from balakas.handover.models.books import Attachment, Payment, Visit
from balakas.handover.models.cases import Case
from balakas.handover.queries import ledger
from balakas.handover.rules.verdicts import FailReason
from balakas.staff.rules import PositionKind
from tests.browser.axe import look_at
from tests.browser.conftest import OpenAs, launch, session_of
from tests.conftest import World
from tests.handover.factories import BIHARA, FIELD_DAY, PHOTO, PUDAK, Field, a_field

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_busy_day(world: World) -> Field:
    field = a_field(world, 6)
    field.add(3, PUDAK)
    field.add(1, BIHARA)
    line = goods.Line(field.rice.id, quantity=120, damaged=2, short=1)
    goods.receive_goods(
        post_id=field.post.id,
        lines=[line],
        head=goods.Head("Udin Contoh", "Gudang Dinas Sosial"),
        by=field.tksk,
        at=FIELD_DAY,
    )
    givings = field.givings(field.people[1])
    field.give(field.people[1], givings)
    field.give(field.people[1], givings, by=field.kasi)
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=field.people[2].id, why=FailReason.NOT_HOME, by=field.tksk, at=FIELD_DAY
    )
    pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY)
    photos.add_photo(
        distribution_id=field.distribution.id, photo=PHOTO, caption="Antrean di balai desa", client_id=field.post.id,
        by=field.tksk, at=FIELD_DAY,
    )  # fmt: skip
    return field


def test_every_page_is_sound_on_a_phone_and_on_a_desk(open_as: OpenAs, world: World, pictures: Path) -> None:
    field = a_busy_day(world)
    post, whole = {"post_id": field.post.id}, {"distribution_id": field.distribution.id}
    person = {**post, "recipient_id": field.people[0].id}
    sheet = pages.PaperPage.objects.first()
    named = {
        "home": reverse("handover:home"),
        "overview": reverse("handover:overview", kwargs=whole),
        "post": reverse("handover:post", kwargs=post),
        "person": reverse("handover:person", kwargs=person),
        "given": reverse("handover:person", kwargs={**post, "recipient_id": field.people[1].id}),
        "absent": reverse("handover:absent", kwargs=person),
        "visit": reverse("handover:visit", kwargs={"visit_id": Visit.objects.order_by("recorded_at").first().id}),
        "goods": reverse("handover:goods", kwargs=post),
        "goods-receive": reverse("handover:goods_receive", kwargs=post),
        "pages": reverse("handover:pages", kwargs=post),
        "page": reverse("handover:page", kwargs={"page_id": sheet.id}),
        "close": reverse("handover:close", kwargs=post) + f"?hari={FIELD_DAY.date().isoformat()}",
        "photos": reverse("handover:photos", kwargs=whole),
        "cases": reverse("handover:cases", kwargs=whole),
        "case": reverse("handover:case", kwargs={"case_id": Case.objects.filter(kind="double").first().id}),
    }
    page = open_as(world.users[PositionKind.KASI_PMDK])
    wrong = [
        line for name, path in named.items() for line in look_at(page, path, name=f"lapangan-{name}", folder=pictures)
    ]
    assert not wrong, "\n".join(wrong)


def on_a_phone(browser, live_server, user) -> Page:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, has_touch=True, device_scale_factor=2,
        permissions=["camera", "geolocation"], geolocation={"latitude": -2.33, "longitude": 115.46, "accuracy": 7},
    )  # fmt: skip
    context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
    return context.new_page()


def draw(page: Page) -> None:
    pad = page.locator(".bk-signature canvas")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    page.mouse.move(frame["x"] + 20, frame["y"] + 60)
    page.mouse.down()
    page.mouse.move(frame["x"] + 120, frame["y"] + 30, steps=5)
    page.mouse.move(frame["x"] + 200, frame["y"] + 90, steps=5)
    page.mouse.up()


def test_one_hand_over_on_a_phone(playwright: Playwright, live_server: object, world: World, pictures: Path) -> None:
    field = a_field(world, 3)
    browser = launch(playwright, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    page = on_a_phone(browser, live_server, world.users[PositionKind.TKSK])
    page.goto(reverse("handover:post", kwargs={"post_id": field.post.id}))
    page.get_by_label("Nama, empat angka akhir NIK, atau kode undangan").fill("moehammad")
    page.get_by_role("button", name="Cari").click()
    assert "moehammad" not in page.url.lower(), "names searched for never stand in an address"
    page.get_by_role("link", name="Muhammad Yusuf").click()
    expect(page.locator(".bk-verdict")).to_contain_text("Berhak menerima")
    page.get_by_text("KTP asli dicocokkan dengan orangnya").click()
    page.get_by_text("Penerima sendiri").click()
    page.get_by_label("Beras (kg)").fill("6")
    camera = page.locator(".bk-camera", has_text="Foto penerima dengan bantuan")
    camera.get_by_role("button", name="Buka kamera").click()
    camera.get_by_role("button", name="Ambil foto").click()
    expect(camera.locator("[data-camera-shot]")).to_be_visible()
    draw(page)
    expect(page.locator("[data-position-note]")).to_contain_text("ketelitian 7 meter")
    page.screenshot(path=pictures / "lapangan-diisi-360.png", full_page=True)
    page.get_by_role("button", name="Catat penyerahan").click()
    receipt = page.locator(".bk-receipt__code")
    expect(receipt).to_have_text(Visit.objects.get().receipt)
    page.screenshot(path=pictures / "lapangan-hijau-360.png", full_page=True)
    assert sorted(Payment.objects.values_list("quantity", flat=True)) == [6, 250_000]
    assert set(Attachment.objects.values_list("kind", flat=True)) == {"photo", "signature"}
    assert Visit.objects.get().notes == []
    page.get_by_role("button", name="Batalkan penyerahan ini").click()
    page.get_by_role("dialog").get_by_label("Alasan").fill("Salah orang")
    page.get_by_role("dialog").get_by_role("button", name="Batalkan penyerahan").click()
    expect(page.get_by_text("Dibatalkan. Catatan semula tetap tersimpan beserta alasannya.")).to_be_visible()
    assert not Payment.objects.filter(voided_by=None).exists()
    assert ledger.verify(world.office.id).holds
    browser.close()


def test_a_page_of_twenty_five_takes_a_minute(open_as: OpenAs, world: World, pictures: Path, tmp_path: Path) -> None:
    field = a_field(world, 25)
    sheet = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY).pages.get()
    photo = tmp_path / "lembar.jpg"
    buffer = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(buffer, "JPEG")
    photo.write_bytes(buffer.getvalue())
    page = open_as(world.users[PositionKind.TKSK])
    page.goto(reverse("handover:page", kwargs={"page_id": sheet.id}))
    page.locator("#id_photo").set_input_files(photo)
    page.locator("input[name^=given_]").nth(3).uncheck()
    page.get_by_label("Mengapa").nth(3).select_option("moved")
    page.locator("input[name^=given_]").nth(7).uncheck()
    page.get_by_label("Mengapa").nth(7).select_option("partly")
    page.get_by_label("Beras (kg)").nth(7).fill("4")
    page.screenshot(path=pictures / "lapangan-lembar-diisi.png", full_page=True)
    started = page.evaluate("performance.now()")
    page.get_by_role("button", name="Catat lembar ini").click()
    expect(page.get_by_text("Lembar tercatat.")).to_be_visible(timeout=20_000)
    assert started > 0
    assert Payment.objects.filter(voided_by=None).count() == 48
    assert ledger.verify(world.office.id).holds
