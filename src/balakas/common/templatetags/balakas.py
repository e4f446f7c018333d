"""Filters and tags every template has without loading them (a builtin of the template engine)."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from balakas.common import indonesian, masks
from balakas.common.ids import uuid7

register = template.Library()

_COMMON = Path(__file__).resolve().parent.parent
_MANIFEST = _COMMON / "static" / "build" / "manifest.json"
_HOUR = 3600
_MINUTE = 60


def _indonesian() -> bool:
    return (get_language() or "id").startswith("id")


# --- what a reader may open ------------------------------------------------------------------------------------------


@register.filter
def may_open(officer: Any, url: str) -> bool:
    """Tell whether an officer has the right a page asks for, so that nobody is given a link that answers 404."""
    try:
        wanted = getattr(resolve(url).func, "rights", ()) if url else None
    except Resolver404:
        return False
    return wanted is not None and officer is not None and (not wanted or any(one in officer.rights for one in wanted))


# --- how numbers, money and times look -------------------------------------------------------------------------------


@register.filter
def rupiah(value: int | str | None) -> str:
    """Integer rupiah -> `Rp600.000`; nothing -> "–"."""
    return "–" if value is None or value == "" else indonesian.rupiah(int(value))


@register.filter
def number(value: int | str | None) -> str:
    """`1234567` -> `1.234.567`; nothing -> "–"."""
    return "–" if value is None or value == "" else indonesian.number(int(value))


@register.filter
def long_date(value: date | None) -> str:
    """-> `17 Agustus 2026` (a moment in the office's zone); nothing -> "–"."""
    day = _day(value)
    if day is None:
        return "–"
    return indonesian.long_date(day) if _indonesian() else formats.date_format(day, "j F Y")


@register.filter
def day_and_date(value: date | None) -> str:
    """-> `Senin, 17 Agustus 2026`; nothing -> "–"."""
    day = _day(value)
    if day is None:
        return "–"
    return indonesian.day_and_date(day) if _indonesian() else formats.date_format(day, "l, j F Y")


@register.filter
def clock(value: datetime | None) -> str:
    """-> `07.34` in the office's zone; nothing -> "–"."""
    return "–" if value is None else indonesian.clock(_local(value))


@register.filter
def moment(value: datetime | None) -> str:
    """-> `17 Agustus 2026 pukul 07.34` in the office's zone; nothing -> "–"."""
    if value is None:
        return "–"
    return gettext("%(date)s pukul %(clock)s") % {"date": long_date(value), "clock": clock(value)}


@register.filter
def working_time(value: int | timedelta | None) -> str:
    """Seconds of office time -> `1 jam 20 menit`, rounded to the minute; nothing -> "–"; negative times carry a minus."""
    if value is None:
        return "–"
    seconds = int(value.total_seconds()) if isinstance(value, timedelta) else int(value)
    minutes = (abs(seconds) + _MINUTE // 2) // _MINUTE
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s jam", "%(n)s jam", hours) % {"n": indonesian.number(hours)})
    if rest or not hours:
        parts.append(ngettext("%(n)s menit", "%(n)s menit", rest) % {"n": rest})
    return ("−" if seconds < 0 and minutes else "") + " ".join(parts)


@register.filter
def mask_number(value: str | None) -> str:
    """NIK or KK -> `6311••••••••0003`."""
    return masks.mask_number(value or "")


@register.filter
def file_size(value: int | None) -> str:
    """Bytes -> `1,4 MB`; nothing -> "–"."""
    if value is None:
        return "–"
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if value >= size:
            return f"{value / size:.1f}".rstrip("0").rstrip(".").replace(".", ",") + f" {unit}"
    return f"{value} B"


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _day(value: date | None) -> date | None:
    return _local(value).date() if isinstance(value, datetime) else value


# --- what components ask ---------------------------------------------------------------------------------------------


@register.simple_tag
def form_id() -> SafeString:
    """Return the hidden one-time number of a form, so that a second press of the button is harmless."""
    return format_html('<input type="hidden" name="_form_id" value="{}">', uuid7())


@lru_cache(maxsize=1)
def _icons() -> dict[str, str]:
    return dict(json.loads((_COMMON / "icons.json").read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return an icon of the sprite as inline SVG, hidden from screen readers: a word always stands beside it.

    Raises `KeyError` for a name that is not in `icons.json`.
    """
    body = mark_safe(_icons()[name])  # noqa: S308 -- our own committed file
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">{}</svg>',
        body,
    )


@register.simple_tag
def built(kind: str) -> SafeString:
    """Return the built sheet (and script) of `office` or `public` pages, from the manifest that `npm run build` wrote."""
    manifest = _manifest()
    sheet = manifest.get(f"styles/{kind}.css")
    if sheet is None:
        return mark_safe("<!-- layar belum dibangun: npm run build -->")
    tags = [format_html('<link rel="stylesheet" href="{}">', static(f"build/{sheet['file']}"))]
    script = manifest.get(f"{kind}.ts")
    if script is not None:
        tags.append(format_html('<script type="module" src="{}"></script>', static(f"build/{script['file']}")))
    return format_html_join("\n", "{}", ((tag,) for tag in tags))


@lru_cache(maxsize=1)
def _read_manifest() -> dict[str, dict[str, Any]]:
    return dict(json.loads(_MANIFEST.read_text(encoding="utf-8")))


def _manifest() -> dict[str, dict[str, Any]]:
    if not _MANIFEST.exists():
        return {}
    if settings.DEBUG:
        _read_manifest.cache_clear()
    return _read_manifest()


STATE_ICONS = {"good": "done", "warn": "alert", "bad": "error", "accent": "gauge", "idle": "circle"}


@register.filter
def state_icon(tone: str) -> str:
    """Return the icon that goes with a tone (good, warn, bad, accent, idle); unknown tones are idle."""
    return STATE_ICONS.get(str(tone), "circle")


@register.filter
def as_tone(tone: str) -> str:
    """Return the tone itself where it is one of ours; `green`, `amber`, `red` are the clock's words for the first three."""
    word = str(tone)
    return {"green": "good", "amber": "warn", "red": "bad"}.get(word, word if word in STATE_ICONS else "idle")


@register.filter
def share(part: int | None, whole: int | None) -> int:
    """Return `part` of `whole` in per cent, 0 to 100, never dividing by nothing."""
    if not part or not whole:
        return 0
    return max(0, min(100, round(100 * part / whole)))


@register.filter
def time_left(used: int | None, standard: int | str | None) -> int:
    """Return the seconds of office time left of the standard; negative when it is overrun, 0 without a standard."""
    return 0 if standard in (None, "") else int(standard or 0) - int(used or 0)


@register.filter
def time_late(left: int) -> int:
    """Return how many seconds of office time a negative remainder is late."""
    return max(0, -int(left))


@register.filter
def unlocalize_number(value: int | None) -> str:
    """Return a number as HTML attributes want it, whatever the language."""
    return str(value or 0)


@register.filter
def widget_kind(field: Any) -> str:
    """Return how a bound field is drawn: `hidden check file radio many date text`."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    name = type(widget).__name__
    kinds = {
        "CheckboxInput": "check", "RadioSelect": "radio", "CheckboxSelectMultiple": "many", "DateInput": "date",
        "TimeInput": "time", "DateTimeInput": "datetime", "SelectDateWidget": "text",
    }  # fmt: skip
    if getattr(widget, "needs_multipart_form", False):
        return "file"
    return kinds.get(name, "text")


@register.simple_tag
def field_control(field: Any, **attrs: Any) -> SafeString:
    """Render a bound field's control with its error and help wired up, native pickers and the value they understand."""
    kind = widget_kind(field)
    extra = {name.replace("_", "-"): value for name, value in attrs.items() if value not in (None, "", False)}
    described = [
        f"{field.auto_id}-{part}" for part, there in (("help", field.help_text), ("error", field.errors)) if there
    ]
    if described:
        extra["aria-describedby"] = " ".join(described)
    if field.errors:
        extra["aria-invalid"] = "true"
    field.field.widget.attrs.pop("placeholder", None)  # a label stands above; grey words in the box only confuse
    if kind in _NATIVE:
        return _native(field, kind, extra)
    return SafeString(field.as_widget(attrs=extra))


_NATIVE = {"date": ("date", "%Y-%m-%d"), "time": ("time", "%H:%M"), "datetime": ("datetime-local", "%Y-%m-%dT%H:%M")}


def _native(field: Any, kind: str, extra: dict[str, Any]) -> SafeString:
    """Draw a date or time with the browser's own picker, which wants ISO values whatever the language."""
    input_type, pattern = _NATIVE[kind]
    widget = field.field.widget
    before = (widget.input_type, widget.format)
    widget.input_type, widget.format = input_type, pattern
    try:
        return SafeString(field.as_widget(attrs=extra))
    finally:
        widget.input_type, widget.format = before


@register.filter
def pages_around(page: Any) -> Iterable[int | str]:
    """Return the page numbers worth a link, with gaps, for a Django `Page`."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """Return the page's query string with some of it changed (None removes): filters stay in the URL while paging."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return ""
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


_MARK = 667
"""Where the standard stands on each bar, in thousandths of its width: what is used beyond it has room to be seen."""


@register.simple_tag
def bars(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lay out `<c-chart>`: each row has `label`, `used` and `standard` (seconds of office time, either may be None).

    Each bar is measured by its own standard, because an activity of 15 minutes stands beside one of 12 hours; a row without a
    standard is measured by the longest of such rows. Returns per row `width` and `mark` as text, in thousandths.
    """
    listed = list(rows or [])
    longest = max([1, *(int(row.get("used") or 0) for row in listed if not row.get("standard"))])
    return [_bar(row, longest) for row in listed]


def _bar(row: dict[str, Any], longest: int) -> dict[str, Any]:
    used, standard = int(row.get("used") or 0), int(row.get("standard") or 0)
    width = _MARK * used // standard if standard else 1000 * used // longest
    return {
        "label": row["label"],
        "used": row.get("used"),
        "standard": row.get("standard"),
        "width": str(min(1000, width)),
        "mark": str(_MARK) if standard else None,
        "over": bool(standard) and used > standard,
    }
