"""A procedure's file: Awayan's word for word, and what is refused."""

import copy
import json
import re
from pathlib import Path

import pytest

from balakas.sop.rules import procedure

FILE = Path(procedure.__file__).parents[1] / "data" / "balakas_awayan.json"
DATA = json.loads(FILE.read_text(encoding="utf-8"))

# The rows as the office printed them: number, activity, papers, time, output.
PRINTED = [
    (
        "1.",
        "Menerima surat pemberitahuan penyaluran bantuan sosial dari DSPPAPMD Kabupaten Balangan",
        "- Self copy file surat pemberitahuan dari DSPPAPMD Kabupaten Balangan",
        "15 menit",
    ),
    ("2.", "Kasi Pemberdayaan Masyarakat Desa dan Kelurahan", "- Disposisi Camat ke Seksi PMDK", "30 menit"),
    (
        "3.",
        "Penyiapan data kelengkapan penerima bantuan sosial",
        "- Mengumpulkan data KTP dan KK penerima bansos",
        "12 jam",
    ),
    (
        "3.",
        "Pengarahan pelaksanaan kegiatan",
        "- Surat Perintah Tugas - Metode penyaluran - Penyampaian jadwal penyaluran",
        "15 menit",
    ),
    (
        "3.",
        "Pelaksanaan penyaluran bansos ke Desa",
        "- Surat Perintah Tugas - Sarana dan prasarana - Dokumentasi kegiatan - Laporan Kegiatan",
        "4 jam",
    ),
]


def test_awayans_sheet_is_word_for_word():
    sheet = procedure.parse(DATA)
    rows = [(s.printed, s.activity, " ".join(f"- {r.label}" for r in s.requirements), s.time) for s in sheet.steps]
    assert rows == PRINTED
    assert {s.output for s in sheet.steps} == {"Dokumen kelengkapan"}
    assert [p.label for p in sheet.performers] == [
        "Camat",
        "Kasi Pemberdayaan Masyarakat Desa dan Kelurahan dan TKSK",
        "Seksi Kesra dan Pelayanan Desa",
        "Masyarakat penerima bansos",
    ]
    assert sheet.heading == (
        "STANDAR OPERASIONAL PROSEDUR (SOP)",
        "BANTU MASYARAKAT LAYANI KESEJAHTERAAN SOSIAL (BALAKAS)",
        "KECAMATAN AWAYAN",
        "SEKSI PEMBERDAYAAN MASYARAKAT DESA DAN KELURAHAN",
    )
    assert sheet.identity.approver == "CAMAT AWAYAN"


def test_awayans_activities_are_numbered_inside_and_take_1020_minutes():
    sheet = procedure.parse(DATA)
    assert [s.number for s in sheet.steps] == [1, 2, 3, 4, 5]
    assert [s.minutes for s in sheet.steps] == [15, 30, 720, 15, 240]
    assert sheet.minutes == 1020
    assert sheet.step(5).counted_as is procedure.CountedAs.FIELD
    assert sheet.column("penerima") == 3
    with pytest.raises(KeyError):
        sheet.step(6)


def test_awayans_flow_begins_and_ends_with_a_terminator():
    marks = [mark for step in procedure.parse(DATA).steps for mark in step.marks]
    assert marks[0].symbol is marks[-1].symbol is procedure.Symbol.TERMINATOR
    assert sum(mark.symbol is procedure.Symbol.TERMINATOR for mark in marks) == 2


def test_another_offices_procedure_can_be_quite_different():
    other = {
        "code": "surat_keterangan",
        "title": "Pelayanan surat keterangan",
        "performers": [{"code": "pemohon", "label": "Pemohon"}, {"code": "loket", "label": "Petugas loket"}],
        "steps": [
            {
                "number": 1,
                "printed": "A",
                "activity": "Menyerahkan berkas",
                "minutes": 5,
                "time": "5 menit",
                "output": "Berkas",
            }
        ],
    }
    sheet = procedure.parse(other)
    assert (sheet.minutes, sheet.heading, sheet.steps[0].requirements, sheet.steps[0].marks) == (5, (), (), ())


def changed(path, value):
    data = copy.deepcopy(DATA)
    spot = data
    for key in path[:-1]:
        spot = spot[key]
    if value is ...:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "where", "problem"),
    [
        (["title"], ..., "title", "missing"),
        (["title"], " ", "title", "empty"),
        (["title"], 5, "title", "kind"),
        (["code"], "Balakas Awayan", "code", "code"),
        (["steps"], [], "steps", "empty"),
        (["steps"], "lima", "steps", "kind"),
        (["steps", 0], "satu", "steps[0]", "kind"),
        (["steps", 1, "number"], 3, "steps", "order"),
        (["steps", 2, "minutes"], 0, "steps[2].minutes", "minutes"),
        (["steps", 2, "minutes"], True, "steps[2].minutes", "minutes"),
        (["steps", 2, "minute"], 5, "steps[2].minute", "unknown"),
        (["steps", 4, "counted_as"], "moon", "steps[4].counted_as", "counted_as"),
        (["steps", 4, "requirements", 1, "code"], "spt", "steps[4].requirements", "twice"),
        (["steps", 0, "marks", 0, "symbol"], "star", "steps[0].marks[0].symbol", "symbol"),
        (["steps", 0, "marks", 0, "performer"], "bupati", "steps[0].marks[0].performer", "performer"),
        (["steps", 2, "marks", 2, "back_to"], "camat", "steps[2].marks[2].back_to", "performer"),
        (["steps", 1, "marks", 1, "performer"], "camat", "steps[1].marks", "twice"),
        (["performers", 1, "code"], "camat", "performers", "twice"),
        (["identity", "unit"], [1], "identity.unit", "kind"),
        (["identity", "logo"], "x", "identity.logo", "unknown"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(path, value, where, problem):
    with pytest.raises(procedure.ProcedureWrong) as refused:
        procedure.parse(changed(path, value))
    assert refused.value.params == {"where": where, "problem": problem}
    assert where in str(refused.value)


def test_a_file_that_is_no_mapping_is_refused():
    with pytest.raises(procedure.ProcedureWrong):
        procedure.parse([])


def test_the_manuals_example_is_a_procedure():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "procedure-file.md").read_text(encoding="utf-8")
    sheet = procedure.parse(json.loads(page.split("```json")[1].split("```")[0]))
    assert sheet.positions_of(1) == {"clerk"}
    named = set(re.findall(r"[a-z_]+", page.split("the identity part: `")[1].split("`")[0]))
    assert named == set(procedure.Identity.__slots__)
