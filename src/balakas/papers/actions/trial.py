"""Trying an office's own forms in a process of their own, so that one that never ends cannot hold up the office.

Run as `python -m balakas.papers.actions.trial`: reads `{"forms": {name: source}, "names": [...]}` from stdin, compiles the
samples of `names`, answers `{}` or `{"template", "reason", "diagnostic"}` on stdout.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from itertools import product

from balakas.common.messages import N_
from balakas.papers.actions.make import TemplateBroken, make_pdf
from balakas.papers.rules.samples.catalog import SAMPLES

SECONDS = 30
NEVER_ENDS = N_("pencetakannya tidak selesai dalam 30 detik")


def try_forms(forms: Mapping[str, str], names: Iterable[str]) -> None:
    """Compile the samples of `names` with an office's forms laid over ours. Raises `TemplateBroken`."""
    listed = list(names)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "balakas.papers.actions.trial"],
            input=json.dumps({"forms": dict(forms), "names": listed}),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateBroken(template=listed[0], reason=NEVER_ENDS) from None
    found = json.loads(done.stdout or "null")
    if found is None:  # the process died: out of memory, most likely
        raise TemplateBroken(template=listed[0], reason=NEVER_ENDS, diagnostic=done.stderr[-2000:])
    if found:
        raise TemplateBroken(**found)


def answer(asked: Mapping[str, object]) -> dict[str, str]:
    """Return what was wrong, {} when every sample was printed."""
    forms, names = asked["forms"], asked["names"]
    try:
        for name, long in product(names, (False, True)):  # type: ignore[call-overload]  # the JSON above
            make_pdf(name, SAMPLES[name](), office_templates=forms, long=long)  # type: ignore[arg-type]
    except TemplateBroken as error:
        template, reason = (str(error.params[key]) for key in ("template", "reason"))
        return {"template": template, "reason": reason, "diagnostic": error.diagnostic}
    return {}


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
