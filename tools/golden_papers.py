"""Write the golden texts of the forms anew. Look at every page before committing what this writes."""

import io
import sys
from pathlib import Path

from pypdf import PdfReader

from balakas.papers.actions.make import make_pdf
from balakas.papers.rules.samples.catalog import SAMPLES

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "papers" / "golden"


def main() -> int:
    """Write one text per form; return 0."""
    for name, sample in SAMPLES.items():
        pages = PdfReader(io.BytesIO(make_pdf(name, sample()))).pages
        text = "\n--- halaman ---\n".join(page.extract_text() for page in pages)
        (GOLDEN / f"{name}.txt").write_text(text.rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
