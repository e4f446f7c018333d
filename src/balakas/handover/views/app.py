"""The field app's own page, service worker and description: the same for everybody, no session is looked at.

All that is personal comes later through the field API, sealed to the device; so these pages may lie in any cache.
"""

import json
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from balakas import common
from balakas.common.web import public_page

BUILT = Path(common.__file__).resolve().parent / "static" / "build" / "field"
SCOPE = "/pos/"
_COLOUR = "#0a5a6b"


@public_page
def app(request: HttpRequest) -> HttpResponse:
    """Answer the one page of the app: an empty frame that its scripts fill."""
    entry = _manifest()["ui/main.ts"]
    scripts, sheets = [entry["file"]], entry.get("css", [])
    response = render(
        request,
        "handover/app.html",
        {
            "scripts": [static(f"build/field/{name}") for name in scripts],
            "sheets": [static(f"build/field/{name}") for name in sheets],
            "colour": _COLOUR,
        },
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@public_page
def worker(request: HttpRequest) -> HttpResponse:
    """Answer the service worker; never from a cache, so that a new version is noticed."""
    del request
    response = HttpResponse(_built("sw.js"), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@public_page
def description(request: HttpRequest) -> HttpResponse:
    """Answer what the phone needs to install the app."""
    del request
    told = {
        "name": "BALAKAS Lapangan",
        "short_name": "Lapangan",
        "id": SCOPE,
        "start_url": SCOPE,
        "scope": SCOPE,
        "display": "standalone",
        "orientation": "portrait",
        "lang": "id",
        "background_color": "#ffffff",
        "theme_color": _COLOUR,
        "share_target": {
            "action": f"{SCOPE}bagikan",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "foto", "accept": ["image/*", ".jpg", ".jpeg", ".png", ".webp"]}]},
        },
        "icons": [{"src": static("balakas.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@csrf_exempt
@require_POST
@public_page
def share(request: HttpRequest) -> HttpResponse:
    """Send photos back that the phone itself should have taken: without its service worker nothing may keep them."""
    del request
    return redirect(f"{SCOPE}#bagikan=gagal")


def _manifest() -> dict[str, Any]:
    return dict(json.loads(_built("manifest.json")))


def _built(name: str) -> str:
    """Return a built file's text; 404 where the screens were not built."""
    file = BUILT / name
    if not file.exists():
        raise Http404
    return file.read_text(encoding="utf-8")
