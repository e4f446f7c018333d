"""The readers `bench/cards.py` compares: ours, and two as their documentation shows them with one plain parser."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Cards = list[dict[str, Any]]
LABELS = {
    "nik": r"NIK",
    "name": r"Nama(?! Kepala| Lengkap)",
    "birth": r"Tempat\s*/?\s*Tgl\s*Lahir",
    "sex": r"Jenis\s*Kelamin",
    "address": r"Alamat",
    "rt_rw": r"RT\s*/?\s*RW",
    "village": r"Kel\s*/?\s*Desa",
    "district": r"Kecamatan",
    "religion": r"Agama",
    "marital": r"Status\s*Perkawinan",
    "job": r"Pekerjaan",
}
SEXES = {"LAKI-LAKI": "L", "PEREMPUAN": "P"}


def ours() -> Callable[[Path], Cards]:
    from balakas.recipients.queries.cards import answers, engine  # noqa: PLC0415 -- each process loads its own reader

    engine.networks()
    return lambda file: answers.of_file(file)["cards"]


def rapidocr() -> Callable[[Path], Cards]:
    """`RapidOCR()(path)`, its boxes put into rows by height."""
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(file: Path) -> Cards:
        found = engine(str(file))
        return parsed(rows_of(found.boxes, found.txts)) if found.boxes is not None else []

    return read


def tesseract() -> Callable[[Path], Cards]:
    """`tesseract FILE stdout -l ind --psm 6`."""
    command = str(shutil.which("tesseract"))

    def read(file: Path) -> Cards:
        words = [command, str(file), "stdout", "-l", "ind", "--psm", "6"]
        return parsed(subprocess.run(words, capture_output=True, text=True, check=False).stdout.splitlines())  # noqa: S603

    return read


READERS = {"ours": ours, "rapidocr": rapidocr, "tesseract": tesseract}


def missing(reader: str) -> str:
    """Say why a reader cannot run here; empty when it can."""
    if reader != "tesseract":
        return ""
    command = shutil.which("tesseract")
    if not command:
        return "not installed (apt-get install tesseract-ocr tesseract-ocr-ind)"
    listed = subprocess.run([command, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return "" if "ind" in listed.stdout.split() else "has no Indonesian (apt-get install tesseract-ocr-ind)"


def rows_of(boxes: Any, texts: Any) -> list[str]:
    """Put boxes of one height into one line of text, from left to right."""
    placed = sorted(
        (
            (box[:, 1].mean(), box[:, 1].max() - box[:, 1].min(), box[:, 0].min(), text)
            for box, text in zip(boxes, texts, strict=True)
        ),
        key=lambda one: one[0],
    )
    rows: list[list[Any]] = []
    for one in placed:
        if rows and abs(rows[-1][-1][0] - one[0]) < 0.5 * one[1]:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [" ".join(one[3] for one in sorted(row, key=lambda one: one[2])) for row in rows]


def parsed(rows: list[str]) -> Cards:
    """Take fields from lines of text as a plain parser does: what stands behind a label."""
    whole = "\n".join(rows)
    if re.search(r"KARTU\s*KELUARGA", whole):
        return [{"kind": "kk", "fields": family(rows)}]
    starts = [place for place, row in enumerate(rows) if re.match(r"\s*NIK\b", row)]
    if not starts:
        return []
    cards = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        if fields := identity(rows[start:end]):
            cards.append({"kind": "ktp", "fields": fields})
    return cards


def identity(rows: list[str]) -> dict[str, str]:
    fields = {}
    for row in rows:
        for name, label in LABELS.items():
            found = re.match(rf"\s*{label}\s*[:;.]?\s*(.+)", row)
            if found and name not in fields:
                fields[name] = re.sub(r"\s*Gol.*", "", found[1]).strip(" :")
    if found := re.match(r"(.*?)[,. ]*(\d{2})-(\d{2})-(\d{4})", fields.pop("birth", "")):
        fields |= {"birth_place": found[1], "birth_date": f"{found[4]}-{found[3]}-{found[2]}"}
    fields["nik"] = re.sub(r"\D", "", fields.get("nik", ""))[:16]
    fields["sex"] = SEXES.get(fields.get("sex", ""), "")
    return fields


def family(rows: list[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {"members": []}
    for row in rows:
        if found := re.search(r"Nama\s*Kepala\s*Keluarga\s*[:;.]?\s*(.+?)\s*(?:Desa.*)?$", row):
            fields["head"] = found[1].strip(" :")
        elif found := re.match(r"\s*No\.?\s*(\d{16})", row):
            fields["kk"] = found[1]
        elif found := re.match(r"\s*\d{0,2}[\s|]*([A-Z][A-Z. ']+?)[\s|]*(\d{16})\b", row):
            fields["members"].append({"nik": found[2], "name": found[1].strip()})
    return fields
