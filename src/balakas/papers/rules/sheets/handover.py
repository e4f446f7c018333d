"""Data of the forms of activity 5: goods, day close, replacement, BAST, the report; and the slips."""

from typing import NotRequired, TypedDict

from balakas.papers.rules.sheets.shared import Sheet, Signer


class ArrivalItem(TypedDict):
    """One kind of goods that arrived; amounts as printed."""

    name: str
    unit: str
    sent: str
    received: str
    damaged: str
    short: str
    note: str


class Arrival(Sheet):
    """`arrival`: Berita acara penerimaan barang di titik salur."""

    number: str
    opening: str
    post: str
    basis: str
    carrier: str
    delivery_note: str
    items: list[ArrivalItem]
    closing: str
    deliverer: Signer
    receiver: Signer
    witness: NotRequired[Signer]
    place_date: str


class ReturnedItem(TypedDict):
    """One kind of goods going back."""

    name: str
    unit: str
    quantity: str
    damaged: str
    reason: str
    note: str


class Returned(Sheet):
    """`returned`: Berita acara pengembalian sisa barang."""

    number: str
    opening: str
    post: str
    returned_to: str
    basis: str
    items: list[ReturnedItem]
    closing: str
    giver: Signer
    receiver: Signer
    witness: NotRequired[Signer]
    place_date: str


class Party(TypedDict):
    """A party to a hand-over; empty `nip` and `address` leave their lines out."""

    name: str
    nip: str
    rank: NotRequired[str]
    position: str
    address: str


class BastItem(TypedDict):
    """One kind of assistance handed over."""

    name: str
    unit: str
    quantity: str
    value: str
    condition: str


class Bast(Sheet):
    """`bast`: Berita Acara Serah Terima."""

    number: str
    program: str
    opening: str  # "Pada hari ini Selasa tanggal dua puluh bulan Januari tahun …": see `day_in_words`
    first: Party
    second: Party
    statement: str
    basis: list[str]
    items: list[BastItem]
    total_value: str
    total_in_words: str
    planned: str
    realised: str
    remaining: str
    closing: str
    witness: NotRequired[Signer]
    appendix: str
    place_date: str


class Count(TypedDict):
    """A heading and its figure."""

    name: str
    count: str


class CloseItem(TypedDict):
    """What came in and where it went: issued = handed + returned + damaged + variance."""

    name: str
    unit: str
    issued: str
    handed: str
    returned: str
    damaged: str
    variance: str


class SilentDevice(TypedDict):
    """A device with records it has not sent."""

    name: str
    last_contact: str
    unsent: str


class DayClose(Sheet):
    """`day_close`: Berita acara penutupan hari; `kind` is "Sementara", "Akhir" or "Tambahan ke-1"."""

    number: str
    kind: str
    opening: str
    post: str
    day: str
    hours: str
    officers: str
    people: list[Count]
    items: list[CloseItem]
    explanations: list[str]
    devices: list[SilentDevice]
    checkpoint: str  # the ledger's hash at this moment
    witness: Signer
    place_date: str
    signer: Signer


class Replaced(TypedDict):
    """One of the two people of a replacement."""

    name: str
    nik: str
    kk: str
    address: str


class ReplacementCase(TypedDict):
    """Who goes out, who comes in, why and on what evidence."""

    old: Replaced
    new: Replaced
    reason: str
    relation: str
    evidence: str


class Replacement(Sheet):
    """`replacement`: Berita acara penggantian penerima."""

    number: str
    program: str
    opening: str
    replacements: list[ReplacementCase]
    closing: str
    signers: list[Signer]
    place_date: str


class Person(TypedDict):
    """A citizen who gives or takes a power; numbers in the clear, for the paper is theirs."""

    name: str
    nik: str  # "" prints dots
    address: str


class PowerOfAttorney(Sheet):
    """`power_of_attorney`: Surat kuasa pengambilan bantuan, for one distribution and one occasion."""

    giver: Person
    taker: Person
    relation: str
    reason: str
    program: str
    benefits: list[str]
    witness: Signer  # the village's head; "" as name prints dots
    place_date: str


class Sptjm(Sheet):
    """`sptjm`: Surat Pernyataan Tanggung Jawab Mutlak; `stamp_duty` keeps room for the Rp10.000 stamp."""

    number: str
    signer: Signer
    address: str
    statements: list[str]
    stamp_duty: bool
    place_date: str
