"""The staff's home and the pages no single room owns."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from balakas.common.web import public_page, staff_page
from balakas.desk.forms import SampleForm
from balakas.desk.queries import board, today, waiting
from balakas.staff.rules import Right


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the officer; whoever is not logged in gets the public page."""
    if getattr(request, "officer", None) is None:
        return redirect("portal:home")
    officer, now = request.officer, timezone.now()  # type: ignore[attr-defined]  # set by the middleware
    context = {
        "now": now,
        "lines": waiting.waiting(officer, now),
        "strips": board.strips(officer, now),
        "field_days": today.posts_today(officer, now),
    }
    return render(request, "desk/home.html", context)


@staff_page()
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every named component once: for developers and administrators."""
    officer = request.officer  # type: ignore[attr-defined]  # set by the middleware
    if not (settings.DEBUG or Right.OFFICE_SETTINGS in officer.rights):
        raise Http404
    form = SampleForm(request.POST or None, request.FILES or None)
    form.is_valid()
    return render(request, "desk/gallery.html", {"form": form, "empty_form": SampleForm(), **_samples()})


def _samples() -> dict[str, object]:
    """Return invented data for the components that draw some."""
    names = ["Surat", "Disposisi", "Penyiapan data", "Pengarahan", "Penyaluran"]
    tones = [
        ("good", "Selesai"),
        ("good", "Selesai"),
        ("accent", "Berjalan"),
        ("warn", "Kurang berkas"),
        ("idle", "Belum"),
    ]
    return {
        "sample_steps": [
            {"name": name, "tone": tone, "word": word, "url": ""}
            for name, (tone, word) in zip(names, tones, strict=True)
        ],
        "sample_bars": [
            {"label": "Kegiatan 1", "used": 840, "standard": 900},
            {"label": "Kegiatan 2", "used": 2400, "standard": 1800},
            {"label": "Kegiatan 3", "used": 20000, "standard": 43200},
        ],
        "sample_map": {
            "points": [
                {"name": "Awayan", "lat": -2.3301, "lon": 115.5105, "state": "good", "word": "lengkap"},
                {"name": "Pudak", "lat": -2.3405, "lon": 115.5302, "state": "warn", "word": "kurang 3"},
            ]
        },
    }
