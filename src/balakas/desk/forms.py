"""Forms of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
