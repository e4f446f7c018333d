"""One distribution across all rooms: beside each activity of its SOP what its workspace holds and where it is."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from balakas.common.messages import N_
from balakas.desk.queries import places
from balakas.desk.queries.board import reads_letters
from balakas.distributions.queries import distributions
from balakas.handover.queries import figures
from balakas.letters.queries import dispositions
from balakas.planning.queries import duties as planning
from balakas.planning.rules.readiness import Task
from balakas.recipients.queries import board
from balakas.recipients.rules.papers import VillageCount
from balakas.regions.queries import villages
from balakas.staff.rules import Officer, Right

TONE_WORDS = {"good": N_("lengkap"), "warn": N_("perlu diperiksa"), "bad": N_("kurang berkas")}


@dataclass(frozen=True, slots=True)
class Link:
    """A page of a workspace; `label` is a message id."""

    label: str
    url: str
    icon: str


@dataclass(slots=True)
class Workspace:
    """What an activity's room says of the distribution: facts (message id, value), bars, what comes next, pages to go to."""

    links: list[Link] = field(default_factory=list)
    facts: list[tuple[str, object]] = field(default_factory=list)
    bars: list[tuple[str, int, int]] = field(default_factory=list)
    next_task: Task | None = None


def workspaces(officer: Officer, case: Any) -> dict[int, Workspace]:
    """Return the five activities' workspaces; what an officer has no right to see stays empty."""
    return {
        1: _letter(officer, case),
        2: _disposition(officer, case),
        3: _people(officer, case),
        4: _plan(officer, case),
        5: _field(officer, case),
    }


def village_states(counted: list[VillageCount], office_id: UUID, district: str) -> dict[str, object]:
    """Return the district's map with each called village in the tone of its papers."""
    states = {one.code: (one.tone, TONE_WORDS[one.tone]) for one in counted}
    mapped = [one for one in villages.village_map(office_id, district) if one["code"] in states or one["rings"]]
    return places.map_data(mapped, states)


def counted_villages(officer: Officer, case: Any) -> list[VillageCount]:
    """Return the villages on the distribution's list as the officer may see them."""
    if Right.RECIPIENTS_READ not in officer.rights:
        return []
    return board.board(officer, case.id, case.office.region_code)


def link(label: str, icon: str, name: str, **kwargs: object) -> list[Link]:
    """Return the page as a link, nothing where it does not exist."""
    try:
        return [Link(label, reverse(name, kwargs=kwargs), icon)]
    except NoReverseMatch:
        return []


def _letter(officer: Officer, case: Any) -> Workspace:
    found = Workspace()
    if case.letter is None:
        return found
    found.facts = [(N_("Nomor surat"), case.letter.letter_number or "–"), (N_("Dari"), case.letter.sender)]
    if reads_letters(officer):
        found.links = link(N_("Surat masuk"), "letter", "letters:detail", letter_id=case.letter_id)
    return found


def _disposition(officer: Officer, case: Any) -> Workspace:
    found = Workspace()
    if case.letter is None:
        return found
    first = dispositions.root_of(case.letter)
    if first is not None:
        found.facts = [(N_("Disposisi oleh"), first.author_title)]
        if reads_letters(officer):
            found.links = link(N_("Lembar disposisi"), "clipboard", "letters:disposisi", disposisi_id=first.id)
    return found


def _people(officer: Officer, case: Any) -> Workspace:
    found = Workspace()
    if Right.RECIPIENTS_READ not in officer.rights:
        return found
    counted = counted_villages(officer, case)
    people = sum(one.recipients for one in counted)
    if people:
        ready = sum(one.complete + one.excepted for one in counted)
        found.bars = [
            (N_("Berkas penerima lengkap"), ready, people),
            (N_("Desa selesai diperiksa"), sum(one.done for one in counted), len(counted)),
        ]
    found.links = link(N_("Data penerima"), "people", "recipients:workspace", distribution_id=case.id)
    return found


def _plan(officer: Officer, case: Any) -> Workspace:
    found = Workspace()
    if Right.PLANNING_READ not in officer.rights:
        return found
    tasks = planning.tasks_of(case.id)
    found.bars = [(N_("Persiapan selesai"), sum(task.done for task in tasks), len(tasks))]
    found.next_task = next((task for task in tasks if not task.done), None)
    found.links = link(N_("Persiapan"), "calendar", "planning:workspace", distribution_id=case.id)
    return found


def _field(officer: Officer, case: Any) -> Workspace:
    found = Workspace()
    if Right.HANDOVER_READ in officer.rights:
        total = figures.figures(case.id).total
        if total.allocated:
            found.bars = [(N_("Bantuan diserahkan"), total.served, total.allocated)]
        found.links += link(N_("Lapangan"), "map", "handover:overview", distribution_id=case.id)
    if Right.REPORTS_READ in officer.rights:
        found.links += link(N_("Laporan"), "report", "reporting:workspace", distribution_id=case.id)
    return found


def allocations(case: Any) -> list[Any]:
    """Return what is given in this distribution."""
    return distributions.allocations_of(case.id)
