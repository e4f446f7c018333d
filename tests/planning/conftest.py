"""A distribution with people on its list, in the fixed world of named people (all invented)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from balakas.common.ids import uuid7
from balakas.distributions.models import Allocation, Benefit, Distribution, Programme
from balakas.planning.actions import posts
from balakas.planning.actions.posts import Place, Time
from balakas.planning.models import Post, Slot
from balakas.planning.rules.slots import Method, Oddity
from balakas.recipients.models import Entitlement, Person, Recipient
from balakas.sop.queries.calendar import calendar_of
from balakas.staff.rules import PositionKind
from balakas.vault import actions as vault_actions
from balakas.vault.rules import Place as Seal
from balakas.vault.rules import SubjectKind
from tests.conftest import MONDAY

AWAYAN, PUDAK, BIHARA = "63.11.03.2007", "63.11.03.2008", "63.11.03.2004"
TUESDAY = datetime(2026, 1, 20, 0, 30, tzinfo=UTC)  # 08.30 in Awayan (WITA)


class Case:
    """One distribution and short ways to plan it as the Kasi."""

    def __init__(self, world, *, foreign: bool = False) -> None:
        self.world = world
        self.office = world.foreign_office if foreign else world.office
        user = world.stranger if foreign else world.users[PositionKind.KASI_PMDK]
        self.distribution = Distribution.objects.create(
            office=self.office, title="Bansos permakanan Januari 2026", period_label="Januari 2026",
            giver="kecamatan", state="open", opened_by=user, opened_at=MONDAY,
        )  # fmt: skip
        programme = Programme.objects.create(office=self.office, code="permakanan", name="Bansos permakanan")
        benefit = Benefit.objects.create(
            programme=programme, name="Bantuan permakanan", kind="cash", unit="rupiah", usual_amount=250_000
        )
        self.allocation = Allocation.objects.create(
            distribution=self.distribution, benefit=benefit, period="Januari 2026", amount=250_000
        )
        self.kasi = world.actor(PositionKind.KASI_PMDK)
        self.calendar = calendar_of(self.office.id, MONDAY)

    @property
    def id(self) -> UUID:
        return self.distribution.id

    def people(self, **villages: int) -> list[Recipient]:
        codes = {"awayan": AWAYAN, "pudak": PUDAK, "bihara": BIHARA}
        wanted = [codes[name] for name, count in villages.items() for _ in range(count)]
        subjects = vault_actions.create_subjects(
            office_id=self.office.id, kind=SubjectKind.PERSON, count=len(wanted), at=MONDAY
        )
        start = Recipient.objects.filter(distribution=self.distribution).count()
        return [
            self._person(code, subject, start + number)
            for number, (code, subject) in enumerate(zip(wanted, subjects, strict=True), start=1)
        ]

    def _person(self, village: str, subject: UUID, order: int) -> Recipient:
        person_id = uuid7()
        nik = f"631103010180{9000 + order:04d}"
        person = Person.objects.create(
            id=person_id, office=self.office, subject_id=subject, name=f"Contoh {order}", name_key=f"CONTOH {order}",
            nik_state="has", village_code=village, address="Jalan Contoh", rt="002", created_at=MONDAY,
            nik_sealed=vault_actions.seal(nik, subject_id=subject, place=Seal("recipients_person", "nik_sealed", person_id)),
        )  # fmt: skip
        recipient = Recipient.objects.create(
            distribution=self.distribution, person=person, order=order, village_code=village, state="listed",
            created_at=MONDAY,
        )  # fmt: skip
        Entitlement.objects.create(
            recipient=recipient, allocation=self.allocation, amount=250_000, state="open", created_at=MONDAY
        )
        return recipient

    def post(self, *villages: str, name: str = "Balai Desa Pudak") -> Post:
        place = Place(name=name, method=Method.VILLAGE_HALL, villages=villages or (PUDAK,), place="Balai desa")
        return posts.add_post(distribution_id=self.id, place=place, by=self.kasi, at=MONDAY)

    def slot(self, post: Post, *, hours: float = 0, **wanted) -> Slot:
        start = TUESDAY + timedelta(hours=hours)
        time = Time(starts_at=start, ends_at=start + timedelta(hours=1), accepted=frozenset(Oddity), **wanted)
        return posts.add_slot(post_id=post.id, time=time, calendar=self.calendar, by=self.kasi, at=MONDAY)


@pytest.fixture
def case(world) -> Case:
    return Case(world)


@pytest.fixture
def make_case(world) -> Callable[..., Case]:
    return lambda **wanted: Case(world, **wanted)
