"""A programme: what it gives, which papers and proofs it asks for, who may collect for another. Codes, words, checks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.indonesian import number, rupiah
from balakas.common.messages import N_

_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}\Z")
RUPIAH = "rupiah"


class BenefitKind(StrEnum):
    """What is given: counted goods, or money in whole rupiah."""

    GOODS = "goods"
    CASH = "cash"


KIND_WORDS = {BenefitKind.GOODS: N_("Barang"), BenefitKind.CASH: N_("Uang")}


class PaperCode(StrEnum):
    """A paper a recipient brings, or one that may take its place."""

    KTP = "ktp"
    KK = "kk"
    VILLAGE_STATEMENT = "village_statement"
    BIRTH_CERTIFICATE = "birth_certificate"
    KIA = "kia"
    DUKCAPIL_STATEMENT = "dukcapil_statement"


PAPER_WORDS = {
    PaperCode.KTP: N_("KTP"),
    PaperCode.KK: N_("Kartu Keluarga (KK)"),
    PaperCode.VILLAGE_STATEMENT: N_("Surat keterangan desa"),
    PaperCode.BIRTH_CERTIFICATE: N_("Akta kelahiran"),
    PaperCode.KIA: N_("Kartu Identitas Anak (KIA)"),
    PaperCode.DUKCAPIL_STATEMENT: N_("Surat keterangan Dukcapil"),
}


class ProofCode(StrEnum):
    """What stands for a hand-over."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    POSITION = "position"


PROOF_WORDS = {
    ProofCode.PHOTO: N_("Foto penerima"),
    ProofCode.SIGNATURE: N_("Tanda tangan atau cap jempol"),
    ProofCode.POSITION: N_("Posisi (koordinat) serah terima"),
}


class ProxyCode(StrEnum):
    """Who may collect for a recipient."""

    SAME_KK = "same_kk"
    FAMILY = "family"
    NEIGHBOUR_HEAD = "neighbour_head"
    VILLAGE = "village"
    GUARDIAN = "guardian"


PROXY_WORDS = {
    ProxyCode.SAME_KK: N_("Anggota satu KK"),
    ProxyCode.FAMILY: N_("Keluarga terdekat di luar KK"),
    ProxyCode.NEIGHBOUR_HEAD: N_("Ketua RT/RW"),
    ProxyCode.VILLAGE: N_("Kepala desa atau perangkat desa"),
    ProxyCode.GUARDIAN: N_("Wali tetap"),
}


class ProxyPaper(StrEnum):
    """What somebody who collects for another must show."""

    POWER_OF_ATTORNEY = "power_of_attorney"
    KTP = "ktp"
    KK = "kk"
    VILLAGE_STATEMENT = "village_statement"
    GUARDIANSHIP = "guardianship"


PROXY_PAPER_WORDS = {
    ProxyPaper.POWER_OF_ATTORNEY: N_("Surat kuasa"),
    ProxyPaper.KTP: N_("KTP"),
    ProxyPaper.KK: N_("Kartu Keluarga (KK)"),
    ProxyPaper.VILLAGE_STATEMENT: N_("Surat keterangan desa"),
    ProxyPaper.GUARDIANSHIP: N_("Surat penetapan wali"),
}


class CodeWrong(BalakasError):
    """A programme's code that cannot stand in an address or a file."""

    code = "code_wrong"
    message = N_("Kode program: huruf kecil, angka, dan garis bawah, mulai dengan huruf, paling banyak 30.")


class CodeTaken(BalakasError):
    """The office has a programme of that code."""

    code = "code_taken"
    message = N_("Kode “%(code)s” sudah dipakai program lain di kantor ini.")


class NameTaken(BalakasError):
    """The programme has a benefit of that name."""

    code = "name_taken"
    message = N_("Bantuan “%(name)s” sudah ada di program ini.")


class BenefitInUse(BalakasError):
    """Kind and unit of a benefit that a distribution gives stay as they are."""

    code = "benefit_in_use"
    message = N_("Jenis dan satuan “%(name)s” sudah dipakai dalam penyaluran. Buat bantuan baru untuk satuan lain.")


class AmountWrong(BalakasError):
    """An amount that is not above zero."""

    code = "amount_wrong"
    message = N_("Jumlah harus lebih dari nol.")


class UnitNeeded(BalakasError):
    """Goods without a unit: nobody can count them."""

    code = "unit_needed"
    message = N_("Sebutkan satuan barang, misalnya kg atau paket.")


class ChoiceUnknown(BalakasError):
    """A code that the programme's lists do not know."""

    code = "choice_unknown"
    message = N_("Pilihan “%(choice)s” tidak dikenal.")


class PresetUnknown(BalakasError):
    """There is no shipped programme of that code."""

    code = "preset_unknown"
    message = N_("Contoh program “%(preset)s” tidak ada.")


FROZEN = (
    "fund_source", "legal_base", "required_papers", "proofs", "proxy_rules", "proxy_limit", "replacement_rules",
    "retention_months",
)  # fmt: skip
"""What of a programme a distribution keeps as it was when it was opened; names are corrected for all."""


@dataclass(frozen=True, slots=True)
class RequiredPaper:
    """A paper the programme asks for; any of `substitutes` makes it complete as well."""

    code: PaperCode
    substitutes: tuple[PaperCode, ...] = ()

    def as_data(self) -> dict[str, object]:
        """Return it as the programme's row stores it."""
        return {"code": str(self.code), "substitutes": [str(one) for one in self.substitutes]}


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """Who may collect for another, and the papers they must show."""

    who: ProxyCode
    papers: tuple[ProxyPaper, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A programme as it is entered. `proxy_limit` is how many families one representative may collect for."""

    code: str
    name: str
    fund_source: str = ""
    legal_base: str = ""
    agency_name: str = ""
    required_papers: tuple[RequiredPaper, ...] = ()
    proofs: tuple[ProofCode, ...] = (ProofCode.PHOTO, ProofCode.SIGNATURE)
    proxies: tuple[ProxyRule, ...] = ()
    proxy_limit: int = 3
    retention_months: int = 60


@dataclass(frozen=True, slots=True)
class Gift:
    """A benefit as it is entered. `usual_amount` in the smallest unit, `unit_value` in rupiah a unit (goods only)."""

    name: str
    kind: BenefitKind
    usual_amount: int
    unit: str = RUPIAH
    unit_value: int = 0


@dataclass(frozen=True, slots=True)
class Preset:
    """A shipped programme an office may copy: its terms, its benefits, and where its facts come from."""

    terms: Terms
    gifts: tuple[Gift, ...]
    note: str = field(default="")


def check_terms(terms: Terms) -> None:
    """Raise `CodeWrong`."""
    if not _CODE.match(terms.code):
        raise CodeWrong


def check_gift(gift: Gift) -> None:
    """Raise `AmountWrong`, `UnitNeeded`."""
    if gift.usual_amount <= 0 or gift.unit_value < 0:
        raise AmountWrong
    if gift.kind is BenefitKind.GOODS and not gift.unit.strip():
        raise UnitNeeded


def papers_from(data: Iterable[Mapping[str, object]]) -> tuple[RequiredPaper, ...]:
    """Read what `RequiredPaper.as_data` wrote. Raises `ChoiceUnknown`."""
    papers = []
    for row in data:
        substitutes = row.get("substitutes") or []
        codes = substitutes if isinstance(substitutes, list) else []
        papers.append(RequiredPaper(_paper(row.get("code")), tuple(_paper(one) for one in codes)))
    return tuple(papers)


def proxies_from(data: Mapping[str, Iterable[str]]) -> tuple[ProxyRule, ...]:
    """Read `{"same_kk": ["power_of_attorney", "ktp"], ...}`, the form the programme's row stores. Raises `ChoiceUnknown`."""
    try:
        return tuple(
            ProxyRule(ProxyCode(who), tuple(ProxyPaper(one) for one in papers)) for who, papers in data.items()
        )
    except ValueError as error:
        raise ChoiceUnknown(choice=str(error).split("'")[1]) from None


def proxies_data(rules: Iterable[ProxyRule]) -> dict[str, list[str]]:
    """Return proxy rules as the programme's row stores them."""
    return {str(rule.who): [str(one) for one in rule.papers] for rule in rules}


def amount_words(kind: str, amount: int, unit: str) -> str:
    """Return an amount as people write it: `Rp250.000`, `10 kg`."""
    return rupiah(amount) if kind == BenefitKind.CASH else f"{number(amount)} {unit}"


def worth(kind: str, amount: int, unit_value: int) -> int:
    """Return an amount's worth in rupiah; goods by their value a unit."""
    return amount if kind == BenefitKind.CASH else amount * unit_value


def has_value(kind: str, unit_value: int) -> bool:
    """Tell whether an amount's worth is known: papers print “nilai belum ditetapkan” for goods nobody has priced, not Rp0."""
    return kind == BenefitKind.CASH or unit_value > 0


def _paper(code: object) -> PaperCode:
    try:
        return PaperCode(str(code))
    except ValueError:
        raise ChoiceUnknown(choice=str(code)) from None
