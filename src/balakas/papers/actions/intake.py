"""Taking a scan: a letter's, a signed paper's. One function for every room that takes a file of paper.

The original is sealed byte for byte and never shown. What is shown is a copy made anew: pictures decoded and encoded
again without their metadata, PDFs rewritten without anything that runs.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pikepdf
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from balakas.papers.rules import scans as rules
from balakas.papers.rules.scans import ScanType
from balakas.vault.actions import store_file

pillow_heif.register_heif_opener()
_FORMATS = {ScanType.JPEG: "JPEG", ScanType.PNG: "PNG", ScanType.HEIC: "HEIF"}
_RUNS_IN_ROOT = ("/AA", "/Collection")
_RUNS_IN_NAMES = ("/JavaScript", "/EmbeddedFiles")
_HARMLESS_ACTIONS = ("/URI", "/GoTo")
_CARRIES_ALONG = frozenset({"/FileAttachment", "/Screen", "/RichMedia", "/Movie", "/Sound", "/3D"})
_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Scan:
    """What was taken: the sealed original's file id and hash, the shown copy's file id, a message id where parts went."""

    original_id: UUID
    sha256: str
    shown_id: UUID
    type: ScanType
    pages: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy made for showing."""

    content: bytes
    media_type: str
    pages: int
    note: str = ""


def take_scan(content: bytes, *, office_id: UUID, subject_id: UUID, at: datetime) -> Scan:
    """Check a scan by its content, make the copy that is shown, and seal both.

    `subject_id` is the vault subject whose key seals it (`vault.actions.office_subject` for the office's own papers). Raises
    the errors of `papers.rules.scans`, each with a sentence, before anything is stored.
    """
    return keep_scan(content, look_at(content), office_id=office_id, subject_id=subject_id, at=at)


def keep_scan(content: bytes, seen: tuple[ScanType, Copy], *, office_id: UUID, subject_id: UUID, at: datetime) -> Scan:
    """Seal what `look_at` has looked at: for acts that look before they lock their row, for a large photo takes a second."""
    kind, copy = seen
    original = store_file(office_id=office_id, subject_id=subject_id, content=content, media_type=kind, at=at)
    shown = store_file(
        office_id=office_id, subject_id=subject_id, content=copy.content, media_type=copy.media_type, at=at
    )
    return Scan(original.id, original.sha256, shown.id, kind, copy.pages, copy.note)


def look_at(content: bytes) -> tuple[ScanType, Copy]:
    """Return what the file is and the copy to show, storing nothing. Raises as `take_scan` does."""
    rules.check_size(len(content))
    kind = rules.type_of(content)
    return kind, _pdf_copy(content) if kind is ScanType.PDF else picture_copy(content, kind)


def picture_copy(content: bytes, kind: ScanType, *, side: int = rules.SHOWN_SIDE) -> Copy:
    """Return a JPEG of the picture, turned upright, at most `side` pixels long, without its metadata."""
    try:
        with Image.open(io.BytesIO(content), formats=(_FORMATS[kind],)) as image:
            _check_pixels(image)
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((side, side))
            flat = _flat(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise rules.ScanTooManyPixels(pixels=">100") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        raise rules.ScanBroken from None
    buffer = io.BytesIO()
    flat.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Copy(content=buffer.getvalue(), media_type="image/jpeg", pages=1)


def _check_pixels(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > rules.MAX_PIXELS:
        raise rules.ScanTooManyPixels(pixels=pixels // 1_000_000)


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture on white paper: a JPEG knows no transparency."""
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return image.convert("RGB")


def _pdf_copy(content: bytes) -> Copy:
    """Return the PDF rewritten without scripts, launch actions, forms and attachments."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > rules.MAX_PAGES:
                raise rules.ScanTooManyPages(pages=len(pdf.pages), limit=rules.MAX_PAGES)
            if len(pdf.pages) == 0:
                raise rules.ScanBroken
            stripped = _strip(pdf)
            buffer = io.BytesIO()
            pdf.save(buffer)
            return Copy(buffer.getvalue(), ScanType.PDF, len(pdf.pages), rules.STRIPPED if stripped else "")
    except pikepdf.PasswordError:
        raise rules.ScanLocked from None
    except (pikepdf.PdfError, ValueError, RuntimeError, OSError):
        raise rules.ScanBroken from None


def _strip(pdf: pikepdf.Pdf) -> bool:
    """Take out whatever runs or travels along; tell whether there was any."""
    found = [_drop(pdf.Root, key) for key in _RUNS_IN_ROOT]
    found += [_drop_action(pdf.Root, "/OpenAction"), _strip_form(pdf.Root)]
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        found += [_drop(names, key) for key in _RUNS_IN_NAMES]
    for page in pdf.pages:
        found += [_drop(page.obj, "/AA"), _strip_annotations(page)]
    return any(found)


def _strip_annotations(page: pikepdf.Page) -> bool:
    """Take attachments and films out of a page, and the actions of what stays; tell whether there were any."""
    listed = page.obj.get("/Annots")
    if listed is None:
        return False
    items = [item for item in listed if isinstance(item, pikepdf.Dictionary)]
    kept = [item for item in items if str(item.get("/Subtype")) not in _CARRIES_ALONG]
    found = [_drop(item, "/AA") | _drop_action(item, "/A") for item in kept]
    page.obj["/Annots"] = pikepdf.Array(kept)
    return any(found) or len(kept) < len(items)


def _strip_form(root: pikepdf.Object) -> bool:
    """Take the scripts out of a form; its fields stay, for a signature made elsewhere shows in one."""
    form = root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    found = [_drop(form, "/XFA"), _drop(form, "/CO")]
    found += [_drop(field, "/AA") | _drop_action(field, "/A") for field in _fields(form.get("/Fields"), set())]
    return any(found)


def _fields(listed: pikepdf.Object | None, seen: set[tuple[int, int]]) -> Iterator[pikepdf.Dictionary]:
    """Yield every field of a form's tree once, also when the tree runs in a circle."""
    if not isinstance(listed, pikepdf.Array):
        return
    for field in listed:
        if isinstance(field, pikepdf.Dictionary) and (not field.is_indirect or field.objgen not in seen):
            seen.add(field.objgen)
            yield field
            yield from _fields(field.get("/Kids"), seen)


def _drop_action(holder: pikepdf.Object, key: str) -> bool:
    """Take an action, unless it only goes to a page or an address: opening that is the reader's own act."""
    action = holder.get(key)
    if not isinstance(action, pikepdf.Dictionary):
        return False
    if str(action.get("/S")) in _HARMLESS_ACTIONS:
        return _drop(action, "/Next")
    return _drop(holder, key)


def _drop(holder: pikepdf.Object, key: str) -> bool:
    if key not in holder:
        return False
    del holder[key]
    return True
