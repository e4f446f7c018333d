"""Forms of the desk."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.desk.queries import trail
from balakas.recipients.rules.erasing import ERASE_WORDS, LONGEST_PAPER
from balakas.recipients.rules.requests import CHANNEL_WORDS, KIND_WORDS


class SampleForm(forms.Form):
    """Every kind of field once, for the gallery page; nothing is ever saved from it."""

    name = forms.CharField(label=_("Nama program"), help_text=_("Seperti tertulis di surat."))
    day = forms.DateField(label=_("Tanggal surat"))
    count = forms.IntegerField(label=_("Jumlah penerima"), required=False)
    method = forms.ChoiceField(
        label=_("Cara penyaluran"),
        choices=[("hall", _("Di balai desa")), ("counter", _("Di kantor kecamatan")), ("home", _("Diantar ke rumah"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, required=False)
    scan = forms.FileField(label=_("Pindaian surat"), required=False, help_text=_("PDF, JPEG, PNG, atau HEIC."))
    sure = forms.BooleanField(label=_("Sudah diperiksa dengan surat aslinya"), required=False)


class TrailForm(forms.Form):
    """Filters of the record of acts; they stand in the address, so no names or numbers."""

    room = forms.ChoiceField(label=_("Bagian"), required=False)
    actor_kind = forms.ChoiceField(label=_("Pelaku"), required=False)
    first = forms.DateField(label=_("Dari tanggal"), required=False)
    last = forms.DateField(label=_("Sampai tanggal"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        everything = ("", _("Semua"))
        for name, words in (("room", trail.ROOMS), ("actor_kind", trail.ACTORS)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [everything, *((code, gettext(word)) for code, word in words.items())]

    def wanted(self) -> trail.Wanted:
        """Return the filter; what cannot be read filters nothing."""
        self.is_valid()
        return trail.Wanted(**{name: self.cleaned_data[name] for name in self.cleaned_data if self.cleaned_data[name]})


class BoundariesForm(forms.Form):
    """An office's own outlines and points."""

    content = forms.FileField(
        label=_("Berkas GeoJSON"),
        help_text=_(
            "Batas atau titik desa. Setiap bentuk memuat kode wilayah atau nama desa; desa yang tidak ada di berkas tetap seperti semula."
        ),
    )
    source = forms.CharField(
        label=_("Sumber berkas"), max_length=120, required=False, help_text=_("Misalnya: Dinas PUPR Kabupaten, 2025.")
    )


class SpellingForm(forms.Form):
    """How lists write a village."""

    village = forms.ChoiceField(label=_("Desa"))
    text = forms.CharField(
        label=_("Sebutan lain"), max_length=120, help_text=_("Seperti tertulis di daftar, misalnya AMBAKIYANG.")
    )

    def __init__(self, data: Any = None, *, villages: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["village"]).choices = list(villages)


class FindPersonForm(forms.Form):
    """Whom it concerns; sent by POST, so that no name or number stays in an address."""

    words = forms.CharField(
        label=_("NIK atau nama"), max_length=120, help_text=_("NIK lengkap 16 angka, atau sebagian nama.")
    )


class EraseForm(forms.Form):
    """Why a person's data are destroyed, and the paper it rests on; both stay for ever, so no name may stand here."""

    reason = forms.ChoiceField(label=_("Alasan"), choices=[(str(code), _(word)) for code, word in ERASE_WORDS.items()])
    paper = forms.CharField(
        label=_("Nomor naskah dasar"),
        max_length=LONGEST_PAPER,
        help_text=_("Nomornya saja; jangan menulis nama atau NIK."),
    )


class SearchForm(forms.Form):
    """One box for everything; sent by POST, so that no name or number stays in an address."""

    words = forms.CharField(
        label=_("Cari"),
        max_length=120,
        help_text=_("Nama, NIK 16 angka, empat angka terakhir NIK, desa, nomor surat, atau nama penyaluran."),
    )


class RequestForm(forms.Form):
    """What a citizen asks about their own data; the law's clock runs from when they asked."""

    kind = forms.ChoiceField(
        label=_("Yang diminta"), choices=[(str(code), _(word)) for code, word in KIND_WORDS.items()]
    )
    words = forms.CharField(
        label=_("Isi permohonan"),
        max_length=300,
        widget=forms.Textarea,
        help_text=_("Data mana yang salah, dan yang benar."),
    )
    asked_by = forms.CharField(label=_("Yang meminta, bila bukan orangnya sendiri"), max_length=150, required=False)
    channel = forms.ChoiceField(label=_("Cara"), choices=[(str(code), _(word)) for code, word in CHANNEL_WORDS.items()])
    day = forms.DateField(label=_("Tanggal diminta"))
    hour = forms.TimeField(label=_("Jam diminta"))


class AnswerForm(forms.Form):
    """How a request was answered."""

    done = forms.ChoiceField(
        label=_("Jawaban"), choices=[("yes", _("Dipenuhi")), ("no", _("Ditolak"))], widget=forms.RadioSelect
    )
    answer = forms.CharField(label=_("Apa yang dilakukan, atau mengapa ditolak"), max_length=300, widget=forms.Textarea)
    told_how = forms.CharField(label=_("Bagaimana disampaikan kepada yang meminta"), max_length=120)
