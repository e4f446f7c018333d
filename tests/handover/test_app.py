"""The field app's frame: light enough for a cheap phone, the same for everybody, and its worker rules `/pos/` alone."""

import gzip
import json

import pytest

from balakas.handover.views.app import BUILT

LIGHT = 200_000


def shell():
    file = BUILT / "shell.json"
    assert file.exists(), "the screens are not built: npm --prefix frontend run build"
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_first_load_is_light_without_the_decoder():
    weight = sum(len(gzip.compress(_file(name).read_bytes(), 9)) for name in shell()["shell"])
    weight += len(gzip.compress((BUILT / "sw.js").read_bytes(), 9))
    assert 20_000 < weight <= LIGHT


def test_the_decoder_comes_later():
    later = shell()["later"]
    assert any(name.endswith(".wasm") for name in later)
    assert not set(later) & set(shell()["shell"])


def test_the_worker_keeps_the_whole_shell_and_takes_over_only_when_told():
    worker = (BUILT / "sw.js").read_text(encoding="utf-8")
    assert all(name in worker for name in shell()["shell"])
    assert "skipWaiting" in worker
    install = worker[worker.index("install") : worker.index("activate")]
    assert "skipWaiting" not in install


def test_the_page_loads_the_shell_and_nothing_from_elsewhere(client):
    answer = client.get("/pos/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(name in page for name in shell()["shell"])
    assert "http" not in page
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "kind"), [("/pos/sw.js", "text/javascript"), ("/pos/app.webmanifest", "application/manifest+json")]
)
def test_worker_and_description_lie_in_the_apps_own_scope(client, path, kind):
    answer = client.get(path)
    assert answer.headers["Content-Type"].startswith(kind)
    if path.endswith("webmanifest"):
        assert (answer.json()["scope"], answer.json()["display"]) == ("/pos/", "standalone")


@pytest.mark.parametrize("path", ["/pos/", "/pos/sw.js"])
def test_a_new_version_is_noticed(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-cache"


def _file(name):
    return BUILT.parents[2] / name.removeprefix("/")
