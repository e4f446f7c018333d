"""The report's life, its gates, and the bridge from the agency's list to the final one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class ReportState(StrEnum):
    """Where a report stands: written, handed in for the second person, closed with its frozen figures."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CLOSED = "closed"


NEXT: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.DRAFT, ReportState.CLOSED}),
    ReportState.CLOSED: frozenset(),
}

STATE_WORDS = {
    ReportState.DRAFT: N_("Disusun"),
    ReportState.SUBMITTED: N_("Menunggu pengesahan"),
    ReportState.CLOSED: N_("Disahkan dan ditutup"),
}


STATE_TONES = {ReportState.DRAFT: "idle", ReportState.SUBMITTED: "warn", ReportState.CLOSED: "good"}


class WrongState(BalakasError):
    """The report is not where this act begins."""

    code = "report_wrong_state"
    message = N_("Laporan ini sudah berubah keadaannya. Muat ulang halaman untuk melihat yang terbaru.")


class SamePerson(BalakasError):
    """Who wrote the report may not countersign it."""

    code = "report_same_person"
    message = N_("Pengesahan harus oleh orang kedua, bukan oleh penyusun laporan.")


class OpenPoints(BalakasError):
    """Something must still be settled; the page lists the points."""

    code = "report_open_points"
    message = N_(
        "Laporan belum dapat diajukan: masih ada %(count)d hal yang harus diselesaikan. Lihat daftarnya di halaman ini."
    )


class Changed(BalakasError):
    """Somebody else saved meanwhile."""

    code = "report_changed"
    message = N_(
        "Laporan ini baru saja diubah orang lain. Isian Anda masih ada di bawah; bandingkan, lalu simpan lagi."
    )


class ReasonMissing(BalakasError):
    """A report is not sent back without saying why."""

    code = "report_reason_missing"
    message = N_("Tuliskan apa yang harus diperbaiki oleh penyusun laporan.")


@dataclass(frozen=True, slots=True)
class Point:
    """Something open before the report: its sentence (message id) with parameters, and whether it holds the report up."""

    code: str
    message: str
    params: Mapping[str, object]
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a report may be handed in, counted by the rooms that know."""

    unexplained_differences: int
    uncountersigned_villages: int
    open_posts: int
    open_cases: int
    unsigned_papers: int
    without_result: int


def open_points(standing: Standing) -> list[Point]:
    """Return what is open; blocking points first.

    An unexplained difference, an unverified village, an open post or case holds the report up (decisions.md: "at the latest
    before the report"); unsigned papers and people without a result are shown and reported on, never invented away.
    """
    rows = (
        (
            "difference",
            N_("%(count)d selisih dengan surat belum diberi penjelasan."),
            standing.unexplained_differences,
            True,
        ),
        ("second_person", N_("%(count)d desa belum diperiksa orang kedua."), standing.uncountersigned_villages, True),
        ("posts", N_("%(count)d titik salur belum ditutup."), standing.open_posts, True),
        ("cases", N_("%(count)d kasus belum diputus."), standing.open_cases, True),
        ("papers", N_("%(count)d naskah belum kembali bertanda tangan."), standing.unsigned_papers, False),
        ("people", N_("%(count)d penerima belum tersalur dan tercantum sebagai sisa."), standing.without_result, False),
    )
    return [Point(code, message, {"count": count}, blocking) for code, message, count, blocking in rows if count]


def check_submit(state: ReportState, points: Sequence[Point]) -> None:
    """Raise unless a draft has no blocking point."""
    _check_next(state, ReportState.SUBMITTED)
    blocking = sum(point.blocking for point in points)
    if blocking:
        raise OpenPoints(count=blocking)


def check_close(state: ReportState, points: Sequence[Point], *, prepared_by: UUID, by: UUID) -> None:
    """Raise unless a submitted report has no blocking point and is closed by another person than its writer."""
    _check_next(state, ReportState.CLOSED)
    if prepared_by == by:
        raise SamePerson
    blocking = sum(point.blocking for point in points)
    if blocking:
        raise OpenPoints(count=blocking)


def check_reopen(state: ReportState) -> None:
    """Raise unless the report may go back to its writer."""
    _check_next(state, ReportState.DRAFT)


def check_edit(state: ReportState, *, known_version: int, version: int) -> None:
    """Raise unless the text may be changed and nobody changed it meanwhile."""
    if state is not ReportState.DRAFT:
        raise WrongState
    if known_version != version:
        raise Changed


def _check_next(state: ReportState, target: ReportState) -> None:
    if target not in NEXT[state]:
        raise WrongState


@dataclass(frozen=True, slots=True)
class Listed:
    """One recipient as the bridge needs it: on the agency's list or added later, still on it or gone, and why."""

    recipient_id: UUID
    from_agency: bool
    on_final: bool
    reason: str = ""
    basis: str = ""
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the agency's list to the final one: `agency - out + into = final`."""

    agency: int
    out: tuple[Listed, ...]
    into: tuple[Listed, ...]
    final: int

    @property
    def without_basis(self) -> tuple[Listed, ...]:
        """Return the moves nobody gave a basis for."""
        return tuple(row for row in (*self.out, *self.into) if not (row.basis or row.reason))


def bridge(rows: Sequence[Listed]) -> Bridge:
    """Return how the agency's list became the final one.

    Somebody added and dropped again appears on neither side: the two lists do not differ by them.
    """
    return Bridge(
        agency=sum(row.from_agency for row in rows),
        out=tuple(row for row in rows if row.from_agency and not row.on_final),
        into=tuple(row for row in rows if not row.from_agency and row.on_final),
        final=sum(row.on_final for row in rows),
    )
