"""Whom and what the forms of the preparation offer: officers of the day, signers, villages, times."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from balakas.common.indonesian import clock, day_and_date
from balakas.papers.queries import letterhead
from balakas.papers.rules.sheets.shared import Signer, grouped_nip
from balakas.planning.models import Slot
from balakas.planning.queries import duty, plans
from balakas.planning.rules.duty import Member
from balakas.recipients.queries.people import village_names
from balakas.staff import queries as staff
from balakas.staff.rules import POSITIONS, PositionKind, Right

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody in office on a day, as printed; `village` is the own one of a village officer."""

    user_id: str
    name: str
    position: str
    rank: str
    nip: str
    kind: PositionKind
    village: str

    @property
    def label(self) -> str:
        """The name and position as a form shows them."""
        return f"{self.name}, {self.position}"

    def member(self, role: str) -> Member:
        """Return the officer as a duty order prints him."""
        return Member(self.name, self.position, self.rank, self.nip, role, self.user_id)


def officers_on(office_id: UUID, day: date) -> list[Officer]:
    """Return everybody in office on a day, each once with the first of the positions held. One query."""
    found: dict[str, Officer] = {}
    for row in staff.appointments_on(office_id, day):
        user = row.user
        village = row.office.region_code if POSITIONS[PositionKind(row.position)].village_only else ""
        found.setdefault(
            str(user.id),
            Officer(
                user_id=str(user.id),
                name=user.full_name,
                position=staff.position_title(row) + (f", {row.office.name}" if village else ""),
                rank=" ".join(part for part in (user.rank, user.grade and f"({user.grade})") if part),
                nip=grouped_nip(user.nip),
                kind=PositionKind(row.position),
                village=village,
            ),
        )
    return list(found.values())


def signers_on(office_id: UUID, day: date) -> list[Officer]:
    """Return who may sign papers on a day, the head first."""
    head = letterhead.head_of(office_id, day)
    first = str(head.user_id) if head else ""
    able = [one for one in officers_on(office_id, day) if Right.PAPERS_SIGN in POSITIONS[one.kind].rights]
    return sorted(able, key=lambda one: one.user_id != first)


def signer_printed(user_id: UUID | None, office_id: UUID, day: date) -> Signer | None:
    """Return a signer as papers print him on a day."""
    return letterhead.signer_of(user_id, office_id, day) if user_id else None


def villages(district_code: str) -> Choices:
    """Return the district's villages by name."""
    return sorted(village_names(district_code).items(), key=lambda one: one[1])


def slots_of(distribution_id: UUID, village_code: str, zone: str) -> list[tuple[Slot, str]]:
    """Return the times that call a village, each with its words."""
    local, found = ZoneInfo(zone), []
    for post in plans.posts_for(distribution_id):
        mine = {row.village_code for row in post.villages.all()}
        for slot in post.live_slots:  # type: ignore[attr-defined]  # prefetched
            if village_code in mine & set(slot.villages or mine):
                start = slot.starts_at.astimezone(local)
                found.append((slot, f"{post.name}: {day_and_date(start.date())} {clock(start)}"))
    return found


def invited_to_briefing(distribution_id: UUID, office_id: UUID, day: date) -> list[Officer]:
    """Return who is asked to the briefing: the team of the duty order and the officers of the villages called."""
    order = duty.order_of(distribution_id)
    team = {member.user_id for member in duty.members_of(order)} if order else set()
    called = set(plans.village_posts(distribution_id))
    able = {PositionKind.KASI_PMDK, PositionKind.TKSK}
    return [
        one
        for one in officers_on(office_id, day)
        if one.user_id in team or one.village in called or (not team and one.kind in able)
    ]
