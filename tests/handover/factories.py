"""A distribution with a post and people, made through the tables: everybody is invented."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from balakas.common.ids import uuid7
from balakas.distributions.models import Allocation, Benefit, Distribution, Programme
from balakas.handover.actions import visits
from balakas.handover.actions.visits import Checked, Recorded
from balakas.handover.models.ledger import Device
from balakas.handover.rules.events import Identity
from balakas.handover.rules.verdicts import Given
from balakas.planning.models import Post, PostVillage, Slot
from balakas.recipients.models import Entitlement, Person, Recipient
from balakas.recipients.rules.people import name_key
from balakas.staff.rules import PositionKind
from balakas.vault import actions as vault_actions
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind, Place, SubjectKind
from tests.conftest import MONDAY, World

FIELD_DAY = datetime(2026, 1, 20, 1, 0, tzinfo=UTC)  # Tuesday 09.00 in Awayan
AWAYAN, PUDAK, BIHARA = "63.11.03.2007", "63.11.03.2008", "63.11.03.2004"
NAMES = (
    "Siti Aminah", "Muhammad Yusuf", "Norhayati", "Basran", "Jumiati", "Ahmad Fauzi", "Hj. Rusdiah", "Kursani",
    "Masliani", "Abdul Kadir", "Rahmawati", "Sarkani",
)  # fmt: skip


def picture(colour: str = "navy", size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


PHOTO, SIGNATURE = picture(), picture("white", (80, 30), "PNG")


@dataclass
class Field:
    """One distribution in the field: goods and cash, a post in Awayan for two villages, one in Bihara."""

    world: World
    distribution: Distribution
    rice: Benefit
    cash: Benefit
    rice_share: Allocation
    cash_share: Allocation
    post: Post
    other_post: Post
    people: list[Recipient] = field(default_factory=list)

    @property
    def tksk(self):
        return self.world.actor(PositionKind.TKSK)

    @property
    def kasi(self):
        return self.world.actor(PositionKind.KASI_PMDK)

    @property
    def camat(self):
        return self.world.actor(PositionKind.CAMAT)

    def add(self, count: int = 1, village: str = AWAYAN, **more: Any) -> list[Recipient]:
        added = [a_recipient(self, len(self.people) + n, village, **more) for n in range(count)]
        self.people += added
        return added

    def due(self, recipient: Recipient) -> list[Entitlement]:
        return list(Entitlement.objects.filter(recipient=recipient, state="open").order_by("allocation__order"))

    def givings(self, recipient: Recipient) -> list[Given]:
        return [Given(str(row.id), row.amount) for row in self.due(recipient)]

    def give(self, recipient: Recipient, givings: list[Given] | None = None, **more: Any) -> Recorded:
        told = {
            "post_id": self.post.id, "recipient_id": recipient.id, "identity": Checked(Identity.KTP),
            "givings": self.givings(recipient) if givings is None else givings, "client_id": uuid7(),
            "by": self.tksk, "at": FIELD_DAY, "photo": PHOTO, "signature": SIGNATURE,
        }  # fmt: skip
        return visits.record_visit(**{**told, **more})


def a_field(world: World, people: int = 0, *, run_id: UUID | None = None) -> Field:
    programme = Programme.objects.create(
        office=world.office, code=f"p{uuid7().hex[-6:]}", name="Bantuan pangan beras", proofs=["photo", "signature"],
        proxy_rules={"same_kk": ["ktp"], "family": ["power_of_attorney", "ktp"]}, proxy_limit=2,
    )  # fmt: skip
    rice = Benefit.objects.create(programme=programme, name="Beras", kind="goods", unit="kg", usual_amount=10)
    cash = Benefit.objects.create(programme=programme, name="Uang", kind="cash", unit="rupiah", usual_amount=250_000)
    distribution = Distribution.objects.create(
        office=world.office, title="Beras Januari 2026", period_label="Januari 2026", giver="kecamatan", state="open",
        run_id=run_id, opened_by=world.users[PositionKind.KASI_PMDK], opened_at=MONDAY,
    )  # fmt: skip
    shares = [
        Allocation.objects.create(
            distribution=distribution, benefit=benefit, period="Januari 2026", amount=benefit.usual_amount, order=order
        )
        for order, benefit in enumerate((rice, cash))
    ]
    post = _post(distribution, "Balai Desa Awayan", AWAYAN, PUDAK)
    other = _post(distribution, "Balai Desa Bihara", BIHARA)
    made = Field(world, distribution, rice, cash, shares[0], shares[1], post, other)
    made.add(people)
    return made


def _post(distribution: Distribution, name: str, *villages: str) -> Post:
    post = Post.objects.create(
        distribution=distribution, village_code=villages[0], name=name, place=name, method="village_hall"
    )
    for code in villages:
        PostVillage.objects.create(distribution=distribution, post=post, village_code=code)
    Slot.objects.create(post=post, starts_at=FIELD_DAY - timedelta(minutes=30), ends_at=FIELD_DAY + timedelta(hours=3))
    return post


def a_known_phone(on: Field, name: str = "Samsung A05") -> Device:
    """Return an active phone's row, made without its phone."""
    return Device.objects.create(
        office=on.world.office, name=name, kind="phone", state="active", officer_id=on.tksk.id, public_key=b"\4" * 65,
        created_at=MONDAY,
    )  # fmt: skip


def a_recipient(
    on: Field, order: int, village: str = AWAYAN, *, name: str = "", rice: int = 10, cash: int = 250_000,
    replaces: Recipient | None = None,
) -> Recipient:  # fmt: skip
    office_id = on.world.office.id
    subject = vault_actions.create_subject(office_id=office_id, kind=SubjectKind.PERSON, at=MONDAY)
    person_id, nik = uuid7(), f"6311034107{500000 + 9001 + order:06d}"
    full = name or f"{NAMES[order % len(NAMES)]} {order}"
    person = Person.objects.create(
        id=person_id, office_id=office_id, subject_id=subject, name=full, name_key=name_key(full), nik_state="has",
        nik_sealed=vault_actions.seal(nik, subject_id=subject, place=Place("recipients_person", "nik_sealed", person_id)),
        nik_index=vault.blind_index(office_id, IndexKind.NIK, nik),
        nik_tail_index=vault.blind_index(office_id, IndexKind.LAST_DIGITS, nik[-4:]), village_code=village,
        address="Jalan Contoh", rt="002", created_at=MONDAY,
    )  # fmt: skip
    recipient = Recipient.objects.create(
        distribution=on.distribution, person=person, order=order, village_code=village, state="listed",
        created_at=MONDAY, replaces=replaces,
    )  # fmt: skip
    for share, amount in ((on.rice_share, rice), (on.cash_share, cash)):
        if amount:
            Entitlement.objects.create(
                recipient=recipient, allocation=share, amount=amount, state="open", created_at=MONDAY
            )
    return recipient
