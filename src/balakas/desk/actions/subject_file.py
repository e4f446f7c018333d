"""The data-subject file as PDF and JSON in one act (UU 27/2022 art. 32)."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.desk.queries import subject
from balakas.papers.actions.office import office_pdf
from balakas.staff import queries as staff
from balakas.staff.rules import Right


@override("id")  # a paper of the office, whoever makes it
def reveal_file(*, recipient: Any, by: Actor, at: datetime) -> bytes:
    """Return a ZIP with `berkas-subjek.pdf` and `berkas-subjek.json`; the act stands in both. Raises `NotAllowed`.

    `recipient` is one of the person's entries, loaded for the officer.
    """
    person = recipient.person
    staff.check_right(
        by=by, right=Right.RECIPIENTS_REVEAL, at=at, office_id=person.office_id, village_code=recipient.village_code
    )
    with transaction.atomic():
        audit.record(
            office_id=person.office_id,
            by=by,
            at=at,
            act="desk.subject_file",
            kind="person",
            subject_id=UUID(str(person.id)),
        )
        told = subject.everything(person)
        pdf = office_pdf(
            "subject_file", subject.printed(person, told, at=at), office_id=person.office_id, at=at, long=True
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("berkas-subjek.pdf", pdf)
        file.writestr(
            "berkas-subjek.json", json.dumps({"made_at": at.isoformat(), **told}, ensure_ascii=False, indent=2)
        )
    return stream.getvalue()
