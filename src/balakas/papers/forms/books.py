"""What is typed in the settings of number books and forms."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.papers.rules.numbers import BookMode

_LARGEST = 200_000


class BookForm(forms.Form):
    """How a book counts and what its numbers look like."""

    mode = forms.ChoiceField(
        label=_("Siapa yang memberi nomor"),
        choices=(
            (BookMode.OURS, _("BALAKAS, berurutan tanpa celah")),
            (BookMode.EXTERNAL, _("Di luar, nomornya diketik")),
        ),
        widget=forms.RadioSelect,
    )
    start = forms.IntegerField(
        label=_("Nomor awal"),
        min_value=1,
        max_value=99_999,
        help_text=_("Bila mulai di tengah tahun, isi nomor berikutnya, misalnya 412."),
    )
    pattern = forms.CharField(
        label=_("Pola nomor"),
        max_length=120,
        help_text=_(
            "{classification} kode klasifikasi, {number} nomor urut, {unit} kode kantor, {year} tahun, {month} bulan romawi."
        ),
    )
    classification = forms.CharField(label=_("Kode klasifikasi bawaan"), max_length=30, required=False)
    system_name = forms.CharField(
        label=_("Nama sistem atau buku di luar"), max_length=60, required=False, help_text=_("Misalnya SRIKANDI.")
    )


class InsertForm(forms.Form):
    """After which number one is inserted, and why."""

    after = forms.IntegerField(label=_("Sesudah nomor"), min_value=1)
    reason = forms.CharField(label=_("Alasan"), max_length=300)


class TypField(forms.FileField):
    """A template: cleans to its text."""

    def clean(self, data: "UploadedFile[Any] | None", initial: object = None) -> str:
        """Return the source. Raises `ValidationError`."""
        if data is not None and (getattr(data, "too_large", False) or (data.size or 0) > _LARGEST):
            raise forms.ValidationError(gettext("Berkas bentuk naskah paling besar 200 kB."))
        try:
            return str(super().clean(data, initial).read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("Berkas ini bukan teks UTF-8.")) from None


class OfficeFormForm(forms.Form):
    """An office's own template."""

    source = TypField(label=_("Berkas .typ"), help_text=_("Unduh dulu bentuk yang berlaku, ubah, lalu unggah di sini."))
