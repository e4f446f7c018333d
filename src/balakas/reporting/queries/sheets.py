"""What the forms of the report are filled with: every text ready as it is printed (see `papers.rules.sheets`), in Indonesian."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from balakas.common.indonesian import clock, day_and_date, in_words, long_date, number, rupiah
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import GIVER_WORDS, Giver
from balakas.handover.queries import for_report
from balakas.handover.queries.figures import People
from balakas.handover.rules.verdicts import FAIL_WORDS, FailReason
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.sheets.shared import day_in_words
from balakas.reporting.models import Report
from balakas.reporting.queries import issued, people
from balakas.reporting.queries.results import Results, results_of
from balakas.reporting.rules import Listed

COLUMNS = ("Alokasi", "Tersalur", "Diwakilkan", "Diganti", "Belum")


def report_data(report: Report) -> dict[str, object]:
    """Return the data of the form `report`, without number, date and signer."""
    held = distributions.distribution_of(report.distribution_id)
    results = results_of(held.id)
    papers = issued.papers_of(held.id)
    photos = for_report.photos(held.id)
    return {
        "number": "",
        "program": held.title,
        "basis": basis_of(held, papers),
        "execution": _execution(held, results),
        "result": _result(results),
        "result_columns": list(COLUMNS),
        "results": [{"village": line.name, "figures": _figures(line.people)} for line in results.villages],
        "totals": _figures(results.total),
        "not_handed": _not_handed(results),
        "obstacles": list(report.obstacles),
        "followups": list(report.followups),
        "closing": report.closing or "Demikian laporan ini dibuat untuk dipergunakan sebagaimana mestinya.",
        "appendices": _appendices(papers),
        "photos": [
            {"file": f"photo-{index}", "caption": photo.caption, "when": _moment(held, photo.taken_at),
             "where": photo.post.name if photo.post else ""}
            for index, photo in enumerate(photos, start=1)
        ],
    }  # fmt: skip


def _appendices(papers: Sequence[Any]) -> list[str]:
    """Name what comes with the report: the papers already issued, and those drafted together with it."""
    together = (PaperKind.RECEIPT_LIST, PaperKind.BAST, PaperKind.BRIDGE)
    before = [paper.title for paper in papers if PaperKind(paper.kind) not in (*together, PaperKind.REPORT)]
    return [*before, *(FACTS[kind].label for kind in together)]


def photo_files(distribution_id: UUID) -> dict[str, UUID]:
    """Return the stored photos by the names `report_data` gives them."""
    return {f"photo-{index}": photo.shown_id for index, photo in enumerate(for_report.photos(distribution_id), start=1)}


def basis_of(held: Any, papers: Sequence[Any]) -> list[str]:
    """Return what the work rests on: the letter, its disposition, the duty order."""
    lines = []
    letter = held.letter
    if letter is not None:
        dated = f" tanggal {long_date(letter.letter_date)}" if letter.letter_date else ""
        lines.append(f"Surat {letter.sender} Nomor {letter.letter_number}{dated} perihal {letter.subject}.")
    lines += [
        f"Surat Perintah Tugas Nomor {paper.number_text} tanggal {long_date(paper.dated)}."
        for paper in papers
        if PaperKind(paper.kind) is PaperKind.SPT and paper.number_text and paper.dated
    ]
    return lines


def _execution(held: Any, results: Results) -> list[dict[str, str]]:
    span = for_report.span(held.id)
    when = "-"
    if span:
        first, last = (_local(held, moment) for moment in span)
        when = f"{day_and_date(first.date())} pukul {clock(first)}"
        when += f" sampai {clock(last)}" if first.date() == last.date() else f" sampai {day_and_date(last.date())}"
    giver = GIVER_WORDS[Giver(held.giver)]
    rows = (
        ("Waktu", when),
        ("Tempat", ", ".join(line.name for line in results.villages) or "-"),
        ("Yang menyerahkan", f"{giver} ({held.giver_name})" if held.giver_name else giver),
        ("Petugas", ", ".join(for_report.officers(held.id)) or "-"),
    )
    return [{"name": name, "text": text} for name, text in rows]


def _result(results: Results) -> str:
    total = results.total
    share = f"{total.served * 100 // total.allocated} persen" if total.allocated else "-"
    reached = f"{number(total.served)} dari {number(total.allocated)} penerima ({share})"
    parts = [f"Bantuan diterima oleh {reached}, {_worth(results)}."]
    parts += [
        f"{line.allocation.benefit.name} {line.allocation.period}: {line.given} dari {line.planned}, "
        f"{number(line.served)} dari {number(line.people)} penerima."
        for line in results.allocations
    ]
    return "\n\n".join(parts)


def _worth(results: Results) -> str:
    """-> `senilai Rp13.500.000`, or that nobody has set what the goods are worth."""
    return f"senilai {results.value_text}" if results.value else results.value_text


def _figures(counted: People) -> list[str]:
    rest = counted.allocated - counted.served
    return [number(value) for value in (counted.allocated, counted.served, counted.by_proxy, counted.replaced, rest)]


def _not_handed(results: Results) -> list[dict[str, str]]:
    rows = [
        {"reason": FAIL_WORDS[FailReason(reason)], "count": number(count), "followup": ""}
        for reason, count in sorted(results.total.reasons.items())
    ]
    if results.total.waiting:
        rows.append({"reason": "Belum dicatat", "count": number(results.total.waiting), "followup": ""})
    return rows


def bast_data(report: Report, *, first: dict[str, str], second: dict[str, str]) -> dict[str, object]:
    """Return the data of the form `bast`; `first` hands over, `second` receives (name, nip, position, address)."""
    held = distributions.distribution_of(report.distribution_id)
    results = results_of(held.id)
    span = for_report.span(held.id)
    day = _local(held, span[1] if span else report.created_at).date()
    return {
        "number": "",
        "program": held.title,
        "opening": f"Pada hari ini {day_in_words(day)}, kami yang bertanda tangan di bawah ini:",
        "first": first,
        "second": second,
        "statement": "PIHAK KESATU telah menyerahkan dan PIHAK KEDUA telah menerima bantuan sosial untuk disalurkan kepada penerima, dengan rincian:",
        "basis": basis_of(held, issued.papers_of(held.id)),
        "items": [
            {
                "name": f"{line.allocation.benefit.name} {line.allocation.period}",
                "unit": line.allocation.benefit.unit,
                "quantity": line.given,
                "value": line.value_text,
                "condition": "Baik",
            }
            for line in results.allocations
        ],
        "total_value": rupiah(results.value) if results.value else results.value_text,
        "total_in_words": f"{in_words(results.value)} rupiah" if results.value else "",
        "planned": number(results.total.allocated),
        "realised": number(results.total.served),
        "remaining": number(results.total.allocated - results.total.served),
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya dalam rangkap secukupnya.",
        "appendix": "Daftar tanda terima penerima bantuan",
    }


def bridge_data(distribution_id: UUID) -> dict[str, object]:
    """Return the data of the form `bridge`."""
    held = distributions.distribution_of(distribution_id)
    found = people.bridge_of(distribution_id)
    everybody = {one.person.recipient_id: one for one in people.results(distribution_id, with_gone=True)}
    names = {line.code: line.name for line in results_of(distribution_id).villages}

    def moves(rows: Sequence[Listed]) -> list[dict[str, str]]:
        return [
            {
                "name": everybody[row.recipient_id].person.name,
                "nik_masked": everybody[row.recipient_id].person.nik_masked or "-",
                "village": names.get(everybody[row.recipient_id].person.village_code, ""),
                "reason": row.reason or ("Pengganti" if row.replaces else "Tambahan atas perintah"),
                "basis": row.basis or "-",
            }
            for row in rows
        ]

    return {
        "program": held.title,
        "summary": [
            {"name": "Daftar dari instansi", "count": number(found.agency), "value": ""},
            {"name": "Keluar dari daftar", "count": number(len(found.out)), "value": ""},
            {"name": "Masuk ke daftar", "count": number(len(found.into)), "value": ""},
            {"name": "Daftar akhir", "count": number(found.final), "value": ""},
        ],
        "out": moves(found.out),
        "into": moves(found.into),
    }


def _local(held: Any, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(held.office.zone))


def _moment(held: Any, moment: datetime) -> str:
    local = _local(held, moment)
    return f"{long_date(local.date())} pukul {clock(local)}"
