"""Forms of a batch of cards' photos."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balakas.recipients.forms.documents import word
from balakas.recipients.forms.fields import Photos, PhotosField

ACCEPTED = "image/*,.heic,.zip"


class BatchForm(forms.Form):
    """Many photos at once, or a ZIP of them."""

    photos = PhotosField(
        label=_("Foto KTP dan KK"),
        help_text=_("Pilih atau seret ke sini sebanyak-banyaknya, atau satu ZIP. Foto yang sama cukup sekali."),
        widget=Photos(attrs={"accept": ACCEPTED}),
    )

    def clean_photos(self) -> list[Any]:
        """Ask for at least one."""
        if not self.cleaned_data["photos"]:
            raise forms.ValidationError(_("Pilih fotonya dulu."))
        found: list[Any] = self.cleaned_data["photos"]
        return found

    def contents(self) -> list[bytes]:
        """Return the files' bytes."""
        return [one.read() for one in self.cleaned_data["photos"]]


class PlaceForm(forms.Form):
    """Whose card a photo shows."""

    kind = forms.ChoiceField(label=_("Kartu"), choices=())
    owner = forms.CharField(
        label=_("NIK atau nama lengkap pemilik"), max_length=150, help_text=_("Hanya orang yang ada di daftar penyaluran ini."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": "autofocus"}),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [(code, word(code)) for code in ("ktp", "kk")]  # type: ignore[attr-defined]
