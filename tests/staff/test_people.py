from datetime import date, timedelta

import pytest

from balakas.audit import queries as audit
from balakas.common.actors import SYSTEM
from balakas.staff import queries, rules
from balakas.staff.actions import passwords, people
from balakas.staff.models import Appointment, User
from balakas.staff.rules import Acting, NotAllowed, PersonFacts, PositionKind, Term

FACTS = PersonFacts(name="Saidah Noor", back_title="S.Sos.", nip="199001012015012001", phone="081250009001")
FIRST = date(2026, 1, 12)


def create(world, monday, **changed):
    values = {"username": "saidah.noor", "facts": FACTS, "by": world.actor(PositionKind.ADMINISTRATOR), **changed}
    return people.create_person(office_id=world.office.id, at=monday, **values)


def test_an_account_is_made_and_recorded(world, monday):
    user = create(world, monday)
    assert user.full_name == "Saidah Noor, S.Sos."
    assert not user.has_usable_password()
    assert b"081250009001" not in bytes(user.phone_sealed)
    assert queries.phone_of(User.objects.get(id=user.id)) == "081250009001"
    entry = audit.entries_about(world.office.id, "user", user.id).get()
    assert (entry.act, entry.actor_label, entry.label) == (
        "staff.create_person",
        "Rizky Maulana",
        "Saidah Noor, S.Sos.",
    )


def test_a_given_password_must_be_changed_first(world, monday):
    assert create(world, monday, password="sepeda-biru-tua-7").must_change_password
    mine = create(world, monday, username="awal", password="sepeda-biru-tua-7", by=SYSTEM)
    assert not mine.must_change_password


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"username": "CAMAT"}, rules.UsernameWrong),
        ({"username": "camat"}, people.UsernameTaken),
        ({"facts": PersonFacts(name="")}, rules.NameMissing),
        ({"password": "12345"}, passwords.PasswordWeak),
        ({"password": "saidah.noor"}, passwords.PasswordWeak),
    ],
)
def test_accounts_that_are_refused(world, monday, changed, error):
    before = User.objects.count()
    with pytest.raises(error):
        create(world, monday, **changed)
    assert User.objects.count() == before


@pytest.mark.parametrize("kind", [kind for kind in PositionKind if kind is not PositionKind.ADMINISTRATOR])
def test_only_the_administrator_manages_accounts(world, monday, kind):
    with pytest.raises(NotAllowed):
        create(world, monday, by=world.actor(kind))


def test_another_offices_administrator_may_not(world, monday):
    Appointment.objects.create(
        user=world.stranger, office=world.foreign_office, position="administrator", valid_from=date(2025, 1, 1)
    )
    stranger = queries.actor_of(world.stranger)
    with pytest.raises(NotAllowed):
        create(world, monday, by=stranger)
    with pytest.raises(NotAllowed):
        people.edit_person(user_id=world.users[PositionKind.CAMAT].id, facts=FACTS, by=stranger, at=monday)


def test_editing_records_which_fields_changed(world, monday):
    user = create(world, monday)
    people.edit_person(
        user_id=user.id,
        facts=PersonFacts(name="Saidah", nip=FACTS.nip),
        by=world.actor(PositionKind.ADMINISTRATOR),
        at=monday,
    )
    entry = audit.entries_of(world.office.id).first()
    assert entry.details == {"changed": ["name", "back_title"]}
    assert queries.phone_of(User.objects.get(id=user.id)) == ""


def appoint(world, monday, user, term, place=None):
    return people.appoint(
        user_id=user.id, place_id=(place or world.office).id, term=term,
        by=world.actor(PositionKind.ADMINISTRATOR), at=monday,
    )  # fmt: skip


def test_several_positions_and_an_acting_one(world, monday):
    sekretaris = world.users[PositionKind.SEKRETARIS]
    plt = appoint(world, monday, sekretaris, Term(PositionKind.CAMAT, FIRST, acting=Acting.PLT))
    officer = queries.officer_of(sekretaris, at=monday)
    assert officer.positions == (PositionKind.SEKRETARIS, PositionKind.CAMAT)
    assert queries.position_title(plt) == "Plt. Camat"


def test_a_position_of_right_has_one_holder_at_a_time(world, monday):
    kasi = world.users[PositionKind.KASI_PMDK]
    with pytest.raises(people.PositionTaken):
        appoint(world, monday, kasi, Term(PositionKind.CAMAT, FIRST))
    camat = Appointment.objects.get(position="camat")
    people.end_appointment(
        appointment_id=camat.id, last_day=date(2026, 1, 31), by=world.actor(PositionKind.ADMINISTRATOR), at=monday
    )
    with pytest.raises(people.PositionTaken):
        appoint(world, monday, kasi, Term(PositionKind.CAMAT, date(2026, 1, 31)))
    appoint(world, monday, kasi, Term(PositionKind.CAMAT, date(2026, 2, 1)))
    with pytest.raises(people.AlreadyHolds):
        appoint(world, monday, kasi, Term(PositionKind.CAMAT, date(2026, 3, 1), acting=Acting.PLH))


def test_a_village_officer_is_of_a_village(world, monday):
    user = create(world, monday)
    with pytest.raises(rules.PositionElsewhere):
        appoint(world, monday, user, Term(PositionKind.VILLAGE_OFFICER, FIRST))
    appoint(world, monday, user, Term(PositionKind.VILLAGE_OFFICER, FIRST), world.villages["63.11.03.2008"])
    assert queries.officer_of(user, at=monday).villages == {"63.11.03.2008"}


def test_the_last_administrator_stays(world, monday):
    admin = world.users[PositionKind.ADMINISTRATOR]
    by = world.actor(PositionKind.ADMINISTRATOR)
    held = Appointment.objects.get(position="administrator")
    with pytest.raises(people.LastAdministrator):
        people.set_active(user_id=admin.id, active=False, by=by, at=monday)
    with pytest.raises(people.LastAdministrator):
        people.end_appointment(appointment_id=held.id, last_day=date(2026, 12, 31), by=by, at=monday)
    assert User.objects.get(id=admin.id).is_active
    assert Appointment.objects.get(id=held.id).valid_to is None
    appoint(world, monday, world.users[PositionKind.CLERK], Term(PositionKind.ADMINISTRATOR, FIRST))
    people.end_appointment(appointment_id=held.id, last_day=date(2026, 1, 31), by=by, at=monday)


def test_a_closed_account_is_out(world, monday):
    clerk = world.users[PositionKind.CLERK]
    client = world.client(PositionKind.CLERK)
    assert client.get("/akun/kata-sandi/").status_code == 200
    people.set_active(user_id=clerk.id, active=False, by=world.actor(PositionKind.ADMINISTRATOR), at=monday)
    assert client.get("/akun/kata-sandi/").status_code == 302
    assert not client.login(username="pengelola", password="rahasia-kantor-123")
    people.set_active(user_id=clerk.id, active=True, by=world.actor(PositionKind.ADMINISTRATOR), at=monday)
    assert client.get("/akun/kata-sandi/").status_code == 302


def test_open_duties_pass_to_the_successor(world, monday):
    camat, sekretaris = world.users[PositionKind.CAMAT], world.users[PositionKind.SEKRETARIS]
    new = create(world, monday)
    held = Appointment.objects.get(user=camat)
    mine = (new.id, PositionKind.CAMAT)
    people.end_appointment(
        appointment_id=held.id, last_day=FIRST, by=world.actor(PositionKind.ADMINISTRATOR), at=monday
    )
    appoint(world, monday, new, Term(PositionKind.CAMAT, date(2026, 1, 13)))
    tomorrow = monday + timedelta(days=1)
    assert queries.stands_for(queries.officer_of(camat, at=monday), at=monday) == {(camat.id, PositionKind.CAMAT)}
    assert queries.stands_for(queries.officer_of(new, at=tomorrow), at=tomorrow) == {
        mine,
        (camat.id, PositionKind.CAMAT),
    }
    assert queries.stands_for(queries.officer_of(camat, at=tomorrow), at=tomorrow) == frozenset()
    assert queries.heirs_of(camat.id, PositionKind.CAMAT, day=FIRST) == [camat]
    assert queries.heirs_of(camat.id, PositionKind.CAMAT, day=date(2026, 1, 13)) == [new]
    assert queries.heirs_of(sekretaris.id, PositionKind.CAMAT, day=FIRST) == []


def test_an_acting_official_stands_in_while_the_holder_is_away(world, monday):
    camat, sekretaris = world.users[PositionKind.CAMAT], world.users[PositionKind.SEKRETARIS]
    appoint(world, monday, sekretaris, Term(PositionKind.CAMAT, FIRST, date(2026, 1, 16), acting=Acting.PLH))
    assert (camat.id, PositionKind.CAMAT) in queries.stands_for(world.officer(PositionKind.SEKRETARIS), at=monday)
    later = monday + timedelta(days=7)
    assert (camat.id, PositionKind.CAMAT) not in queries.stands_for(
        world.officer(PositionKind.SEKRETARIS, later), at=later
    )
    assert queries.heirs_of(camat.id, PositionKind.CAMAT, day=FIRST) == [camat]
