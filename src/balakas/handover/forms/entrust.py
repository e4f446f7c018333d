"""The form by which somebody takes along what is due to several people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.common.ids import uuid7
from balakas.handover.forms.visit import LateForm
from balakas.handover.queries.people import Found
from balakas.handover.rules import proxies
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation


class EntrustForm(LateForm):
    """For whom, who carries, on what paper. `people` are those it may be chosen from."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    people = forms.MultipleChoiceField(
        label=_("Dititipkan untuk"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu penerima yang dititipkan.")},
    )  # fmt: skip
    name = forms.CharField(max_length=150, label=_("Nama pembawa"))
    relation = forms.ChoiceField(label=_("Hubungan dengan penerima"))
    because = forms.ChoiceField(label=_("Alasan dititipkan"))
    note = forms.CharField(required=False, max_length=300, label=_("Keterangan"))
    has_letter = forms.BooleanField(required=False, label=_("Surat kuasa ada dan disimpan"))

    def __init__(self, *args: Any, people: Sequence[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one.recipient_id), _who(one)) for one in people]  # type: ignore[attr-defined]
        self.fields["relation"].choices = [("", "—"), *_words(proxies.RELATION_WORDS)]  # type: ignore[attr-defined]
        self.fields["because"].choices = [("", "—"), *_words(proxies.REASON_WORDS)]  # type: ignore[attr-defined]
        self.fields["happened_at"].label = gettext("Waktu dititipkan")

    def clean(self) -> dict[str, Any]:
        """Ask for a word where relation or reason is "other"."""
        cleaned: dict[str, Any] = super().clean() or {}
        other = cleaned.get("relation") == Relation.OTHER or cleaned.get("because") == ProxyReason.OTHER
        if other and not cleaned.get("note", "").strip():
            self.add_error("note", gettext("Tuliskan keterangannya."))
        return cleaned

    def chosen(self) -> list[UUID]:
        """Return for whom it is."""
        return [UUID(one) for one in self.cleaned_data["people"]]

    def carrier(self) -> Proxy:
        """Return who carries it."""
        data = self.cleaned_data
        return Proxy(
            name=data["name"], relation=Relation(data["relation"]), reason=ProxyReason(data["because"]),
            note=data["note"], has_letter=data["has_letter"],
        )  # fmt: skip


def _who(one: Found) -> str:
    return f"{one.name} · {one.address or one.village}"


def _words(words: Any) -> list[tuple[str, str]]:
    return [(str(code), gettext(word)) for code, word in words.items()]
