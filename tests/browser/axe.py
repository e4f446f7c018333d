"""Run axe-core over an open page and say in words what it found."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"desk": (1366, 768), "phone": (360, 740)}


def findings(page: Page) -> list[str]:
    """Return axe's violations on the page as it stands: rule, what it means, and the first places."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run `npm --prefix frontend ci`")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # through the debugger, so that the page's own policy stays on
    result = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    return [
        f"{found['id']}: {found['help']} at " + " | ".join(node["html"][:160] for node in found["nodes"][:4])
        for found in result["violations"]
    ]


def overflow(page: Page) -> str | None:
    """Return what sticks out of the window to the right, or None: a page must never scroll sideways (WCAG 1.4.10)."""
    return page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide + 1) return null;
          const inScroller = (box) => {
            for (let up = box.parentElement; up; up = up.parentElement) {
              if (/(auto|scroll|hidden)/.test(getComputedStyle(up).overflowX) && up.clientWidth <= wide) return true;
            }
            return false;
          };
          const out = [...document.body.querySelectorAll('*')].find(
            (box) => box.getBoundingClientRect().right > wide + 1 && !inScroller(box));
          return out ? out.outerHTML.slice(0, 200) : 'page wider than the window';
        }"""
    )


def look_at(page: Page, url: str, *, name: str, folder: Path | None = None) -> list[str]:
    """Open `url` and look at it at desk and phone width; return everything wrong; keep pictures in `folder` where given."""
    page.set_viewport_size(_size("desk"))
    answer = page.goto(url, wait_until="load")
    if answer is None or answer.status >= 500:
        return [f"{name}: answer {answer and answer.status}"]
    wrong = []
    for width_name in WIDTHS:
        page.set_viewport_size(_size(width_name))
        wrong += [f"{name} {width_name}: {finding}" for finding in findings(page)]
        sticking_out = overflow(page)
        if sticking_out:
            wrong.append(f"{name} {width_name}: wider than the window: {sticking_out}")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}-{WIDTHS[width_name][0]}.png", full_page=True)
    return wrong


def _size(width_name: str) -> ViewportSize:
    width, height = WIDTHS[width_name]
    return {"width": width, "height": height}
