"""What is typed and chosen on a paper's page."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.papers.rules import scans
from balakas.papers.rules.numbers import BookMode
from balakas.papers.rules.states import SignedHow


class ScanField(forms.FileField):
    """A scan or photo of a paper: cleans to its bytes, refused by its content with a sentence."""

    def clean(self, data: "UploadedFile[Any] | None", initial: object = None) -> bytes:
        """Return the content. Raises `ValidationError`."""
        if data is not None and getattr(data, "too_large", False):
            raise forms.ValidationError(
                gettext("Berkas ini terlalu besar. Perkecil dulu atau foto ulang dengan ukuran sedang.")
            )
        if data is not None and data.size == 0:
            raise forms.ValidationError(sentence(scans.ScanEmpty()))
        content: bytes = super().clean(data, initial).read()
        try:
            scans.check_size(len(content))
            scans.type_of(content)
        except BalakasError as error:
            raise forms.ValidationError(sentence(error)) from error
        return content


class NumberForm(forms.Form):
    """The paper's date and number."""

    dated = forms.DateField(label=_("Tanggal naskah"))
    classification = forms.CharField(
        label=_("Kode klasifikasi"),
        max_length=30,
        required=False,
        help_text=_("Kosongkan bila memakai kode bawaan bukunya."),
    )
    typed = forms.CharField(label=_("Nomor"), max_length=120, required=False)

    after = forms.IntegerField(
        label=_("Sisipkan sesudah nomor"),
        min_value=1,
        required=False,
        help_text=_("Hanya untuk naskah yang terlambat dicatat; nomornya mendapat huruf, misalnya 12a."),
    )
    reason = forms.CharField(label=_("Alasan menyisipkan"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, mode: str, system: str, today: date) -> None:
        """Ask for the number itself only where a book elsewhere gives it."""
        super().__init__(data, initial={"dated": today})
        if mode == BookMode.EXTERNAL:
            for name in ("classification", "after", "reason"):
                del self.fields[name]
            self.fields["typed"].required = True
            self.fields["typed"].help_text = gettext("Nomor yang diberikan %(system)s.") % {"system": system}
        else:
            del self.fields["typed"]


class ReturnForm(forms.Form):
    """The signed paper coming back."""

    scan = ScanField(
        label=_("Pindaian atau foto naskah yang sudah ditandatangani"),
        help_text=_("PDF, JPEG, PNG, atau HEIC; paling besar 25 MB."),
    )
    signed_on = forms.DateField(label=_("Tanggal ditandatangani"))
    how = forms.ChoiceField(
        label=_("Cara tanda tangan"),
        choices=((SignedHow.INK, _("Tinta dan cap")), (SignedHow.ELECTRONIC, _("Elektronik (PDF dari luar BALAKAS)"))),
        widget=forms.RadioSelect,
        initial=SignedHow.INK,
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Alasan"), max_length=300)
