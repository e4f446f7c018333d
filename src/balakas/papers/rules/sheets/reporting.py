"""Data of the report, of the bridge between two lists, and of the slips."""

from typing import TypedDict

from balakas.papers.rules.sheets.shared import Sheet, Signer


class Line(TypedDict):
    """A label and its text."""

    name: str
    text: str


class VillageResult(TypedDict):
    """One village; `figures` in the order of `result_columns`."""

    village: str
    figures: list[str]


class NotHanded(TypedDict):
    """A reason why people did not get theirs."""

    reason: str
    count: str
    followup: str


class Photo(TypedDict):
    """One photo of the photo sheet; `file` names an image given beside the data."""

    file: str
    caption: str
    when: str
    where: str


class Report(Sheet):
    """`report`: Laporan kegiatan."""

    number: str
    program: str
    basis: list[str]
    execution: list[Line]
    result: str
    result_columns: list[str]
    results: list[VillageResult]
    totals: list[str]
    not_handed: list[NotHanded]
    obstacles: list[str]
    followups: list[str]
    closing: str
    signer: Signer
    place_date: str
    appendices: list[str]
    photos: list[Photo]


class BridgeLine(TypedDict):
    """One line of the bridge's sums."""

    name: str
    count: str
    value: str


class Move(TypedDict):
    """One person who left or joined the list."""

    name: str
    nik_masked: str
    village: str
    reason: str
    basis: str


class Bridge(Sheet):
    """`bridge`: from the agency's list to the final one; `out` and `into` hold every difference with its basis."""

    program: str
    summary: list[BridgeLine]
    out: list[Move]
    into: list[Move]
    place_date: str
    signer: Signer


class Fact(TypedDict):
    """A label and its value."""

    name: str
    value: str


class Part(TypedDict):
    """One kind of what is held: a heading, the heads of its table, its rows."""

    title: str
    heads: list[str]
    rows: list[list[str]]


class SubjectFile(Sheet):
    """`subject_file`: all that is held about one person (UU 27/2022 art. 32)."""

    opening: str
    facts: list[Fact]
    parts: list[Part]
    place_date: str
    signer: Signer


class ResetSlip(TypedDict):
    """`reset_slip`: sets a new password once."""

    office: str
    name: str
    position: str
    valid_until: str
    made_by: str
    address: str
    code: str
    qr: str


class RecoverySlip(TypedDict):
    """`recovery_slip`: the words that open a backup."""

    office: str
    made_on: str
    words: list[str]
    fingerprint: str
