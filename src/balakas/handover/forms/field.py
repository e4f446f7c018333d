"""Forms around the hand-over: goods, pages, the day's close, photos, cases."""

from collections.abc import Container, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.common.ids import uuid7
from balakas.handover.actions.goods import Head, Line
from balakas.handover.actions.visits import Position
from balakas.handover.forms.visit import LateForm
from balakas.handover.rules.cases import DECISION_WORDS, OFFERED, CaseKind, Decision
from balakas.handover.rules.events import NoPosition

_MICRO = 180_000_000


class GoodsForm(LateForm):
    """Counts of each benefit, who stands on the other side, and a photo. `kind`: `receive`, `return` or `damage`."""

    counterpart = forms.CharField(required=False, max_length=150, label=_("Nama yang menyerahkan"))
    counterpart_position = forms.CharField(required=False, max_length=150, label=_("Jabatan atau instansi"))
    witness = forms.CharField(required=False, max_length=150, label=_("Saksi"))
    witness_position = forms.CharField(required=False, max_length=150, label=_("Jabatan saksi"))
    delivery_note = forms.CharField(required=False, max_length=80, label=_("Nomor surat jalan"))
    condition = forms.CharField(required=False, max_length=300, label=_("Keadaan barang"))
    photo = forms.FileField(required=False, label=_("Foto barang atau berita acara"))

    COUNTS = {
        "receive": (("quantity", _("Dikirim")), ("damaged", _("Rusak")), ("short", _("Kurang"))),
        "return": (("quantity", _("Kembali, baik")), ("damaged", _("Kembali, rusak"))),
        "damage": (("damaged", _("Rusak")), ("short", _("Hilang"))),
    }

    def __init__(self, *args: Any, kind: str, benefits: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.benefits = kind, list(benefits)
        for benefit in self.benefits:
            for name, label in self.COUNTS[kind]:
                self.fields[f"{name}_{benefit.id.hex}"] = forms.IntegerField(min_value=0, initial=0, label=label)
        if kind == "return":
            self.fields["counterpart"].label = gettext("Nama yang menerima kembali")
            self.fields["condition"].label = gettext("Alasan kembali")
        if kind == "damage":
            for name in (
                "counterpart",
                "counterpart_position",
                "witness",
                "witness_position",
                "delivery_note",
                "condition",
            ):
                del self.fields[name]
            self.fields["reason"].required = True

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return each benefit with its count fields."""
        return [
            (benefit, [self[f"{name}_{benefit.id.hex}"] for name, _label in self.COUNTS[self.kind]])
            for benefit in self.benefits
        ]

    def lines(self) -> list[Line]:
        """Return what was counted."""
        return [
            Line(
                benefit.id,
                **{name: self.cleaned_data.get(f"{name}_{benefit.id.hex}") or 0 for name, _l in self.COUNTS[self.kind]},
            )
            for benefit in self.benefits
        ]

    def head(self) -> Head:
        """Return who stands on the minutes."""
        names = ("counterpart", "counterpart_position", "witness", "witness_position", "delivery_note", "condition")
        return Head(**{name: self.cleaned_data.get(name, "") for name in names})


class ExtraForm(LateForm):
    """Something given to somebody who is not on the list."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    name = forms.CharField(max_length=150, label=_("Nama yang menerima"))
    address = forms.CharField(required=False, max_length=200, label=_("Alamat"))
    ordered_by = forms.CharField(max_length=150, label=_("Diperintahkan oleh"))
    photo = forms.FileField(required=False, label=_("Foto"))

    def __init__(self, *args: Any, benefits: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.benefits = list(benefits)
        self.fields["reason"].required = True
        for benefit in self.benefits:
            label = f"{benefit.name} ({benefit.unit})"
            self.fields[f"amount_{benefit.id.hex}"] = forms.IntegerField(min_value=0, initial=0, label=label)

    def amounts(self) -> list[forms.BoundField]:
        """Return the fields of what was given."""
        return [self[f"amount_{benefit.id.hex}"] for benefit in self.benefits]

    def items(self) -> list[tuple[UUID, int]]:
        """Return what was given."""
        return [(benefit.id, self.cleaned_data[f"amount_{benefit.id.hex}"]) for benefit in self.benefits]


class PhotoForm(forms.Form):
    """One photo of a page or of goods."""

    photo = forms.FileField(label=_("Foto"))


class GeneralPhotoForm(PhotoForm):
    """A photo tied to no recipient: caption, place, time."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    caption = forms.CharField(max_length=200, label=_("Keterangan foto"))
    post = forms.ChoiceField(required=False, label=_("Titik salur"))
    taken_at = forms.DateTimeField(
        required=False, label=_("Waktu pengambilan"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    position_lat = forms.IntegerField(required=False, min_value=-_MICRO, max_value=_MICRO)
    position_lng = forms.IntegerField(required=False, min_value=-_MICRO, max_value=_MICRO)
    position_accuracy = forms.IntegerField(required=False, min_value=0)
    position_missing = forms.CharField(required=False, max_length=12)

    def __init__(self, *args: Any, posts: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", gettext("Umum")), *((str(one.id), one.name) for one in posts)]  # type: ignore[attr-defined]

    def position(self) -> Position:
        """Return where it was taken, or why that is not known."""
        data = self.cleaned_data
        if data["position_lat"] is not None and data["position_lng"] is not None:
            return Position(data["position_lat"], data["position_lng"], data["position_accuracy"] or 0, missing="")
        missing = data["position_missing"]
        return Position(missing=missing if missing in set(NoPosition) else NoPosition.NOT_ASKED)


class PageCodeForm(forms.Form):
    """The code of a printed page, scanned or typed."""

    code = forms.CharField(max_length=40, label=_("Kode lembar"))


class CloseForm(forms.Form):
    """What is said at a day's close."""

    explanation = forms.CharField(
        required=False,
        max_length=500,
        label=_("Penjelasan sisa atau selisih"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    witness = forms.CharField(required=False, max_length=150, label=_("Mengetahui"))
    witness_position = forms.CharField(required=False, max_length=150, label=_("Jabatan yang mengetahui"))


class DecisionForm(forms.Form):
    """How a case is answered, for which of its givings, and why."""

    event = forms.ChoiceField(label=_("Penyerahan"), widget=forms.RadioSelect)
    decision = forms.ChoiceField(label=_("Keputusan"), widget=forms.RadioSelect)
    reason = forms.CharField(max_length=400, label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args: Any,
        kind: CaseKind,
        events: Iterable[tuple[UUID, str]],
        without: Container[Decision] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in OFFERED.get(kind, (Decision.REFER,)) if one not in without]
        self.fields["event"].choices = [(str(one), label) for one, label in events]  # type: ignore[attr-defined]
        self.fields["decision"].choices = [(one.value, gettext(DECISION_WORDS[one])) for one in offered]  # type: ignore[attr-defined]
