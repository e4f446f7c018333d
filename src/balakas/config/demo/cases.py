"""The demo's three distributions: one finished, one in activity 3, one in activity 5."""

from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import xlsxwriter

from balakas.common.actors import Actor
from balakas.config.demo import field, pictures, steps
from balakas.config.demo.clock import at, field_start, office_day
from balakas.config.demo.office import VILLAGES, DemoOffice
from balakas.config.demo.people import Citizen, citizens
from balakas.config.demo.steps import Stage
from balakas.distributions.actions import programmes
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import Giver, Head, Share
from balakas.letters.rules import Facts, Urgency
from balakas.papers.actions import life
from balakas.papers.rules.states import PaperState
from balakas.recipients.actions import intake, takeover
from balakas.reporting.actions import papers as report_papers
from balakas.reporting.actions import report as reports
from balakas.sop.actions import steps as sop

AGENCY = "Dinas Sosial Kabupaten Balangan"


def _facts(number: int, subject: str, day: date, people: int) -> Facts:
    return Facts(
        sender=AGENCY, subject=subject, letter_number=f"400.9/{number:03d}/Dinsos/{day.year}", letter_date=day,
        urgency=Urgency.URGENT, people_count=people,
    )  # fmt: skip


def _benefit(office: DemoOffice, code: str, when: datetime) -> UUID:
    made = programmes.copy_preset(office_id=office.id, code=code, by=office.by("kasi"), at=when)
    return UUID(str(made.benefits.get().id))


def finished(office: DemoOffice, *, today: date) -> Stage:
    """54 permakanan and 14 sandang in one event, the agency hands out, papers signed in ink; reported and closed."""
    first, field_day = office_day(today, 20), office_day(today, 15)
    letter = steps.letter(
        office,
        _facts(17, "Pemberitahuan penyaluran bansos permakanan dan sandang", first, 68),
        received=at(first, "09.02"),
    )
    steps.dispose(office, letter, at=at(first, "09.25"))
    food, bedding = _benefit(office, "permakanan", at(first, "09.30")), _benefit(office, "sandang", at(first, "09.30"))
    stage = steps.open_from(
        office, letter,
        Head("Bansos permakanan dan sandang", f"{first:%m/%Y}", Giver.AGENCY, AGENCY),
        [
            Share(food, f"{first:%m/%Y}", 250_000, letter_people=54, letter_total=13_500_000),
            Share(bedding, f"{first:%m/%Y}", 1, letter_people=14, letter_total=14),
        ],
        at=at(first, "09.40"),
    )  # fmt: skip
    people = citizens(VILLAGES, 68, seed=1, without_nik=4)
    allocations = distributions.allocations_of(stage.id)
    gets = [(allocations[0].id,)] * 54 + [(allocations[1].id,)] * 14
    steps.type_list(stage, people, gets, at=at(first, "11.00"))
    known = {person.name.upper(): person for person in people}
    codes = [code for code, _ in VILLAGES]
    second = office_day(today, 19)
    steps.collect(stage, known, at=at(second, "10.00"))
    steps.verify(stage, codes, at=at(second, "13.30"))
    sop.sign_off(run_id=stage.run_id, number=3, by=office.by("kasi"), at=at(second, "13.40"))
    starts = at(field_day, "08.30")
    post = steps.prepare(
        stage, post="Aula Kantor Kecamatan Awayan", villages=codes, field_day=field_day, starts=starts,
        at=at(office_day(today, 17), "10.15"),
    )  # fmt: skip
    _hand_out(stage, post, field_day)
    _issue_minutes(stage, post, field_day)
    _report(stage, at(office_day(today, 14), "10.00"))
    return stage


def _hand_out(stage: Stage, post: UUID, day: date) -> None:
    people = field.everybody(stage)
    bedding = distributions.allocations_of(stage.id)[1].benefit_id
    field.receive(stage, post, bedding, 14, at=at(day, "08.10"))
    after = field.hand_over(stage, post, people[:18], starts=at(day, "08.35"))
    field.document(stage, post, at=after)
    field.on_paper(stage, post, absent=2, at=at(day, "11.00"))
    field.send_back(stage, post, bedding, day, at=at(day, "11.40"))
    rest = "Dua paket sandang yang tidak diambil sudah kembali ke Dinas Sosial."
    field.close(stage, post, day, at=at(day, "12.10"), explanation=rest)


def _issue_minutes(stage: Stage, post: UUID, day: date) -> None:
    """Give the minutes of the field their numbers, print them and bring them back signed, back at the office that day."""
    from balakas.papers.queries import papers  # noqa: PLC0415

    for paper in papers.papers_about(stage.office.id, "planning_post", post):
        _issue(paper.id, stage.office.by("pengelola"), at(day, "14.20"))


def _report(stage: Stage, when: datetime) -> None:
    kasi, camat = stage.office.by("kasi"), stage.office.by("camat")
    report = reports.start(distribution_id=stage.id, by=kasi, at=when)
    reports.write(
        report_id=report.id, obstacles=["Dua penerima tidak hadir karena sakit."], followups=["Diantar ke rumah bersama TKSK."],
        closing="", version=report.version, by=kasi, at=when,
    )  # fmt: skip
    for paper in report_papers.draft_all(report_id=report.id, by=kasi, at=when):
        _issue(paper.id, kasi, when)
    reports.submit(report_id=report.id, by=kasi, at=when + timedelta(minutes=20))
    reports.close(report_id=report.id, by=camat, at=when + timedelta(hours=1))


def _issue(paper_id: UUID, by: Actor, when: datetime) -> None:
    from balakas.papers.queries import papers  # noqa: PLC0415
    from balakas.papers.rules.kinds import needs_number  # noqa: PLC0415

    paper = papers.paper_of(paper_id)
    if needs_number(paper.kind):
        life.number_paper(paper_id=paper_id, dated=when.date(), by=by, at=when)
    paper = life.print_paper(paper_id=paper_id, by=by, at=when)
    if paper.state != PaperState.PRINTED:
        raise RuntimeError(paper.state)
    scan = pictures.signed(life.open_pdf(paper, by=by, at=when))
    life.return_signed(paper_id=paper_id, content=scan, signed_on=when.date(), by=by, at=when)


def in_papers(office: DemoOffice, *, today: date) -> Stage:
    """Rice for two months, list brought in from a workbook with its usual faults, papers half collected: activity 3."""
    first = office_day(today, 1)
    letter = steps.letter(
        office, _facts(31, "Penyaluran bantuan pangan beras tahap I", first, 40), received=at(first, "08.20")
    )
    steps.dispose(office, letter, at=at(first, "08.34"))
    rice = _benefit(office, "beras_cpp", at(first, "08.40"))
    stage = steps.open_from(
        office, letter, Head("Bantuan pangan beras (CPP)", "dua bulan", Giver.KECAMATAN),
        [Share(rice, "Bulan I", 10, letter_people=40, letter_total=400), Share(rice, "Bulan II", 10, letter_people=40, letter_total=400)],
        at=at(first, "08.48"),
    )  # fmt: skip
    people = citizens(VILLAGES, 40, seed=2)
    kasi = office.by("kasi")
    allocations = [one.id for one in distributions.allocations_of(stage.id)]
    held = intake.bring_file(
        distribution_id=stage.id, content=workbook(people), file_name="BNBA beras Awayan.xlsx", allocation_ids=allocations,
        by=kasi, at=at(first, "10.30"),
    )  # fmt: skip
    takeover.take_over(list_id=held.id, version=held.version, by=kasi, at=at(first, "10.50"))
    known = {person.name.upper(): person for person in people}
    steps.collect(stage, known, at=at(first, "13.30"), only={"63.11.03.2007", "63.11.03.2008"})
    steps.verify(stage, ["63.11.03.2007"], at=at(first, "15.00"))
    return stage


def workbook(people: list[Citizen]) -> bytes:
    """Return a list as an agency sends it: title, numbers, one NIK ruined by the sheet, one a digit short."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("BNBA")
    page.write(0, 0, "DAFTAR PENERIMA BANTUAN PANGAN BERAS KECAMATAN AWAYAN")
    for column, head in enumerate(
        ("NO", "NAMA PENERIMA", "NIK", "NO KK", "TEMPAT LAHIR", "TGL LAHIR", "L/P", "ALAMAT", "RT", "RW", "DESA")
    ):
        page.write(2, column, head)
        page.write(3, column, column + 1)
    for number, person in enumerate(people, start=1):
        nik: object = person.nik
        if number == len(people):
            nik = int(person.nik) // 10 * 10
        elif number == len(people) - 1:
            nik = person.nik[:15]
        cells = (
            number, person.name.upper(), nik, person.kk, person.birth_place, person.birth_date.strftime("%d/%m/%Y"), person.sex,
            person.address, person.rt, person.rw, person.village.upper(),
        )  # fmt: skip
        for column, cell in enumerate(cells):
            page.write(number + 3, column, cell)
    page.write(len(people) + 4, 1, f"JUMLAH {len(people)}")
    book.close()
    return stream.getvalue()


def in_the_field(office: DemoOffice, *, today: date, now: datetime) -> Stage:
    """Hand out cash today: half of it done, one short giving, one absent: activity 5."""
    first = office_day(today, 6)
    letter = steps.letter(
        office, _facts(24, "Penyaluran bantuan langsung tunai triwulan", first, 24), received=at(first, "10.05")
    )
    steps.dispose(office, letter, at=at(first, "10.20"))
    cash = _benefit(office, "blt_desa", at(first, "10.25"))
    stage = steps.open_from(
        office, letter, Head("Bantuan langsung tunai", "Triwulan", Giver.KECAMATAN),
        [Share(cash, "Triwulan", 900_000, letter_people=24, letter_total=21_600_000)], at=at(first, "10.30"),
    )  # fmt: skip
    people = citizens(VILLAGES[:2], 24, seed=3)
    allocation = distributions.allocations_of(stage.id)[0].id
    steps.type_list(stage, people, [(allocation,)] * 24, at=at(first, "13.30"))
    codes = [code for code, _ in VILLAGES[:2]]
    steps.collect(stage, {person.name.upper(): person for person in people}, at=at(office_day(today, 5), "09.00"))
    steps.verify(stage, codes, at=at(office_day(today, 5), "11.00"))
    sop.sign_off(run_id=stage.run_id, number=3, by=office.by("kasi"), at=at(office_day(today, 5), "11.05"))
    starts = field_start(now)
    post = steps.prepare(
        stage,
        post="Balai Desa Awayan",
        villages=codes,
        field_day=starts.date(),
        starts=starts,
        at=at(office_day(today, 4), "09.00"),
    )
    listed = field.everybody(stage)
    after = field.hand_over(stage, post, listed[:9], starts=starts, short=300_000)
    field.absent(stage, post, listed[10], at=after)
    field.document(stage, post, at=after)
    return stage
