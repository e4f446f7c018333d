"""What changes a running list, in a real browser: axe on every page at phone and desk width."""

from pathlib import Path

import pytest
from django.urls import reverse

from balakas.distributions.models import Programme
from balakas.recipients.actions import joining_papers, representatives, requests, updates
from balakas.recipients.actions import people as editing
from balakas.recipients.actions.people import Particulars
from balakas.recipients.models import Entitlement
from balakas.recipients.models.changes import Joining
from balakas.recipients.queries import difference
from balakas.recipients.rules.requests import Channel, Kind
from balakas.staff.rules import PositionKind
from tests.browser.axe import look_at
from tests.browser.conftest import OpenAs
from tests.conftest import MONDAY, World
from tests.recipients import joinings
from tests.recipients.making import a_distribution, bring, person_row, taken_over

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def replacements(world: World) -> dict[str, str]:
    """A replacement that waits with its papers, one accepted, an addition, a reserve list, one collecting for many."""
    tksk = world.actor(PositionKind.TKSK)
    distribution = a_distribution(world)
    people = taken_over(world, distribution, *(person_row(n) for n in range(1, 9)))
    joinings.reserve_list(world, distribution, *(person_row(30 + n, kk=f"63110309101491{n:02d}") for n in range(3)))
    waiting = joinings.replacement(world, people[0])
    joining_papers.make_papers(joining_id=waiting.id, dated=MONDAY.date(), by=joinings.kasi(world), at=MONDAY)
    done = joinings.accept(world, joinings.replacement(world, people[1]))
    joinings.addition(world, distribution)
    for one in people[2:7]:
        row = representatives.name_representative(
            recipient_id=one.id, name="Budi Anu", relation="anak", lasting=False, reason="ibu sakit",
            number="6311030107559003", by=tksk, at=MONDAY,
        )  # fmt: skip
    joining_papers.make_power(recipient_id=people[6].id, representative_id=row.id, by=tksk, at=MONDAY)

    def at(name: str, *args: object) -> str:
        return reverse(f"recipients:{name}", args=args)

    programme = reverse("distributions:replacements", args=[Programme.objects.get(code="permakanan").id])
    return {
        "joinings": at("joinings", distribution.id), "joining": at("joining", waiting.id),
        "joined": at("person", Joining.objects.get(id=done.id).recipient_id), "add": at("add", distribution.id),
        "replace": at("replace", people[2].id), "reserve": at("reserve", distribution.id),
        "representatives": at("representatives", distribution.id), "represented": at("person", people[6].id),
        "rules": programme, "home": "/",
    }  # fmt: skip


@pytest.mark.parametrize("kind", [PositionKind.KASI_PMDK, PositionKind.SEKRETARIS])
def test_replacements_are_for_everybody(open_as: OpenAs, world: World, pictures: Path, kind: PositionKind) -> None:
    pages = replacements(world)
    if kind is PositionKind.SEKRETARIS:  # decides, does not propose
        pages = {name: pages[name] for name in ("joinings", "joining", "home")}
    page = open_as(world.users[kind])
    wrong = [
        line for name, path in pages.items() for line in look_at(page, path, name=f"{kind}-{name}", folder=pictures)
    ]
    assert not wrong, "\n".join(wrong)


def test_another_list_is_for_everybody(open_as: OpenAs, world: World, pictures: Path) -> None:
    distribution = a_distribution(world)
    people = taken_over(world, distribution, *(person_row(n) for n in range(1, 9)))
    Entitlement.objects.filter(recipient=people[7]).update(given=250_000, state="settled")
    rows = [person_row(n) for n in range(1, 6)]
    held = bring(world, distribution, *rows, person_row(6, address="JL. BARU NO. 9"), person_row(20), person_row(21))
    held.refresh_from_db()
    list_page, page_of = reverse("recipients:list", args=[held.id]), reverse("recipients:difference", args=[held.id])
    page = open_as(world.users[PositionKind.KASI_PMDK])
    wrong = [
        *look_at(page, list_page, name="beda-daftar", folder=pictures),
        *look_at(page, page_of, name="beda", folder=pictures),
    ]
    mark = difference.mark_of(held, difference.difference(held, whole=False, at=MONDAY), whole=False)
    row = updates.propose(list_id=held.id, whole=False, mark=mark, by=joinings.kasi(world), at=MONDAY)
    second = open_as(world.users[PositionKind.CAMAT])
    wrong += look_at(second, reverse("recipients:update", args=[row.id]), name="beda-putusan", folder=pictures)
    assert not wrong, "\n".join(wrong)


def test_a_citizens_own_data_are_for_everybody(open_as: OpenAs, world: World, pictures: Path) -> None:
    recipient = taken_over(world, a_distribution(world), person_row(1))[0]
    kasi = joinings.kasi(world)
    data = Particulars(name="Siti Rahmah", village_code=joinings.AWAYAN, kk="6311030910149077")
    editing.edit(recipient_id=recipient.id, version=1, data=data, by=kasi, at=MONDAY)
    row = requests.open_request(
        recipient_id=recipient.id, kind=Kind.CORRECTION, channel=Channel.OFFICE, words="Nama saya Siti Rahmah",
        asked_by="", asked_at=MONDAY, by=kasi, at=MONDAY,
    )  # fmt: skip
    page = open_as(world.users[PositionKind.KASI_PMDK])
    pages = {
        "subjek": reverse("desk:person", args=[recipient.id]), "minta": reverse("desk:ask", args=[recipient.id]),
        "permohonan": reverse("desk:requests"), "jawab": reverse("desk:answer_request", args=[row.id]), "beranda": "/",
    }  # fmt: skip
    wrong = [line for name, path in pages.items() for line in look_at(page, path, name=name, folder=pictures)]
    assert not wrong, "\n".join(wrong)
