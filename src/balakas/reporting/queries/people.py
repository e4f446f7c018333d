"""Everybody on a distribution's list beside what became of them: for the receipt list, the bridge and the agency's file."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from balakas.distributions.queries import distributions
from balakas.handover.queries import for_report
from balakas.handover.queries.for_report import Missed, Received
from balakas.handover.rules.verdicts import FAIL_WORDS, FailReason
from balakas.recipients.queries import final_list, listed
from balakas.recipients.queries.listed import OnList
from balakas.recipients.rules.people import RecipientState
from balakas.reporting.queries.agency_file import Outcome
from balakas.reporting.queries.results import amount_text
from balakas.reporting.rules import Bridge, Listed, bridge


@dataclass(frozen=True, slots=True)
class PersonResult:
    """One recipient and what became of them."""

    person: OnList
    received: Received | None
    missed: Missed | None
    given: str
    due: str

    @property
    def outcome(self) -> str:
        """The result in a word or two, in the reader's language."""
        if self.person.state is RecipientState.OUT:
            return gettext("Keluar dari daftar")
        if self.received:
            return gettext("Diterima perwakilan") if self.received.by_proxy else gettext("Diterima")
        return gettext("Tidak tersalur") if self.missed else gettext("Belum tersalur")

    @property
    def reason(self) -> str:
        """Why nothing was given, "" where something was or nobody said."""
        return failure_word(self.missed.reason) if self.missed and not self.received else ""


def failure_word(reason: str) -> str:
    """Return why nothing was given, as people say it."""
    return gettext(FAIL_WORDS[FailReason(reason)])


def results(distribution_id: UUID, *, with_gone: bool = False) -> list[PersonResult]:
    """Return everybody on the list in its order, with what became of them."""
    allocations = {row.id: row for row in distributions.allocations_of(distribution_id)}
    got, missed = for_report.received(distribution_id), for_report.missed(distribution_id)
    return [
        _result(person, allocations, got.get(person.recipient_id), missed.get(person.recipient_id))
        for person in listed.on_list(distribution_id, with_gone=with_gone)
    ]


def _result(
    person: OnList, allocations: dict[UUID, Any], received: Received | None, missed: Missed | None
) -> PersonResult:
    given: dict[UUID, int] = {}
    due: dict[UUID, int] = {}
    for one in person.dues:
        if not one.remainder:
            due[one.allocation_id] = due.get(one.allocation_id, 0) + one.amount
        if received and one.entitlement_id in received.quantities:
            given[one.allocation_id] = given.get(one.allocation_id, 0) + received.quantities[one.entitlement_id]
    return PersonResult(person, received, missed, _words(given, allocations), _words(due, allocations))


def _words(amounts: dict[UUID, int], allocations: dict[UUID, Any]) -> str:
    return "; ".join(
        f"{allocations[key].benefit.name} {amount_text(allocations[key], quantity)}"
        for key, quantity in amounts.items()
    )


def bridge_of(distribution_id: UUID) -> Bridge:
    """Return how the agency's list became the final one."""
    return bridge(
        [
            Listed(
                recipient_id=row.recipient_id,
                from_agency=row.from_agency,
                on_final=row.state is not RecipientState.OUT,
                reason=row.reason,
                basis=row.basis,
                replaces=row.replaces_id,
            )
            for row in final_list.rows(distribution_id)
        ]
    )


def outcomes(distribution_id: UUID, list_id: UUID) -> dict[tuple[str, int], Outcome]:
    """Return the outcome of each row of one list, by (sheet, line)."""
    places = final_list.places(list_id)
    return {
        places[one.person.recipient_id]: Outcome(
            result=one.outcome,
            received_on=one.received.day if one.received else None,
            amounts=one.given,
            note=one.reason,
        )
        for one in results(distribution_id, with_gone=True)
        if one.person.recipient_id in places
    }
