"""The message catalogue: gathers sentences (Indonesian ids) into the one English catalogue, and compiles it.

    python tools/messages.py             # gather anew, keep what is translated, compile
    python tools/messages.py --compile   # compile only
    python tools/messages.py --missing   # list what English lacks; exit 1 if anything

Needs Babel only, no gettext tools.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "balakas"
LOCALE = SOURCE / "locale" / "en" / "LC_MESSAGES"
CATALOGUE = LOCALE / "django.po"
KEYWORDS = {
    "_": None, "N_": None, "gettext": None, "gettext_lazy": None, "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2), "ngettext": (1, 2), "ngettext_lazy": (1, 2), "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3), "NP_": ((1, "c"), 2),
}  # fmt: skip
TRANSLATE = re.compile(r"""\{%\s*translate\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)(?P<options>[^%]*)%\}""", re.DOTALL)
BLOCK = re.compile(
    r"\{%\s*blocktranslate(?P<options>[^%]*)%\}(?P<one>.*?)(?:\{%\s*plural\s*%\}(?P<many>.*?))?\{%\s*endblocktranslate\s*%\}",
    re.DOTALL,
)
CONTEXT = re.compile(r"""\bcontext\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
CALL = re.compile(r"""_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")


class Key(NamedTuple):
    """One sentence: its singular or only form, its plural, and the context that tells it from the same word elsewhere."""

    one: str
    many: str = ""
    context: str = ""


def gather() -> Catalog:
    """Return the catalogue of everything marked in Python files and templates, in a stable order."""
    catalog = Catalog(locale="en", project="BALAKAS", version="1", fuzzy=False)
    found: set[Key] = set()
    for _file, _line, message, _comments, context in extract_from_dir(
        str(SOURCE), [("**.py", "python")], keywords=KEYWORDS
    ):
        texts = (message,) if isinstance(message, str) else tuple(message)
        found.add(Key(texts[0], texts[1] if len(texts) > 1 else "", context or ""))
    for file in sorted(SOURCE.rglob("*.html")):
        found.update(_in_template(file.read_text(encoding="utf-8")))
    for key in sorted(found):
        catalog.add((key.one, key.many) if key.many else key.one, context=key.context or None)
    return catalog


def _in_template(text: str) -> list[Key]:
    keys: list[Key] = [Key(match["text"], context=_context(match["options"])) for match in TRANSLATE.finditer(text)]
    keys += [Key(match["text"]) for match in CALL.finditer(text)]
    for match in BLOCK.finditer(text):
        trimmed = "trimmed" in match["options"]
        one, many = (_block(match[name], trimmed=trimmed) for name in ("one", "many"))
        keys.append(Key(one, many, _context(match["options"])))
    return keys


def _context(options: str) -> str:
    match = CONTEXT.search(options)
    return match["text"] if match else ""


def _block(text: str | None, *, trimmed: bool) -> str:
    """Return a block's message id as Django makes it: `{{ name }}` -> `%(name)s`, trimmed where asked."""
    if text is None:
        return ""
    if trimmed:
        text = " ".join(line.strip() for line in text.strip().splitlines())
    return re.sub(r"\{\{\s*(\w+)[^}]*\}\}", r"%(\1)s", text)


def merged() -> Catalog:
    """Return the gathered catalogue with the translations that stand."""
    catalog = gather()
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as stream:
            known = read_po(stream, locale="en")
        for message in catalog:
            old = known.get(message.id, message.context) if message.id else None
            if old is not None and old.string:
                message.string = old.string
    return catalog


def missing() -> list[str]:
    """Return the message ids English lacks."""
    return [str(message.id) for message in merged() if message.id and not _complete(message.string)]


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def compile_catalogue() -> None:
    """Write the `.mo` beside the `.po`."""
    with CATALOGUE.open("rb") as source, CATALOGUE.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source, locale="en"))


def main() -> int:
    """Run the command."""
    if "--missing" in sys.argv:
        lacking = missing()
        print("\n".join(lacking))
        return 1 if lacking else 0
    if "--compile" not in sys.argv:
        LOCALE.mkdir(parents=True, exist_ok=True)
        whole = merged()  # read before the file is opened for writing, which empties it
        with CATALOGUE.open("wb") as stream:
            write_po(stream, whole, width=120, sort_output=True, omit_header=False, no_location=True)
    compile_catalogue()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
