"""The form of a printed page: twenty-five rows taken in one act, each with what was out of the ordinary."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.common.ids import uuid7
from balakas.handover.actions.pages import PARTLY, UNSAID, Unticked
from balakas.handover.forms.visit import LateForm
from balakas.handover.rules import proxies
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.handover.rules.verdicts import FAIL_WORDS, FailReason

Due = Sequence[tuple[UUID, int, str]]


class KeyForm(LateForm):
    """A page's rows, all ticked as given; what is unticked says why, or how much; a ticked one may say who came instead.

    `rows`: (order, [(entitlement, amount, label)]); a row with nothing due any more has no fields. No reason is chosen
    beforehand: "did not come" is recorded only where somebody says so.
    """

    use_required_attribute = False
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    photo = forms.FileField(required=False, label=_("Foto lembar yang sudah ditandatangani"))

    def __init__(self, *args: Any, rows: Sequence[tuple[int, Due]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [(order, due) for order, due in rows if due]
        self.fields["client_id"].initial = uuid7
        for order, due in self.rows:
            self._row(order, due)
            self._who(order)

    def _row(self, order: int, due: Due) -> None:
        self.fields[f"given_{order}"] = forms.BooleanField(required=False, initial=True)
        self.fields[f"why_{order}"] = forms.ChoiceField(
            label=gettext("Mengapa"), choices=_reasons(), required=not (self.is_bound and self.data.get(f"given_{order}")),
            error_messages={"required": gettext("Pilih alasannya.")},
        )  # fmt: skip
        self.fields[f"note_{order}"] = forms.CharField(required=False, max_length=200, label=gettext("Keterangan"))
        for one, amount, label in due:
            self.fields[f"amount_{one.hex}"] = forms.IntegerField(min_value=0, initial=amount, label=label)

    def _who(self, order: int) -> None:
        blank = [("", "—")]
        self.fields[f"proxied_{order}"] = forms.BooleanField(required=False, label=gettext("Diwakili orang lain"))
        self.fields[f"name_{order}"] = forms.CharField(required=False, max_length=150, label=gettext("Nama wakil"))
        self.fields[f"relation_{order}"] = forms.ChoiceField(
            required=False, label=gettext("Hubungan dengan penerima"), choices=blank + _words(proxies.RELATION_WORDS)
        )
        self.fields[f"because_{order}"] = forms.ChoiceField(
            required=False, label=gettext("Alasan diwakilkan"), choices=blank + _words(proxies.REASON_WORDS)
        )
        self.fields[f"word_{order}"] = forms.CharField(required=False, max_length=300, label=gettext("Keterangan"))
        self.fields[f"letter_{order}"] = forms.BooleanField(
            required=False, label=gettext("Surat kuasa ada dan disimpan")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a word where the reason is "other", and for all of a representative, at their fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        for order, _due in self.rows:
            given, why = cleaned.get(f"given_{order}"), cleaned.get(f"why_{order}")
            if not given and why == FailReason.OTHER and not cleaned.get(f"note_{order}"):
                self.add_error(f"note_{order}", gettext("Tuliskan alasannya."))
            if cleaned.get(f"proxied_{order}") and (given or why == PARTLY):
                self._check_who(order, cleaned)
        return cleaned

    def _check_who(self, order: int, cleaned: dict[str, Any]) -> None:
        asked = ["name", "relation", "because"]
        other = (
            cleaned.get(f"relation_{order}") == Relation.OTHER or cleaned.get(f"because_{order}") == ProxyReason.OTHER
        )
        for name in [*asked, "word"] if other else asked:
            if not cleaned.get(f"{name}_{order}"):
                self.add_error(f"{name}_{order}", gettext("Isi bagian ini untuk yang diwakili."))

    def exceptions(self) -> list[Unticked]:
        """Return the rows that are not "given as printed to the person"."""
        return [one for one in (self._exception(order, due) for order, due in self.rows) if one is not None]

    def _exception(self, order: int, due: Due) -> Unticked | None:
        data = self.cleaned_data
        why, note, proxy = data[f"why_{order}"], data[f"note_{order}"], self._proxy(order)
        if data[f"given_{order}"]:
            return Unticked(order, proxy=proxy) if proxy else None
        if why == UNSAID:
            return Unticked(order, unsaid=True)
        if why == PARTLY:
            amounts = {one: data.get(f"amount_{one.hex}") or 0 for one, _amount, _label in due}
            return Unticked(order, quantities=amounts, proxy=proxy, reason=note)
        return Unticked(order, why=FailReason(why), reason=note)

    def _proxy(self, order: int) -> Proxy | None:
        data = self.cleaned_data
        if not data[f"proxied_{order}"] or not data[f"relation_{order}"] or not data[f"because_{order}"]:
            return None
        relation = Relation(data[f"relation_{order}"])
        return Proxy(
            name=data[f"name_{order}"], relation=relation, reason=ProxyReason(data[f"because_{order}"]),
            note=data[f"word_{order}"], has_letter=data[f"letter_{order}"], lasting=relation is Relation.GUARDIAN,
        )  # fmt: skip


def _reasons() -> list[tuple[str, str]]:
    return [
        ("", gettext("Pilih alasan")),
        (PARTLY, gettext("Diterima sebagian")),
        *((code.value, gettext(word)) for code, word in FAIL_WORDS.items()),
        (UNSAID, gettext("Tidak diketahui: biarkan belum tercatat")),
    ]


def _words(words: Any) -> list[tuple[str, str]]:
    return [(str(code), gettext(word)) for code, word in words.items()]


class PrintForm(forms.Form):
    """Which of a post's people go on paper: all whom nobody holds, or one part of them."""

    part = forms.TypedChoiceField(required=False, coerce=UUID, empty_value=None, label=_("Untuk penerima"))

    def __init__(self, *args: Any, parts: Sequence[tuple[UUID, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one), f"{label} ({people})") for one, label, people in parts]
        self.fields["part"].choices = [("", gettext("Semua yang tidak dipegang siapa pun")), *named]  # type: ignore[attr-defined]
