"""The papers of a replacement and of a representative, made on the spot: frozen when printed, brought back signed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from balakas.common.actors import Actor
from balakas.distributions.rules.programme import amount_words
from balakas.distributions.rules.replacement import EVIDENCE_WORDS, EXIT_WORDS, HEIR_WORDS, Evidence, ExitReason, Heir
from balakas.papers.actions import life
from balakas.papers.actions.numbers import Subject
from balakas.papers.queries import letterhead
from balakas.papers.rules.kinds import PaperKind
from balakas.papers.rules.sheets.shared import Signer, day_in_words
from balakas.recipients.actions.documents import lock_recipient
from balakas.recipients.models import Entitlement, Representative
from balakas.recipients.models.changes import Joining
from balakas.recipients.queries import joining as queries
from balakas.recipients.queries import people
from balakas.recipients.rules import joining as rules
from balakas.recipients.rules.people import PERSON_KIND
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import queries as vault
from balakas.vault.rules import Place

RIGHT = Right.RECIPIENTS_INTAKE
STATEMENTS = (
    "data penerima pengganti yang diajukan adalah benar dan telah diperiksa;",
    "penerima pengganti tergolong keluarga yang berhak dan belum menerima bantuan sejenis;",
    "segala akibat yang timbul dari penggantian ini menjadi tanggung jawab saya sepenuhnya.",
)


@override("id")  # the office's papers are Indonesian, whoever makes them
def make_papers(*, joining_id: UUID, dated: date, by: Actor, at: datetime, typed: str = "") -> Joining:
    """Make minutes and statement of a replacement, numbered, dated and frozen; a second time those that lack.

    Raises `NotAllowed`, `NumberTypedMissing` and what papers raise.
    """
    with transaction.atomic():
        rows = Joining.objects.select_for_update(of=("self",)).select_related(
            "distribution__office", "replaces__person__household", "person__household"
        )
        row = rows.get(id=joining_id)
        staff.check_right(by=by, right=RIGHT, at=at, office_id=row.office_id, village_code=row.village_code)
        if row.replaces is None:
            raise rules.JoiningSettled
        if row.minutes_id is None:
            paper = _draft(row, PaperKind.REPLACEMENT, minutes_data(row, dated), by=by, at=at, dated=dated)
            life.number_paper(paper_id=paper.id, dated=dated, typed=typed, by=by, at=at, right=RIGHT)
            row.minutes_id = life.print_paper(paper_id=paper.id, by=by, at=at, right=RIGHT).id
        if row.statement_id is None:
            paper = _draft(row, PaperKind.SPTJM, statement_data(row), by=by, at=at, dated=dated)
            row.statement_id = life.print_paper(paper_id=paper.id, by=by, at=at, right=RIGHT).id
        row.save(update_fields=["minutes_id", "statement_id"])
    return row


def _draft(row: Joining, kind: PaperKind, data: Mapping[str, object], *, by: Actor, at: datetime, dated: date) -> Any:
    """Draft a paper sealed under the key of who comes: whoever has their data destroyed has this destroyed too."""
    return life.draft_paper(
        office_id=row.office_id, kind=kind, title=f"Penggantian penerima, {row.distribution.title}"[:200], data=data,
        subject=Subject(rules.JOINING_KIND, row.id), data_subject=row.subject_id, dated=dated, by=by, at=at, right=RIGHT,
    )  # fmt: skip


def minutes_data(row: Joining, dated: date) -> dict[str, object]:
    """Return what the form `replacement` prints."""
    if row.replaces is None:
        raise rules.JoiningSettled
    old, new = queries.described(row.replaces.person), queries.newcomer_of(row)
    village = _village(row)
    relation = row.relation or HEIR_WORDS[Heir(row.heir)]
    evidence = EVIDENCE_WORDS[Evidence(row.evidence)] + (f" Nomor {row.evidence_number}" if row.evidence_number else "")
    return {
        "program": f"{row.distribution.title}, {row.distribution.period_label}",
        "opening": f"Pada hari ini {day_in_words(dated)}, berdasarkan {queries.paper_words(row)}, diusulkan penggantian penerima bantuan sebagai berikut:",
        "replacements": [
            {
                "old": _printed(old, village), "new": _printed(new, village), "reason": EXIT_WORDS[ExitReason(row.reason)],
                "relation": relation, "evidence": evidence,
            }
        ],
        "closing": "Penggantian ini berlaku setelah disetujui oleh pejabat kedua di kecamatan. Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        "signers": _signers(row, dated),
    }  # fmt: skip


def statement_data(row: Joining) -> dict[str, object]:
    """Return what the form `sptjm` prints: the village's head answers for who comes."""
    new, village = queries.newcomer_of(row), _village(row)
    head: Signer = {"position": f"Kepala Desa {village}", "name": row.witness.get("village_head", "")}
    first = f"{new.name} (NIK {new.nik or 'belum ada'}) adalah penerima pengganti bantuan {row.distribution.title};"
    return {
        "number": "", "signer": head, "address": f"Desa {village}, {row.distribution.office.name}",
        "statements": [first, *STATEMENTS], "stamp_duty": True,
    }  # fmt: skip


def _printed(one: queries.Newcomer, village: str) -> dict[str, str]:
    address = ", ".join(filter(None, (one.address, f"Desa {village}")))
    return {"name": one.name, "nik": one.nik or "-", "kk": one.kk or "-", "address": address}


def _signers(row: Joining, dated: date) -> list[Signer]:
    found: list[Signer] = []
    if row.witness.get("neighbourhood"):
        head = row.witness.get("neighbourhood_head", "")
        found.append({"position": f"Ketua {row.witness['neighbourhood']}", "name": head})
    found.append({"position": f"Kepala Desa {_village(row)}", "name": row.witness.get("village_head", "")})
    proposer = letterhead.signer_of(row.by_id, row.office_id, dated)
    head_of_office = letterhead.head_of(row.office_id, dated)
    return [*found, *([proposer] if proposer else []), *([head_of_office.signer] if head_of_office else [])]


def _village(row: Any) -> str:
    return people.village_names_of(row.office_id).get(row.village_code, "")


@override("id")
def make_power(*, recipient_id: UUID, representative_id: UUID, by: Actor, at: datetime) -> Representative:
    """Make the power of attorney by which a representative collects, ready to sign; a second time the same one.

    Raises `NotAllowed` and what papers raise.
    """
    right = Right.RECIPIENTS_COLLECT
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=right, by=by, at=at)
        row = Representative.objects.select_for_update().get(
            id=representative_id, person_id=recipient.person_id, ended_at=None
        )
        if row.paper_id is not None:
            return row
        dues = Entitlement.objects.filter(recipient=recipient).exclude(state="cancelled")
        person, village = recipient.person, people.village_names_of(recipient.person.office_id)
        giver = queries.described(person)
        place = Place("recipients_representative", "nik_sealed", row.id)
        number = vault.open_sealed(bytes(row.nik_sealed), subject_id=person.subject_id, place=place)
        desa = village.get(recipient.village_code, "")
        data = {
            "giver": {key: value for key, value in _printed(giver, desa).items() if key != "kk"},
            "taker": {"name": row.name, "nik": number, "address": ""},
            "relation": row.relation, "reason": row.reason,
            "program": f"{recipient.distribution.title}, {recipient.distribution.period_label}",
            "benefits": [_benefit(one) for one in dues.select_related("allocation__benefit").order_by("id")],
            "witness": {"position": f"Kepala Desa {desa}", "name": ""},
        }  # fmt: skip
        paper = life.draft_paper(
            office_id=person.office_id, kind=PaperKind.POWER_OF_ATTORNEY,
            title=f"Surat kuasa, {recipient.distribution.title}"[:200], data=data, subject=Subject(PERSON_KIND, person.id),
            data_subject=person.subject_id, by=by, at=at, right=right,
        )  # fmt: skip
        row.paper_id = life.print_paper(paper_id=paper.id, by=by, at=at, right=right).id
        row.save(update_fields=["paper_id"])
    return row


def _benefit(due: Entitlement) -> str:
    benefit = due.allocation.benefit
    words = amount_words(benefit.kind, due.amount, benefit.unit)
    return f"{benefit.name}: {words}" + (f" ({due.allocation.period})" if due.allocation.period else "")


def return_signed(
    *, joining_id: UUID, paper_id: UUID, content: bytes, signed_on: date, by: Actor, at: datetime
) -> None:
    """Take back one of a replacement's papers, signed. Raises `NotAllowed`, `JoiningSettled` and what papers raise."""
    row = Joining.objects.get(id=joining_id)
    staff.check_right(by=by, right=RIGHT, at=at, office_id=row.office_id, village_code=row.village_code)
    if paper_id not in {row.minutes_id, row.statement_id}:
        raise rules.JoiningSettled
    life.return_signed(paper_id=paper_id, content=content, signed_on=signed_on, by=by, at=at, right=RIGHT)


def power_signed(
    *, recipient_id: UUID, representative_id: UUID, content: bytes, signed_on: date, by: Actor, at: datetime
) -> None:
    """Take back a power of attorney, signed: from now on the representative's letter is there.

    Raises `NotAllowed` and what papers raise.
    """
    right = Right.RECIPIENTS_COLLECT
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=right, by=by, at=at)
        row = Representative.objects.select_for_update().get(id=representative_id, person_id=recipient.person_id)
        if row.paper_id is None:
            raise rules.NoPower
        paper = life.return_signed(
            paper_id=row.paper_id, content=content, signed_on=signed_on, by=by, at=at, right=right
        )
        row.letter_file_id = paper.scan_file_id
        row.save(update_fields=["letter_file_id"])
