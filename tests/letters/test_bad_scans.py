"""A file that cannot be taken gets one sentence at its field, a PDF that runs something says so; nothing typed is lost."""

import io
import struct
import zlib

import pikepdf
import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from balakas.letters.models import Disposisi, Letter
from balakas.papers.rules.scans import STRIPPED
from balakas.staff.rules import PositionKind
from balakas.vault.queries import file_bytes
from tests.letters.cases import picture, register
from tests.letters.scanned import letter_pdf

CAMAT, KASI, CLERK = PositionKind.CAMAT, PositionKind.KASI_PMDK, PositionKind.CLERK
TYPED = {"sender": "Dinas Sosial", "subject": "Penyaluran", "urgency": "ordinary", "starts_procedure": "on"}
MEGABYTE = 1024 * 1024


def changed(change=lambda made: None, **how):
    made, buffer = pikepdf.open(io.BytesIO(letter_pdf("agency"))), io.BytesIO()
    change(made)
    made.save(buffer, **how)
    return buffer.getvalue()


def script(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")


def launch(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def embedded(made):
    made.attachments["jahat.exe"] = b"MZ"


def bomb(side=60_000):
    """A PNG whose head promises `side` times `side` points, in a few bytes."""

    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\0" * (side // 8 + 1)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(row * 200)) + part(b"IEND", b"")


def heavy_photo():
    """A photo that is sound in its first half megabyte and has 50 MB."""
    return picture() + b"\0" * (50 * MEGABYTE)


def heic():
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.effect_noise((320, 240), 30).convert("RGB")).save(buffer)
    return buffer.getvalue()


REFUSED = {
    "empty": (lambda: b"", "Berkas ini kosong"),
    "locked": (
        lambda: changed(encryption=pikepdf.Encryption(user="rahasia", owner="lain")),
        "terkunci dengan kata sandi",
    ),
    "cut off": (lambda: letter_pdf("agency")[:900], "rusak dan tidak dapat dibaca"),
    "no picture": (lambda: b"\xff\xd8\xff\xe0ini bukan foto", "rusak dan tidak dapat dibaca"),
    "half a photo": (lambda: heic()[:400], "rusak dan tidak dapat dibaca"),
    "words": (lambda: b"halo", "bukan PDF, JPEG, PNG, atau HEIC"),
    "50 MB": (heavy_photo, "paling besar 25 MB"),
    "bomb": (bomb, "Gambar ini terlalu besar"),
    "giant": (lambda: bomb(9_000), "Gambar ini terlalu besar (81 megapiksel)"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("step", ["read", ""])
def test_what_cannot_be_taken_is_said_at_the_field_and_nothing_is_lost(world, name, step):
    made, sentence = REFUSED[name]
    answer = world.client(CLERK).post(
        reverse("letters:register"), {**TYPED, "scan": SimpleUploadedFile("surat.pdf", made()), "step": step}
    )
    form = answer.context["form"]
    assert len(form.errors["scan"]) == 1
    assert sentence in form.errors["scan"][0]
    assert form["subject"].value() == TYPED["subject"]
    assert list(form.errors) == ["scan"]
    assert answer.content.decode().count(sentence) == 2, "in the summary and at the field"
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("name", REFUSED)
def test_a_scan_that_follows_later_is_refused_at_its_field_too(world, name):
    made, sentence = REFUSED[name]
    letter = register(world)
    answer = world.client(CLERK).post(
        reverse("letters:add_scan", args=[letter.id]), {"scan": SimpleUploadedFile("surat.pdf", made())}
    )
    assert sentence in answer.content.decode()
    assert sentence in answer.context["scan_form"].errors["scan"][0]
    letter.refresh_from_db()
    assert letter.scan_file_id is None


def test_a_heic_photo_is_taken_and_shown_as_jpeg(world):
    client = world.client(CLERK)
    client.post(reverse("letters:register"), {**TYPED, "scan": SimpleUploadedFile("surat.heic", heic())})
    shown = client.get(reverse("letters:scan", args=[Letter.objects.get().id]))
    assert shown["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("change", [script, launch, embedded])
def test_a_pdf_that_runs_something_is_taken_and_the_page_says_what_is_shown(world, change):
    client, content = world.client(CLERK), changed(change)
    answer = client.post(reverse("letters:register"), {"scan": SimpleUploadedFile("a.pdf", content), "step": "read"})
    assert STRIPPED in answer.content.decode()
    token = answer.context["form"]["held"].value()
    answer = client.post(reverse("letters:register"), {**TYPED, "held": token}, follow=True)
    letter = Letter.objects.get()
    assert STRIPPED in answer.content.decode()
    assert file_bytes(letter.scan_file_id) == content
    shown = client.get(reverse("letters:scan", args=[letter.id])).content
    with pikepdf.open(io.BytesIO(shown)) as copy:
        assert "/OpenAction" not in copy.Root
        assert len(copy.attachments) == 0


def test_a_better_scan_takes_the_sentence_away(world):
    client, letter = world.client(CLERK), register(world)
    for content, said in ((changed(script), STRIPPED), (changed(), "")):
        client.post(reverse("letters:add_scan", args=[letter.id]), {"scan": SimpleUploadedFile("a.pdf", content)})
        letter.refresh_from_db()
        assert letter.scan_note == said


def test_the_sheet_of_a_disposition_says_it_too(world):
    letter, client = register(world), world.client(CLERK)
    sheet = SimpleUploadedFile("lembar.pdf", changed(script))
    who = {"author": str(world.users[CAMAT].id), "addressees": [str(world.users[KASI].id)], "instructions": ["proceed"]}
    answer = client.post(reverse("letters:dispose_pen", args=[letter.id]), {**who, "scan": sheet}, follow=True)
    assert Disposisi.objects.get().sheet_note == STRIPPED
    assert STRIPPED in answer.content.decode()
