"""Pages of the room recipients."""

from typing import Any

from django.core import signing

from balakas.common.ids import uuid7
from balakas.recipients.actions import batches, documents, intake, joining_papers, representatives, updates
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.models.batches import BatchPhoto
from balakas.recipients.models.changes import ReserveEntry
from balakas.recipients.queries import difference
from balakas.recipients.views.batches import SALT as PHOTO_SALT
from balakas.recipients.views.board import PICTURE_SALT
from balakas.recipients.views.printed import PAGE_SALT
from balakas.staff.rules import PositionKind, Right
from balakas.vault import actions as vault
from tests.conftest import MONDAY
from tests.permissions.rows import Row
from tests.recipients import joinings
from tests.recipients.making import a_distribution, a_photo, allocations, bring, person_row, taken_over

AWAYAN = "63.11.03.2007"


def of_a_distribution(world: Any) -> dict[str, Any]:
    distribution = a_distribution(world)
    taken_over(world, distribution, person_row(1))
    return {"distribution_id": distribution.id}


def of_a_village(world: Any) -> dict[str, Any]:
    return {**of_a_distribution(world), "village_code": AWAYAN}


def of_a_list(world: Any) -> dict[str, Any]:
    return {"list_id": bring(world, a_distribution(world), person_row(1), person_row(2, nik="")).id}


def of_a_typed_list(world: Any) -> dict[str, Any]:
    distribution = a_distribution(world)
    held = intake.start_typed(
        distribution_id=distribution.id,
        allocation_ids=allocations(distribution),
        by=world.actor(PositionKind.KASI_PMDK),
        at=MONDAY,
    )
    return {"list_id": held.id}


def of_a_row(world: Any) -> dict[str, Any]:
    return {**of_a_list(world), "row_id": StagedRow.objects.get(severity="error").id}


def of_a_recipient(world: Any) -> dict[str, Any]:
    return {"recipient_id": taken_over(world, a_distribution(world), person_row(1))[0].id}


def of_a_document(world: Any) -> dict[str, Any]:
    found = of_a_recipient(world)
    uploads = [documents.Upload("ktp", "ktp", a_photo())]
    made = documents.add_documents(
        recipient_id=found["recipient_id"], uploads=uploads, by=world.actor(PositionKind.TKSK), at=MONDAY
    )
    return {**found, "document_id": made[0].id}


def of_the_tksks_picture(world: Any) -> dict[str, Any]:
    found = of_a_document(world)
    user = world.users[PositionKind.TKSK]
    told = [str(found["document_id"]), str(found["recipient_id"]), str(user.id)]
    return {"token": signing.dumps(told, salt=PICTURE_SALT)}


def of_a_joining(world: Any) -> dict[str, Any]:
    return {"joining_id": joinings.replacement(world, taken_over(world, a_distribution(world), person_row(1))[0]).id}


def of_a_joinings_paper(world: Any) -> dict[str, Any]:
    found = of_a_joining(world)
    joining_papers.make_papers(
        joining_id=found["joining_id"], dated=MONDAY.date(), by=world.actor(PositionKind.KASI_PMDK), at=MONDAY
    )
    return {**found, "which": "ba"}


def of_a_reserve_entry(world: Any) -> dict[str, Any]:
    joinings.reserve_list(world, a_distribution(world), person_row(1))
    return {"entry_id": ReserveEntry.objects.get().id}


def of_a_power(world: Any) -> dict[str, Any]:
    found = of_a_recipient(world)
    told = {"by": world.actor(PositionKind.TKSK), "at": MONDAY, "recipient_id": found["recipient_id"]}
    row = representatives.name_representative(
        name="Budi Anu", relation="anak", lasting=False, reason="sakit", number="6311030107559003", **told
    )
    joining_papers.make_power(representative_id=row.id, **told)
    return {**found, "representative_id": row.id}


def of_the_kasis_page(world: Any) -> dict[str, Any]:
    held = RecipientList.objects.get(id=of_a_list(world)["list_id"])
    picture = vault.store_file(
        office_id=held.office_id, subject_id=held.subject_id, content=a_photo(), media_type="image/jpeg", at=MONDAY
    )
    held.columns = {**held.columns, "pages": [str(picture.id)]}
    held.save()
    told = [str(held.id), 1, str(world.users[PositionKind.KASI_PMDK].id)]
    return {"token": signing.dumps(told, salt=PAGE_SALT)}


def of_a_second_list(world: Any) -> dict[str, Any]:
    distribution = a_distribution(world)
    taken_over(world, distribution, person_row(1), person_row(2))
    return {"list_id": bring(world, distribution, person_row(1)).id}


def of_an_update(world: Any) -> dict[str, Any]:
    held = RecipientList.objects.get(id=of_a_second_list(world)["list_id"])
    found = difference.difference(held, whole=False, at=MONDAY)
    mark = difference.mark_of(held, found, whole=False)
    kasi = world.actor(PositionKind.KASI_PMDK)
    return {"update_id": updates.propose(list_id=held.id, whole=False, mark=mark, by=kasi, at=MONDAY).id}


def of_a_batch(world: Any) -> dict[str, Any]:
    batch = batches.start(distribution_id=a_distribution(world).id, by=world.actor(PositionKind.TKSK), at=MONDAY)
    return {"batch_id": batch.id}


def of_a_batch_photo(world: Any) -> dict[str, Any]:
    batches.add(batch_id=of_a_batch(world)["batch_id"], files=[a_photo()], by=world.actor(PositionKind.TKSK), at=MONDAY)
    return {"photo_id": BatchPhoto.objects.get().id}


def of_the_tksks_photo(world: Any) -> dict[str, Any]:
    told = [str(of_a_batch_photo(world)["photo_id"]), str(world.users[PositionKind.TKSK].id)]
    return {"token": signing.dumps(told, salt=PHOTO_SALT)}


NOT_THE_VILLAGES = {PositionKind.VILLAGE_OFFICER: 404}
"""A village officer sees the batches he or she brought only."""
READ, INTAKE = Right.RECIPIENTS_READ, Right.RECIPIENTS_INTAKE
COLLECT, VERIFY = Right.RECIPIENTS_COLLECT, Right.RECIPIENTS_VERIFY
ROWS = {
    "recipients:search": Row(right=READ, foreign=None),
    "recipients:workspace": Row(right=READ, kwargs=of_a_distribution),
    "recipients:people": Row(right=READ, kwargs=of_a_distribution),
    "recipients:bring": Row(right=INTAKE, kwargs=of_a_distribution),
    "recipients:type": Row(right=INTAKE, kwargs=of_a_distribution, method="post"),
    "recipients:export": Row(right=Right.RECIPIENTS_EXPORT, kwargs=of_a_distribution, method="post"),
    "recipients:missing": Row(right=READ, kwargs=lambda world: {**of_a_distribution(world), "form": "xlsx"}),
    "recipients:village": Row(right=READ, kwargs=of_a_village),
    "recipients:verify": Row(right=VERIFY, kwargs=of_a_village, method="post"),
    "recipients:countersign": Row(right=VERIFY, kwargs=of_a_village, method="post"),
    "recipients:list": Row(right=INTAKE, kwargs=of_a_list),
    "recipients:look": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    # A page's picture opens only for the person whose page shows it.
    "recipients:printed_page": Row(
        right=INTAKE, kwargs=of_the_kasis_page, answers={404}, but={PositionKind.KASI_PMDK: 200}
    ),
    "recipients:columns": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:check_again": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:take_over": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:reveal_rows": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:reveal_row": Row(right=INTAKE, kwargs=of_a_row, method="post"),
    "recipients:repair": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:undo_take_over": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:bad_rows": Row(right=Right.RECIPIENTS_EXPORT, kwargs=of_a_list, method="post"),
    "recipients:bring_back": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:discard": Row(right=INTAKE, kwargs=of_a_list, method="post"),
    "recipients:original": Row(right=Right.RECIPIENTS_EXPORT, kwargs=of_a_list, method="post"),
    "recipients:row": Row(right=INTAKE, kwargs=of_a_row),
    "recipients:decide_row": Row(right=INTAKE, kwargs=of_a_row, method="post"),
    "recipients:grid": Row(right=INTAKE, kwargs=of_a_typed_list),
    "recipients:save_typed": Row(
        right=INTAKE, kwargs=of_a_typed_list, method="post", data=lambda _: {"row": str(uuid7())}
    ),
    "recipients:person": Row(right=READ, kwargs=of_a_recipient),
    "recipients:reveal": Row(
        right=Right.RECIPIENTS_REVEAL, kwargs=of_a_recipient, method="post", data={"reason": "mencocokkan kartu"}
    ),
    "recipients:edit": Row(right=INTAKE, kwargs=of_a_recipient),
    "recipients:leave": Row(right=INTAKE, kwargs=of_a_recipient, method="post"),
    # Without `?hak=` the page knows no entitlement; the page itself is tested in tests/recipients.
    "recipients:amount": Row(right=INTAKE, kwargs=of_a_recipient, answers={404}),
    "recipients:decide_change": Row(right=VERIFY, kwargs=of_a_recipient, method="post"),
    "recipients:replace": Row(right=INTAKE, kwargs=of_a_recipient),
    "recipients:difference": Row(right=INTAKE, kwargs=of_a_second_list),
    "recipients:update": Row(right=(INTAKE, VERIFY), kwargs=of_an_update),
    "recipients:refuse_update": Row(right=(INTAKE, VERIFY), kwargs=of_an_update, method="post"),
    "recipients:joinings": Row(right=READ, kwargs=of_a_distribution),
    "recipients:add": Row(right=INTAKE, kwargs=of_a_distribution),
    "recipients:joining": Row(right=READ, kwargs=of_a_joining),
    "recipients:refuse_joining": Row(right=VERIFY, kwargs=of_a_joining, method="post"),
    "recipients:withdraw_joining": Row(right=INTAKE, kwargs=of_a_joining, method="post"),
    "recipients:joining_papers": Row(right=INTAKE, kwargs=of_a_joining, method="post"),
    "recipients:joining_signed": Row(right=INTAKE, kwargs=of_a_joinings_paper, method="post"),
    "recipients:joining_file": Row(right=(INTAKE, VERIFY), kwargs=of_a_joinings_paper),
    "recipients:reserve": Row(right=READ, kwargs=of_a_distribution),
    "recipients:strike_reserve": Row(right=INTAKE, kwargs=of_a_reserve_entry, method="post"),
    "recipients:representatives": Row(right=READ, kwargs=of_a_distribution),
    "recipients:power": Row(right=COLLECT, kwargs=of_a_power, method="post"),
    "recipients:power_file": Row(right=COLLECT, kwargs=of_a_power),
    "recipients:power_signed": Row(right=COLLECT, kwargs=of_a_power, method="post"),
    "recipients:represent": Row(right=COLLECT, kwargs=of_a_recipient, method="post"),
    "recipients:end_representative": Row(right=COLLECT, kwargs=of_a_recipient, method="post"),
    "recipients:documents": Row(right=COLLECT, kwargs=of_a_recipient),
    "recipients:withdraw": Row(right=COLLECT, kwargs=of_a_document, method="post"),
    "recipients:except": Row(right=COLLECT, kwargs=of_a_recipient, method="post"),
    "recipients:lift": Row(right=COLLECT, kwargs=of_a_recipient, method="post"),
    "recipients:card_batches": Row(right=COLLECT, kwargs=of_a_distribution),
    "recipients:card_batch": Row(right=COLLECT, kwargs=of_a_batch, but=NOT_THE_VILLAGES),
    "recipients:send_photos": Row(right=COLLECT, kwargs=of_a_batch, method="post", answers={400}, but=NOT_THE_VILLAGES),
    "recipients:stop_batch": Row(right=COLLECT, kwargs=of_a_batch, method="post", but=NOT_THE_VILLAGES),
    "recipients:place_photo": Row(right=COLLECT, kwargs=of_a_batch_photo, method="post", but=NOT_THE_VILLAGES),
    # A photo that is nobody's opens only for the person whose page shows it.
    "recipients:batch_picture": Row(
        right=COLLECT, kwargs=of_the_tksks_photo, answers={404}, but={PositionKind.TKSK: 200}
    ),
    "recipients:readings": Row(right=(COLLECT, VERIFY), kwargs=of_a_distribution),
    "recipients:decide_reading": Row(right=(COLLECT, VERIFY), kwargs=of_a_document, method="post", data={"own": "yes"}),
    # A picture opens only for the person whose page shows it.
    "recipients:picture": Row(
        right=(COLLECT, VERIFY), kwargs=of_the_tksks_picture, answers={404}, but={PositionKind.TKSK: 200}
    ),
}
