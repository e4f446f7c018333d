"""What the office's people do in a distribution, one act each; the demo and its three cases are made of these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.config.demo import pictures
from balakas.config.demo.office import DemoOffice
from balakas.config.demo.people import Citizen
from balakas.distributions.actions import distributions as distribution_actions
from balakas.distributions.models import Distribution
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import Head, Share
from balakas.letters.actions import agenda, dispositions
from balakas.letters.actions.agenda import Arrival
from balakas.letters.models import Letter
from balakas.letters.rules import Facts, Wish
from balakas.papers.actions import life
from balakas.papers.queries import letterhead, papers
from balakas.planning.actions import duty, invitations, plan, posts, readiness
from balakas.planning.actions.posts import Place, Time
from balakas.planning.queries import readiness as readiness_queries
from balakas.planning.rules.duty import Member
from balakas.planning.rules.readiness import ItemState
from balakas.planning.rules.slots import Method, Oddity
from balakas.recipients.actions import documents, intake, rows, takeover, verification
from balakas.recipients.actions.documents import Upload
from balakas.recipients.queries import listed
from balakas.recipients.queries.listed import OnList
from balakas.sop.actions import steps as sop
from balakas.sop.queries import calendar


@dataclass(frozen=True, slots=True)
class Stage:
    """The office and the distribution under way."""

    office: DemoOffice
    distribution: Distribution

    @property
    def id(self) -> UUID:
        """The distribution's id."""
        return self.distribution.id

    @property
    def run_id(self) -> UUID:
        """The SOP run's id."""
        run_id = self.distribution.run_id
        if run_id is None:
            raise LookupError("a distribution opened from a letter has a run")
        return run_id


def letter(office: DemoOffice, facts: Facts, *, received: datetime) -> Letter:
    """Activity 1: the clerk registers the letter with its scan; the Camat sees it."""
    clerk, after = office.by("pengelola"), received + timedelta(minutes=6)
    scan = agenda.take_scan(
        office_id=office.id,
        content=pictures.page(facts.sender, facts.letter_number, "", facts.subject),
        by=clerk,
        at=after,
    )
    made = agenda.register(
        office_id=office.id, facts=facts, by=clerk, at=after,
        arrival=Arrival(received_at=received, reason="Dicatat setelah surat dipindai", scan=scan),
    )  # fmt: skip
    if made.run_id:
        sop.sign_off(run_id=made.run_id, number=1, by=office.by("camat"), at=received + timedelta(minutes=9))
    return made


def dispose(office: DemoOffice, held: Letter, *, at: datetime) -> None:
    """Activity 2: the Camat sends the letter to the Kasi."""
    wish = Wish(
        addressees=(office.users["kasi"].id,), instructions=("proceed", "report"),
        note="Siapkan data dan jadwal. Koordinasi dengan TKSK.",
    )  # fmt: skip
    dispositions.dispose(letter_id=held.id, wish=wish, by=office.by("camat"), at=at)


def open_from(office: DemoOffice, held: Letter, head: Head, shares: Sequence[Share], *, at: datetime) -> Stage:
    """Open the distribution; activity 2 is done with it."""
    made = distribution_actions.open_from_letter(
        letter_id=held.id, head=head, shares=shares, by=office.by("kasi"), at=at
    )
    stage = Stage(office, distributions.distribution_of(made.id))
    sop.sign_off(run_id=stage.run_id, number=2, by=office.by("kasi"), at=at)
    return stage


def type_list(stage: Stage, people: Sequence[Citizen], benefits: Sequence[tuple[UUID, ...]], *, at: datetime) -> None:
    """Type the letter's paper attachment, row by row, and take it over; `benefits` are each row's allocations."""
    kasi = stage.office.by("kasi")
    every = tuple(dict.fromkeys(one for row in benefits for one in row))
    held = intake.start_typed(distribution_id=stage.id, allocation_ids=every, by=kasi, at=at)
    for person, gets in zip(people, benefits, strict=True):
        values = {
            "name": person.name, "nik": person.nik, "kk": person.kk, "birth_place": person.birth_place,
            "birth_date": person.birth_date.strftime("%d/%m/%Y"), "sex": person.sex, "address": person.address,
            "rt": person.rt, "rw": person.rw, "village": person.village,
        }  # fmt: skip
        row_id = uuid7()
        typed = rows.save_typed(
            list_id=held.id, client_id=row_id, values=values, benefits=tuple(map(str, gets)), by=kasi, at=at
        )
        if typed is not None and not person.nik:
            rows.decide(
                list_id=held.id, row_id=row_id, version=typed.row.version, what="none", reason="Belum perekaman",
                by=kasi, at=at,
            )  # fmt: skip
    held.refresh_from_db()
    takeover.take_over(list_id=held.id, version=held.version, by=kasi, at=at)


def collect(stage: Stage, people: dict[str, Citizen], *, at: datetime, only: set[str] | None = None) -> None:
    """Photograph KTP and KK village by village; who has none brings a village statement."""
    for person in listed.on_list(stage.id):
        if only is not None and person.village_code not in only:
            continue
        by = _collector(stage, person.village_code)
        documents.add_documents(recipient_id=person.recipient_id, uploads=_papers(person, people), by=by, at=at)


def _collector(stage: Stage, village: str) -> Actor:
    names = {"63.11.03.2007": "desa.awayan", "63.11.03.2008": "desa.pudak"}
    return stage.office.by(names.get(village, "kasi"))


def _papers(person: OnList, people: dict[str, Citizen]) -> list[Upload]:
    citizen = people[person.name.upper()]
    if not citizen.nik:
        paper = pictures.statement(citizen)
        return [Upload("village_statement", "ktp", paper), Upload("village_statement", "kk", paper)]
    return [Upload("ktp", "ktp", pictures.ktp(citizen)), Upload("kk", "kk", pictures.kk(citizen))]


def verify(stage: Stage, villages: Sequence[str], *, at: datetime) -> None:
    """Look each village's papers through as the TKSK and verify it in one act."""
    for code in villages:
        verification.verify_village(
            distribution_id=stage.id,
            village_code=code,
            looked_through=True,
            alone=False,
            by=stage.office.by("tksk"),
            at=at,
        )


def prepare(
    stage: Stage, *, post: str, villages: Sequence[str], field_day: date, starts: datetime, at: datetime
) -> UUID:
    """Activity 4: method, post and time, duty order signed in ink, invitations, briefing, equipment. Return the post."""
    kasi = stage.office.by("kasi")
    sop.ensure_started(run_id=stage.run_id, number=4, by=kasi, at=at)
    plan.set_method(
        distribution_id=stage.id,
        terms=plan.Terms(Method.VILLAGE_HALL, bring=("KTP asli", "KK asli", "Undangan ini"), contact="TKSK Awayan"),
        seen_version=0, by=kasi, at=at,
    )  # fmt: skip
    made = posts.add_post(
        distribution_id=stage.id,
        place=Place(post, Method.VILLAGE_HALL, tuple(villages), place=post, at_village=villages[0], officer_id=stage.office.users["tksk"].id),
        by=kasi, at=at,
    )  # fmt: skip
    posts.add_slot(
        post_id=made.id,
        time=Time(starts, starts + timedelta(hours=3), villages=tuple(villages), accepted=frozenset(Oddity)),
        calendar=calendar.calendar_of(stage.office.id, at), by=kasi, at=at,
    )  # fmt: skip
    _duty_order(stage, post, field_day, at)
    plan.announce(
        distribution_id=stage.id, how="Surat dan WhatsApp grup Kesra", callable_villages=villages, by=kasi, at=at
    )
    invitations.issue(distribution_id=stage.id, by=kasi, at=at)
    _brief(stage, at)
    _equip(stage, at)
    return made.id


def _duty_order(stage: Stage, post: str, field_day: date, at: datetime) -> None:
    kasi = stage.office.by("kasi")
    head = letterhead.head_of(stage.office.id, at.date())
    members = tuple(
        Member(user.full_name, position, rank=rank, nip=user.nip, user_id=str(user.id))
        for user, position, rank in (
            (stage.office.users["kasi"], "Kepala Seksi PMDK", "Penata (III/c)"),
            (stage.office.users["tksk"], "TKSK Kecamatan Awayan", ""),
        )
    )
    draft = duty.Draft(
        title="Surat Perintah Tugas",
        basis=(_basis(stage),),
        consideration="", tasks=(f"Melaksanakan dan mendampingi {stage.distribution.title}", "Melaporkan hasilnya kepada Camat"),
        when=f"{field_day:%d-%m-%Y} pukul 08.30 WITA sampai selesai", where=post, place="Awayan", copies=(), members=members,
        signer=head.signer if head else None, signer_user_id=head.user_id if head else None,
    )  # fmt: skip
    duty.save_order(distribution_id=stage.id, draft=draft, seen_version=0, by=kasi, at=at)
    duty.number_order(distribution_id=stage.id, dated=at.date(), by=kasi, at=at)
    order = duty.print_order(distribution_id=stage.id, by=kasi, at=at)
    scan = pictures.signed(life.open_pdf(papers.paper_of(UUID(str(order.paper_id))), by=kasi, at=at))
    duty.return_signed(distribution_id=stage.id, content=scan, signed_on=at.date(), by=kasi, at=at)


def _basis(stage: Stage) -> str:
    letter = stage.distribution.letter
    return f"Surat {letter.sender} Nomor {letter.letter_number}" if letter else "Perintah Camat"


def _brief(stage: Stage, at: datetime) -> None:
    kasi, users = stage.office.by("kasi"), stage.office.users
    minutes = readiness.Minutes(
        held_at=at - timedelta(minutes=14), place="Aula Kecamatan Awayan", chair=users["kasi"].full_name, clerk=users["tksk"].full_name,
        points=("Metode dan jadwal penyaluran", "Cara memeriksa identitas dan perwakilan"),
        decisions=("Kesra desa memberi tahu penerima", "Lansia dan sakit boleh diwakilkan dengan surat kuasa"),
        seats=tuple(readiness.Seat(users[name].full_name, present=True, user_id=users[name].id) for name in ("kasi", "tksk", "desa.awayan", "desa.pudak")),
        ended_at=at,
    )  # fmt: skip
    readiness.save_briefing(distribution_id=stage.id, minutes=minutes, seen_version=0, by=kasi, at=at)
    readiness.settle_briefing(distribution_id=stage.id, by=kasi, at=at)


def _equip(stage: Stage, at: datetime) -> None:
    lines = [
        readiness.Line(name, quantity, ItemState.PRESENT)
        for name, quantity in (
            ("Meja dan kursi", "4 set"),
            ("Pengeras suara", "1"),
            ("Bantalan cap jempol", "2"),
            ("Daftar tanda terima", "1 rangkap"),
        )
    ]
    readiness.save_checklist(
        distribution_id=stage.id,
        lines=lines,
        seen_mark=readiness_queries.mark_of(stage.id),
        by=stage.office.by("kasi"),
        at=at,
    )
    sop.sign_off(run_id=stage.run_id, number=4, by=stage.office.by("kasi"), at=at)
