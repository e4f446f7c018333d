"""Activity 5 in the demo: hand-overs on the phone page and from a signed page of paper, the day's close."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from balakas.common.ids import uuid7
from balakas.config.demo import pictures
from balakas.config.demo.steps import Stage
from balakas.handover.actions import closing, corrections, goods, pages, photos, visits
from balakas.handover.actions.visits import Checked, Position
from balakas.handover.models.minutes import GoodsMinutes
from balakas.handover.models.paper import PaperPage
from balakas.handover.queries import days
from balakas.handover.rules.events import Identity
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.handover.rules.verdicts import FailReason, Given
from balakas.recipients.queries import listed
from balakas.recipients.queries.listed import OnList

_PLACE = Position(lat_micro=-2_412_849, lng_micro=115_529_138, accuracy_m=12)
_WITNESS = {"witness": "Kepala Desa Contoh", "witness_position": "Kepala Desa"}
_EACH = timedelta(seconds=70)


def receive(stage: Stage, post_id: UUID, benefit_id: UUID, quantity: int, *, at: datetime) -> GoodsMinutes:
    """Minute the goods that arrived at the post."""
    return goods.receive_goods(
        post_id=post_id, lines=[goods.Line(benefit_id, quantity)], by=stage.office.by("tksk"), at=at,
        head=goods.Head(counterpart="Sopir Contoh", counterpart_position="Petugas pengantar", delivery_note="SJ-0017", **_WITNESS),
        photo=pictures.photo("Barang tiba", "di titik salur"),
    )  # fmt: skip


def send_back(stage: Stage, post_id: UUID, benefit_id: UUID, day: date, *, at: datetime) -> GoodsMinutes:
    """Minute what is left of the goods at the post and goes back to the sender."""
    left = days.stock_of(post_id, until=day)[benefit_id].remaining
    return goods.return_goods(
        post_id=post_id, lines=[goods.Line(benefit_id, left)], by=stage.office.by("tksk"), at=at,
        head=goods.Head(
            counterpart="Petugas Contoh", counterpart_position="Petugas Dinas Sosial Kabupaten Balangan",
            condition="Penerima tidak hadir; barang baik dan utuh", **_WITNESS,
        ),
        photo=pictures.photo("Sisa barang", "dikembalikan ke Dinas Sosial"),
    )  # fmt: skip


def hand_over(stage: Stage, post_id: UUID, people: Sequence[OnList], *, starts: datetime, short: int = 0) -> datetime:
    """Hand over to each on the phone page; the third is collected by family, the last gets `short` less of its first benefit."""
    by, at = stage.office.by("tksk"), starts
    for number, person in enumerate(people, start=1):
        givings = [Given(str(due.entitlement_id), due.amount) for due in person.dues]
        if short and number == len(people):
            givings[0] = Given(givings[0].entitlement_id, person.dues[0].amount - short)
        proxy = None
        if number == 3:  # noqa: PLR2004 -- one in the demo is collected by a relative
            proxy = Proxy("Anak Penerima Contoh", Relation.SAME_KK, ProxyReason.ELDERLY, has_letter=True)
        visits.record_visit(
            post_id=post_id, recipient_id=person.recipient_id, givings=givings, identity=Checked(Identity.KTP), proxy=proxy,
            photo=pictures.photo("Serah terima", f"penerima ke-{number}"), signature=pictures.signature(number),
            letter=pictures.page("SURAT KUASA", "(contoh)") if proxy else b"", position=_PLACE, client_id=uuid7(), by=by,
            at=at,
            reason="Sebagian barang menyusul minggu depan" if short and number == len(people) else "",
        )  # fmt: skip
        at += _EACH
    return at


def on_paper(stage: Stage, post_id: UUID, *, absent: int, at: datetime) -> None:
    """Key the first printed page of those still due; the last `absent` rows are unticked as not come."""
    by = stage.office.by("tksk")
    made = pages.print_list(post_id=post_id, by=by, at=at)
    sheets = list(PaperPage.objects.filter(paper_list=made).prefetch_related("rows").order_by("number"))
    for sheet in sheets:
        orders = sorted(row.order for row in sheet.rows.all())
        missed = orders[len(orders) - absent :] if absent and sheet is sheets[-1] else []
        pages.key_page(
            page_id=sheet.id,
            exceptions=[pages.Unticked(order, why=FailReason.NOT_COME) for order in missed],
            photo=pictures.page("DAFTAR TANDA TERIMA", f"lembar {sheet.number}", "(bertanda tangan basah dan cap jempol)"),
            client_id=uuid7(), by=by, at=at + timedelta(minutes=1),
        )  # fmt: skip


def absent(stage: Stage, post_id: UUID, person: OnList, *, at: datetime) -> None:
    """Mark somebody who did not come."""
    corrections.mark_absent(
        post_id=post_id, recipient_id=person.recipient_id, why=FailReason.NOT_COME, by=stage.office.by("tksk"), at=at
    )


def document(stage: Stage, post_id: UUID, *, at: datetime) -> None:
    """Photos of the event."""
    for caption in ("Pembukaan penyaluran oleh Plt. Camat", "Penyerahan bantuan kepada penerima"):
        photos.add_photo(
            distribution_id=stage.id, photo=pictures.photo(caption), caption=caption, client_id=uuid7(), post_id=post_id,
            position=_PLACE, by=stage.office.by("tksk"), at=at,
        )  # fmt: skip


def close(stage: Stage, post_id: UUID, day: date, *, at: datetime, explanation: str = "") -> None:
    """Close the post's day."""
    closing.close_day(
        post_id=post_id, day=day, explanation=explanation, by=stage.office.by("kasi"), at=at, **_WITNESS,
    )  # fmt: skip


def everybody(stage: Stage) -> list[OnList]:
    """Return who is on the list."""
    return listed.on_list(stage.id)
