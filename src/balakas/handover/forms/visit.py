"""Forms of one visit: what is given, to whom, on what proof; and why nothing was given."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.common.ids import uuid7
from balakas.handover.actions.visits import Checked, Position
from balakas.handover.queries.people import Due
from balakas.handover.rules import proxies
from balakas.handover.rules.events import IDENTITY_WORDS, Identity, NoPosition
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.handover.rules.verdicts import FAIL_WORDS, FailReason, Given

SELF, PROXY = "self", "proxy"
_PNG = "data:image/png;base64,"
_MICRO = 180_000_000


class FindForm(forms.Form):
    """Code, name or last four digits; sent by POST, so that nothing searched for stands in an address."""

    text = forms.CharField(max_length=200, label=_("Nama, empat angka akhir NIK, atau kode undangan"))


class LateForm(forms.Form):
    """When it happened, where that was earlier than now, and why it is recorded only now."""

    happened_at = forms.DateTimeField(
        required=False, label=_("Waktu penyerahan"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    reason = forms.CharField(required=False, max_length=300, label=_("Alasan"))


class VisitForm(LateForm):
    """One visit: an amount for each thing due, how identity was checked, self or proxy, pictures, position."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    identity = forms.ChoiceField(label=_("Identitas diperiksa dengan"), widget=forms.RadioSelect)
    identity_reason = forms.CharField(required=False, max_length=300, label=_("Bagaimana identitasnya diperiksa"))
    who = forms.ChoiceField(label=_("Yang menerima"), widget=forms.RadioSelect, initial=SELF)
    proxy_name = forms.CharField(required=False, max_length=150, label=_("Nama wakil"))
    proxy_nik = forms.CharField(required=False, max_length=20, label=_("NIK wakil"))
    relation = forms.ChoiceField(required=False, label=_("Hubungan dengan penerima"))
    proxy_reason = forms.ChoiceField(required=False, label=_("Alasan diwakilkan"))
    proxy_note = forms.CharField(required=False, max_length=300, label=_("Keterangan"))
    has_letter = forms.BooleanField(required=False, label=_("Surat kuasa ada dan disimpan"))
    letter = forms.FileField(required=False, label=_("Foto surat kuasa"))
    photo = forms.FileField(required=False, label=_("Foto penerima dengan bantuan"))
    signature = forms.CharField(required=False, widget=forms.HiddenInput, label=_("Tanda tangan"))
    thumb = forms.FileField(required=False, label=_("Foto cap jempol"))
    position_lat = forms.IntegerField(required=False, min_value=-_MICRO, max_value=_MICRO)
    position_lng = forms.IntegerField(required=False, min_value=-_MICRO, max_value=_MICRO)
    position_accuracy = forms.IntegerField(required=False, min_value=0)
    position_missing = forms.CharField(required=False, max_length=12)

    def __init__(self, *args: Any, dues: Sequence[Due], reason_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dues = dues
        self.fields["client_id"].initial = uuid7
        self.fields["identity"].choices = _choices(IDENTITY_WORDS, leave_out={Identity.PAPER})  # type: ignore[attr-defined]
        self.fields["who"].choices = [(SELF, gettext("Penerima sendiri")), (PROXY, gettext("Diwakili"))]  # type: ignore[attr-defined]
        self.fields["relation"].choices = [("", "—"), *_choices(proxies.RELATION_WORDS)]  # type: ignore[attr-defined]
        self.fields["proxy_reason"].choices = [("", "—"), *_choices(proxies.REASON_WORDS)]  # type: ignore[attr-defined]
        self.fields["reason"].required = reason_needed
        for due in dues:
            self.fields[_name(due)] = forms.IntegerField(
                min_value=0, initial=due.due, label=_label(due), help_text=_rest(due)
            )

    def amounts(self) -> list[forms.BoundField]:
        """Return the fields of what is given."""
        return [self[_name(due)] for due in self.dues]

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to "by hand" and to a representative, at their fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("identity") == Identity.BY_HAND and not cleaned.get("identity_reason", "").strip():
            self.add_error("identity_reason", gettext("Tuliskan bagaimana identitasnya diperiksa."))
        if cleaned.get("who") == PROXY:
            for name in ("proxy_name", "relation", "proxy_reason"):
                if not cleaned.get(name):
                    self.add_error(name, gettext("Isi bagian ini untuk yang diwakili."))
        if not any(cleaned.get(_name(due)) for due in self.dues):
            self.add_error(None, gettext("Isi paling sedikit satu jumlah yang diserahkan."))
        return cleaned

    def givings(self) -> list[Given]:
        """Return what is given."""
        amounts = ((due, self.cleaned_data.get(_name(due)) or 0) for due in self.dues)
        return [Given(str(due.entitlement_id), amount) for due, amount in amounts if amount]

    def checked(self) -> Checked:
        """Return how identity was checked."""
        return Checked(Identity(self.cleaned_data["identity"]), self.cleaned_data["identity_reason"])

    def proxy(self) -> Proxy | None:
        """Return who collects for the person, None for the person alone."""
        data = self.cleaned_data
        if data["who"] != PROXY:
            return None
        return Proxy(
            name=data["proxy_name"], relation=Relation(data["relation"]), reason=ProxyReason(data["proxy_reason"]),
            nik=data["proxy_nik"].strip(), note=data["proxy_note"], has_letter=data["has_letter"] or bool(data["letter"]),
            lasting=data["relation"] == Relation.GUARDIAN,
        )  # fmt: skip

    def position(self) -> Position:
        """Return where it happened, or why that is not known."""
        data = self.cleaned_data
        if data["position_lat"] is not None and data["position_lng"] is not None:
            return Position(data["position_lat"], data["position_lng"], data["position_accuracy"] or 0, missing="")
        missing = data["position_missing"]
        return Position(missing=missing if missing in set(NoPosition) else NoPosition.NOT_ASKED)

    def pictures(self) -> dict[str, bytes]:
        """Return the pictures by what they show; a pad that cannot be read counts as empty."""
        found = {name: _bytes(self.cleaned_data.get(name)) for name in ("photo", "thumb", "letter")}
        return {**found, "signature": signature_bytes(self.cleaned_data.get("signature", ""))}


class AbsentForm(LateForm):
    """Why nothing was given."""

    why = forms.ChoiceField(label=_("Mengapa tidak diserahkan"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = _choices(FAIL_WORDS)  # type: ignore[attr-defined]
        self.fields["reason"].label = gettext("Keterangan")

    def chosen(self) -> FailReason:
        """Return the reason chosen."""
        return FailReason(self.cleaned_data["why"])


class ReasonForm(forms.Form):
    """A reason, and nothing else."""

    reason = forms.CharField(max_length=300, label=_("Alasan"))


def signature_bytes(data_url: str) -> bytes:
    """Return the PNG of a signature pad's data URL, b"" for an empty or unreadable one."""
    if not data_url.startswith(_PNG):
        return b""
    try:
        return base64.b64decode(data_url.removeprefix(_PNG), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _bytes(upload: Any) -> bytes:
    return upload.read() if upload else b""


def _name(due: Due) -> str:
    return f"amount_{due.entitlement_id.hex}"


def _label(due: Due) -> str:
    unit = gettext("rupiah") if due.unit == "rupiah" else due.unit
    return f"{due.benefit} ({unit})"


def _rest(due: Due) -> str:
    return (
        gettext("Sisa dari penyerahan sebelumnya, %(period)s") % {"period": due.period} if due.remainder else due.period
    )


def _choices(words: Any, leave_out: Any = frozenset()) -> list[tuple[str, str]]:
    return [(str(code), gettext(word)) for code, word in words.items() if code not in leave_out]
