"""A procedure as data: the sheet of PermenPAN-RB 35/2012, read from a plain mapping and checked.

The words are the office's own and are printed as they stand. `printed` is the row number on the paper (Awayan prints
1, 2, 3, 3, 3), `number` the one used inside. Which performer does what is drawn with the form's five symbols.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

T = TypeVar("T", bound=StrEnum)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Symbol(StrEnum):
    """The form's symbols that stand in a performer's column; the fifth, the arrow, joins them."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"
    CONNECTOR = "connector"


SYMBOL_WORDS = {
    Symbol.TERMINATOR: N_("Mulai atau selesai"),
    Symbol.PROCESS: N_("Proses"),
    Symbol.DECISION: N_("Keputusan"),
    Symbol.CONNECTOR: N_("Sambungan halaman"),
}
ARROW_WORD = N_("Arah proses")


class CountedAs(StrEnum):
    """How a step's time is counted: in office hours, or its field days as real hours and then the report."""

    OFFICE = "office"
    FIELD = "field"


class ProcedureWrong(BalakasError):
    """The procedure's file cannot be used; `where` names the place, `problem` a key of `PROBLEMS`."""

    code = "procedure_wrong"
    message = N_("Berkas SOP tidak dapat dipakai pada %(where)s.")

    def __init__(self, *, where: str, problem: str) -> None:
        super().__init__(where=where, problem=problem)
        self.message = PROBLEMS[problem]


@dataclass(frozen=True, slots=True)
class Performer:
    """A column of the flowchart. `positions` are the codes of the positions in `staff` that may act in it."""

    code: str
    label: str
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A paper the step asks for, in the sheet's own words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One symbol in a performer's column of a row, in the order of the flow.

    `text` stands beside it on a screen; `back_to` names the performer of the same row to whom a "no" returns.
    """

    performer: str
    symbol: Symbol
    text: str = ""
    back_to: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the sheet. `minutes` is the standard time (*mutu baku*), `time` its words."""

    number: int
    printed: str
    activity: str
    minutes: int
    time: str
    output: str
    remark: str = ""
    counted_as: CountedAs = CountedAs.OFFICE
    requirements: tuple[Requirement, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def seconds(self) -> int:
        """The standard time in seconds."""
        return self.minutes * 60


@dataclass(frozen=True, slots=True)
class Identity:
    """The sheet's identity part. Dates are ISO text or empty; the approver's name comes from the office's settings."""

    unit: tuple[str, ...] = ()
    number: str = ""
    made: str = ""
    revised: str = ""
    effective: str = ""
    approver: str = ""
    legal_basis: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procedure. `heading` are the printed lines above the table, `note` a remark for the screen only."""

    code: str
    title: str
    heading: tuple[str, ...]
    identity: Identity
    performers: tuple[Performer, ...]
    steps: tuple[Step, ...]
    note: str = ""

    def step(self, number: int) -> Step:
        """Return the step with that inner number. Raises `KeyError`."""
        for one in self.steps:
            if one.number == number:
                return one
        raise KeyError(number)

    def column(self, performer: str) -> int:
        """Return the performer's column, from 0."""
        return next(index for index, one in enumerate(self.performers) if one.code == performer)

    def performers_of(self, number: int) -> tuple[Performer, ...]:
        """Return who has a mark in the step, in the order of the columns."""
        marked = {mark.performer for mark in self.step(number).marks}
        return tuple(one for one in self.performers if one.code in marked)

    def positions_of(self, number: int) -> frozenset[str]:
        """Return the codes of the positions that may sign the step off; empty where the sheet names none."""
        return frozenset(code for one in self.performers_of(number) for code in one.positions)

    @property
    def minutes(self) -> int:
        """The standard time of the whole."""
        return sum(one.minutes for one in self.steps)


ACTIVITIES = {"balakas": 5}
"""How many activities the rooms of this product know in a procedure of that code: its times and words may be changed freely."""


class ActivitiesWrong(BalakasError):
    """The rooms work on the five activities of BALAKAS; a version with another number would leave some without a step."""

    code = "activities_wrong"
    message = N_("SOP ini harus memuat %(count)s kegiatan.")


def check_activities(procedure: Procedure) -> None:
    """Raise `ActivitiesWrong` where the product's rooms need another number of activities."""
    count = ACTIVITIES.get(procedure.code)
    if count is not None and len(procedure.steps) != count:
        raise ActivitiesWrong(count=count)


PROBLEMS = {
    "missing": N_("Berkas SOP, %(where)s: isian wajib tidak ada."),
    "kind": N_("Berkas SOP, %(where)s: jenis isian salah."),
    "empty": N_("Berkas SOP, %(where)s: tidak boleh kosong."),
    "code": N_("Berkas SOP, %(where)s: kode hanya huruf kecil, angka dan garis bawah."),
    "twice": N_("Berkas SOP, %(where)s: ditulis dua kali."),
    "order": N_("Berkas SOP, %(where)s: kegiatan harus bernomor 1, 2, 3 dan seterusnya."),
    "minutes": N_("Berkas SOP, %(where)s: waktu baku harus bilangan menit di atas nol."),
    "symbol": N_("Berkas SOP, %(where)s: simbol tidak dikenal."),
    "performer": N_("Berkas SOP, %(where)s: pelaksana tidak dikenal."),
    "unknown": N_("Berkas SOP, %(where)s: isian tidak dikenal."),
    "counted_as": N_("Berkas SOP, %(where)s: cara hitung waktu tidak dikenal."),
}


def parse(data: Mapping[str, Any]) -> Procedure:
    """Read a procedure from JSON data. Raises `ProcedureWrong`, which names the place."""
    _known(data, "", {"code", "title", "heading", "identity", "performers", "steps", "note"})
    performers = tuple(_performer(one, f"performers[{at}]") for at, one in enumerate(_list(data, "performers", "")))
    codes = [one.code for one in performers]
    _once(codes, "performers")
    steps = tuple(_step(one, f"steps[{at}]", codes) for at, one in enumerate(_list(data, "steps", "")))
    if not steps:
        raise _wrong("steps", "empty")
    if [one.number for one in steps] != list(range(1, len(steps) + 1)):
        raise _wrong("steps", "order")
    return Procedure(
        code=_code(data, ""),
        title=_text(data, "title", ""),
        heading=_texts(data, "heading", ""),
        identity=_identity(data.get("identity", {})),
        performers=performers,
        steps=steps,
        note=_text(data, "note", "", required=False),
    )


def _identity(data: Mapping[str, Any]) -> Identity:
    where = "identity"
    lists = ("unit", "legal_basis", "related", "warnings", "qualifications", "equipment", "records")
    words = ("number", "made", "revised", "effective", "approver")
    _known(data, where, {*lists, *words})
    found: dict[str, Any] = {name: _texts(data, name, where) for name in lists}
    found |= {name: _text(data, name, where, required=False) for name in words}
    return Identity(**found)


def _performer(data: Mapping[str, Any], where: str) -> Performer:
    _known(data, where, {"code", "label", "positions"})
    return Performer(_code(data, where), _text(data, "label", where), _texts(data, "positions", where))


def _step(data: Mapping[str, Any], where: str, performers: list[str]) -> Step:
    names = {
        "number",
        "printed",
        "activity",
        "minutes",
        "time",
        "output",
        "remark",
        "counted_as",
        "requirements",
        "marks",
    }
    _known(data, where, names)
    requirements = tuple(
        _requirement(one, f"{where}.requirements[{at}]") for at, one in enumerate(_list(data, "requirements", where))
    )
    _once([one.code for one in requirements], f"{where}.requirements")
    marks = tuple(_mark(one, f"{where}.marks[{at}]", performers) for at, one in enumerate(_list(data, "marks", where)))
    _once([one.performer for one in marks], f"{where}.marks")
    for at, mark in enumerate(marks):
        if mark.back_to and mark.back_to not in {one.performer for one in marks if one is not mark}:
            raise _wrong(f"{where}.marks[{at}].back_to", "performer")
    return Step(
        number=_whole(data, "number", where, "order"),
        printed=_text(data, "printed", where),
        activity=_text(data, "activity", where),
        minutes=_whole(data, "minutes", where, "minutes"),
        time=_text(data, "time", where),
        output=_text(data, "output", where),
        remark=_text(data, "remark", where, required=False),
        counted_as=_choice(CountedAs, data.get("counted_as", CountedAs.OFFICE), f"{where}.counted_as", "counted_as"),
        requirements=requirements,
        marks=marks,
    )


def _requirement(data: Mapping[str, Any], where: str) -> Requirement:
    _known(data, where, {"code", "label"})
    return Requirement(_code(data, where), _text(data, "label", where))


def _mark(data: Mapping[str, Any], where: str, performers: list[str]) -> Mark:
    _known(data, where, {"performer", "symbol", "text", "back_to"})
    performer = _text(data, "performer", where)
    if performer not in performers:
        raise _wrong(f"{where}.performer", "performer")
    symbol = _choice(Symbol, data.get("symbol"), f"{where}.symbol", "symbol")
    text = _text(data, "text", where, required=False)
    return Mark(performer, symbol, text, _text(data, "back_to", where, required=False))


def _choice(kind: type[T], value: object, where: str, problem: str) -> T:
    try:
        return kind(str(value))
    except ValueError:
        raise _wrong(where, problem) from None


def _code(data: Mapping[str, Any], where: str) -> str:
    code = _text(data, "code", where)
    if not _CODE.fullmatch(code):
        raise _wrong(_at(where, "code"), "code")
    return code


def _text(data: Mapping[str, Any], name: str, where: str, *, required: bool = True) -> str:
    if name not in data:
        if required:
            raise _wrong(_at(where, name), "missing")
        return ""
    value = data[name]
    if not isinstance(value, str):
        raise _wrong(_at(where, name), "kind")
    if required and not value.strip():
        raise _wrong(_at(where, name), "empty")
    return value


def _texts(data: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    values = _list(data, name, where)
    if not all(isinstance(one, str) for one in values):
        raise _wrong(_at(where, name), "kind")
    return tuple(values)


def _list(data: Mapping[str, Any], name: str, where: str) -> list[Any]:
    values = data.get(name, [])
    if not isinstance(values, list):
        raise _wrong(_at(where, name), "kind")
    return values


def _whole(data: Mapping[str, Any], name: str, where: str, problem: str) -> int:
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _wrong(_at(where, name), problem)
    return value


def _known(data: object, where: str, names: set[str]) -> None:
    if not isinstance(data, Mapping):
        raise _wrong(where or "/", "kind")
    unknown = sorted(set(data) - names)
    if unknown:
        raise _wrong(_at(where, unknown[0]), "unknown")


def _once(codes: list[str], where: str) -> None:
    if len(set(codes)) != len(codes):
        raise _wrong(where, "twice")


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _wrong(where: str, problem: str) -> ProcedureWrong:
    return ProcedureWrong(where=where or "/", problem=problem)
