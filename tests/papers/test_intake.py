"""A scan is what its content says; what is shown runs nothing and carries nothing along."""

import io

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from balakas.papers.actions.intake import look_at, take_scan
from balakas.papers.rules import scans
from balakas.papers.rules.scans import ScanType
from balakas.vault import queries as vault
from balakas.vault.actions import office_subject
from balakas.vault.models import StoredFile


def picture(form="JPEG", size=(300, 200), **how):
    buffer = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(buffer, form, **how)
    return buffer.getvalue()


def pdf(change=lambda made: None, **how):
    made = pikepdf.new()
    made.add_blank_page()
    change(made)
    buffer = io.BytesIO()
    made.save(buffer, **how)
    return buffer.getvalue()


def script():
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")


def launch():
    return pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def on_page(key, value):
    return lambda made: made.pages[0].obj.__setitem__(key, value)


def annotation(subtype, **keys):
    def change(made):
        item = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + subtype), Rect=[0, 0, 9, 9], **keys
        )
        made.pages[0].obj["/Annots"] = pikepdf.Array([made.make_indirect(item)])

    return change


def attached(made):
    made.attachments["jahat.exe"] = b"MZ"


def named_script(made):
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script()]))


def scripted_field(made):
    parent = made.make_indirect(pikepdf.Dictionary(T="a", FT=pikepdf.Name.Tx, AA=pikepdf.Dictionary(F=script())))
    child = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            Rect=[0, 0, 9, 9],
            Parent=parent,
            AA=pikepdf.Dictionary(K=script()),
        )
    )
    parent.Kids = pikepdf.Array([child, parent])  # in a circle, as a broken or hostile file may be
    made.pages[0].obj["/Annots"] = pikepdf.Array([child])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([parent]))


def xfa(made):
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA="x")


RUNS = {
    "open action": lambda made: made.Root.__setitem__("/OpenAction", script()),
    "launch on opening": lambda made: made.Root.__setitem__("/OpenAction", launch()),
    "script by name": named_script,
    "script of a page": on_page("/AA", pikepdf.Dictionary(O=script())),
    "link that launches": annotation("Link", A=launch()),
    "link that goes on to a script": annotation(
        "Link", A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://a.example", Next=script())
    ),
    "field with a script": scripted_field,
    "attached file": attached,
    "attached note": annotation("FileAttachment"),
    "XFA form": xfa,
}


@pytest.mark.parametrize("name", RUNS)
def test_what_runs_is_left_out_of_the_shown_copy_and_said(name):
    kind, copy = look_at(pdf(RUNS[name]))

    assert kind is ScanType.PDF
    assert copy.note == scans.STRIPPED
    with pikepdf.open(io.BytesIO(copy.content)) as shown:
        text = b"".join(item.unparse(resolved=False) for item in shown.objects)
        assert len(shown.attachments) == 0
    for sign in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/FileAttachment", b"/XFA", b"cmd.exe"):
        assert sign not in text


@pytest.mark.parametrize(
    "change",
    [
        lambda made: None,
        lambda made: made.Root.__setitem__("/OpenAction", pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])),
        annotation("Link", A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://a.example")),
        lambda made: made.Root.__setitem__("/AcroForm", pikepdf.Dictionary(Fields=[])),
    ],
)
def test_a_plain_pdf_is_taken_without_a_word(change):
    assert look_at(pdf(change))[1].note == ""


@pytest.mark.parametrize(("form", "kind"), [("JPEG", ScanType.JPEG), ("PNG", ScanType.PNG)])
def test_a_picture_is_shown_as_a_new_jpeg(form, kind):
    seen, copy = look_at(picture(form))

    assert seen is kind
    with Image.open(io.BytesIO(copy.content)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (300, 200))


def test_a_heic_photo_of_a_phone():
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.effect_noise((320, 240), 30).convert("RGB")).save(buffer)

    kind, copy = look_at(buffer.getvalue())

    assert kind is ScanType.HEIC
    assert Image.open(io.BytesIO(copy.content)).size == (320, 240)


def test_a_photo_is_turned_upright_and_loses_its_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Merek Ponsel"
    copy = look_at(picture(exif=exif))[1]

    with Image.open(io.BytesIO(copy.content)) as shown:
        assert shown.size == (200, 300)
        assert not shown.getexif()
    assert b"Merek Ponsel" not in copy.content


def test_a_large_photo_is_shown_smaller():
    assert max(Image.open(io.BytesIO(look_at(picture(size=(3200, 1200)))[1].content)).size) == scans.SHOWN_SIDE


def test_see_through_parts_become_white_paper():
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(buffer, "PNG")

    assert Image.open(io.BytesIO(look_at(buffer.getvalue())[1].content)).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", scans.ScanEmpty),
        (b"bukan gambar, walau namanya foto.jpg", scans.ScanUnknown),
        (b"PK\x03\x04" + b"\0" * 60, scans.ScanUnknown),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", scans.ScanUnknown),
        (b"GIF89a" + b"\0" * 60, scans.ScanUnknown),
        (b"\xff\xd8\xff" + b"x" * 200, scans.ScanBroken),
        (picture()[:2000], scans.ScanBroken),
        (picture("PNG")[:3000], scans.ScanBroken),
        (b"%PDF-1.7\nrusak", scans.ScanBroken),
        (b"\0\0\0\x18ftypheic" + b"x" * 100, scans.ScanBroken),
        (b"\xff\xd8\xff" + b"\0" * (scans.MAX_BYTES + 1), scans.ScanTooLarge),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), scans.ScanLocked),
    ],
)
def test_what_is_no_scan_gets_a_sentence(content, error):
    with pytest.raises(error) as refused:
        look_at(content)
    assert "%(" not in str(refused.value)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(scans, "MAX_PIXELS", 10_000)
    with pytest.raises(scans.ScanTooManyPixels):
        look_at(picture())


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(scans, "MAX_PAGES", 1)
    with pytest.raises(scans.ScanTooManyPages):
        look_at(pdf(lambda made: made.add_blank_page()))


def test_the_original_is_kept_byte_for_byte_and_sealed(world, monday):
    content = pdf(RUNS["launch on opening"])
    subject = office_subject(office_id=world.office.id, at=monday)

    scan = take_scan(content, office_id=world.office.id, subject_id=subject, at=monday)

    assert vault.file_bytes(scan.original_id) == content
    assert vault.file_path(scan.original_id).read_bytes().find(b"%PDF") == -1
    assert b"cmd.exe" not in vault.file_bytes(scan.shown_id)
    assert scan.note == scans.STRIPPED


def test_what_is_refused_leaves_nothing_behind(world, monday):
    subject = office_subject(office_id=world.office.id, at=monday)
    with pytest.raises(scans.ScanBroken):
        take_scan(picture()[:2000], office_id=world.office.id, subject_id=subject, at=monday)
    assert StoredFile.objects.count() == 0
