"""The data of this room's printed forms: goods arrived and returned, the day's close, the receipt list blank or filled.

A paper is Indonesian whatever language its maker reads the screens in, so words stand here as they are written.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from balakas.common.indonesian import clock, day_and_date, long_date, number, rupiah
from balakas.common.qr import qr_svg
from balakas.distributions.queries import distributions
from balakas.handover.models.books import Visit
from balakas.handover.models.minutes import DayClose, GoodsMinutes
from balakas.handover.models.paper import PaperList, PaperPage
from balakas.handover.queries import days, ledger, people, places
from balakas.handover.queries.receipts import Receipt
from balakas.handover.rules import pages
from balakas.handover.rules.closing import CLOSE_WORDS, CloseKind
from balakas.handover.rules.verdicts import FAIL_WORDS, FailReason
from balakas.papers.queries import letterhead
from balakas.papers.rules.sheets.handover import (
    Arrival,
    ArrivalItem,
    CloseItem,
    Count,
    Returned,
    ReturnedItem,
    SilentDevice,
)
from balakas.papers.rules.sheets.handover import DayClose as CloseSheet
from balakas.papers.rules.sheets.planning import ReceiptList, ReceiptRow, ReceiptSheet
from balakas.papers.rules.sheets.shared import Signer, day_in_words
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff

CLOSING = "Demikian berita acara ini dibuat dengan sebenarnya."
DOTS: Signer = {"position": "Kepala Desa", "name": ""}


def amount(quantity: int, unit: str) -> str:
    """-> `Rp250.000`, `10 kg`."""
    return rupiah(quantity) if unit == "rupiah" else f"{number(quantity)} {unit}"


def arrival(row: GoodsMinutes) -> Arrival:
    """Return the minutes of goods that arrived."""
    day = row.day
    items: list[ArrivalItem] = []
    for benefit, item in _items(row):
        damaged, short = item.get("damaged", 0), item.get("short", 0)
        items.append({
            "name": benefit.name, "unit": benefit.unit, "sent": number(item["quantity"]),
            "received": number(item["quantity"] - damaged - short), "damaged": number(damaged), "short": number(short), "note": "",
        })  # fmt: skip
    return {
        "kop": letterhead.kop_of(row.office_id), "number": "",
        "opening": f"Pada hari ini {day_in_words(day)}, telah diterima barang bantuan sebagai berikut:",
        "post": row.post.name, "basis": row.distribution.title, "carrier": row.counterpart,
        "delivery_note": row.delivery_note, "items": items, "closing": _closing(row),
        "deliverer": _signer(row.counterpart, row.counterpart_position or "Yang menyerahkan"),
        "receiver": officer(row.by_id, row.office_id, day), "witness": _witness(row.witness, row.witness_position),
        "place_date": _place_date(row.office_id, day),
    }  # fmt: skip


def returned(row: GoodsMinutes) -> Returned:
    """Return the minutes of goods that went back."""
    items: list[ReturnedItem] = [
        {
            "name": benefit.name, "unit": benefit.unit, "quantity": number(item.get("quantity", 0)),
            "damaged": number(item.get("damaged", 0)), "reason": row.condition, "note": "",
        }
        for benefit, item in _items(row)
    ]  # fmt: skip
    return {
        "kop": letterhead.kop_of(row.office_id), "number": "",
        "opening": f"Pada hari ini {day_in_words(row.day)}, telah dikembalikan sisa barang bantuan sebagai berikut:",
        "post": row.post.name, "returned_to": row.counterpart_position or row.counterpart, "basis": row.distribution.title,
        "items": items, "closing": CLOSING, "giver": officer(row.by_id, row.office_id, row.day),
        "receiver": _signer(row.counterpart, row.counterpart_position or "Yang menerima kembali"),
        "witness": _witness(row.witness, row.witness_position), "place_date": _place_date(row.office_id, row.day),
    }  # fmt: skip


def day_close(row: DayClose) -> CloseSheet:
    """Return the minutes of a post's close as they were counted then; printed pages still out are named as they stand now."""
    first, last = days.span_of(row.post_id, row.day)
    zone = ZoneInfo(staff.office_of(row.office_id).zone)
    hours = f"{clock(first.astimezone(zone))} / {clock(last.astimezone(zone))}" if first and last else ""
    kind = CLOSE_WORDS[CloseKind(row.kind)]
    return {
        "kop": letterhead.kop_of(row.office_id), "number": "",
        "kind": f"{kind} ke-{row.number}" if row.kind == CloseKind.SUPPLEMENT else kind,
        "opening": f"Pada hari ini {day_in_words(row.day)}, penyaluran di titik berikut ditutup:",
        "post": row.post.name, "day": day_and_date(row.day), "hours": hours, "officers": _officers(row),
        "people": _counts(row.figures), "items": _close_items(row),
        "explanations": [row.explanation] if row.explanation else [], "devices": _silent(row.post_id, zone),
        "checkpoint": row.checkpoint, "witness": _witness(row.witness, row.witness_position),
        "place_date": _place_date(row.office_id, row.day), "signer": officer(row.by_id, row.office_id, row.day),
    }  # fmt: skip


def blank_list(paper: PaperList) -> ReceiptList:
    """Return a printed list to sign: one sheet a page, each with its code and QR. Four queries and one for signers."""
    sheets = list(PaperPage.objects.filter(paper_list=paper).prefetch_related("rows").order_by("number"))
    ids = [row.recipient_id for sheet in sheets for row in sheet.rows.all()]
    known = recipients.recipients_in(ids)
    niks = people.masked_niks(row.person for row in known.values())
    made: list[ReceiptSheet] = []
    for sheet in sheets:
        rows: list[ReceiptRow] = []
        for row in sorted(sheet.rows.all(), key=lambda one: one.order):
            person = known[row.recipient_id]
            due = [one for one in person.entitlements.all() if str(one.id) in row.entitlements]
            rows.append({
                "index": row.order, "name": person.person.name, "nik_masked": niks.get(person.person_id, ""),
                "address": people.address_of(person.person), "note": "",
                "items": ", ".join(f"{one.allocation.benefit.name} {amount(one.amount, one.allocation.benefit.unit)}" for one in due),
            })  # fmt: skip
        made.append(_sheet(paper, sheet.number, pages.written(paper.code, sheet.number), rows))
    return _list(paper.office_id, paper.distribution.title, paper.code, made)


def _sheet(paper: PaperList, page: int, code: str, rows: list[ReceiptRow]) -> ReceiptSheet:
    day = staff.local_day(staff.office_of(paper.office_id), paper.printed_at)
    villages = places.village_names(paper.office_id)
    served = places.villages_at(paper.distribution_id, paper.post_id)
    return {
        "number": page, "qr": qr_svg(code), "village": ", ".join(sorted(villages.get(one, one) for one in served)),
        "post": paper.post.name, "day": "", "time": "", "rows": rows, "subtotal": "", "running": "",
        "officer": officer(paper.printed_by_id, paper.office_id, day), "village_head": DOTS, "place_date": "",
    }  # fmt: skip


def filled_list(
    office_id: UUID, rows: Sequence[Receipt], *, title: str, by_id: UUID, at: datetime
) -> tuple[ReceiptList, dict[str, UUID]]:
    """Return the filled list, a village after the other, and the signatures it shows (name in the data -> file).

    A sheet bears the day things were handed over on it, never the day the list was made; `at` stands only where nothing was.
    """
    zone = ZoneInfo(staff.office_of(office_id).zone)
    made: list[ReceiptSheet] = []
    pictures: dict[str, UUID] = {}
    numbered = list(enumerate(sorted(rows, key=lambda row: row.village), start=1))
    everything = _moments(rows, zone) or [at.astimezone(zone)]
    for village in sorted({row.village for row in rows}):
        for part in pages.split([one for one in numbered if one[1].village == village]):
            moments = _moments([row for _, row in part], zone) or everything
            day = moments[-1].date()
            dated = moments[0].date() != day
            made.append({
                "number": len(made) + 1, "qr": qr_svg(f"TT-{len(made) + 1}"), "village": village, "post": "",
                "day": _days(moments), "time": "" if dated else f"{clock(moments[0])}–{clock(moments[-1])}",
                "rows": [_filled(index, row, pictures, zone, dated=dated) for index, row in part],
                "subtotal": f"{sum(row.given for _, row in part)} diterima", "running": "",
                "officer": officer(by_id, office_id, day), "village_head": DOTS, "place_date": _place_date(office_id, day),
            })  # fmt: skip
    return _list(office_id, title, "TT", made), pictures


def _filled(index: int, row: Receipt, pictures: dict[str, UUID], zone: ZoneInfo, *, dated: bool) -> ReceiptRow:
    line: ReceiptRow = {
        "index": index, "name": row.name, "nik_masked": row.nik_masked, "address": row.address, "items": _given(row),
        "note": _remark(row),
    }  # fmt: skip
    if row.signature_id:
        pictures[f"s{index}"] = row.signature_id
        line["signature"] = f"s{index}"
    elif row.at is not None:
        local = row.at.astimezone(zone)
        line["done"] = f"diterima {local.day}/{local.month} {clock(local)}" if dated else f"diterima {clock(local)}"
    return line


def _moments(rows: Iterable[Receipt], zone: ZoneInfo) -> list[datetime]:
    return sorted(row.at.astimezone(zone) for row in rows if row.at is not None)


def _days(moments: Sequence[datetime]) -> str:
    """-> `Rabu, 14 Januari 2026`, or `14 Januari 2026 s.d. 16 Januari 2026`."""
    first, last = moments[0].date(), moments[-1].date()
    return day_and_date(first) if first == last else f"{long_date(first)} s.d. {long_date(last)}"


def _list(office_id: UUID, title: str, code: str, sheets: list[ReceiptSheet]) -> ReceiptList:
    return {
        "kop": letterhead.kop_of(office_id), "program": title, "code": code, "rows_per_page": pages.ROWS_PER_PAGE,
        "sheets": sheets,
    }  # fmt: skip


def _given(row: Receipt) -> str:
    return ", ".join(f"{part.benefit} {amount(part.given or part.due, part.unit)}" for part in row.parts)


def _remark(row: Receipt) -> str:
    marks = ("K" if row.by_proxy else "", "G" if row.replacement else "", "S" if row.partly else "")
    if row.failure:
        return f"T: {FAIL_WORDS[FailReason(row.failure)]}"
    if not row.given:
        return ""
    paper = "pada lembar kertas" if row.on_paper else ""
    return " ".join(part for part in (*marks, paper) if part)


def _items(row: GoodsMinutes) -> Iterable[tuple[Any, dict[str, int]]]:
    benefits = {str(one.benefit_id): one.benefit for one in distributions.allocations_of(row.distribution_id)}
    for item in ledger.body_of(row.event)["items"]:
        yield benefits[item["benefit"]], item


def _close_items(row: DayClose) -> list[CloseItem]:
    """Return the goods; where nobody minuted an arrival there is nothing to compare with, and a dash says so."""
    benefits = {str(one.benefit_id): one.benefit for one in distributions.allocations_of(row.distribution_id)}
    return [
        {
            "name": benefits[key].name, "unit": benefits[key].unit, "issued": number(one["issued"]) if one["issued"] else "–",
            "handed": number(one["handed"]), "returned": number(one["returned"]), "damaged": number(one["damaged"]),
            "variance": number(one["short"] + one["remaining"]) if one["issued"] else "–",
        }
        for key, one in row.figures["items"].items()
        if key in benefits
    ]  # fmt: skip


def _counts(figures: dict[str, Any]) -> list[Count]:
    """Return the day's counts of people: reasons only where somebody gave them, and the rest as not recorded."""
    reasons = dict(figures["reasons"])
    named = [
        ("Rencana", figures["people"]), ("Diserahkan", figures["served"]), ("di antaranya diwakili", figures["by_proxy"]),
        ("di antaranya pengganti", figures["replaced"]), ("Tidak hadir", reasons.pop(FailReason.NOT_COME, 0)),
        ("Menolak", reasons.pop(FailReason.REFUSES, 0)),
        *((FAIL_WORDS[FailReason(code)], count) for code, count in reasons.items()),
        *([("Hari sebelumnya", figures["earlier"])] if figures["earlier"] else []),
        *([("Dititipkan, belum diterima", figures["entrusted"])] if figures.get("entrusted") else []),
        ("Belum tercatat", figures["unrecorded"]),
    ]  # fmt: skip
    return [{"name": name, "count": number(count)} for name, count in named]


def _officers(row: DayClose) -> str:
    visits = Visit.objects.filter(post_id=row.post_id, day=row.day).select_related("officer")
    return ", ".join(sorted({visit.officer.full_name for visit in visits} | {row.by.full_name}))


def _silent(post_id: UUID, zone: ZoneInfo) -> list[SilentDevice]:
    """Name the printed pages that did not come back, as devices are named that have not sent everything."""
    return [
        {
            "name": f"Lembar {pages.written(page.paper_list.code, page.number)}",
            "last_contact": long_date(page.paper_list.printed_at.astimezone(zone).date()),
            "unsent": pages.STATE_WORDS[pages.PageState(page.state)],
        }
        for page in days.outstanding_pages(post_id)
    ]


def _closing(row: GoodsMinutes) -> str:
    return f"Keadaan barang: {row.condition}. {CLOSING}" if row.condition else CLOSING


def _signer(name: str, position: str) -> Signer:
    return {"position": position, "name": name}


def _witness(name: str, position: str) -> Signer:
    return {"position": position or "Kepala Desa", "name": name}


def officer(user_id: UUID, office_id: UUID, day: date) -> Signer:
    """Return an officer as a signer on `day`."""
    return letterhead.signer_of(user_id, office_id, day) or {"position": "Petugas", "name": ""}


def _place_date(office_id: UUID, day: date) -> str:
    return f"{letterhead.place_of(office_id)}, {long_date(day)}"
