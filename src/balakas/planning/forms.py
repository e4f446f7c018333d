"""Forms of the preparation's pages. Choices of one office are given when a form is made."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from balakas.papers.rules.states import SignedHow
from balakas.planning.rules import duty as duty_rules
from balakas.planning.rules.readiness import ITEM_WORDS, ItemState
from balakas.planning.rules.slots import METHOD_WORDS, ODDITY_SENTENCES, Method, Oddity

Choices = Sequence[tuple[str, str]]
_METHODS = [(str(method), _(word)) for method, word in METHOD_WORDS.items()]
_MICRO = 1_000_000
SIGNED_HOW = [
    (str(SignedHow.INK), _("Tanda tangan basah (pindai atau foto)")),
    (str(SignedHow.ELECTRONIC), _("Tanda tangan elektronik (PDF asli)")),
]


def area(rows: int) -> forms.Textarea:
    """Return a text area for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class LinesField(forms.CharField):
    """Several lines: a tuple of texts without bullets and empty lines."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=area(rows), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the lines."""
        return tuple(duty_rules.lines(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        """Show stored lines one below the other."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


class MethodForm(forms.Form):
    """How aid is handed out and what people are told."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    way = forms.ChoiceField(label=_("Metode penyaluran"), choices=_METHODS, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Alasan atau keterangan"), required=False, max_length=300)
    bring = LinesField(
        label=_("Yang harus dibawa penerima"), required=False, help_text=_("Satu baris satu hal."), rows=3
    )
    contact = forms.CharField(
        label=_("Kontak untuk pertanyaan"), required=False, max_length=200,
        help_text=_("Tercetak pada undangan, misalnya: TKSK Kecamatan Awayan, telepon …"),
    )  # fmt: skip


class OrderForm(forms.Form):
    """The text of a duty order. `people` are officers; `others` are written one per line."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    title = forms.ChoiceField(label=_("Judul surat"), choices=[(word, _(word)) for word in duty_rules.TITLES])
    basis = LinesField(label=_("Dasar"), required=False, help_text=_("Satu baris satu dasar."), rows=4)
    consideration = forms.CharField(label=_("Pertimbangan"), required=False, widget=area(2))
    people = forms.MultipleChoiceField(label=_("Yang ditugaskan"), required=False, widget=forms.CheckboxSelectMultiple)
    leader = forms.ChoiceField(label=_("Ketua tim"), required=False)
    others = LinesField(
        label=_("Orang lain yang ditugaskan"), required=False, rows=2,
        help_text=_("Satu baris satu orang: Nama; Jabatan; Pangkat (Golongan); NIP. Pangkat dan NIP boleh kosong."),
    )  # fmt: skip
    tasks = LinesField(label=_("Untuk (tugas)"), required=False, help_text=_("Satu baris satu tugas."), rows=4)
    when = forms.CharField(label=_("Waktu"), required=False, max_length=300)
    where = forms.CharField(label=_("Tempat"), required=False, max_length=300)
    place = forms.CharField(label=_("Ditetapkan di"), required=False, max_length=100)
    signer = forms.ChoiceField(label=_("Penanda tangan"), required=False)
    copies = LinesField(label=_("Tembusan"), required=False, help_text=_("Satu baris satu tembusan."), rows=2)

    def __init__(self, *args: Any, people: Choices = (), signers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]  # a choice field
        self.fields["leader"].choices = [("", "—"), *people]  # type: ignore[attr-defined]  # a choice field
        self.fields["signer"].choices = [("", "—"), *signers]  # type: ignore[attr-defined]  # a choice field


class NumberForm(forms.Form):
    """The date of a paper and, from an outside book, its number."""

    dated = forms.DateField(label=_("Tanggal surat"), widget=forms.DateInput())
    classification = forms.CharField(label=_("Kode klasifikasi"), required=False, max_length=30)
    typed = forms.CharField(
        label=_("Nomor dari buku luar"), required=False, max_length=120,
        help_text=_("Hanya bila nomor diberikan SRIKANDI atau buku kertas."),
    )  # fmt: skip


class SignedForm(forms.Form):
    """The signed sheet coming back."""

    how = forms.ChoiceField(label=_("Cara ditandatangani"), choices=SIGNED_HOW, widget=forms.RadioSelect)
    signed_on = forms.DateField(label=_("Tanggal ditandatangani"), widget=forms.DateInput())
    scan = forms.FileField(label=_("Pindaian atau foto surat"))


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = forms.CharField(label=_("Alasan"), max_length=200, widget=area(2))


class PostForm(forms.Form):
    """A post and the villages that come to it."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    name = forms.CharField(label=_("Nama titik salur"), max_length=120)
    way = forms.ChoiceField(label=_("Cara"), choices=_METHODS)
    place = forms.CharField(
        label=_("Tempat"),
        required=False,
        max_length=200,
        help_text=_("Seperti orang menyebutnya, misalnya Balai Desa Pudak."),
    )
    villages = forms.MultipleChoiceField(
        label=_("Desa yang dilayani"), widget=forms.CheckboxSelectMultiple, required=False
    )
    at_village = forms.ChoiceField(label=_("Letak titik salur"), required=False)
    officer = forms.ChoiceField(label=_("Petugas penanggung jawab"), required=False)
    lat = forms.FloatField(label=_("Lintang"), required=False, min_value=-11.5, max_value=6.5)
    lng = forms.FloatField(label=_("Bujur"), required=False, min_value=94.5, max_value=141.5)

    def __init__(self, *args: Any, villages: Choices = (), officers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["villages"].choices = villages  # type: ignore[attr-defined]  # a choice field
        self.fields["at_village"].choices = [("", "—"), *villages]  # type: ignore[attr-defined]  # a choice field
        self.fields["officer"].choices = [("", "—"), *officers]  # type: ignore[attr-defined]  # a choice field

    def position(self) -> tuple[int, int] | None:
        """Return latitude and longitude in microdegrees, None unless both are given."""
        lat, lng = self.cleaned_data.get("lat"), self.cleaned_data.get("lng")
        return None if lat is None or lng is None else (round(lat * _MICRO), round(lng * _MICRO))


class SlotForm(forms.Form):
    """A time at a post. `seen` holds the oddities the form has shown; ticking `accept` takes the time all the same."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(label=_("Tanggal"), widget=forms.DateInput())
    start = forms.TimeField(label=_("Mulai"), widget=forms.TimeInput())
    end = forms.TimeField(label=pgettext_lazy("jam", "Selesai"), widget=forms.TimeInput())
    capacity = forms.IntegerField(
        label=_("Daya tampung"),
        required=False,
        min_value=1,
        help_text=_("Kosongkan bila semua penerima datang pada waktu ini."),
    )
    villages = forms.MultipleChoiceField(
        label=_("Hanya untuk desa"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosongkan bila untuk semua desa titik salur ini."),
    )  # fmt: skip
    note = forms.CharField(label=_("Catatan"), required=False, max_length=200)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    accept = forms.BooleanField(label=_("Tetap pakai waktu ini"), required=False)

    def __init__(self, *args: Any, villages: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["villages"].choices = villages  # type: ignore[attr-defined]  # a choice field

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return start and end in the office's zone."""
        day = self.cleaned_data["day"]
        start, end = (self._at(day, self.cleaned_data[name], zone) for name in ("start", "end"))
        return start, end

    def accepted(self) -> frozenset[Oddity]:
        """Return the oddities that were shown and accepted."""
        known = set(Oddity)
        shown = {Oddity(code) for code in self.cleaned_data["seen"].split(",") if code in known}
        return frozenset(shown) if self.cleaned_data["accept"] else frozenset()

    def warn(self, oddities: Iterable[Oddity]) -> None:
        """Show what is unusual, and remember that it was shown."""
        listed = list(oddities)
        self.data = {**self.data.dict(), "villages": self.cleaned_data["villages"], "seen": ",".join(listed)}  # type: ignore[attr-defined]  # a QueryDict
        self.add_error("accept", [gettext(ODDITY_SENTENCES[one]) for one in listed])

    @staticmethod
    def _at(day: Any, clock: time, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, clock, tzinfo=zone)


class AnnounceForm(forms.Form):
    """How the villages were told."""

    how = forms.CharField(
        label=_("Disampaikan lewat"), max_length=200,
        help_text=_("Misalnya: grup WhatsApp kepala desa dan surat ke semua desa."),
    )  # fmt: skip


class MoveForm(forms.Form):
    """Another time for one recipient."""

    slot = forms.ChoiceField(label=_("Waktu lain"))

    def __init__(self, *args: Any, slots: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = slots  # type: ignore[attr-defined]  # a choice field


class VillageForm(forms.Form):
    """One village, or all."""

    desa = forms.ChoiceField(label=_("Desa"), required=False)

    def __init__(self, *args: Any, villages: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desa"].choices = [("", _("Semua desa")), *villages]  # type: ignore[attr-defined]  # a choice field


class BriefingForm(forms.Form):
    """Minutes of the briefing and who came."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    day = forms.DateField(label=_("Tanggal"), widget=forms.DateInput())
    start = forms.TimeField(label=_("Mulai"), widget=forms.TimeInput())
    end = forms.TimeField(label=pgettext_lazy("jam", "Selesai"), required=False, widget=forms.TimeInput())
    place = forms.CharField(label=_("Tempat"), max_length=200)
    chair = forms.CharField(label=_("Pemimpin pengarahan"), max_length=200)
    clerk = forms.CharField(label=_("Pencatat"), required=False, max_length=200)
    points = LinesField(label=_("Pokok pengarahan"), required=False, help_text=_("Satu baris satu pokok."), rows=5)
    decisions = LinesField(label=_("Kesepakatan"), required=False, help_text=_("Satu baris satu kesepakatan."), rows=3)
    present = forms.MultipleChoiceField(
        label=_("Yang hadir"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Daftar ini berisi semua yang diundang; centang yang hadir."),
    )  # fmt: skip
    others = LinesField(
        label=_("Peserta lain yang hadir"), required=False, rows=3, help_text=_("Satu baris satu orang: Nama; Jabatan.")
    )

    def __init__(self, *args: Any, invited: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = invited  # type: ignore[attr-defined]  # a choice field


class ItemForm(forms.Form):
    """One line of the checklist."""

    name = forms.CharField(label=_("Barang atau sarana"), required=False, max_length=150)
    quantity = forms.CharField(label=_("Jumlah"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("Keadaan"), choices=[(str(one), _(word)) for one, word in ITEM_WORDS.items()])
    note = forms.CharField(label=_("Catatan"), required=False, max_length=200)

    def item_state(self) -> ItemState:
        """Return the chosen state."""
        return ItemState(self.cleaned_data["state"])


ItemFormSet = forms.formset_factory(ItemForm, extra=3, max_num=60, validate_max=True)


def uuid_or_none(text: str) -> UUID | None:
    """Return a chosen id, None for the empty choice."""
    return UUID(text) if text else None


def way(value: str) -> Method:
    """Return a chosen method."""
    return Method(value)
