"""People on a distribution's list as an officer may see them: numbers masked, own villages only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from balakas.common.masks import mask_number
from balakas.recipients.models import Entitlement, Household, ListChange, Person, Recipient, Representative
from balakas.recipients.rules import people as rules
from balakas.recipients.rules.people import RecipientState
from balakas.regions.queries import packaged
from balakas.staff import queries as staff
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind, Place

PAGE = 50
SEARCH_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Numbers:
    """A person's numbers in the clear; empty where there is none or the key was destroyed."""

    nik: str
    kk: str
    phone: str


def visible(officer: Officer) -> QuerySet[Recipient]:
    """Return the recipients an officer may see: of the office, and of the own villages where the area is narrower."""
    if Right.RECIPIENTS_READ not in officer.rights:
        return Recipient.objects.none()
    rows = Recipient.objects.filter(person__office_id=officer.office_id)
    return rows if officer.villages is None else rows.filter(village_code__in=officer.villages)


def recipient_for(officer: Officer, recipient_id: UUID) -> Recipient:
    """Return a recipient with person and household for an officer who may see it, else 404."""
    row = (
        visible(officer)
        .select_related("person__household", "distribution", "source_list")
        .filter(id=recipient_id)
        .first()
    )
    if row is None:
        raise Http404
    return row


def on_distribution(
    officer: Officer, distribution_id: UUID, *, village: str = "", state: str = "", words: str = ""
) -> QuerySet[Recipient]:
    """Return the recipients of a distribution in the list's order, narrowed by village, state and words of the name."""
    rows = visible(officer).filter(distribution_id=distribution_id)
    if village:
        rows = rows.filter(village_code=village)
    if state:
        rows = rows.filter(state=state)
    for word in rules.name_key(words).split():
        rows = rows.filter(person__name_key__contains=word)
    return loaded(rows)


def loaded(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Add person, household and entitlements with their programmes, in the order of the list within each village."""
    entitlements = Entitlement.objects.select_related("allocation__benefit__programme").order_by(
        "allocation__order", "id"
    )
    return (
        rows.select_related("person__household")
        .prefetch_related(Prefetch("entitlements", queryset=entitlements))
        .order_by("village_code", "order", "id")
    )


def by_nik(officer: Officer, nik: str) -> list[Recipient]:
    """Return the recipients whose NIK is exactly this, found through the blind index, newest distribution first."""
    index = vault.blind_index(officer.office_id, IndexKind.NIK, nik)
    rows = visible(officer).filter(person__nik_index=index).select_related("person__household", "distribution")
    return list(rows.order_by("-created_at", "id")[:SEARCH_LIMIT])


def by_words(officer: Officer, words: str) -> list[Recipient]:
    """Return recipients whose name holds every word."""
    key = rules.name_key(words)
    if not key:
        return []
    rows = visible(officer)
    for word in key.split():
        rows = rows.filter(person__name_key__contains=word)
    return list(
        rows.select_related("person__household", "distribution").order_by("person__name_key", "id")[:SEARCH_LIMIT]
    )


def masked_niks(recipients: Iterable[Recipient]) -> dict[UUID, str]:
    """Return each recipient's NIK masked, by recipient id; empty where there is none."""
    rows = list(recipients)
    secrets = vault.subject_secrets([row.person.subject_id for row in rows if row.person.nik_sealed])
    return {row.id: mask_number(nik_of(row.person, secrets)) for row in rows}


def full_niks(recipients: Iterable[Recipient]) -> dict[UUID, str]:
    """Return each recipient's NIK in the clear, by recipient id. Only actions that record it call this."""
    rows = list(recipients)
    secrets = vault.subject_secrets([row.person.subject_id for row in rows if row.person.nik_sealed])
    return {row.id: nik_of(row.person, secrets) for row in rows}


def full_kks(recipients: Iterable[Recipient]) -> dict[UUID, str]:
    """Return each recipient's family card number in the clear. Only actions that record it call this."""
    rows = [row for row in recipients if row.person.household is not None]
    homes = {row.id: row.person.household for row in rows}
    secrets = vault.subject_secrets([home.subject_id for home in homes.values() if home])
    return {recipient_id: _kk(home, secrets) for recipient_id, home in homes.items() if home}


def numbers_of(person: Person) -> Numbers:
    """Return a person's numbers in the clear. Views show them masked; only a recorded act shows them whole."""
    home = person.household
    subjects = [person.subject_id, *([home.subject_id] if home else [])]
    secrets = vault.subject_secrets(subjects)
    secret = secrets.get(person.subject_id)
    phone = _open(secret, person.phone_sealed, Place("recipients_person", "phone_sealed", person.id))
    return Numbers(nik_of(person, secrets), _kk(home, secrets) if home else "", phone)


def nik_of(person: Person, secrets: Mapping[UUID, bytes]) -> str:
    """Return a person's NIK in the clear with keys already unwrapped, empty where there is none."""
    place = Place("recipients_person", "nik_sealed", person.id)
    return _open(secrets.get(person.subject_id), person.nik_sealed, place)


def _kk(home: Household, secrets: Mapping[UUID, bytes]) -> str:
    place = Place("recipients_household", "kk_sealed", home.id)
    return _open(secrets.get(home.subject_id), home.kk_sealed, place)


def _open(secret: bytes | None, sealed: bytes, place: Place) -> str:
    return vault.open_with(secret, sealed, place=place).decode() if secret and sealed else ""


def same_nik(person: Person) -> list[Person]:
    """Return other people of the office who hold the same NIK: for a person to settle."""
    if not person.nik_index:
        return []
    rows = Person.objects.filter(office_id=person.office_id, nik_index=bytes(person.nik_index)).exclude(id=person.id)
    return list(rows.order_by("name_key")[:SEARCH_LIMIT])


def household_members(person: Person) -> list[Person]:
    """Return the other people of the same household that the office knows."""
    if person.household_id is None:
        return []
    return list(
        Person.objects.filter(household_id=person.household_id)
        .exclude(id=person.id)
        .order_by("name_key")[:SEARCH_LIMIT]
    )


def open_change(recipient_id: UUID) -> ListChange | None:
    """Return the proposal about a recipient that nobody has decided yet."""
    rows = ListChange.objects.filter(recipient_id=recipient_id, decided_at=None).select_related(
        "by", "entitlement__allocation__benefit"
    )
    return rows.order_by("-at").first()


def changes_of(recipient_id: UUID) -> QuerySet[ListChange]:
    """Return all proposals about a recipient with who decided, the newest first."""
    rows = ListChange.objects.filter(recipient_id=recipient_id)
    return rows.select_related("by", "decided_by", "entitlement__allocation__benefit").order_by("-at")


def representatives_of(person_id: UUID, distribution_id: UUID) -> list[Representative]:
    """Return who may collect for a person in a distribution: guardians and those named for it."""
    rows = Representative.objects.filter(person_id=person_id, ended_at=None).order_by("at")
    return [row for row in rows if row.lasting or row.distribution_id == distribution_id]


def village_names(district_code: str) -> dict[str, str]:
    """Return the district's village names by code."""
    return {village.code: village.name for village in packaged.villages_of_district(district_code)}


def village_names_of(office_id: UUID) -> dict[str, str]:
    """Return the village names of an office's district by code."""
    return village_names(staff.office_of(office_id).region_code)


def counts_by_state(distribution_id: UUID) -> dict[str, int]:
    """Return how many recipients of a distribution stand where."""
    found = dict.fromkeys(RecipientState, 0)
    for state in Recipient.objects.filter(distribution_id=distribution_id).values_list("state", flat=True):
        found[RecipientState(state)] += 1
    return {str(state): count for state, count in found.items()}


def in_area(officer: Officer, codes: Sequence[str]) -> list[str]:
    """Return those of the codes that lie in the officer's area."""
    return [code for code in codes if officer.villages is None or code in officer.villages]
