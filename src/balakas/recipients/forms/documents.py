"""Forms about papers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balakas.distributions.rules.programme import PAPER_WORDS, PaperCode
from balakas.recipients.actions.documents import Upload
from balakas.recipients.forms.fields import PhotosField
from balakas.recipients.rules.papers import Needed


def word(code: str) -> str:
    """Return a paper's name."""
    return gettext(PAPER_WORDS[PaperCode(code)])


class UploadForm(forms.Form):
    """Photos of one recipient's papers: a field for each paper asked for, and what may stand for it."""

    def __init__(self, *args: Any, needed: Sequence[Needed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        for paper in needed:
            self.fields[f"photos_{paper.code}"] = PhotosField(label=word(paper.code))
            if paper.substitutes:
                self.fields[f"kind_{paper.code}"] = forms.ChoiceField(
                    label=gettext("Yang difoto"), required=False, initial=paper.code,
                    choices=[(code, word(code)) for code in (paper.code, *paper.substitutes)],
                )  # fmt: skip

    def groups(self) -> Iterable[tuple[Any, Any]]:
        """Return the photo field and the kind field (or None) of each paper."""
        for paper in self.needed:
            kind = f"kind_{paper.code}"
            yield self[f"photos_{paper.code}"], self[kind] if kind in self.fields else None

    def uploads(self) -> list[Upload]:
        """Return what was sent."""
        found = []
        for paper in self.needed:
            kind = self.cleaned_data.get(f"kind_{paper.code}") or paper.code
            found += [Upload(kind, paper.code, file.read()) for file in self.cleaned_data[f"photos_{paper.code}"]]
        return found


class ExceptionForm(forms.Form):
    """A paper that is missing for a reason."""

    requirement = forms.ChoiceField(label=_("Berkas"))
    reason = forms.CharField(label=_("Alasan"), max_length=300)

    def __init__(self, *args: Any, needed: Sequence[Needed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"].choices = [(paper.code, word(paper.code)) for paper in needed]  # type: ignore[attr-defined]


class RequirementForm(forms.Form):
    """A paper by its code."""

    requirement = forms.CharField(max_length=20)


class VerifyForm(forms.Form):
    """The verifier's statement."""

    looked_through = forms.BooleanField(label=_("Saya sudah melihat semua berkas desa ini."), required=False)
    alone = forms.BooleanField(
        label=_("Tidak ada orang lain; saya periksa sendiri dan mintakan pengesahan orang kedua."), required=False
    )
