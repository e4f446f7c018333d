"""Forms about somebody who shall come on a running list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.distributions.rules.replacement import EVIDENCE_WORDS, EXIT_WORDS, Evidence, ExitReason, Heir, ReasonRule
from balakas.recipients.actions.people import Particulars
from balakas.recipients.forms.fields import PaperField
from balakas.recipients.forms.people import PersonForm
from balakas.recipients.rules.joining import Choice, Order, Shown, Witnesses

Choices = Sequence[tuple[str, str]]
_words = lazy(gettext, str)
NEW_FAMILY, NEW_OTHER = "keluarga", "lain"
"""What the list of followers says for somebody the office does not know: of the same card, or anybody else."""


class OrderForm(forms.Form):
    """Who ordered it, and on which paper."""

    ordered_by = forms.CharField(
        label=_("Atas perintah"), max_length=150, help_text=_("Misalnya: Kepala Dinas Sosial Kabupaten Balangan.")
    )
    paper_title = forms.CharField(
        label=_("Surat dasar"),
        max_length=120,
        help_text=_("Misalnya: Surat Dinas Sosial, Berita acara musyawarah desa."),
    )
    paper_number = forms.CharField(label=_("Nomor surat dasar"), max_length=120, required=False)
    paper_date = forms.DateField(label=_("Tanggal surat dasar"), required=False)
    paper_scan = PaperField(
        label=_("Foto atau pindaian surat dasar"),
        required=False,
        help_text=_("Wajib bila nomor atau tanggalnya tidak ada."),
    )

    def order(self) -> Order:
        """Return what was entered."""
        data = self.cleaned_data
        return Order(
            data["ordered_by"], data["paper_title"], data["paper_number"], data["paper_date"], data["paper_scan"]
        )


class AdditionForm(PersonForm, OrderForm):
    """Somebody added by order: who, what they receive, who ordered it and on which paper."""

    allocations = forms.MultipleChoiceField(label=_("Bantuan yang diterima"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, benefits: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allocations"].choices = benefits  # type: ignore[attr-defined]  # a choice field
        for name in ("nik", "kk", "phone"):
            self.fields[name].help_text = ""


class ReplacementForm(OrderForm):
    """Why somebody leaves, what shows it, who follows; particulars only for somebody the office does not know."""

    reason = forms.ChoiceField(label=_("Alasan penggantian"))
    evidence = forms.ChoiceField(label=_("Bukti"))
    evidence_number = forms.CharField(label=_("Nomor bukti"), max_length=120, required=False)
    evidence_scan = PaperField(
        label=_("Foto bukti"), required=False, help_text=_("Wajib bila buktinya tidak bernomor.")
    )
    who = forms.ChoiceField(label=_("Pengganti"), widget=forms.RadioSelect)
    relation = forms.CharField(label=_("Hubungan dengan penerima lama"), max_length=60, required=False)
    why_out_of_turn = forms.CharField(
        label=_("Alasan bila melewati giliran"), max_length=300, required=False,
        help_text=_("Dibaca oleh orang kedua yang memutus."),
    )  # fmt: skip
    village_head = forms.CharField(label=_("Nama kepala desa"), max_length=150, required=False)
    neighbourhood = forms.CharField(
        label=_("RT"),
        max_length=40,
        required=False,
        help_text=_("Misalnya: RT 003, bila ketua RT ikut menandatangani."),
    )
    neighbourhood_head = forms.CharField(label=_("Nama ketua RT"), max_length=150, required=False)
    field_order = (
        "reason", "evidence", "evidence_number", "evidence_scan", "who", "relation", "why_out_of_turn", "ordered_by",
        "paper_title", "paper_number", "paper_date", "paper_scan", "village_head", "neighbourhood", "neighbourhood_head",
    )  # fmt: skip

    def __init__(self, *args: Any, rules: dict[ExitReason, ReasonRule], followers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = [code for code in Evidence if any(code in rule.evidence for rule in rules.values())]
        wanted: dict[str, Choices] = {
            "reason": [(str(code), _words(EXIT_WORDS[code])) for code, rule in rules.items() if rule.heirs],
            "evidence": [(str(code), _words(EVIDENCE_WORDS[code])) for code in used],
            "who": followers,
        }
        for name, choices in wanted.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields

    def shown(self) -> Shown:
        """Return the evidence."""
        data = self.cleaned_data
        return Shown(data["evidence"], data["evidence_number"], data["evidence_scan"])

    def witnesses(self) -> Witnesses:
        """Return who signs beside the office."""
        return Witnesses(**{name: self.cleaned_data[name] for name in Witnesses.__dataclass_fields__})

    def is_new(self) -> bool:
        """Say whether particulars of somebody the office does not know are to be read."""
        return self.cleaned_data.get("who") in {NEW_FAMILY, NEW_OTHER}

    def choice(self) -> Choice:
        """Return who follows; known people stand in the list as `same_kk:<id>` or `reserve:<id>`."""
        data = self.cleaned_data
        heir, _, person = data["who"].partition(":")
        kinds = {NEW_FAMILY: Heir.SAME_KK, NEW_OTHER: Heir.OTHER}
        kind = kinds.get(heir) or Heir(heir)
        return Choice(kind, (person and _uuid(person)) or None, data["relation"], data["why_out_of_turn"])


def _uuid(text: str) -> Any:
    return forms.UUIDField().clean(text)


class FollowerForm(PersonForm):
    """The particulars of somebody the office does not know; all may stay empty while a known person is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        for name in ("nik", "kk", "phone"):
            self.fields[name].help_text = ""

    def given(self) -> Particulars | None:
        """Return the particulars, None where nothing was typed."""
        return self.particulars() if self.cleaned_data["name"].strip() else None


class RefuseForm(forms.Form):
    """Why a proposal is refused."""

    reason = forms.CharField(label=_("Alasan menolak"), max_length=300)


class DespiteForm(forms.Form):
    """Why a proposal is accepted although a rule between programmes forbids it."""

    despite = forms.CharField(label=_("Alasan tetap menyetujui"), max_length=300)


class PapersForm(forms.Form):
    """The date of the minutes, and their number where another book gives it."""

    dated = forms.DateField(label=_("Tanggal berita acara"))
    typed = forms.CharField(label=_("Nomor berita acara"), max_length=120, required=False)

    def __init__(self, *args: Any, external: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not external:
            del self.fields["typed"]
        else:
            self.fields["typed"].required = True


class StruckForm(forms.Form):
    """Why somebody on the reserve list is passed over."""

    reason = forms.CharField(label=_("Alasan"), max_length=300)


class SignedForm(forms.Form):
    """A paper that comes back signed."""

    scan = PaperField(label=_("Pindaian atau foto yang sudah ditandatangani"))
    signed_on = forms.DateField(label=_("Tanggal ditandatangani"))


class MarkForm(forms.Form):
    """The difference that was seen, and whether villages that the list does not name are part of it."""

    mark = forms.CharField(max_length=64)
    whole = forms.BooleanField(required=False)
    because = forms.CharField(label=_("Sebab perbedaannya"), required=False, max_length=300)
