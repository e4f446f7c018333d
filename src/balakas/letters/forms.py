"""Forms of the room `letters`: registering, disposing, sending on, filtering."""

import json
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.letters.rules import (
    INSTRUCTIONS,
    STATE_WORDS,
    URGENCY_WORDS,
    Facts,
    LetterState,
    NobodyAddressed,
    Scan,
    Urgency,
    Wanted,
    Wish,
)

_words = lazy(gettext, str)
_HELD = "letters.held"
_FACTS = (
    "sender", "letter_number", "letter_date", "subject", "people_count", "classification", "attachments",
    "archive_place", "note",
)  # fmt: skip
READABLE = ("letter_number", "letter_date", "sender", "subject")
ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,image/*,application/pdf"


def hold(scan: Scan, user_id: UUID) -> str:
    """Return a token by which a form keeps a scan already taken in; it opens for the same person only."""
    return signing.dumps([str(scan.original_id), str(scan.shown_id), scan.pages, scan.note, str(user_id)], salt=_HELD)


def held(token: str, user_id: UUID) -> Scan | None:
    """Return the scan a token keeps, None when it is not this person's or was changed."""
    try:
        original, shown, pages, note, owner = signing.loads(token, salt=_HELD)
    except (signing.BadSignature, ValueError):
        return None
    return Scan(UUID(original), UUID(shown), int(pages), note) if owner == str(user_id) else None


class ScanForm(forms.Form):
    """A scan, or one already taken in with an earlier try of the same form."""

    scan = forms.FileField(label=_("Pindaian surat"), required=False, help_text=_("PDF, JPEG, PNG, atau HEIC."))
    held = forms.CharField(required=False, widget=forms.HiddenInput)


class LetterForm(forms.Form):
    """What a letter says."""

    sender = forms.CharField(
        label=_("Pengirim"), max_length=200, widget=forms.TextInput(attrs={"list": "senders", "autocomplete": "off"})
    )
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)
    letter_date = forms.DateField(label=_("Tanggal surat"), required=False, widget=forms.DateInput)
    subject = forms.CharField(label=_("Perihal"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    urgency = forms.ChoiceField(
        label=_("Sifat"),
        choices=[(code, _words(word)) for code, word in URGENCY_WORDS.items()],
        initial=Urgency.ORDINARY,
        widget=forms.RadioSelect,
    )
    people_count = forms.IntegerField(
        label=_("Jumlah penerima menurut surat"), required=False, min_value=0, max_value=1_000_000
    )
    classification = forms.CharField(label=_("Kode klasifikasi"), max_length=30, required=False)
    attachments = forms.CharField(label=_("Lampiran"), max_length=100, required=False)
    archive_place = forms.CharField(label=_("Lokasi arsip"), max_length=100, required=False)
    note = forms.CharField(label=_("Keterangan"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    starts_procedure = forms.BooleanField(
        label=_("Surat pemberitahuan penyaluran bantuan sosial"),
        help_text=_("SOP BALAKAS mulai dihitung sejak surat diterima."),
        required=False,
        initial=True,
    )

    def facts(self) -> Facts:
        """Return what was entered."""
        given = {name: self.cleaned_data[name] for name in _FACTS}
        return Facts(urgency=Urgency(self.cleaned_data["urgency"]), **given)


class RegisterForm(ScanForm, LetterForm):
    """A letter as it is registered: what it says, when it came, its scan, and its place in the agenda."""

    received_at = forms.DateTimeField(
        label=_("Diterima"),
        help_text=_("Kosongkan bila surat baru saja diterima."),
        required=False,
        widget=forms.DateTimeInput,
    )
    reason = forms.CharField(
        label=_("Alasan dicatat belakangan"),
        help_text=_("Diisi bila waktu diterima lebih awal dari sekarang."),
        max_length=300,
        required=False,
    )
    typed = forms.CharField(label=_("Nomor agenda"), max_length=120, required=False)
    after = forms.IntegerField(label=_("Sisipkan sesudah nomor"), required=False, min_value=1)
    insert_reason = forms.CharField(label=_("Alasan penyisipan"), max_length=300, required=False)
    same_wanted = forms.BooleanField(label=_("Tetap catat walau nomor dan pengirim sama"), required=False)

    from_file = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def mark_read(self) -> list[str]:
        """Say at each field that still holds what was read from the file that it was; return their labels."""
        labels = []
        for name, value in read_values(self["from_file"].value()).items():
            if name in READABLE and self[name].value() == value:
                self[name].help_text = _("Dibaca dari berkas; periksa lagi.")  # the bound field keeps its own copy
                labels.append(str(self[name].label))
        return labels

    def wanted(self) -> Wanted:
        """Return which agenda number is wanted."""
        data = self.cleaned_data
        return Wanted(typed=data["typed"], after=data["after"], reason=data["insert_reason"])


class CorrectForm(LetterForm):
    """A correction, with the version of the record the form was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Alasan"), max_length=300)


class DoneForm(forms.Form):
    """What came of a disposition."""

    note = forms.CharField(label=_("Hasil"), max_length=300, required=False)


class DisposeForm(forms.Form):
    """A disposition: to whom, what, until when."""

    addressees = forms.MultipleChoiceField(
        label=_("Diteruskan kepada"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _words(NobodyAddressed.message)},
    )
    instructions = forms.MultipleChoiceField(
        label=_("Dengan hormat harap"),
        choices=[(code, _words(word)) for code, word in INSTRUCTIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    deadline = forms.DateField(label=_("Batas waktu"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["addressees"].choices = receivers  # type: ignore[attr-defined]  # a choice field

    def wish(self) -> Wish:
        """Return what was entered; a deadline lasts to the end of its day."""
        data = self.cleaned_data
        return Wish(
            addressees=tuple(UUID(one) for one in data["addressees"]),
            instructions=tuple(data["instructions"]),
            note=data["note"],
            deadline=_end_of(data["deadline"], self.zone),
        )


class PenForm(ScanForm, DisposeForm):
    """A disposition its author wrote in pen on the sheet."""

    author = forms.ChoiceField(label=_("Ditulis oleh"), widget=forms.RadioSelect)
    happened_at = forms.DateTimeField(label=_("Waktu disposisi"), required=False, widget=forms.DateTimeInput)

    def __init__(self, *args: Any, authors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].choices = authors  # type: ignore[attr-defined]  # a choice field
        self.fields["scan"].label = _("Foto lembar disposisi")


class SearchForm(forms.Form):
    """Words searched for; they never stand in an address."""

    words = forms.CharField(label=_("Cari nomor, pengirim, atau perihal"), max_length=100)


class FilterForm(forms.Form):
    """What the register is narrowed to."""

    tahun = forms.TypedChoiceField(label=_("Tahun"), coerce=int, required=False, empty_value=None)
    bulan = forms.TypedChoiceField(label=_("Bulan"), coerce=int, required=False, empty_value=None)
    keadaan = forms.TypedChoiceField(label=_("Keadaan"), coerce=LetterState, required=False, empty_value=None)
    sifat = forms.TypedChoiceField(label=_("Sifat"), coerce=Urgency, required=False, empty_value=None)

    def __init__(self, *args: Any, years: list[int], months: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("Semua"))
        choices: dict[str, list[tuple[Any, Any]]] = {
            "tahun": [every, *((year, str(year)) for year in years)],
            "bulan": [every, *((place, month) for place, month in enumerate(months, start=1))],
            "keadaan": [every, *((code, _words(word)) for code, word in STATE_WORDS.items())],
            "sifat": [every, *((code, _words(word)) for code, word in URGENCY_WORDS.items())],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a choice field

    def value(self, name: str) -> Any:
        """Return a filter's value, None where it is not given or not one of ours."""
        return self.cleaned_data.get(name) if self.is_bound and (self.is_valid() or self.cleaned_data) else None


def read_values(kept: str | None) -> dict[str, str]:
    """Return what a form's hidden field says was read from its file; it only marks fields, so it is not signed."""
    try:
        values = json.loads(kept or "{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _end_of(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(zone)) if day else None
