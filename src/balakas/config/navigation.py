"""The office's main navigation: who sees what, in the order of the work. A right hides what would answer 404 anyway."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext

from balakas.common.messages import NP_
from balakas.staff.rules import Officer, Right


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; without `any_of` everybody logged in sees it."""

    url_name: str
    label: str
    icon: str
    any_of: tuple[Right, ...] = ()


ENTRIES = (
    Entry("desk:home", NP_("menu", "Beranda"), "home"),
    Entry("letters:list", NP_("menu", "Surat masuk"), "letter", (Right.LETTERS_READ, Right.LETTERS_REGISTER)),
    Entry("distributions:list", NP_("menu", "Penyaluran"), "hand", (Right.DISTRIBUTIONS_READ,)),
    Entry("handover:home", NP_("menu", "Lapangan"), "map", (Right.HANDOVER_RECORD, Right.HANDOVER_READ)),
    Entry("reporting:list", NP_("menu", "Laporan"), "report", (Right.REPORTS_READ,)),
    Entry("papers:list", NP_("menu", "Naskah"), "paper", (Right.PAPERS_READ,)),
    Entry("sop:list", NP_("menu", "SOP"), "workflow", (Right.SOP_READ,)),
    Entry("desk:settings", NP_("menu", "Pengaturan"), "settings"),
)


def navigation(officer: Officer | None, path: str) -> list[dict[str, object]]:
    """Return the lines this officer sees, with the one of the open page marked."""
    if officer is None:
        return []
    lines = []
    for entry in ENTRIES:
        url = _url(entry.url_name)
        if url is None or (entry.any_of and not officer.rights.intersection(entry.any_of)):
            continue
        current = path == url if url == "/" else path.startswith(url)
        lines.append({"url": url, "label": pgettext("menu", entry.label), "icon": entry.icon, "current": current})
    return lines


def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
