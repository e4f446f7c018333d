"""Lists that leave the room as files: each download is on the record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.indonesian import long_date, number
from balakas.distributions.queries import distributions
from balakas.distributions.rules.programme import PAPER_WORDS, PaperCode, amount_words
from balakas.papers.actions.office import office_pdf
from balakas.papers.queries import letterhead
from balakas.recipients.models import Recipient
from balakas.recipients.queries import board, export, people
from balakas.recipients.queries.board import Held
from balakas.recipients.rules.papers import Completeness
from balakas.recipients.rules.people import RECIPIENT_WORDS, RecipientState
from balakas.staff import queries as staff
from balakas.staff.rules import Officer, Right


@override("id")  # a paper of the office, whoever makes it
def export_list(*, distribution_id: UUID, village: str, officer: Officer, at: datetime) -> bytes:
    """Return the distribution's list with full numbers as a workbook, recorded. Raises `NotAllowed`."""
    distribution = distributions.distribution_of(distribution_id)
    staff.check_right(by=officer.actor, right=Right.RECIPIENTS_EXPORT, at=at, office_id=distribution.office_id)
    names = people.village_names(distribution.office.region_code)
    rows = list(people.on_distribution(officer, distribution_id, village=village))
    niks, kks = people.full_niks(rows), people.full_kks(rows)
    heads = [
        "NO",
        "NAMA",
        "NIK",
        "NO KK",
        "TEMPAT LAHIR",
        "TANGGAL LAHIR",
        "JENIS KELAMIN",
        "ALAMAT",
        "RT",
        "RW",
        "DESA",
        "BANTUAN",
        "KEADAAN",
    ]
    cells = [
        [row.order, row.person.name, niks[row.id], kks.get(row.id, ""), row.person.birth_place, row.person.birth_date,
         row.person.sex, row.person.address, row.person.rt, row.person.rw, names.get(row.village_code, row.village_code),
         dues_text(row), gettext(RECIPIENT_WORDS[RecipientState(row.state)])]
        for row in rows
    ]  # fmt: skip
    record_export(
        distribution.office_id, distribution_id, "recipients.export_list", {"rows": len(rows), "village": village},
        by=officer.actor, at=at,
    )  # fmt: skip
    return export.workbook(heads, cells, sheet="Penerima", title=distribution.title)


def dues_text(row: Recipient) -> str:
    """Return what a recipient is due in words: `Permakanan satu bulan Rp250.000`."""
    return "; ".join(
        f"{one.allocation.benefit.name} {amount_words(one.allocation.benefit.kind, one.amount, one.allocation.benefit.unit)}"
        for one in row.entitlements.all()
    )


@override("id")  # a paper of the office, whoever makes it
def missing_xlsx(*, distribution_id: UUID, villages: Sequence[str], by: Actor, at: datetime) -> bytes:
    """Return who still lacks which paper, village by village, with masked numbers. Raises `NotAllowed`."""
    distribution = distributions.distribution_of(distribution_id)
    names = people.village_names(distribution.office.region_code)
    held = _recorded(distribution_id, distribution.office_id, villages, by=by, at=at)
    masked = people.masked_niks([one.recipient for one in held])
    heads = ["DESA", "NAMA", "NIK (TERSAMAR)", "ALAMAT", "RT", "YANG BELUM ADA", "KETERANGAN"]
    cells = [
        [names.get(one.recipient.village_code, ""), one.recipient.person.name, masked[one.recipient.id],
         one.recipient.person.address, one.recipient.person.rt, lacking(one), note_of(one)]
        for one in held if one.completeness is not Completeness.COMPLETE
    ]  # fmt: skip
    return export.workbook(heads, cells, sheet="Kekurangan", title=distribution.title)


@override("id")  # a paper of the office, whoever makes it
def missing_pdf(*, distribution_id: UUID, villages: Sequence[str], by: Actor, at: datetime) -> bytes:
    """Return the same as a paper, a page a village. Raises `NotAllowed`."""
    distribution = distributions.distribution_of(distribution_id)
    office_id, day = distribution.office_id, timezone.localtime(at).date()
    held = _recorded(distribution_id, office_id, villages, by=by, at=at)
    head = letterhead.head_of(office_id, day)
    signer = letterhead.signer_of(UUID(by.id), office_id, day) or (head.signer if head else None)
    names = people.village_names(distribution.office.region_code)
    data = {
        "program": f"{distribution.title} ({distribution.period_label})",
        "as_of": long_date(day),
        "deadline": "",
        "send_to": distribution.office.name,
        "villages": [_village(code, names.get(code, code), held) for code in villages],
        "place_date": f"{letterhead.place_of(office_id)}, {long_date(day)}",
        "signer": signer or {"position": "", "name": ""},
    }
    return office_pdf("missing", data, office_id=office_id, at=at)


def _recorded(
    distribution_id: UUID, office_id: UUID, villages: Sequence[str], *, by: Actor, at: datetime
) -> list[Held]:
    wanted: Sequence[str | None] = villages or (None,)
    for village in wanted:
        staff.check_right(by=by, right=Right.RECIPIENTS_READ, at=at, office_id=office_id, village_code=village)
    rows = board.everybody(distribution_id).filter(village_code__in=villages).exclude(state=RecipientState.OUT)
    record_export(office_id, distribution_id, "recipients.export_missing", {"villages": list(villages)}, by=by, at=at)
    return board.held_by(list(rows), distribution_id)


def _village(code: str, name: str, held: Sequence[Held]) -> dict[str, object]:
    own = [one for one in held if one.recipient.village_code == code]
    masked = people.masked_niks([one.recipient for one in own])
    complete = sum(one.completeness is Completeness.COMPLETE for one in own)
    return {
        "name": name,
        "complete": gettext("%(complete)s dari %(all)s penerima") % {"complete": number(complete), "all": number(len(own))},
        "rows": [
            {
                "name": one.recipient.person.name, "nik_masked": masked[one.recipient.id],
                "address": one.recipient.person.address, "missing": lacking(one), "note": note_of(one),
            }
            for one in own if one.completeness is not Completeness.COMPLETE
        ],
    }  # fmt: skip


def lacking(one: Held) -> str:
    """Return the missing papers in words."""
    return ", ".join(gettext(PAPER_WORDS[PaperCode(code)]) for code in (*one.standing.missing, *one.standing.excepted))


def note_of(one: Held) -> str:
    """Return the reasons of what was excepted."""
    return "; ".join(one.exceptions[code] for code in one.standing.excepted)


def record_export(
    office_id: UUID, distribution_id: UUID, act: str, details: dict[str, object], *, by: Actor, at: datetime
) -> None:
    """Record a download."""
    with transaction.atomic():
        audit.record(
            office_id=office_id, by=by, at=at, act=act, kind="distribution", subject_id=distribution_id, details=details
        )
