"""Forms about people on the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balakas.distributions.rules.replacement import CHOSEN, EXIT_WORDS
from balakas.recipients.actions.people import Particulars
from balakas.recipients.forms.fields import refuse_too_large
from balakas.recipients.rules.intake import NO_NIK_WORDS, NoNik
from balakas.recipients.rules.people import NikState

Choices = Sequence[tuple[str, str]]
KEEP = _("Kosongkan bila tidak diubah.")


class PersonForm(forms.Form):
    """A person's particulars. Numbers are never filled in: an empty one leaves what is there."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Nama"), max_length=150)
    nik = forms.CharField(label=_("NIK"), required=False, max_length=40, help_text=KEEP)
    no_nik = forms.ChoiceField(label=_("Bila tidak ada NIK"), required=False)
    kk = forms.CharField(label=_("Nomor KK"), required=False, max_length=40, help_text=KEEP)
    birth_place = forms.CharField(label=_("Tempat lahir"), required=False, max_length=100)
    birth_date = forms.DateField(label=_("Tanggal lahir"), required=False, widget=forms.DateInput)
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), required=False, choices=[("", "–"), ("L", _("Laki-laki")), ("P", _("Perempuan"))]
    )
    address = forms.CharField(label=_("Alamat"), required=False, max_length=300)
    rt = forms.CharField(label=_("RT"), required=False, max_length=5)
    rw = forms.CharField(label=_("RW"), required=False, max_length=5)
    village_code = forms.ChoiceField(label=_("Desa"))
    phone = forms.CharField(label=_("Nomor HP"), required=False, max_length=20, help_text=KEEP)

    def __init__(self, *args: Any, villages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village_code"].choices = villages  # type: ignore[attr-defined]  # a choice field
        self.fields["no_nik"].choices = [("", "–"), *((str(one), NO_NIK_WORDS[one]) for one in NoNik)]  # type: ignore[attr-defined]

    def particulars(self) -> Particulars:
        """Return what was typed."""
        data = {name: value for name, value in self.cleaned_data.items() if name in Particulars.__dataclass_fields__}
        return Particulars(**{**data, "no_nik": NikState(data["no_nik"]) if data["no_nik"] else None})


class RevealForm(forms.Form):
    """Why numbers are shown whole."""

    reason = forms.CharField(label=_("Untuk keperluan apa"), max_length=200)


class LeaveForm(forms.Form):
    """Why somebody leaves the list."""

    reason = forms.ChoiceField(label=_("Alasan"), choices=[(str(code), _(EXIT_WORDS[code])) for code in CHOSEN])
    basis = forms.CharField(label=_("Dasar (surat atau keterangan)"), max_length=300)


class AmountForm(forms.Form):
    """Another amount for one of a recipient's entitlements, by which paper; the second person decides."""

    amount = forms.IntegerField(label=_("Jumlah baru"), min_value=1)
    basis = forms.CharField(label=_("Dasar (surat atau berita acara)"), max_length=300)

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = unit


class DecideForm(forms.Form):
    """Yes or no to a proposal."""

    accepted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class SearchForm(forms.Form):
    """A NIK, or words of a name; sent by POST only."""

    words = forms.CharField(
        label=_("NIK atau nama"), max_length=150, help_text=_("NIK lengkap 16 angka, atau sebagian nama.")
    )


class RepresentativeForm(forms.Form):
    """Who may collect."""

    name = forms.CharField(label=_("Nama wakil"), max_length=150)
    relation = forms.CharField(label=_("Hubungan"), max_length=60)
    number = forms.CharField(label=_("NIK wakil"), required=False, max_length=40)
    lasting = forms.BooleanField(label=_("Wali tetap, berlaku untuk setiap penyaluran"), required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=200)
    letter = forms.FileField(
        label=_("Foto surat kuasa atau penetapan wali"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def clean_letter(self) -> Any:
        """Name a photo that was dropped for its size."""
        refuse_too_large(self.cleaned_data["letter"])
        return self.cleaned_data["letter"]


class RepresentativeIdForm(forms.Form):
    """A representative by id."""

    representative_id = forms.UUIDField()
