"""Pages of the room sop."""

from datetime import date

from balakas.sop.actions import procedures
from balakas.staff.rules import Right
from tests.permissions.rows import Row
from tests.sop.conftest import Case, wita


def a_run(world):
    return {"run_id": Case(world).id}


def a_step(act):
    return lambda world: {**a_run(world), "number": 1, "act": act}


def a_version(world):
    row = procedures.in_force(
        office_id=world.office.id,
        day=date(2026, 1, 12),
        at=wita("12 09:00"),
    )
    return {"procedure_id": row.id}


READ, SIGN, SET = Right.SOP_READ, Right.SOP_SIGN_OFF, Right.SOP_SETTINGS
ROWS = {
    "sop:list": Row(right=READ, foreign=None),
    "sop:times": Row(right=READ, foreign=None),
    "sop:versions": Row(right=READ, foreign=None),
    "sop:version_edit": Row(right=SET, foreign=None),
    "sop:version_flow": Row(right=SET, foreign=None),
    "sop:version_add": Row(right=SET, foreign=None),
    "sop:version": Row(right=READ, kwargs=a_version),
    "sop:version_pdf": Row(right=READ, kwargs=a_version),
    "sop:version_file": Row(right=READ, kwargs=a_version),
    "sop:runs": Row(right=READ, foreign=None),
    "sop:run": Row(right=READ, kwargs=a_run),
    "sop:run_sheet": Row(right=READ, kwargs=a_run),
    "sop:run_sheet_pdf": Row(right=READ, kwargs=a_run),
    "sop:run_act": Row(right=SIGN, kwargs=lambda world: {**a_run(world), "act": "tutup"}, method="post"),
    "sop:step_act": Row(right=SIGN, kwargs=a_step("selesai"), method="post"),
    "sop:except_requirement": Row(
        right=SIGN, kwargs=lambda world: {**a_run(world), "number": 1, "requirement": "surat"}, method="post"
    ),
    "sop:calendar": Row(right=READ, foreign=None),
    "sop:override": Row(right=SET, foreign=None),
    "sop:override_drop": Row(right=SET, kwargs={"day": "2026-01-12"}, method="post", foreign=None),
    "sop:hours": Row(right=SET, foreign=None),
    "sop:hours_drop": Row(right=SET, kwargs={"day": "2026-01-12"}, method="post", foreign=None),
    "sop:ramadan": Row(right=SET, kwargs={"hijri_year": 1447}, foreign=None),
}
