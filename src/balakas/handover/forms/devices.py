"""Forms around phones: whose it is, why it is revoked, into how many parts a post is cut, who gets which part until when."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balakas.handover.rules.devices import MAX_PARTS


class EnrolForm(forms.Form):
    """Whose phone it is."""

    officer = forms.ChoiceField(label=_("Petugas pemegang ponsel"))

    def __init__(self, *args: Any, officers: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [(str(user.id), user.full_name) for user in officers]  # type: ignore[attr-defined]


class RevokeForm(forms.Form):
    """Why a phone is revoked, and whether it is in other hands."""

    reason = forms.CharField(max_length=200, label=_("Alasan"))
    lost = forms.BooleanField(required=False, label=_("Ponsel hilang atau dicuri"))


class PartsForm(forms.Form):
    """Into how many parts."""

    parts = forms.IntegerField(min_value=1, max_value=MAX_PARTS, initial=1, label=_("Jumlah bagian (satu per ponsel)"))


class LeaseForm(forms.Form):
    """Who gets a part, until when; `reason` where it is taken from somebody."""

    device = forms.ChoiceField(label=_("Ponsel"))
    until = forms.DateTimeField(
        label=_("Berlaku sampai"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    reason = forms.CharField(max_length=200, label=_("Alasan"))

    def __init__(self, *args: Any, devices: Iterable[Any], taken: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.id), f"{row.name} ({row.officer.full_name})" if row.officer else row.name) for row in devices]
        self.fields["device"].choices = named  # type: ignore[attr-defined]
        if not taken:
            del self.fields["reason"]


class OutboxForm(forms.Form):
    """The file a phone wrote."""

    file = forms.FileField(label=_("Berkas dari ponsel (.balakas-outbox)"))
