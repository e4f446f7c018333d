"""Forms of accounts, positions and offices."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.staff.models import Office
from balakas.staff.rules import (
    POSITIONS,
    ZONES,
    Acting,
    OfficeFacts,
    PersonFacts,
    PositionKind,
    Term,
)


def _date(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def _text(label: Any, length: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=help_text)


class PersonForm(forms.Form):
    """What an account says of its owner."""

    name = _text(_("Nama lengkap tanpa gelar"), 150, required=True)
    front_title = _text(_("Gelar depan"), 50)
    back_title = _text(_("Gelar belakang"), 80)
    nip = _text(_("NIP"), 18, help_text=_("18 angka. Kosongkan untuk TKSK dan perangkat desa yang tidak ber-NIP."))
    rank = _text(_("Pangkat"), 60, help_text=_("Misalnya Penata Tingkat I."))
    grade = _text(_("Golongan/ruang"), 10, help_text=_("Misalnya III/d."))
    phone = _text(_("Nomor telepon"), 30, help_text=_("Disimpan tersegel, hanya untuk urusan kantor."))
    email = forms.EmailField(label=_("Surel"), required=False)

    def facts(self) -> PersonFacts:
        """Return the values as an action wants them."""
        return PersonFacts(**{name: self.cleaned_data[name] for name in PersonFacts.__dataclass_fields__})


class NewPersonForm(PersonForm):
    """The same with the name to log in with."""

    username = _text(
        _("Nama pengguna"), 60, required=True,
        help_text=_("Huruf kecil, angka, titik, garis bawah, atau tanda hubung. Dipakai untuk masuk."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Kata sandi sementara"),
        required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_(
            "Boleh kosong: sesudah ini buat QR sandi baru. Kata sandi sementara harus diganti saat pertama masuk."
        ),
    )
    field_order = ["username", "name"]


class TermForm(forms.Form):
    """A position to be given."""

    position = forms.ChoiceField(label=_("Jabatan"))
    place = forms.ModelChoiceField(label=_("Kantor"), queryset=Office.objects.none())
    acting = forms.ChoiceField(label=_("Cara memegang"), required=False, widget=forms.RadioSelect)
    valid_from = _date(_("Mulai"))
    valid_to = _date(_("Sampai"), required=False, help_text=_("Kosongkan bila belum ditentukan."))
    title = _text(
        _("Sebutan di naskah"), 120, help_text=_("Kosongkan untuk sebutan baku. Misalnya Camat Awayan. Plt. dan Plh. ditambahkan sendiri.")
    )  # fmt: skip
    decree = _text(_("Nomor SK atau surat perintah"), 120)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["position"]).choices = position_choices()
        cast("Any", self.fields["place"]).queryset = places
        cast("Any", self.fields["place"]).label_from_instance = lambda office: office.name
        cast("Any", self.fields["acting"]).choices = [
            ("", gettext("Definitif")), ("plt", gettext("Pelaksana tugas (Plt.)")), ("plh", gettext("Pelaksana harian (Plh.)"))
        ]  # fmt: skip

    def term(self) -> Term:
        """Return the values as an action wants them."""
        values = self.cleaned_data
        return Term(
            position=PositionKind(values["position"]),
            valid_from=values["valid_from"],
            valid_to=values["valid_to"],
            acting=Acting(values["acting"]),
            title=values["title"].strip(),
            decree=values["decree"].strip(),
        )


class LastDayForm(forms.Form):
    """When a position ends."""

    last_day = _date(_("Hari terakhir memegang jabatan"))


class PeopleFilter(forms.Form):
    """What the list of people is filtered by; all of it stands in the URL, so a name is not among it."""

    jabatan = forms.ChoiceField(label=_("Jabatan"), required=False)
    kantor = forms.ModelChoiceField(label=_("Kantor"), required=False, queryset=Office.objects.none())
    akun = forms.ChoiceField(label=_("Akun"), required=False)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["jabatan"]).choices = [("", gettext("Semua jabatan")), *position_choices()]
        cast("Any", self.fields["kantor"]).queryset = places
        cast("Any", self.fields["kantor"]).empty_label = gettext("Semua kantor")
        cast("Any", self.fields["kantor"]).label_from_instance = lambda office: office.name
        cast("Any", self.fields["akun"]).choices = [("", gettext("Aktif")), ("tutup", gettext("Ditutup"))]


class OfficeForm(forms.Form):
    """The letterhead and settings of an office."""

    name = _text(_("Nama kantor"), 200, required=True)
    regency_name = _text(_("Kabupaten atau kota"), 200)
    province_name = _text(_("Provinsi"), 200)
    address = _text(_("Alamat"), 300)
    place = _text(_("Tempat di naskah"), 100, help_text=_("Nama tempat sebelum tanggal, misalnya Putat Basiun."))
    postal_code = _text(_("Kode pos"), 5)
    phone = _text(_("Telepon"), 30)
    email = forms.EmailField(label=_("Surel"), required=False, max_length=100)
    website = _text(_("Laman"), 100)
    unit_code = _text(_("Kode unit pada nomor surat"), 30, help_text=_("Misalnya KEC-AWY."))
    zone = forms.ChoiceField(label=_("Zona waktu"))
    dpo_contact = _text(
        _("Pejabat pelindungan data pribadi"), 200, help_text=_("Nama dan cara menghubunginya; tampil di halaman publik dan undangan.")
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["zone"]).choices = [(zone, gettext(label)) for zone, label in ZONES.items()]

    def facts(self) -> OfficeFacts:
        """Return the values as an action wants them."""
        return OfficeFacts(**{name: self.cleaned_data[name] for name in OfficeFacts.__dataclass_fields__})


class LogoForm(forms.Form):
    """The coat of arms."""

    logo = forms.FileField(
        label=_("Lambang daerah"), help_text=_("PNG, JPEG, atau WebP sampai 5 MB. Tampil di kop naskah.")
    )


class PhoneForm(forms.Form):
    """What a registered phone is called in its owner's list."""

    label = _text(_("Nama ponsel"), 60, required=True, help_text=_("Misalnya: HP kantor, merek, atau warnanya."))


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password1 = forms.CharField(label=_("Kata sandi baru"), strip=False, widget=forms.PasswordInput)
    password2 = forms.CharField(label=_("Kata sandi baru, sekali lagi"), strip=False, widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        """Demand that both are the same."""
        values = super().clean() or {}
        if values.get("password1") != values.get("password2"):
            self.add_error("password2", gettext("Kedua kata sandi tidak sama."))
        return values


def position_choices() -> Iterable[tuple[str, str]]:
    """Return every position with its screen word."""
    return [(str(kind), gettext(position.label)) for kind, position in POSITIONS.items()]
