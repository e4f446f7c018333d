"""Forms of the room `distributions`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.distributions.rules.distribution import GIVER_WORDS, STATE_WORDS, DistributionState, Giver, Head, Share
from balakas.distributions.rules.pairing import BASIS_WORDS, SCOPE_WORDS, BasisKind, PairTerms, Scope
from balakas.distributions.rules.programme import (
    PAPER_WORDS,
    PROOF_WORDS,
    PROXY_PAPER_WORDS,
    PROXY_WORDS,
    BenefitKind,
    Gift,
    PaperCode,
    ProofCode,
    ProxyCode,
    ProxyPaper,
    ProxyRule,
    RequiredPaper,
    Terms,
)
from balakas.distributions.rules.replacement import (
    CHOSEN,
    EVIDENCE_WORDS,
    EXIT_WORDS,
    HEIR_WORDS,
    Evidence,
    ExitReason,
    Heir,
    ReasonRule,
)

_words = lazy(gettext, str)
PERIOD_LENGTH = 40
MOST_PEOPLE, MOST_AMOUNT = 1_000_000, 10**15


def saved_meanwhile(form: forms.Form, version: int) -> None:
    """Let a form whose record somebody else saved be sent once more, over what is stored now."""
    sent = cast("QueryDict", form.data).copy()
    sent["version"] = str(version)
    form.data = sent


def _choices(words: dict[Any, str]) -> list[tuple[str, Any]]:
    return [(str(code), _words(word)) for code, word in words.items()]


class HeadForm(forms.Form):
    """A distribution's own facts."""

    title = forms.CharField(label=_("Nama penyaluran"), max_length=200)
    period_label = forms.CharField(label=_("Periode"), max_length=80, help_text=_("Misalnya: Januari 2026."))
    giver = forms.ChoiceField(label=_("Yang menyerahkan"), choices=_choices(GIVER_WORDS), widget=forms.RadioSelect)
    giver_name = forms.CharField(
        label=_("Nama dinas atau kantor pos"),
        max_length=200,
        required=False,
        help_text=_("Diisi bila bukan kecamatan yang menyerahkan."),
    )

    def head(self) -> Head:
        """Return what was entered."""
        data = self.cleaned_data
        return Head(data["title"], data["period_label"], Giver(data["giver"]), data["giver_name"])


class ChangeHeadForm(HeadForm):
    """A change, with the version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ShareForm(forms.Form):
    """One benefit that is handed out; several periods make several allocations."""

    wanted = forms.BooleanField(label=_("Disalurkan"), required=False)
    period = forms.CharField(
        label=_("Periode"),
        max_length=200,
        required=False,
        help_text=_("Kosong: periode penyaluran. Beberapa periode: pisahkan dengan titik koma."),
    )
    instalment = forms.IntegerField(label=_("Tahap"), min_value=1, max_value=99, initial=1, required=False)
    amount = forms.IntegerField(label=_("Jumlah per penerima"), min_value=1, max_value=MOST_AMOUNT, required=False)
    letter_people = forms.IntegerField(
        label=_("Penerima menurut surat"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    letter_total = forms.IntegerField(
        label=_("Jumlah seluruhnya menurut surat"), min_value=0, max_value=MOST_AMOUNT, required=False
    )

    def __init__(self, *args: Any, benefit: Any, period: str, **kwargs: Any) -> None:
        kwargs["prefix"] = f"b{benefit.id.hex}"
        super().__init__(*args, **kwargs)
        self.benefit, self.usual_period = benefit, period
        self.fields["amount"].initial = benefit.usual_amount

    def clean(self) -> dict[str, Any]:
        """Ask for the period and the amount of a benefit that is wanted."""
        data = super().clean() or {}
        if data.get("wanted"):
            periods = self._periods(data)
            if not periods:
                self.add_error("period", gettext("Isi periode bantuan ini."))
            if any(len(period) > PERIOD_LENGTH for period in periods):
                self.add_error("period", gettext("Satu periode paling panjang 40 huruf."))
            if not data.get("amount"):
                self.add_error("amount", gettext("Isi jumlah untuk setiap penerima."))
        return data

    def shares(self) -> list[Share]:
        """Return what was entered: one share a period, none where the benefit is not wanted."""
        data = self.cleaned_data
        if not data.get("wanted"):
            return []
        return [
            Share(
                self.benefit.id,
                period,
                data["amount"],
                data["instalment"] or 1,
                data["letter_people"],
                data["letter_total"],
            )
            for period in self._periods(data)
        ]

    def _periods(self, data: dict[str, Any]) -> list[str]:
        given = data.get("period", "").strip() or self.usual_period
        return [period.strip() for period in given.split(";") if period.strip()]


class AddForm(forms.Form):
    """What is added to a distribution stands in the benefits' own forms; this one carries a refusal."""


def share_forms(benefits: Iterable[Any], data: Any, *, period: str) -> list[ShareForm]:
    """Return a form for each benefit that can be handed out."""
    return [ShareForm(data, benefit=benefit, period=period, initial={"instalment": 1}) for benefit in benefits]


class AllocationForm(forms.Form):
    """A change of one allocation."""

    period = forms.CharField(label=_("Periode"), max_length=PERIOD_LENGTH)
    instalment = forms.IntegerField(label=_("Tahap"), min_value=1, max_value=99)
    amount = forms.IntegerField(label=_("Jumlah per penerima"), min_value=1, max_value=MOST_AMOUNT)
    letter_people = forms.IntegerField(
        label=_("Penerima menurut surat"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    letter_total = forms.IntegerField(
        label=_("Jumlah seluruhnya menurut surat"), min_value=0, max_value=MOST_AMOUNT, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def share(self, benefit_id: Any) -> Share:
        """Return what was entered."""
        data = self.cleaned_data
        return Share(
            benefit_id,
            data["period"].strip(),
            data["amount"],
            data["instalment"],
            data["letter_people"],
            data["letter_total"],
        )


class ReasonForm(forms.Form):
    """A sentence."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea({"rows": 2}))


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", _("Semua")), *_choices(STATE_WORDS)])
    tahun = forms.ChoiceField(label=_("Tahun"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [("", _("Semua")), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice field

    def state(self) -> DistributionState | None:
        """Return the state asked for."""
        value = self.cleaned_data.get("keadaan") if self.is_valid() else ""
        return DistributionState(value) if value else None

    def year(self) -> int | None:
        """Return the year asked for."""
        value = self.cleaned_data.get("tahun") if self.is_valid() else ""
        return int(value) if value else None


class ProgrammeForm(forms.Form):
    """A programme: its papers, proofs and who may collect for another."""

    code = forms.CharField(label=_("Kode"), max_length=30)
    name = forms.CharField(label=_("Nama program"), max_length=150)
    fund_source = forms.CharField(label=_("Sumber dana"), max_length=60, required=False)
    legal_base = forms.CharField(label=_("Dasar hukum"), max_length=300, required=False)
    agency_name = forms.CharField(label=_("Instansi"), max_length=200, required=False)
    proofs = forms.MultipleChoiceField(
        label=_("Bukti serah terima"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=_choices(PROOF_WORDS),
    )
    proxy_limit = forms.IntegerField(label=_("Batas keluarga per perwakilan"), min_value=1, max_value=50)
    retention_months = forms.IntegerField(label=_("Masa simpan berkas (bulan)"), min_value=1, max_value=600)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = _choices(PAPER_WORDS)
        for code in (PaperCode.KTP, PaperCode.KK):
            self.fields[f"need_{code}"] = forms.BooleanField(label=_words(PAPER_WORDS[code]), required=False)
            self.fields[f"instead_{code}"] = forms.MultipleChoiceField(
                label=_("Dapat diganti dengan"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[choice for choice in papers if choice[0] not in ("ktp", "kk")],
            )  # fmt: skip
        for who in ProxyCode:
            self.fields[f"proxy_{who}"] = forms.MultipleChoiceField(
                label=_words(PROXY_WORDS[who]), required=False, widget=forms.CheckboxSelectMultiple,
                choices=_choices(PROXY_PAPER_WORDS),
            )  # fmt: skip

    def terms(self) -> Terms:
        """Return what was entered."""
        data = self.cleaned_data
        return Terms(
            code=data["code"], name=data["name"], fund_source=data["fund_source"], legal_base=data["legal_base"],
            agency_name=data["agency_name"],
            required_papers=tuple(
                RequiredPaper(code, tuple(PaperCode(one) for one in data[f"instead_{code}"]))
                for code in (PaperCode.KTP, PaperCode.KK)
                if data[f"need_{code}"]
            ),
            proofs=tuple(ProofCode(one) for one in data["proofs"]),
            proxies=tuple(
                ProxyRule(who, tuple(ProxyPaper(one) for one in data[f"proxy_{who}"])) for who in ProxyCode if data[f"proxy_{who}"]
            ),
            proxy_limit=data["proxy_limit"], retention_months=data["retention_months"],
        )  # fmt: skip


def programme_initial(terms: Terms, version: int) -> dict[str, Any]:
    """Return what a programme's form begins with."""
    first: dict[str, Any] = {
        "code": terms.code, "name": terms.name, "fund_source": terms.fund_source, "legal_base": terms.legal_base,
        "agency_name": terms.agency_name, "proofs": [str(one) for one in terms.proofs], "proxy_limit": terms.proxy_limit,
        "retention_months": terms.retention_months, "version": version,
    }  # fmt: skip
    for paper in terms.required_papers:
        first[f"need_{paper.code}"] = True
        first[f"instead_{paper.code}"] = [str(one) for one in paper.substitutes]
    for rule in terms.proxies:
        first[f"proxy_{rule.who}"] = [str(one) for one in rule.papers]
    return first


class GiftForm(forms.Form):
    """A benefit."""

    name = forms.CharField(label=_("Nama bantuan"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Jenis"),
        widget=forms.RadioSelect,
        choices=[(str(BenefitKind.GOODS), _("Barang")), (str(BenefitKind.CASH), _("Uang"))],
    )
    unit = forms.CharField(
        label=_("Satuan barang"), max_length=20, required=False, help_text=_("Misalnya kg atau paket.")
    )
    usual_amount = forms.IntegerField(
        label=_("Jumlah biasa per penerima"),
        min_value=1,
        max_value=MOST_AMOUNT,
        help_text=_("Uang dalam rupiah."),
    )
    unit_value = forms.IntegerField(
        label=_("Nilai per satuan barang (rupiah)"), min_value=0, max_value=MOST_AMOUNT, required=False
    )

    def gift(self) -> Gift:
        """Return what was entered."""
        data = self.cleaned_data
        kind = BenefitKind(data["kind"])
        unit = data["unit"].strip() if kind is BenefitKind.GOODS else "rupiah"
        return Gift(data["name"], kind, data["usual_amount"], unit, data["unit_value"] or 0)


class PairForm(forms.Form):
    """A rule between two programmes; `programmes` are the choices."""

    first = forms.ChoiceField(label=_("Program"))
    second = forms.ChoiceField(
        label=_("Dengan program"), help_text=_("Program yang sama: tidak boleh dua kali dalam satu periode.")
    )
    allowed = forms.ChoiceField(
        label=_("Pada periode yang sama"), widget=forms.RadioSelect, initial="no",
        choices=[("no", _("Tidak boleh diterima bersama")), ("yes", _("Boleh diterima bersama"))],
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=_("Berlaku untuk"), widget=forms.RadioSelect, choices=_choices(SCOPE_WORDS), initial=Scope.FAMILY
    )
    since = forms.DateField(label=_("Berlaku mulai"), required=False, help_text=_("Kosong: sejak semula."))
    until = forms.DateField(label=_("Berlaku sampai"), required=False, help_text=_("Kosong: sampai diakhiri."))
    basis_kind = forms.ChoiceField(
        label=_("Jenis dasar"), widget=forms.RadioSelect, choices=_choices(BASIS_WORDS), initial=BasisKind.OWN
    )
    basis = forms.CharField(
        label=_("Dasar"), max_length=300,
        error_messages={"required": _("Sebutkan dasarnya: nomor peraturan, atau keputusan kantor beserta tanggalnya.")},
        help_text=_("Nomor peraturan dan pasalnya, atau keputusan kantor beserta tanggalnya."),
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].choices = list(programmes)  # type: ignore[attr-defined]  # a choice field
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def terms(self) -> PairTerms:
        """Return what was entered."""
        data = self.cleaned_data
        return PairTerms(
            UUID(data["first"]), UUID(data["second"]), data["allowed"] == "yes", Scope(data["scope"]),
            BasisKind(data["basis_kind"]), data["basis"], data["since"], data["until"],
        )  # fmt: skip


class ReplacementForm(forms.Form):
    """For each reason of a programme whether it counts, what shows it, and who follows in which turn."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rules: Mapping[ExitReason, ReasonRule], version: int) -> None:
        super().__init__(data, initial={"version": version})
        turns = [(str(code), _words(HEIR_WORDS[code])) for code in (Heir.SAME_KK, Heir.RESERVE)]
        for reason in CHOSEN:
            held = rules.get(reason)
            self.fields[f"on_{reason}"] = forms.BooleanField(
                label=_words(EXIT_WORDS[reason]), required=False, initial=held is not None
            )
            self.fields[f"evidence_{reason}"] = forms.MultipleChoiceField(
                label=_("Bukti, salah satu dari"), required=False, choices=_choices(EVIDENCE_WORDS),
                widget=forms.CheckboxSelectMultiple, initial=[str(one) for one in held.evidence] if held else [],
            )  # fmt: skip
            self.fields[f"heirs_{reason}"] = forms.MultipleChoiceField(
                label=_("Yang menggantikan"), required=False, choices=turns, widget=forms.CheckboxSelectMultiple,
                initial=[str(one) for one in held.heirs] if held else [],
            )  # fmt: skip

    def reasons(self) -> list[tuple[str, Any, Any, Any]]:
        """Return the fields reason by reason."""
        return [
            (str(EXIT_WORDS[reason]), self[f"on_{reason}"], self[f"evidence_{reason}"], self[f"heirs_{reason}"])
            for reason in CHOSEN
        ]

    def rules(self) -> list[ReasonRule]:
        """Return what was ticked."""
        data = self.cleaned_data
        return [
            ReasonRule(
                reason, tuple(Evidence(code) for code in data[f"evidence_{reason}"]),
                tuple(Heir(code) for code in data[f"heirs_{reason}"]),
            )
            for reason in CHOSEN if data[f"on_{reason}"]
        ]  # fmt: skip
