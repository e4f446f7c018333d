"""A form as one office has it: the way every room prints what lives no paper's life of its own."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from balakas.papers.actions.make import make_pdf
from balakas.papers.queries.books import office_forms
from balakas.papers.queries.letterhead import kop_of, logo_of


def office_pdf(
    template: str,
    data: Mapping[str, object],
    *,
    office_id: UUID,
    at: datetime,
    files: Mapping[str, bytes] | None = None,
    long: bool = False,
) -> bytes:
    """Return the PDF of a form with the office's letterhead, coat of arms and own templates.

    `data` may leave out `kop`. `files`, `long` and `at` as in `make_pdf`, whose errors this raises.
    """
    return make_pdf(
        template,
        {"kop": kop_of(office_id), **data},
        office_templates=office_forms(office_id),
        files={**logo_of(office_id), **(files or {})},
        long=long,
        at=at,
    )
