"""Forms of the report."""

from django import forms
from django.utils.translation import gettext_lazy as _

_ROWS = {"rows": 4}


class ReportForm(forms.Form):
    """What a person must write; one line is one point."""

    obstacles = forms.CharField(
        label=_("Kendala"),
        required=False,
        widget=forms.Textarea(_ROWS),
        help_text=_("Satu baris satu kendala. Kosong berarti tidak ada."),
    )
    followups = forms.CharField(
        label=_("Tindak lanjut"),
        required=False,
        widget=forms.Textarea(_ROWS),
        help_text=_("Satu baris satu tindak lanjut."),
    )
    closing = forms.CharField(
        label=_("Penutup"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Kosong berarti kalimat penutup yang biasa."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(forms.Form):
    """Why a report goes back to its writer."""

    reason = forms.CharField(label=_("Yang harus diperbaiki"), max_length=300, widget=forms.Textarea({"rows": 2}))


class FilterForm(forms.Form):
    """What the list of reports is narrowed to."""

    state = forms.ChoiceField(
        label=_("Keadaan"), required=False,
        choices=[("", _("Semua")), ("draft", _("Disusun")), ("submitted", _("Menunggu pengesahan")), ("closed", _("Disahkan dan ditutup"))],
    )  # fmt: skip
