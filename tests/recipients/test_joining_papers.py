"""The papers of a replacement and the power of attorney: numbered, frozen, brought back signed."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest

from balakas.papers.models import Paper
from balakas.papers.queries import papers as paper_queries
from balakas.recipients.actions import joining_papers, representatives
from balakas.recipients.models import Representative
from balakas.recipients.queries import representatives as queries
from balakas.recipients.rules import joining as rules
from balakas.staff.rules import PositionKind
from balakas.vault import queries as vault
from tests.conftest import MONDAY
from tests.helpers import assert_same_query_count
from tests.recipients.joinings import addition, kasi, replacement
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 12)


@pytest.fixture
def recipient(world):
    return taken_over(world, a_distribution(world), person_row(1))[0]


def papers_of(world, row):
    return joining_papers.make_papers(joining_id=row.id, dated=DAY, by=kasi(world), at=MONDAY)


def test_minutes_and_statement_are_made_numbered_and_frozen_once(world, recipient):
    row = papers_of(world, replacement(world, recipient))
    minutes, statement = Paper.objects.get(id=row.minutes_id), Paper.objects.get(id=row.statement_id)
    assert (minutes.kind, minutes.state, minutes.dated, bool(minutes.number_text)) == (
        "replacement",
        "printed",
        DAY,
        True,
    )
    assert (statement.kind, statement.state, statement.number_text) == ("sptjm", "printed", "")
    told = paper_queries.data_of(minutes)["replacements"][0]
    assert (told["old"]["nik"], told["new"]["nik"]) == ("6311034107559001", "6311034505559002")
    assert (told["reason"], told["evidence"]) == (
        "Meninggal dunia", "Akta atau surat keterangan kematian Nomor 474.3/002/2026",
    )  # fmt: skip
    with pikepdf.open(BytesIO(vault.file_bytes(minutes.pdf_file_id))) as pdf:
        assert len(pdf.pages) == 1
    again = papers_of(world, row)
    assert (again.minutes_id, Paper.objects.count()) == (row.minutes_id, 2)


def test_they_come_back_signed(world, recipient):
    row = papers_of(world, replacement(world, recipient))
    wanted = {"joining_id": row.id, "content": a_photo(), "signed_on": DAY, "by": kasi(world), "at": MONDAY}
    joining_papers.return_signed(paper_id=row.minutes_id, **wanted)
    assert Paper.objects.get(id=row.minutes_id).state == "signed"
    other = papers_of(world, replacement(world, taken_over(world, recipient.distribution, person_row(2))[0]))
    with pytest.raises(rules.JoiningSettled):  # another replacement's paper
        joining_papers.return_signed(paper_id=other.minutes_id, **wanted)


def test_an_addition_has_no_minutes_of_replacement(world, recipient):
    row = addition(world, recipient.distribution)
    with pytest.raises(rules.JoiningSettled):
        papers_of(world, row)


def represent(world, recipient, **changes) -> Representative:
    wanted = {
        "name": "Budi Anu",
        "relation": "anak",
        "lasting": False,
        "reason": "ibu sakit",
        "number": "6311030107559003",
    }
    return representatives.name_representative(
        recipient_id=recipient.id, by=world.actor(PositionKind.TKSK), at=MONDAY, **{**wanted, **changes}
    )


def test_a_power_of_attorney_is_printed_once_and_counts_once_it_is_back(world, recipient):
    row = represent(world, recipient)
    known = {
        "recipient_id": recipient.id, "representative_id": row.id, "by": world.actor(PositionKind.TKSK), "at": MONDAY,
    }  # fmt: skip
    with pytest.raises(rules.NoPower):
        joining_papers.power_signed(content=a_photo(), signed_on=DAY, **known)
    made = joining_papers.make_power(**known)
    assert joining_papers.make_power(**known).paper_id == made.paper_id
    paper = Paper.objects.get()
    assert (paper.kind, paper.state, made.letter_file_id) == ("power_of_attorney", "printed", None)
    told = paper_queries.data_of(paper)
    assert (told["taker"]["nik"], told["benefits"]) == ("6311030107559003", ["Permakanan: Rp250.000 (2026-01)"])
    joining_papers.power_signed(content=a_photo(), signed_on=DAY, **known)
    row.refresh_from_db()
    assert (Paper.objects.get().state, row.letter_file_id is not None) == ("signed", True)


def test_one_representative_for_many_is_flagged_by_nik_or_by_name(world):
    distribution = a_distribution(world)
    people = taken_over(world, distribution, *[person_row(number) for number in range(1, 6)])
    for recipient in people[:4]:
        represent(world, recipient)
    represent(world, people[4], name="BUDI  ANU", number="")  # no NIK: told by the name, which is another mark
    found = queries.collectors(world.officer(PositionKind.KASI_PMDK), distribution.id)
    assert [(one.masked, len(one.recipients), one.too_many) for one in found] == [
        ("6311••••••••9003", 4, True), ("", 1, False),
    ]  # fmt: skip
    assert queries.also_for(Representative.objects.order_by("at").first(), distribution.id) == 4


def test_a_guardian_ended_or_somebody_off_the_list_does_not_count(world):
    distribution = a_distribution(world)
    people = taken_over(world, distribution, *[person_row(number) for number in range(1, 5)])
    rows = [represent(world, recipient, lasting=True) for recipient in people]
    representatives.end_representative(
        recipient_id=people[0].id, representative_id=rows[0].id, by=world.actor(PositionKind.TKSK), at=MONDAY
    )
    people[1].state = "out"
    people[1].save()
    found = queries.collectors(world.officer(PositionKind.KASI_PMDK), distribution.id)
    assert [(len(one.recipients), one.too_many) for one in found] == [(2, False)]


def test_the_page_of_representatives_asks_as_often_for_many_as_for_few(world, client):
    distribution = a_distribution(world)
    people = taken_over(world, distribution, *[person_row(number) for number in range(1, 7)])
    represent(world, people[0])
    client.force_login(world.users[PositionKind.KASI_PMDK])

    def grow() -> None:
        for number, recipient in enumerate(people[1:]):
            represent(world, recipient, number=f"63110301075590{30 + number}")

    assert_same_query_count(lambda: client.get(f"/penerima/{distribution.id}/wakil/"), grow)
