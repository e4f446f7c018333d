"""Forms of a list's way in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.recipients.forms.fields import refuse_too_large
from balakas.recipients.rules.columns import FIELDS
from balakas.recipients.rules.intake import FIELD_WORDS
from balakas.recipients.rules.tables import letter

LIST_FILES = ".xlsx,.xlsm,.xls,.xlsb,.ods,.csv,.tsv,.txt,.pdf,.jpg,.jpeg,.png,.webp,.heic"

Choices = Sequence[tuple[str, str]]


class BenefitsForm(forms.Form):
    """Which benefits the people of a list receive."""

    benefits = forms.TypedMultipleChoiceField(
        label=_("Yang diterima orang-orang dalam daftar ini"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["benefits"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if len(choices) == 1:
            self.fields["benefits"].initial = [choices[0][0]]


class BringForm(BenefitsForm):
    """A list's file, or a table pasted from a workbook, a letter or a message."""

    file = forms.FileField(
        label=_("Berkas daftar"),
        help_text=_(
            "XLSX, XLS, XLSB, ODS, CSV, PDF, atau foto lampiran surat. Judul dan urutan kolom boleh apa saja; berkas asli disimpan tersegel."
        ),
        allow_empty_file=True,
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": LIST_FILES}),
    )
    pasted = forms.CharField(
        label=_("Atau tempel tabelnya di sini"),
        help_text=_("Salin dari Excel, Word, atau WhatsApp bersama judul kolomnya."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("file", "pasted", "benefits")

    def clean_file(self) -> Any:
        """Name a file that was dropped for its size."""
        if self.cleaned_data["file"]:
            refuse_too_large(self.cleaned_data["file"])
        return self.cleaned_data["file"]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if "file" in cleaned and not cleaned["file"] and not cleaned.get("pasted", "").strip():
            self.add_error("file", _("Pilih berkas, atau tempel tabelnya."))
        return cleaned

    def list_brought(self) -> tuple[bytes, str]:
        """Return the list's bytes and the name it is kept under."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return self.cleaned_data["pasted"].encode("utf-8"), gettext("tempelan.txt")


class ReserveForm(BringForm):
    """A reserve list; what its people receive is decided when somebody must be replaced."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=(), **kwargs)
        del self.fields["benefits"]


class FileForm(forms.Form):
    """The workbook that came back from the village."""

    file = forms.FileField(
        label=_("Berkas perbaikan"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv"})
    )


class ColumnsForm(forms.Form):
    """Which column holds what; `heads` are the headings as they were read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, heads: Sequence[str], places: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", gettext("(tidak ada)"))]
        columns += [
            (str(place), f"{letter(place)}: {head or gettext('tanpa judul')}") for place, head in enumerate(heads)
        ]
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=gettext(FIELD_WORDS[name]), choices=columns, required=False, initial=str(places.get(name, ""))
            )

    def places(self) -> dict[str, int]:
        """Return field to column, those without one left out."""
        chosen = {name: self.cleaned_data.get(f"column_{name}") for name in FIELDS}
        return {name: int(place) for name, place in chosen.items() if place}


class RowForm(forms.Form):
    """One staged row's cells."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Nama"), required=False, max_length=150)
    nik = forms.CharField(label=_("NIK"), required=False, max_length=40)
    kk = forms.CharField(label=_("Nomor KK"), required=False, max_length=40)
    birth_place = forms.CharField(label=_("Tempat lahir"), required=False, max_length=100)
    birth_date = forms.CharField(label=_("Tanggal lahir"), required=False, max_length=40)
    sex = forms.CharField(label=_("Jenis kelamin"), required=False, max_length=20)
    address = forms.CharField(label=_("Alamat"), required=False, max_length=300)
    rt = forms.CharField(label=_("RT"), required=False, max_length=20)
    rw = forms.CharField(label=_("RW"), required=False, max_length=20)
    village = forms.CharField(label=_("Desa"), required=False, max_length=100)


class DecisionForm(forms.Form):
    """What is decided about a staged row."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        choices=[(one, one) for one in ("none", "later", "accept", "override", "leave_out", "undo")]
    )
    reason = forms.CharField(required=False, max_length=300)


class TakeOverForm(forms.Form):
    """The version that was shown, and why a printed list differs from what is stated."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    difference = forms.CharField(
        label=_("Sebab perbedaannya"), required=False, max_length=300,
        help_text=_("Satu kalimat, misalnya dua orang dicoret dengan tangan di lampiran."),
    )  # fmt: skip


class LookForm(forms.Form):
    """The rows that were held against the paper: `id:version` each."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def clean_rows(self) -> dict[UUID, int]:
        """Return the shown version by row id."""
        try:
            pairs = [pair.split(":") for pair in self.cleaned_data["rows"].split()]
            return {UUID(row_id): int(version) for row_id, version in pairs}
        except ValueError as wrong:
            raise forms.ValidationError(_("Muat ulang halaman ini.")) from wrong


class VersionForm(forms.Form):
    """The version that was shown, so that nobody acts on an old page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
