"""Forms of the SOP pages."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.sop.rules import clock
from balakas.sop.rules.procedure import Symbol

_WEEKDAYS = (_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu"))
_FILE_LIMIT = 500_000
SYMBOL_CHOICES = (
    (Symbol.TERMINATOR, _("Mulai atau selesai")),
    (Symbol.PROCESS, _("Proses")),
    (Symbol.DECISION, _("Keputusan")),
    (Symbol.CONNECTOR, _("Sambungan halaman")),
)


class ActForm(forms.Form):
    """When it happened, if not now, and why it is recorded later or out of the ordinary."""

    happened_at = forms.DateTimeField(
        label=_("Waktu kejadian"), required=False, help_text=_("Kosongkan bila terjadi sekarang."),
        widget=forms.DateTimeInput(),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Alasan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SpansField(forms.Field):
    """Hours of one day as people write them: `07.30-12.00, 13.00-16.00`; empty is a day off."""

    def to_python(self, value: Any) -> list[str]:
        """Return a list of spans; raise a sentence for what is no span."""
        text = str(value or "").replace("–", "-").replace(" ", "")
        parts = [part for part in text.split(",") if part]
        try:
            read = tuple(clock.span(part) for part in parts)
            clock.check_spans(read)
        except (clock.SpanTurned, clock.SpansOverlap) as error:
            raise forms.ValidationError(gettext(error.message)) from error
        except ValueError as error:
            raise forms.ValidationError(gettext("Tulis jam seperti 07.30-12.00, 13.00-16.00.")) from error
        return clock.spans_as_text(read)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as people write it."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else value


class HoursForm(forms.Form):
    """A week from a date on, ordinary and in Ramadan."""

    valid_from = forms.DateField(label=_("Berlaku mulai"), widget=forms.DateInput())
    basis = forms.CharField(label=_("Dasar"), max_length=200, help_text=_("Peraturan yang menetapkan jam kerja ini."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, suffix in (("ordinary", _("hari biasa")), ("ramadan", _("Ramadan"))):
            for day, name in enumerate(_WEEKDAYS):
                label = _("%(day)s (%(kind)s)") % {"day": name, "kind": suffix}
                self.fields[f"{kind}_{day}"] = SpansField(label=label, required=False)

    def week(self, kind: str) -> list[list[str]]:
        """Return the cleaned week, Monday first."""
        return [self.cleaned_data[f"{kind}_{day}"] for day in range(7)]

    @staticmethod
    def initial_of(hours: clock.Hours) -> dict[str, Any]:
        """Return what fills the form from a week in force."""
        weeks = {"ordinary": hours.ordinary, "ramadan": hours.ramadan}
        return {f"{kind}_{day}": clock.spans_as_text(week[day]) for kind, week in weeks.items() for day in range(7)}


class RamadanForm(forms.Form):
    """First and last day of one Ramadan."""

    first = forms.DateField(label=_("Hari pertama"), widget=forms.DateInput())
    last = forms.DateField(label=_("Hari terakhir"), widget=forms.DateInput())
    estimated = forms.BooleanField(label=_("Masih perkiraan"), required=False)


class OverrideForm(forms.Form):
    """One day the office sets itself."""

    day = forms.DateField(label=_("Tanggal"), widget=forms.DateInput())
    working = forms.TypedChoiceField(
        label=_("Hari itu"), choices=(("0", _("Kantor libur")), ("1", _("Kantor masuk"))), widget=forms.RadioSelect,
        coerce=lambda value: value == "1", initial="0",
    )  # fmt: skip
    spans = SpansField(label=_("Jam masuk"), required=False, help_text=_("Kosongkan untuk jam kerja hari itu."))
    reason = forms.CharField(label=_("Alasan"), max_length=300)


class VersionForm(forms.Form):
    """A new version from a file that was downloaded here, changed and brought back."""

    file = forms.FileField(
        label=_("Berkas SOP (JSON)"), help_text=_("Unduh versi yang berlaku, ubah, lalu unggah di sini.")
    )
    effective_from = forms.DateField(label=_("Berlaku mulai"), widget=forms.DateInput())
    note = forms.CharField(label=_("Catatan perubahan"), max_length=300, required=False)

    def clean_file(self) -> dict[str, Any]:
        """Return the file's content; raise a sentence when it is no JSON object or far too large."""
        upload = self.cleaned_data["file"]
        if upload.size > _FILE_LIMIT:
            raise forms.ValidationError(gettext("Berkas terlalu besar untuk sebuah SOP."))
        try:
            data = json.loads(upload.read().decode("utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise forms.ValidationError(gettext("Berkas ini bukan JSON yang dapat dibaca.")) from error
        if not isinstance(data, dict):
            raise forms.ValidationError(gettext("Berkas ini bukan SOP."))
        return data


class LinesField(forms.Field):
    """One entry a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> list[str]:
        """Return the lines that say something."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


class IdentityForm(forms.Form):
    """The sheet's identity part and its standard times; saving makes a new version."""

    number = forms.CharField(label=_("Nomor SOP"), max_length=100, required=False)
    made = forms.DateField(label=_("Tanggal pembuatan"), required=False, widget=forms.DateInput())
    revised = forms.DateField(label=_("Tanggal revisi"), required=False, widget=forms.DateInput())
    effective_from = forms.DateField(label=_("Tanggal efektif"), widget=forms.DateInput())
    legal_basis = LinesField(label=_("Dasar hukum"), required=False, help_text=_("Satu baris satu butir."))
    qualifications = LinesField(label=_("Kualifikasi pelaksana"), required=False)
    related = LinesField(label=_("Keterkaitan"), required=False)
    equipment = LinesField(label=_("Peralatan/perlengkapan"), required=False)
    warnings = LinesField(label=_("Peringatan"), required=False)
    records = LinesField(label=_("Pencatatan dan pendataan"), required=False)
    note = forms.CharField(label=_("Catatan perubahan"), max_length=300, required=False)

    def __init__(self, *args: Any, steps: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        for step in steps:
            label = _("Waktu baku kegiatan %(number)s (menit)") % {"number": step["number"]}
            self.fields[f"minutes_{step['number']}"] = forms.IntegerField(
                label=label, min_value=1, max_value=100_000, initial=step["minutes"]
            )

    def applied_to(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the sheet's data with what was filled in; a changed standard time is also written in words."""
        cleaned = self.cleaned_data
        dates = {name: cleaned[name].isoformat() if cleaned[name] else "" for name in ("made", "revised")}
        lists = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records")
        identity = {
            **data.get("identity", {}), **dates, **{name: cleaned[name] for name in lists},
            "number": cleaned["number"], "effective": cleaned["effective_from"].isoformat(),
        }  # fmt: skip
        steps = [self._step(step) for step in data["steps"]]
        return {**data, "identity": identity, "steps": steps}

    def _step(self, step: dict[str, Any]) -> dict[str, Any]:
        minutes = self.cleaned_data[f"minutes_{step['number']}"]
        if minutes == step["minutes"]:
            return step
        words = f"{minutes // 60} jam" if minutes % 60 == 0 else f"{minutes} menit"
        return {**step, "minutes": minutes, "time": words}


class FlowForm(forms.Form):
    """Who performs what: per activity and performer the symbol, its place in the order, and what is done.

    `sheet` is the sheet's data the form starts from.
    """

    effective_from = forms.DateField(label=_("Tanggal efektif"), widget=forms.DateInput())
    note = forms.CharField(label=_("Catatan perubahan"), max_length=300, required=False)

    def __init__(self, *args: Any, sheet: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for step in sheet["steps"]:
            marks = {mark["performer"]: (order, mark) for order, mark in enumerate(step.get("marks", []), start=1)}
            backs = [mark["back_to"] for __, mark in marks.values() if mark.get("back_to")]
            for performer in sheet["performers"]:
                self._add(f"{step['number']}_{performer['code']}", *marks.get(performer["code"], (None, {})))
            choices = [("", _("Tidak ada")), *((one["code"], one["label"]) for one in sheet["performers"])]
            self.fields[f"back_{step['number']}"] = forms.ChoiceField(
                label=_("Bila keputusan “Tidak”, kembali ke"),
                choices=choices,
                required=False,
                initial="".join(backs[:1]),
            )

    def _add(self, key: str, order: int | None, mark: dict[str, Any]) -> None:
        symbols = [("", "–"), *((kind.value, word) for kind, word in SYMBOL_CHOICES)]
        self.fields[f"order_{key}"] = forms.IntegerField(
            label=_("Urutan"), min_value=1, max_value=99, required=False, initial=order
        )
        self.fields[f"symbol_{key}"] = forms.ChoiceField(
            label=_("Simbol"), choices=symbols, required=False, initial=mark.get("symbol", "")
        )
        self.fields[f"text_{key}"] = forms.CharField(
            label=_("Yang dilakukan"), max_length=80, required=False, initial=mark.get("text", "")
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return what the page lays out: each activity with its performers' fields."""
        return [
            {
                "step": step,
                "back": self[f"back_{step['number']}"],
                "performers": [
                    {
                        "label": one["label"],
                        **{
                            name: self[f"{name}_{step['number']}_{one['code']}"] for name in ("order", "symbol", "text")
                        },
                    }
                    for one in self.sheet["performers"]
                ],
            }
            for step in self.sheet["steps"]
        ]

    def applied(self) -> dict[str, Any]:
        """Return the sheet's data with the marks that were set."""
        identity = {**self.sheet.get("identity", {}), "effective": self.cleaned_data["effective_from"].isoformat()}
        steps = [{**step, "marks": self._marks(step["number"])} for step in self.sheet["steps"]]
        return {**self.sheet, "identity": identity, "steps": steps, "note": ""}

    def _marks(self, number: int) -> list[dict[str, str]]:
        cleaned = self.cleaned_data
        chosen = []
        for place, performer in enumerate(self.sheet["performers"]):
            key = f"{number}_{performer['code']}"
            if cleaned[f"symbol_{key}"]:
                mark = {
                    "performer": performer["code"],
                    "symbol": cleaned[f"symbol_{key}"],
                    "text": cleaned[f"text_{key}"],
                }
                if mark["symbol"] == Symbol.DECISION and cleaned[f"back_{number}"]:
                    mark["back_to"] = cleaned[f"back_{number}"]
                chosen.append((cleaned[f"order_{key}"] or 99, place, mark))
        return [mark for *__, mark in sorted(chosen, key=lambda one: one[:2])]
