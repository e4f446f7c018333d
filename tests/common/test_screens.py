"""The gallery shows every component; the shell keeps its promises."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import Client
from django_cotton.compiler_regex import CottonCompiler

from balakas.common.templatetags import balakas as tags
from balakas.staff.rules import PositionKind
from tests.conftest import World

TEMPLATES = Path(tags.__file__).resolve().parent.parent / "templates"


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        (0, "0 menit"),
        (29, "0 menit"),
        (30, "1 menit"),
        (4800, "1 jam 20 menit"),
        (43200, "12 jam"),
        (-240, "−4 menit"),
    ],
)
def test_working_time(value: int | None, expected: str) -> None:
    assert tags.working_time(value) == expected


def test_numbers_and_dates_are_indonesian() -> None:
    assert draw("{{ 600000|rupiah }} {{ 1234567|number }}") == "Rp600.000 1.234.567"
    assert draw("{{ d|day_and_date }}", d=date(2026, 8, 17)) == "Senin, 17 Agustus 2026"
    # 23.34 UTC on the 16th is 07.34 on the 17th in the office's zone (WITA)
    assert draw("{{ m|moment }}", m=datetime(2026, 8, 16, 23, 34, tzinfo=UTC)) == "17 Agustus 2026 pukul 07.34"


class Sample(forms.Form):
    day = forms.DateField(label="Tanggal")
    kind = forms.ChoiceField(label="Cara", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Catatan", required=False, help_text="Singkat saja.")


def test_field_wires_label_help_and_error_together() -> None:
    form = Sample({"day": "besok", "kind": "a", "note": ""})
    html = draw('<c-field :field="form.day" /><c-field :field="form.note" />', form=form)
    assert 'type="date"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_day-error"' in html
    assert 'id="id_day-error"' in html
    assert 'aria-describedby="id_note-help"' in html
    assert "boleh kosong" in html


def test_date_field_shows_the_value_a_native_picker_understands() -> None:
    form = Sample(initial={"day": date(2026, 8, 17)})
    assert 'value="2026-08-17"' in draw('<c-field :field="form.day" />', form=form)


def test_form_component_carries_a_one_time_number_and_the_summary() -> None:
    html = draw('<c-form :form="form" submit="Simpan"><c-fields :form="form" /></c-form>', form=Sample({}))
    assert len(re.findall(r'name="_form_id" value="[0-9a-f-]{36}"', html)) == 1
    assert "data-error-summary" in html
    assert 'href="#id_day"' in html


def test_state_never_speaks_by_colour_alone() -> None:
    html = draw('<c-state tone="bad" label="Terlambat" />')
    assert "<svg" in html
    assert "Terlambat" in html


def test_clock_says_what_is_left_or_late_in_words() -> None:
    assert "Sisa 10 menit" in draw('<c-clock light="green" :used="300" :standard="900" />')
    assert "Lewat 5 menit" in draw('<c-clock light="red" :used="1200" :standard="900" />')


def test_unknown_icon_is_an_error_not_a_hole() -> None:
    with pytest.raises(KeyError):
        draw('{% icon "tidak-ada" %}')


def test_gallery_shows_every_component(world: World) -> None:
    assert world.client(PositionKind.ADMINISTRATOR).get("/galeri/").status_code == 200
    assert world.client(PositionKind.TKSK).get("/galeri/").status_code == 404
    source = (TEMPLATES.parent.parent / "desk/templates/desk/gallery.html").read_text(encoding="utf-8")
    shown = {name.replace("-", "_") for name in re.findall(r"<c-([a-z-]+)", source)}
    inside_others = {"error_summary", "field_error", "fields", "modal", "badge", "wordmark", "icon", "paging"}
    assert not {path.stem for path in (TEMPLATES / "cotton").glob("*.html")} - shown - inside_others


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["en-US,en;q=0.9", "id", ""])
def test_indonesian_whatever_the_browser_asks(client: Client, asked: str) -> None:
    assert '<html lang="id">' in client.get("/info/", headers={"accept-language": asked}).text
    client.get("/bahasa/en/?next=/info/")
    assert '<html lang="en">' in client.get("/info/").text


@pytest.mark.django_db
def test_language_switch_leads_nowhere_else(client: Client) -> None:
    assert client.get("/bahasa/en/?next=https://jahat.example/").headers["Location"] == "/"
    assert client.get("/bahasa/xx/").status_code == 404


def test_each_bar_is_measured_by_its_own_standard() -> None:
    short, long, free = tags.bars([
        {"label": "1", "used": 1800, "standard": 900},
        {"label": "3", "used": 21600, "standard": 43200},
        {"label": "x", "used": 600, "standard": None},
    ])  # fmt: skip
    assert (short["width"], short["over"]) == ("1000", True)
    assert (long["width"], long["mark"], long["over"]) == ("333", "667", False)
    assert (free["width"], free["mark"]) == ("1000", None)
