"""A small distribution handed out through the rooms' own actions, up to the day's close."""

from datetime import date

from balakas.config.demo import cases, field, office, steps
from balakas.config.demo.clock import at
from balakas.config.demo.people import citizens
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import Giver, Head, Share
from balakas.recipients.actions import intake, takeover
from balakas.sop.actions import steps as sop

FIRST, FIELD, AFTER = date(2026, 1, 12), date(2026, 1, 14), date(2026, 1, 15)
VILLAGES = office.VILLAGES[:2]
CODES = [code for code, _ in VILLAGES]


def begun(people: int = 6, *, from_file: bool = False, without_nik: int = 0) -> steps.Stage:
    """Activities 1 to 3; the letter announces as many people as are on the list."""
    made = office.make(at=at(date(2026, 1, 9), "08.00"))
    letter = steps.letter(made, cases._facts(17, "Bantuan beras", FIRST, people), received=at(FIRST, "08.00"))
    steps.dispose(made, letter, at=at(FIRST, "08.20"))
    rice = cases._benefit(made, "beras_cpp", at(FIRST, "08.22"))
    stage = steps.open_from(
        made, letter, Head("Beras Januari", "Januari 2026", Giver.KECAMATAN),
        [Share(rice, "Januari", 10, letter_people=people)], at=at(FIRST, "08.30"),
    )  # fmt: skip
    crowd = citizens(VILLAGES, people, seed=9, without_nik=without_nik)
    allocation = distributions.allocations_of(stage.id)[0].id
    if from_file:
        held = intake.bring_file(
            distribution_id=stage.id, content=cases.workbook(crowd), file_name="daftar.xlsx",
            allocation_ids=[allocation], by=made.by("kasi"), at=at(FIRST, "09.00"),
        )  # fmt: skip
        takeover.take_over(list_id=held.id, version=held.version, by=made.by("kasi"), at=at(FIRST, "09.10"))
    else:
        steps.type_list(stage, crowd, [(allocation,)] * people, at=at(FIRST, "09.00"))
    steps.collect(stage, {person.name.upper(): person for person in crowd}, at=at(FIRST, "10.00"))
    steps.verify(stage, CODES, at=at(FIRST, "11.00"))
    sop.sign_off(run_id=stage.run_id, number=3, by=made.by("kasi"), at=at(FIRST, "11.05"))
    return stage


def handed_out(people: int = 6, *, closed: bool = True, from_file: bool = False) -> steps.Stage:
    """Activity 5 too: all but the last two on the phone page, one short giving, one absent."""
    stage = begun(people, from_file=from_file)
    post = steps.prepare(
        stage,
        post="Balai Desa Awayan",
        villages=CODES,
        field_day=FIELD,
        starts=at(FIELD, "08.30"),
        at=at(FIRST, "13.30"),
    )
    listed = field.everybody(stage)
    after = field.hand_over(stage, post, listed[:-2], starts=at(FIELD, "08.35"), short=4)
    field.absent(stage, post, listed[-1], at=after)
    field.document(stage, post, at=after)
    if closed:
        field.close(stage, post, FIELD, at=at(FIELD, "11.00"), explanation="Sisa dibawa ke kantor.")
    return stage
