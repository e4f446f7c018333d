"""Makes a distribution to bring lists into: the case of January in Awayan, two programmes, one event."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import xlsxwriter
from PIL import Image

from balakas.distributions.models import Allocation, Benefit, Distribution, Programme
from balakas.recipients.actions import erase, intake, takeover
from balakas.recipients.models import Entitlement, Erasure, Recipient, RecipientList
from balakas.recipients.queries import checking, lists
from balakas.recipients.queries.checking import CheckedRow
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules.erasing import EraseReason
from balakas.recipients.rules.tables import Sheet, Table
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World


def checked(
    sheets: list[Sheet], *, office: str = "63.11.03", file_name: str = "daftar.xlsx"
) -> tuple[Table, list[CheckedRow]]:
    table = Table()
    return table, list(checking.checked(sheets, table, checking.area_of(office), file_name=file_name, year=2026))


PAPERS = [
    {"code": "ktp", "substitutes": ["village_statement", "birth_certificate"]},
    {"code": "kk", "substitutes": ["village_statement"]},
]
HEAD = ["NO", "NAMA", "NIK", "NO KK", "TGL LAHIR", "JK", "ALAMAT", "RT/RW", "DESA"]


def a_distribution(world: World, *, state: str = "open") -> Distribution:
    """An open distribution with the allocations `permakanan` (cash) and `sandang` (goods)."""
    distribution = Distribution.objects.create(
        office=world.office, title="Bansos permakanan dan sandang", period_label="Januari 2026", giver="agency",
        giver_name="Dinas Sosial", state=state, opened_by=world.users[PositionKind.KASI_PMDK], opened_at=MONDAY,
    )  # fmt: skip
    for order, (code, kind, unit, amount) in enumerate(
        (("permakanan", "cash", "rupiah", 250_000), ("sandang", "goods", "paket", 1))
    ):
        programme, _ = Programme.objects.get_or_create(
            office=world.office, code=code, defaults={"name": code.title(), "required_papers": PAPERS}
        )
        benefit, _ = Benefit.objects.get_or_create(
            programme=programme, name=code.title(), kind=kind, unit=unit, usual_amount=amount
        )
        Allocation.objects.create(
            distribution=distribution, benefit=benefit, period="2026-01", amount=amount, order=order
        )
    return distribution


def allocations(distribution: Distribution) -> list[UUID]:
    return list(distribution.allocations.order_by("order").values_list("id", flat=True))


def person_row(number: int = 1, **changes: object) -> list[object]:
    """A sound row: a woman of Awayan, born on 1 July, numbers that the registry does not give."""
    values = {
        "no": number, "name": f"SITI ANU {chr(64 + number % 26 + 1)}{number}", "nik": f"63110341075590{number:02d}",
        "kk": f"63110309101490{number:02d}", "birth": "01-07-1955", "sex": "P", "address": "JL. PASAR NO. 3",
        "rtrw": "003/002", "village": "Awayan",
    }  # fmt: skip
    return list({**values, **changes}.values())


def workbook_of(*rows: list[object], head: list[str] | None = None) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"created": MONDAY.replace(tzinfo=None)})  # the same rows are the same bytes
        page = book.add_worksheet("Daftar")
        page.write_row(0, 0, ["DAFTAR PENERIMA KECAMATAN AWAYAN"])
        for line, cells in enumerate([head or HEAD, *rows], start=1):
            page.write_row(line, 0, cells)
    return out.getvalue()


def bring(world: World, distribution: Distribution, *rows: list[object], **changes: Any) -> RecipientList:
    wanted = {
        "distribution_id": distribution.id, "content": workbook_of(*(rows or (person_row(1), person_row(2)))),
        "file_name": "daftar.xlsx", "allocation_ids": allocations(distribution)[:1],
        "by": world.actor(PositionKind.KASI_PMDK), "at": MONDAY,
    }  # fmt: skip
    return intake.bring_file(**{**wanted, **changes})


def views_of(held: RecipientList, *, shown: str = "semua") -> list[RowView]:
    return lists.views(held, lists.shown_rows(held, shown=shown), at=MONDAY)


def taken_over(world: World, distribution: Distribution, *rows: list[object], at: datetime = MONDAY) -> list[Recipient]:
    held = bring(world, distribution, *rows)
    takeover.take_over(list_id=held.id, version=held.version, by=world.actor(PositionKind.KASI_PMDK), at=at)
    return list(Recipient.objects.filter(source_list=held).select_related("person__household").order_by("order"))


def a_photo(colour: str = "teal", *, form: str = "JPEG", size: tuple[int, int] = (900, 560)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def settled(world: World, *rows: list[object]) -> Recipient:
    """Somebody of a list to whom nothing is due any more."""
    recipient = taken_over(world, a_distribution(world), *(rows or (person_row(1), person_row(2))))[0]
    Entitlement.objects.filter(recipient=recipient).update(state="settled", given=250_000)
    return recipient


def proposed(world: World, recipient: Recipient) -> Erasure:
    return erase.propose_erasure(
        person_id=recipient.person_id, reason=EraseReason.RETENTION, paper="470/12/Kec-Aw/2026",
        by=world.actor(PositionKind.ADMINISTRATOR), at=MONDAY,
    )  # fmt: skip


def erased(world: World, recipient: Recipient) -> None:
    erase.decide_erasure(
        erasure_id=proposed(world, recipient).id, accepted=True, by=world.actor(PositionKind.CAMAT), at=MONDAY
    )
