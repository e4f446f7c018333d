"""Making a PDF from a template and its data.

Templates are typst files in `papers/typ/`; what each one needs is a `TypedDict` in `papers.rules.sheets`. Data travel as
JSON, so a name with a typesetting sign in it stays a name. The result is PDF/A-2b.
"""

import base64
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

import typst
from PIL import Image

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.papers.actions import grounds
from balakas.papers.actions.glyphs import printable

ROOM = Path(__file__).resolve().parent.parent
SHIPPED = ROOM / "typ"
FONTS = ROOM / "fonts"
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_PACKAGE = re.compile(r"\"\s*@")


class TemplateUnknown(BalakasError):
    """There is no template of that name."""

    code = "template_unknown"
    message = N_("Bentuk surat “%(template)s” tidak dikenal.")


class TemplateBroken(BalakasError):
    """A template does not compile, or only with warnings. `diagnostic` says where."""

    code = "template_broken"
    message = N_("Bentuk surat “%(template)s” tidak dapat dicetak: %(reason)s")

    def __init__(self, *, template: str, reason: str, diagnostic: str = "") -> None:
        self.diagnostic = diagnostic
        super().__init__(template=template, reason=reason)


class FontsMissing(BalakasError):
    """The typefaces were not fetched when the program was installed."""

    code = "fonts_missing"
    message = N_("Huruf untuk mencetak surat belum terpasang. Jalankan pemasangan ulang.")


def make_pdf(
    template: str,
    data: Mapping[str, object],
    *,
    office_templates: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    long: bool = False,
    at: datetime | None = None,
) -> bytes:
    """Return the PDF/A-2b of `template` (a name such as `spt`) filled with `data`.

    `office_templates` (name to source, as `queries.books.office_forms` gives) stand in for the shipped ones. `files` are images
    by the name the data give them (`kop.logo`, photos). `long` leaves out the accessibility tags, which cost a long
    list half its time, and lets the template lay what all pages share once (`papers.actions.grounds`). `at` is written into the file as its date. Raises `TemplateUnknown`, `TemplateBroken`,
    `FontsMissing`.
    """
    if not _NAME.match(template) or not (SHIPPED / f"{template}.typ").exists():
        raise TemplateUnknown(template=template)
    inputs = {
        "data": json.dumps(printable(data, FONTS)),
        "files": json.dumps({name: _as_svg(content) for name, content in (files or {}).items()}),
    }
    if long:
        inputs["long"] = "yes"
    with _root(office_templates or {}) as root:
        pdf = _compile(template, root, inputs, tags=not long, at=at)
    return grounds.lay(pdf) if long else pdf


def names() -> tuple[str, ...]:
    """Return the names of all shipped files an office may replace, `kop` (the shared one) among them."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.typ")))


def shipped_source(template: str) -> str:
    """Return the source of a shipped template. Raises `TemplateUnknown`."""
    if template not in names():
        raise TemplateUnknown(template=template)
    return (SHIPPED / f"{template}.typ").read_text(encoding="utf-8")


def check_template(source: str, *, template: str) -> None:
    """Raise `TemplateUnknown` for a name we do not ship, `TemplateBroken` for a package from the network."""
    if template not in names():
        raise TemplateUnknown(template=template)
    if _PACKAGE.search(source):
        raise TemplateBroken(template=template, reason="“@…” dari jaringan tidak dipakai di sini.")


def _compile(template: str, root: Path, inputs: dict[str, str], *, tags: bool, at: datetime | None) -> bytes:
    compiler = typst.Compiler(str(root / f"{template}.typ"), root=str(root), font_paths=_fonts(), sys_inputs=inputs)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=["a-2b"],
            pdf_tags=tags,
            timestamp=at.astimezone().replace(microsecond=0) if at else None,
        )
    except typst.TypstError as error:
        raise TemplateBroken(template=template, reason=error.message, diagnostic=error.diagnostic) from error
    if warnings:
        raise TemplateBroken(template=template, reason=warnings[0].message, diagnostic=warnings[0].diagnostic)
    return cast("bytes", pdf)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    if not any(FONTS.glob("*.ttf")):
        raise FontsMissing
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _as_svg(picture: bytes) -> str:
    """Wrap a JPEG or PNG so that it travels inside the data: a citizen's photo must not lie in a temporary file."""
    with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as image:
        width, height = image.size
        kind = str(image.format).lower()
    encoded = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{encoded}"/></svg>'
    )


@contextmanager
def _root(own: Mapping[str, str]) -> Iterator[Path]:
    """Give the folder typst may read: the shipped templates, or a copy of them with an office's own laid over."""
    if not own:
        yield SHIPPED
        return
    for name, source in own.items():
        check_template(source, template=name)
    with tempfile.TemporaryDirectory(prefix="balakas-paper-") as folder:
        shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
        for name, source in own.items():
            (Path(folder) / f"{name}.typ").write_text(source, encoding="utf-8")
        yield Path(folder)
