"""What the papers of activity 4 print: invitations, schedule, minutes, checklist; and the text people forward."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext, override

from balakas.common.indonesian import clock, day_and_date, long_date, number, rupiah
from balakas.common.qr import qr_svg
from balakas.papers.queries import letterhead
from balakas.papers.rules.sheets import planning as sheets
from balakas.papers.rules.sheets.shared import Signer
from balakas.planning.models import Briefing, EquipmentItem, Invitation, Plan, Slot
from balakas.planning.queries import invitations as found
from balakas.planning.queries import plans
from balakas.planning.rules import sharing, vouchers
from balakas.planning.rules.slots import METHOD_WORDS, Method
from balakas.recipients.queries import listed
from balakas.recipients.queries.listed import Due, OnList
from balakas.recipients.queries.people import village_names
from balakas.recipients.rules.people import EntitlementState
from balakas.staff import queries as staff

ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
USUAL_BRING = ("undangan ini", "KTP asli", "Kartu Keluarga (KK) asli")
NOTICE = (
    "Nama, NIK, KK, foto, dan tanda tangan Saudara/i diproses untuk menyalurkan dan mempertanggungjawabkan bantuan ini"
    " menurut tugas pemerintahan, disimpan sesuai jadwal retensi arsip, dan tidak diumumkan. Saudara/i berhak melihat dan"
    " memperbaiki data serta mengadu."
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A distribution on a day, as its papers name it: office, plan, village names, signer of that day."""

    distribution_id: UUID
    title: str
    office_id: UUID
    office_name: str
    zone_name: str
    place: str
    contact: str
    dpo: str
    plan: Plan
    names: Mapping[str, str]
    day: date
    signer: Signer

    @property
    def zone(self) -> ZoneInfo:
        """The office's zone."""
        return ZoneInfo(self.zone_name)

    @property
    def place_date(self) -> str:
        """Place and date as papers print them."""
        return f"{self.place}, {long_date(self.day)}"

    @property
    def bring(self) -> list[str]:
        """What people are asked to bring."""
        return [*(self.plan.bring or USUAL_BRING)]

    def village(self, code: str) -> str:
        """Return a village's name."""
        return self.names.get(code, code)

    def day_of(self, moment: datetime) -> str:
        """-> `Selasa, 20 Januari 2026`."""
        return day_and_date(moment.astimezone(self.zone).date())

    def hours_of(self, slot: Slot) -> str:
        """-> `08.30–10.00 WITA`."""
        start, end = slot.starts_at.astimezone(self.zone), slot.ends_at.astimezone(self.zone)
        return f"{clock(start)}–{clock(end)} {ZONE_NAMES.get(self.zone_name, '')}".strip()


def scene_of(*, distribution_id: UUID, office_id: UUID, title: str, at: datetime) -> Scene:
    """Return the scene of a distribution's papers on the day of `at`."""
    office = staff.office_of(office_id)
    day = staff.local_day(office, at)
    head = letterhead.head_of(office_id, day)
    return Scene(
        distribution_id=distribution_id,
        title=title,
        office_id=office.id,
        office_name=office.name,
        zone_name=office.zone,
        place=letterhead.place_of(office.id),
        contact=office.phone or office.name,
        dpo=office.dpo_contact or office.name,
        plan=plans.plan_of(distribution_id) or Plan(),
        names=village_names(office.region_code),
        day=day,
        signer=head.signer if head else {"position": "Camat", "name": ""},
    )


def public_address() -> str:
    """Return the address under which anybody reaches this office's public pages, "" where it has none."""
    return str(getattr(settings, "BALAKAS_PUBLIC_URL", "")).rstrip("/")


def invitations(scene: Scene, rows: Sequence[Invitation], codes: Mapping[UUID, str]) -> sheets.Invitations:
    """Return the sheet of invitations whose codes were opened, in the order of `rows`."""
    people = {one.recipient_id: one for one in listed.on_list(scene.distribution_id, recipient_ids=_narrow(rows))}
    whole: Counter[UUID | None] = Counter(row.slot_id for row in rows)
    passed: Counter[UUID | None] = Counter()
    invited = []
    for row in rows:
        if row.id in codes and row.recipient_id in people:
            passed[row.slot_id] += 1
            order = f"{passed[row.slot_id]} dari {whole[row.slot_id]}"
            invited.append(_invited(scene, row, people[row.recipient_id], codes[row.id], order))
    return {
        "kop": letterhead.kop_of(scene.office_id),
        "number": scene.plan.invitation_number,
        "place_date": scene.place_date,
        "program": scene.title,
        "bring": [f"{thing};" for thing in scene.bring],
        "contact": scene.plan.contact or scene.contact,
        "privacy": {"notice": NOTICE, "contact": scene.dpo},
        "signer": scene.signer,
        "with_back": True,
        "people": invited,
    }


@override("id")  # a paper of the office, whoever makes it
def schedule(scene: Scene) -> sheets.Schedule:
    """Return the schedule's sheet: one row per village and time, in order of time."""
    turns = _turns(scene.distribution_id)
    seated = found.seated(scene.distribution_id)
    called = listed.people_by_village(scene.distribution_id)
    alone = Counter(code for code, _, _, _ in turns)

    def count(code: str, slot: Slot) -> str:
        """Count the people of a village at a time: the invited, before that all of a village that has only one time."""
        if seated:
            return number(seated.get((slot.id, code), 0))
        return number(called.get(code, 0)) if alone[code] == 1 else ""

    rows: list[sheets.ScheduleRow] = [
        {
            "day": scene.day_of(slot.starts_at),
            "village": scene.village(code),
            "time": scene.hours_of(slot),
            "place": place,
            "count": count(code, slot),
            "method": gettext(METHOD_WORDS[Method(method)]),
        }
        for code, slot, place, method in turns
    ]
    return {
        "kop": letterhead.kop_of(scene.office_id),
        "program": scene.title,
        "opening": "Penyaluran bantuan dilaksanakan menurut jadwal berikut.",
        "rows": rows,
        "bring": [f"{thing};" for thing in scene.bring],
        "contact": scene.plan.contact or scene.contact,
        "place_date": scene.place_date,
        "signer": scene.signer,
    }


def share_text(scene: Scene, *, link: str, villages: frozenset[str] | None = None) -> str:
    """Return the message to forward: every village's turn, nobody's name. `villages` narrows it."""
    turns = [
        sharing.Turn(scene.village(code), scene.day_of(slot.starts_at), scene.hours_of(slot), place)
        for code, slot, place, _ in _turns(scene.distribution_id)
        if villages is None or code in villages
    ]
    return sharing.share_text(
        title=scene.title,
        office=scene.office_name,
        turns=turns,
        bring=scene.bring,
        contact=scene.plan.contact,
        link=link,
    )


def when_and_where(scene: Scene) -> tuple[str, str]:
    """Return time and place of the whole distribution in words, for the duty order; both empty before there is a schedule."""
    turns = _turns(scene.distribution_id)
    if not turns:
        return "", ""
    days = list(dict.fromkeys(scene.day_of(slot.starts_at) for _, slot, _, _ in turns))
    places = list(dict.fromkeys(place for _, _, place, _ in turns))
    few = 3
    where = ", ".join(places) if len(places) <= few else f"{len(places)} titik salur di {scene.office_name}"
    return days[0] if len(days) == 1 else f"{days[0]} sampai dengan {days[-1]}", where


def briefing(scene: Scene, minutes: Briefing, *, basis: str) -> sheets.Briefing:
    """Return the minutes' sheet with the attendance list."""
    held = minutes.held_at.astimezone(scene.zone)
    until = f"–{clock(minutes.ended_at.astimezone(scene.zone))}" if minutes.ended_at else ""
    seats = sorted(minutes.attendees.all(), key=lambda seat: seat.order)
    return {
        "kop": letterhead.kop_of(scene.office_id),
        "program": scene.title,
        "day": day_and_date(held.date()),
        "time": f"{clock(held)}{until} {ZONE_NAMES.get(scene.zone_name, '')}".strip(),
        "place": minutes.place,
        "basis": basis,
        "chair": minutes.chair,
        "clerk": minutes.clerk,
        "present": f"{sum(seat.present for seat in seats)} dari {len(seats)} orang",
        "points": minutes.points,
        "decisions": minutes.decisions,
        "attendance": [{"name": seat.name, "position": seat.position} for seat in seats if seat.present],
        "place_date": f"{scene.place}, {long_date(held.date())}",
        "signer": scene.signer,
    }


def checklist(scene: Scene, items: Iterable[EquipmentItem], *, officer: str, post: str = "") -> sheets.Checklist:
    """Return the checklist's sheet."""
    first = min((turn[1].starts_at for turn in _turns(scene.distribution_id)), default=None)
    return {
        "kop": letterhead.kop_of(scene.office_id),
        "program": scene.title,
        "post": post,
        "day": scene.day_of(first) if first else "",
        "officer": officer,
        "items": [
            {"name": item.name, "quantity": item.quantity, "state": _state(item), "note": item.note} for item in items
        ],
        "checker": {"position": "Pemeriksa", "name": officer},
        "place_date": scene.place_date,
        "signer": scene.signer,
    }


def _state(item: EquipmentItem) -> Literal["present", "missing", "open"]:
    """Return the line's state as the form names it."""
    states: dict[str, Literal["present", "missing", "open"]] = {"present": "present", "missing": "missing"}
    return states.get(item.state, "open")


def what_is_due(dues: Iterable[Due]) -> str:
    """Name what somebody is to receive: `Bantuan permakanan sebesar Rp250.000 dan Beras 20 kg`.

    A benefit that is due for several periods says which: `Beras 10 kg (Januari) dan Beras 10 kg (Februari)`.
    """
    still_open = [due for due in dues if due.state is EntitlementState.OPEN]
    names = [due.benefit for due in still_open]
    return " dan ".join(_due_words(due, several=names.count(due.benefit) > 1) for due in still_open)


def _due_words(due: Due, *, several: bool) -> str:
    amount = f"sebesar {rupiah(due.amount)}" if due.kind == "cash" else f"{number(due.amount)} {due.unit}"
    return f"{due.benefit} {amount} ({due.period})" if several else f"{due.benefit} {amount}"


def _invited(scene: Scene, row: Invitation, person: OnList, code: str, order: str) -> sheets.Invited:
    slot, village = row.slot, scene.village(row.recipient.village_code)
    address = ", ".join(part for part in (person.address, person.rt and f"RT {person.rt}", f"Desa {village}") if part)
    return {
        "name": person.name,
        "nik_masked": person.nik_masked or "belum ber-NIK",
        "address": address,
        "order": order,
        "code": vouchers.printed(code),
        "qr": qr_svg(vouchers.qr_text(code, public_address())),
        "what": what_is_due(person.dues) or scene.title,
        "day": scene.day_of(slot.starts_at) if slot else "",
        "time": scene.hours_of(slot) if slot else "",
        "place": (slot.post.place or slot.post.name) if slot else "",
        "village": village,
    }


def _turns(distribution_id: UUID) -> list[tuple[str, Slot, str, str]]:
    """Return (village code, time, place, method) of every village's turn, in order of time."""
    turns = []
    for post in plans.posts_for(distribution_id):
        mine = [row.village_code for row in post.villages.all()]
        for slot in post.live_slots:  # type: ignore[attr-defined]  # prefetched
            turns += [(code, slot, post.place or post.name, post.method) for code in slot.villages or mine]
    return sorted(turns, key=lambda turn: (turn[1].starts_at, turn[0]))


def _narrow(rows: Sequence[Invitation]) -> list[UUID] | None:
    """Ask for single people only where they are few: a list of thousands is read whole."""
    few = 200
    return [row.recipient_id for row in rows] if len(rows) <= few else None
