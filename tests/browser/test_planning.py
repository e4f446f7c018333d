"""axe on the preparation's pages, at phone and desk width, with everything on them there is."""

from pathlib import Path

import pytest
from django.urls import reverse

from balakas.planning.actions import invitations
from balakas.planning.queries import invitations as found
from balakas.staff.rules import PositionKind
from tests.browser.axe import look_at
from tests.browser.conftest import OpenAs
from tests.conftest import MONDAY, World
from tests.planning.conftest import AWAYAN, BIHARA, PUDAK, Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("workspace", "method", "share", "schedule", "post_add", "order", "invitations", "briefing", "equipment")


def test_pages_of_the_preparation(open_as: OpenAs, world: World, pictures: Path) -> None:
    case = Case(world)
    case.people(pudak=3, awayan=2)
    post = case.post(PUDAK, AWAYAN)
    slot = case.slot(post, capacity=4)
    case.slot(post, hours=76)
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    case.people(bihara=1)
    case.slot(case.post(BIHARA, name="Balai Desa Bihara"), hours=3)
    paths = {name: reverse(f"planning:{name}", kwargs={"distribution_id": case.id}) for name in PAGES}
    paths["post"] = reverse("planning:post", kwargs={"post_id": post.id})
    paths["slot"] = reverse("planning:slot", kwargs={"slot_id": slot.id})
    paths["invitation"] = reverse("planning:invitation", kwargs={"invitation_id": found.live(case.id)[0].id})
    page = open_as(world.users[PositionKind.KASI_PMDK])
    wrong = [
        f"{name}: {line}"
        for name, path in paths.items()
        for line in look_at(page, path, name=f"persiapan-{name}", folder=pictures)
    ]
    assert not wrong, "\n".join(wrong)
