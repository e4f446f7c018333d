"""Reading a list in the background: parts, resuming, stopping, the helper process, and the page while it goes on."""

import hashlib
import hmac

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from balakas.audit.models import Entry
from balakas.common.helper import HelperFailed, Stage
from balakas.config.actions import take_up_again
from balakas.recipients import jobs
from balakas.recipients.actions import intake, loading, takeover
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import lists
from balakas.staff.rules import PositionKind
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, allocations, person_row, taken_over, views_of, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def distribution(world: World):
    return a_distribution(world)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(loading, "PART", 4)


def people(count: int) -> bytes:
    changes = {3: {"nik": ""}, 7: {"village": "Kota Antah"}, 9: {"nik": "6311034107559001"}}
    return workbook_of(*(person_row(n, **changes.get(n, {})) for n in range(1, count + 1)))


def begin(world, distribution, content: bytes) -> RecipientList:
    return intake.begin_file(
        distribution_id=distribution.id, content=content, file_name="daftar.xlsx",
        allocation_ids=allocations(distribution)[:1], by=world.actor(PositionKind.KASI_PMDK), at=MONDAY,
    )  # fmt: skip


def said(held: RecipientList) -> list[tuple[object, ...]]:
    """What is staged, opened: order, values, problems as stored."""
    return [
        (view.row.order, view.checked.judged.name, view.checked.judged.nik, view.row.problems)
        for view in views_of(held)
    ]


def dying(monkeypatch, after: int) -> None:
    """Let the worker die before its part number `after`."""
    insert = loading.insert_ready
    parts = iter(range(after))

    def insert_or_die(*words):
        if next(parts, None) is None:
            raise MemoryError
        return insert(*words)

    monkeypatch.setattr(loading, "insert_ready", insert_or_die)


def test_the_background_stages_what_waiting_would_have_staged(world, distribution):
    held = begin(world, distribution, people(14))
    assert held.state == "reading"
    jobs.stage(held.id)
    held.refresh_from_db()
    assert (held.state, held.progress) == ("staged", {})
    assert held.counts["problems"] == {"nik_missing": 1, "village_unknown": 1, "duplicate_nik": 1}
    assert [one[0] for one in said(held)] == list(range(1, 15))
    assert Entry.objects.filter(act="recipients.stage_list").count() == 1


def test_a_killed_worker_s_list_goes_on_behind_its_whole_parts(world, distribution, monkeypatch):
    held = begin(world, distribution, people(14))
    with monkeypatch.context() as patch:
        dying(patch, 2)
        with pytest.raises(MemoryError):
            jobs.stage(held.id)
    before = list(StagedRow.objects.order_by("order").values_list("id", flat=True))
    assert len(before) == 8
    held.refresh_from_db()
    assert (held.state, held.progress["done"], held.progress["of"]) == ("reading", 8, 14)
    jobs.stage(held.id)
    held.refresh_from_db()
    assert list(StagedRow.objects.order_by("order").values_list("id", flat=True))[:8] == before
    assert [one[0] for one in said(held)] == list(range(1, 15))
    assert held.counts["rows"] == 14
    assert held.counts["problems"] == {"nik_missing": 1, "village_unknown": 1, "duplicate_nik": 1}
    jobs.stage(held.id)  # a job that comes once more finds nothing to do
    assert StagedRow.objects.count() == 14


def test_what_a_dead_worker_was_doing_is_queued_again(world, distribution, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        begin(world, distribution, people(5))
    DBTaskResult.objects.update(status="RUNNING")
    assert take_up_again() == 1
    assert DBTaskResult.objects.ready().count() == 1


def test_a_list_discarded_meanwhile_stops_its_reading(world, distribution, monkeypatch):
    held = begin(world, distribution, people(14))
    insert = loading.insert_ready

    def insert_and_discard(*words):
        insert(*words)
        intake.discard(list_id=held.id, by=world.actor(PositionKind.KASI_PMDK), at=MONDAY)

    monkeypatch.setattr(loading, "insert_ready", insert_and_discard)
    jobs.stage(held.id)
    held.refresh_from_db()
    assert held.state == "discarded"
    assert not StagedRow.objects.exists()


def test_a_second_worker_takes_the_list_over_from_the_first(world, distribution, monkeypatch):
    held = begin(world, distribution, people(14))
    insert, once = loading.insert_ready, iter([True])

    def insert_beside_another(*words):
        if next(once, False):
            loading._take_on(held.id, "another")
        return insert(*words)

    monkeypatch.setattr(loading, "insert_ready", insert_beside_another)
    jobs.stage(held.id)
    held.refresh_from_db()
    assert (held.state, held.progress["run"], StagedRow.objects.count()) == ("reading", "another", 4)


def test_a_file_that_is_no_list_is_put_down_with_its_sentence(world, distribution):
    held = begin(world, distribution, b"halo;dunia\n1;2\n")
    jobs.stage(held.id)
    held.refresh_from_db()
    assert held.state == "unread"
    shown = world.client(PositionKind.KASI_PMDK).get(reverse("recipients:list", args=[held.id])).content.decode()
    assert "Baris judul kolom" in shown
    intake.discard(list_id=held.id, by=world.actor(PositionKind.KASI_PMDK), at=MONDAY)


def test_the_page_tells_how_far_it_is_and_how_long_it_takes(world, distribution):
    held = begin(world, distribution, people(5))
    client = world.client(PositionKind.KASI_PMDK)
    assert "sedang dibuka" in client.get(reverse("recipients:list", args=[held.id])).content.decode()
    held.progress = {
        "run": "x", "started": "2026-01-12T01:00:00+00:00", "at": "2026-01-12T01:01:00+00:00", "begun_at": 0,
        "done": 200_000, "of": 1_000_000,
    }  # fmt: skip
    held.save()
    assert "kira-kira 4 menit lagi" in client.get(reverse("recipients:list", args=[held.id])).content.decode()


def test_the_helper_process_gives_the_same(world, distribution, monkeypatch):
    monkeypatch.setattr(loading, "PAYS", 0)
    held = begin(world, distribution, people(14))
    jobs.stage(held.id)
    held.refresh_from_db()
    first = said(held)
    StagedRow.objects.all().delete()
    RecipientList.objects.update(state="reading")
    monkeypatch.setattr(loading, "PAYS", 10**9)
    jobs.stage(held.id)
    held.refresh_from_db()
    assert said(held) == first
    assert len(first) == 14


def test_people_of_earlier_lists_are_known_and_what_differs_is_said(world, distribution):
    taken_over(world, distribution, *(person_row(n) for n in range(1, 6)))
    following = a_distribution(world)
    content = workbook_of(
        person_row(1), person_row(2, kk="6311030910149099"), person_row(3, village="Pudak"), person_row(4, name="ORANG LAIN"),
        person_row(9),
    )  # fmt: skip
    held = begin(world, following, content)
    jobs.stage(held.id)
    held.refresh_from_db()
    found = [row.findings for row in StagedRow.objects.filter(recipient_list=held).order_by("order")]
    assert found == ["known", "known,other_kk", "known,moved", "other_name", ""]
    assert held.counts["findings"] == {"known": 3, "other_kk": 1, "moved": 1, "other_name": 1}
    assert [row.order for row in lists.shown_rows(held, shown="semua", code="moved")] == [3]
    takeover.take_over(list_id=held.id, version=held.version, by=world.actor(PositionKind.KASI_PMDK), at=MONDAY)
    again = begin(world, following, workbook_of(person_row(1), person_row(2)))
    jobs.stage(again.id)
    assert {row.findings for row in StagedRow.objects.filter(recipient_list=again)} == {"here"}


def test_many_indexes_are_the_same_as_one(world):
    office = world.office.id
    values = ["6311034107559001", "", "63.1103-4107 559001", "abc"]
    assert vault.blind_indexes(office, IndexKind.NIK, values) == [
        vault.blind_index(office, IndexKind.NIK, value) if value else b"" for value in values
    ]
    key = vault.indexer(office, IndexKind.NIK).key
    assert vault.blind_index(office, IndexKind.NIK, values[0]) == hmac.digest(key, values[0].encode(), hashlib.sha256)


def one_of_many(number: int, **changes: str):
    return person_row(1, **{"nik": f"{631103 + number // 900:06d}410755{9001 + number % 900}", **changes})


@pytest.mark.parametrize("pays", [0, 10**9])
def test_hundreds_without_a_nik_are_nobody_s_doubles(world, distribution, monkeypatch, pays):
    monkeypatch.setattr(loading, "PAYS", pays)
    monkeypatch.setattr(loading, "PART", 50)
    nothing = ["", "0", "-", "0000000000000000", "belum ada"]
    held = begin(world, distribution, workbook_of(*(one_of_many(n, nik=nothing[n % 5]) for n in range(1, 401))))
    jobs.stage(held.id)
    held.refresh_from_db()
    assert held.counts["problems"] == {"nik_missing": 400}
    assert held.counts["findings"] == {}
    assert set(StagedRow.objects.values_list("nik_index", "person")) == {(b"", None)}


@pytest.mark.parametrize("pays", [0, 10**9])
def test_a_third_of_bad_rows_keeps_no_good_one_back(world, distribution, monkeypatch, pays):
    monkeypatch.setattr(loading, "PAYS", pays)
    monkeypatch.setattr(loading, "PART", 50)
    spoilt = [{}, {"nik": ""}, {}, {"village": "Kota Antah"}, {}, {}, {"nik": "63110341075590"}, {}, {}, {}]
    held = begin(world, distribution, workbook_of(*(one_of_many(n, **spoilt[n % 10]) for n in range(1, 401))))
    jobs.stage(held.id)
    held.refresh_from_db()
    assert held.counts["problems"] == {"nik_missing": 40, "village_unknown": 40, "nik_length": 40}
    assert (held.counts["ready"], held.counts["kept_back"]) == (280, 120)
    takeover.take_over(list_id=held.id, version=held.version, by=world.actor(PositionKind.KASI_PMDK), at=MONDAY)
    held.refresh_from_db()
    assert (held.counts["taken"], held.counts["kept_back"]) == (280, 120)


@pytest.mark.parametrize("pays", [0, 10**9])
def test_the_last_of_many_broken_is_one_named_cell(world, distribution, monkeypatch, pays):
    monkeypatch.setattr(loading, "PAYS", pays)
    monkeypatch.setattr(loading, "PART", 50)
    broken = {"nik": "6311034107559O01"}
    held = begin(
        world, distribution, workbook_of(*(one_of_many(n, **(broken if n == 401 else {})) for n in range(1, 402)))
    )
    jobs.stage(held.id)
    held.refresh_from_db()
    assert (held.counts["ready"], held.counts["problems"]) == (400, {"nik_not_digits": 1})
    row = StagedRow.objects.exclude(severity="").get()
    assert (row.order, row.problems) == (401, [["nik_not_digits", "nik"]])
    assert row.row_number == StagedRow.objects.get(order=1).row_number + 400


@pytest.mark.parametrize("pays", [0, 10**9])
def test_a_file_that_ends_badly_leaves_nothing_staged(world, distribution, monkeypatch, pays):
    monkeypatch.setattr(loading, "PAYS", pays)
    held = begin(
        world, distribution, b"NAMA;NIK;NIK\n" + b"".join(b"Siti;%d;%d\n" % (n, n + (n == 30)) for n in range(31))
    )
    jobs.stage(held.id)
    held.refresh_from_db()
    assert (held.state, held.progress["code"], StagedRow.objects.count()) == ("unread", "heads_alike", 0)


def test_a_helper_that_dies_leaves_the_list_to_the_next_worker(world, distribution, monkeypatch):
    monkeypatch.setattr(loading, "PAYS", 0)
    held = begin(world, distribution, people(14))
    with monkeypatch.context() as patch:
        patch.setattr(loading, "_PREPARE", Stage("tests.recipients.dying:prepare"))
        with pytest.raises(HelperFailed):
            jobs.stage(held.id)
    assert StagedRow.objects.count() == 8
    held.refresh_from_db()
    assert held.state == "reading"
    jobs.stage(held.id)
    assert [one[0] for one in said(held)] == list(range(1, 15))
