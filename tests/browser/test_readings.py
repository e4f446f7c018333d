"""The queue of readings: the photo beside the list, Enter confirms and brings the next."""

import pytest

from balakas.recipients.actions import drafts
from balakas.recipients.actions.documents import Upload, add_documents
from balakas.recipients.models import CardDraft
from balakas.recipients.rules.drafts import DraftState
from balakas.staff.rules import PositionKind
from tests.browser.conftest import OpenAs
from tests.conftest import MONDAY, World
from tests.recipients.cards import draw, people, photograph
from tests.recipients.making import a_distribution, taken_over

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_enter_confirms_and_brings_the_next(world: World, open_as: OpenAs):
    distribution = a_distribution(world)
    for place, recipient in enumerate(taken_over(world, distribution)):
        citizen = people.person(people.chance(f"queue {place}"), district="63.11.03")
        photo = photograph.jpeg(draw.ktp(citizen, people.chance(place)), 80)
        (document,) = add_documents(
            recipient_id=recipient.id, uploads=[Upload("ktp", "ktp", photo)],
            by=world.actor(PositionKind.VILLAGE_OFFICER), at=MONDAY,
        )  # fmt: skip
        fields = citizen.truth() if place else {**citizen.truth(), "name": recipient.person.name}
        card = {"kind": "ktp", "fields": fields, "confidence": dict.fromkeys(fields, 0.99) | {"address": 0.4}}
        drafts.keep_reading(document_id=document.id, cards=[card], at=MONDAY)
    page = open_as(world.users[PositionKind.TKSK])
    page.goto(f"/penerima/{distribution.id}/hasil-baca/")
    assert "2 foto" in page.inner_text("main")
    first = page.inner_text("h2 >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_function("name => !document.querySelector('h2').innerText.includes(name)", arg=first)
    assert "1 foto" in page.inner_text("main")
    assert CardDraft.objects.filter(state=DraftState.CONFIRMED).count() == 1
