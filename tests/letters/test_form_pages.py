"""Forms of the room letters as a clerk and the Camat send them, good and bad."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from balakas.letters.models import Disposisi, Letter
from balakas.staff.models import Appointment
from balakas.staff.rules import PositionKind
from balakas.vault.queries import file_bytes
from tests.letters.cases import picture, register

CAMAT, SEKRETARIS, KASI, TKSK, CLERK = (
    PositionKind.CAMAT,
    PositionKind.SEKRETARIS,
    PositionKind.KASI_PMDK,
    PositionKind.TKSK,
    PositionKind.CLERK,
)


def fields(number: int = 17, **more):
    given = {
        "sender": "Dinas Sosial Kabupaten Balangan",
        "subject": "Penyaluran bansos permakanan",
        "letter_number": f"400.9/{number:03d}/Dinsos/2026",
        "letter_date": "2026-01-09",
        "urgency": "ordinary",
        "starts_procedure": "on",
    }
    return {**given, **more}


def scan_of(content: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def scripted_pdf() -> bytes:
    pdf, buffer = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('halo')")
    pdf.save(buffer, compress_streams=False)
    return buffer.getvalue()


def send(client, name, data, *args):
    return client.post(reverse(f"letters:{name}", args=args), data)


def text(answer) -> str:
    return answer.content.decode()


def usual(world, *kinds, **more):
    return {
        "addressees": [str(world.users[kind].id) for kind in kinds or (KASI,)],
        "instructions": ["proceed"],
        **more,
    }


@pytest.fixture
def clerk(world):
    return world.client(CLERK)


def registered(world, number=17):
    return register(world, number, at=timezone.now())


def test_a_file_of_fifty_megabytes_keeps_the_other_fields(clerk):
    answer = send(clerk, "register", fields(scan=scan_of(b"\xff\xd8\xff\xe0" + bytes(50 * 1024 * 1024), "foto.jpg")))
    assert Letter.objects.count() == 0
    assert "paling besar 25 MB" in text(answer)
    assert "400.9/017/Dinsos/2026" in text(answer)


def test_a_pdf_with_scripts_is_shown_without_them_and_the_original_is_kept(clerk):
    sent = scripted_pdf()
    send(clerk, "register", fields(scan=scan_of(sent)))
    letter = Letter.objects.get()
    shown = clerk.get(reverse("letters:scan", args=[letter.id])).content
    papers = [pikepdf.open(BytesIO(content)) for content in (sent, shown)]
    assert ["/OpenAction" in paper.Root for paper in papers] == [True, False]
    assert file_bytes(letter.scan_file_id) == sent


def test_a_letter_of_yesterday_needs_its_reason(clerk):
    earlier = timezone.localtime(timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert send(clerk, "register", fields(received_at=earlier)).status_code == 200
    assert Letter.objects.count() == 0
    send(clerk, "register", fields(received_at=earlier, reason="Listrik padam"))
    assert Letter.objects.get().received_reason == "Listrik padam"


def test_the_camat_sends_the_usual_disposition_with_one_tap(world):
    letter = registered(world)
    camat = world.client(CAMAT)
    page = camat.get(reverse("letters:dispose", args=[letter.id]))
    assert "Kirim disposisi biasa" in text(page)
    send(camat, "dispose", page.context["usual"], letter.id)
    row = Disposisi.objects.get()
    assert (row.author_title, [line.user for line in row.addressees.all()]) == ("Camat", [world.users[KASI]])


def test_a_plh_disposes_under_the_acting_title(world):
    today = timezone.localdate()
    Appointment.objects.filter(user=world.users[CAMAT]).update(valid_to=today - timedelta(days=1))
    Appointment.objects.create(
        user=world.users[SEKRETARIS], office=world.office, position=CAMAT, acting="plh", valid_from=today
    )
    letter = registered(world)
    assert send(world.client(CAMAT), "dispose", usual(world), letter.id).status_code == 404
    send(world.client(SEKRETARIS), "dispose", usual(world), letter.id)
    assert Disposisi.objects.get().author_title == "Plh. Camat"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"deadline": "2026-01-01"}, "Batas waktu tidak boleh mendahului"),
        ({"addressees": []}, "Pilih paling sedikit satu orang"),
        ({"instructions": []}, "Centang paling sedikit satu petunjuk"),
    ],
)
def test_a_disposition_that_says_too_little_comes_back(world, wrong, sentence):
    letter = registered(world)
    answer = send(world.client(CAMAT), "dispose", usual(world, **{"note": "", **wrong}), letter.id)
    assert sentence in text(answer)
    assert Disposisi.objects.count() == 0


def test_a_sheet_in_pen_keeps_its_photo_over_an_error(clerk, world):
    letter = registered(world)
    sent = usual(world, author=str(world.users[CAMAT].id))
    assert "Lampirkan foto lembar" in text(send(clerk, "dispose_pen", sent, letter.id))
    answer = send(clerk, "dispose_pen", {**sent, "addressees": [], "scan": scan_of(picture())}, letter.id)
    assert "Foto lembar sudah diterima" in text(answer)
    send(clerk, "dispose_pen", {**sent, "held": answer.context["form"]["held"].value()}, letter.id)
    row = Disposisi.objects.get()
    assert (row.author, row.recorded_by) == (world.users[CAMAT], world.users[CLERK])
    assert "Dicatat oleh Aulia Rahman" in text(clerk.get(reverse("letters:detail", args=[letter.id])))


def test_only_who_wrote_or_entered_a_disposition_is_offered_to_take_it_back(clerk, world):
    letter = registered(world)
    send(world.client(CAMAT), "dispose", usual(world), letter.id)
    page = reverse("letters:detail", args=[letter.id])
    offered = ["Tarik disposisi" in text(world.client(kind).get(page)) for kind in (CAMAT, KASI, CLERK)]
    assert offered == [True, False, False]


def test_a_cancelled_letter_waits_for_nothing(clerk, world):
    letter = registered(world)
    send(clerk, "cancel", {"reason": "Salah alamat"}, letter.id)
    page = text(clerk.get(reverse("letters:detail", args=[letter.id])))
    assert "Tidak didisposisi" in page
    assert "menunggu disposisi" not in page
    assert "Waktu SOP" not in page
