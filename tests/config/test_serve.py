"""`balakas serve` as it is run: pages and worker together, HTTPS for phones by the office's own authority."""

import base64
import json
import signal
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from playwright.sync_api import Error, Playwright

from balakas.config import authority
from tests.browser.conftest import launch
from tests.config.office import PASSWORD, copy, python, run
from tests.config.serving import LOGIN, Serving, serving

QUEUE_AND_WAIT = """
import time
from django_tasks_db.models import DBTaskResult
from balakas.common.jobs import run
job = run.enqueue("balakas.common.ids.uuid7", [])
until, status = time.monotonic() + 60, ""
while status not in ("SUCCESSFUL", "FAILED") and time.monotonic() < until:
    time.sleep(0.2)
    status = DBTaskResult.objects.get(id=job.id).status
print(status)
"""


@pytest.fixture(scope="module")
def on_the_lan(made_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(copy(made_office, tmp_path_factory.mktemp("lan") / "data"), "--lan") as server:
        yield server


def trusting(*certificates: bytes) -> ssl.SSLContext:
    """Trust these authorities and no other, as a phone does that was given the office's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for certificate in certificates:
        context.load_verify_locations(cadata=certificate.decode("ascii"))
    return context


def given_pair(folder: Path, address: str = "127.0.0.1") -> tuple[Path, Path]:
    """Write a certificate for one address and its key, in the older form that OpenSSL writes."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kantor")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(exist_ok=True)
    certificate, key_file = folder / "tls.crt", folder / "tls.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    return certificate, key_file


def test_pages_and_worker_start_and_end_together(office: Path) -> None:
    with serving(office) as server:
        status, page = server.get()
        assert (status, b'name="login"' in page) == (200, True)
        worker = python(QUEUE_AND_WAIT, office)
        assert worker.communicate(timeout=120)[0].strip() == "SUCCESSFUL"
        family = server.family()
        assert len(family) >= 4, "the command, the web server with its process, the worker"
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
        until = time.monotonic() + 5
        while server.family() and time.monotonic() < until:
            time.sleep(0.2)
        assert not server.family(), "an orphan goes on working on the data"


def test_the_authority_is_trusted_once_and_reaches_every_name(on_the_lan: Serving) -> None:
    downloaded = on_the_lan.download("/ca.crt")
    assert downloaded == (on_the_lan.data / "tls" / "ca.crt").read_bytes()
    assert b"PRIVATE" not in downloaded
    page = on_the_lan.download("/").decode("utf-8")
    assert f":{on_the_lan.port}/" in page
    names = authority.own_names("")
    for address in map(str, names.addresses):
        assert on_the_lan.get(address, trusting=trusting(downloaded))[0] == 200, address
    for name in names.hosts:
        assert on_the_lan.get(trusting=trusting(downloaded), name=name)[0] == 200, name
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        on_the_lan.get(trusting=trusting(downloaded), name="bank.example")


def test_without_the_authority_nothing_is_reached(on_the_lan: Serving, tmp_path: Path) -> None:
    another = given_pair(tmp_path / "another")[0].read_bytes()
    for context in (trusting(another), ssl.create_default_context()):
        with pytest.raises(ssl.SSLCertVerificationError, match=r"self.signed|unable to get"):
            on_the_lan.get(trusting=context)


@pytest.mark.browser
def test_a_phones_browser_has_a_secure_page_and_gets_in(on_the_lan: Serving, playwright: Playwright) -> None:
    """Camera, position, encryption and service worker need a secure context; so does the login's cookie."""
    served = x509.load_pem_x509_certificate((on_the_lan.data / "tls" / "server.crt").read_bytes())
    spki = sha256(served.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    address = next(str(a) for a in sorted(authority.own_names("").addresses, key=lambda a: a.is_loopback))
    url = f"https://{address}:{on_the_lan.port}"
    for switches in ((), (f"--ignore-certificate-errors-spki-list={base64.b64encode(spki).decode()}",)):
        browser = launch(playwright, *switches)
        page = browser.new_page()
        if not switches:
            with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
                page.goto(url + LOGIN)
            browser.close()
    page.goto(url + LOGIN)
    assert page.evaluate("window.isSecureContext") is True
    page.fill("[name=login]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda now: "/masuk/" not in now)
    cookie = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    assert (cookie["secure"], cookie["httpOnly"]) == (True, True)
    browser.close()


def test_a_given_certificate_is_served(office: Path, tmp_path: Path) -> None:
    certificate, key = given_pair(tmp_path / "given")
    with serving(office, "--cert", str(certificate), "--key", str(key)) as server:
        assert server.get(trusting=trusting(certificate.read_bytes()))[0] == 200
        assert not (office / "tls" / "ca.crt").exists(), "no authority is made where a certificate is given"


def test_wrong_certificate_files_are_said_before_anything_listens(office: Path, tmp_path: Path) -> None:
    certificate, key = map(str, given_pair(tmp_path / "given"))
    _, anothers = map(str, given_pair(tmp_path / "another"))
    text = str(tmp_path / "text")
    Path(text).write_text("bukan PEM", encoding="utf-8")
    cases = (
        (("--cert", certificate), "certificate_incomplete"),
        (("--cert", certificate, "--key", str(tmp_path / "absent")), "certificate_incomplete"),
        (("--cert", certificate, "--key", text), "key_unreadable"),
        (("--cert", text, "--key", key), "certificate_wrong"),
        (("--cert", certificate, "--key", anothers), "certificate_wrong"),
    )
    for words, code in cases:
        done = run("serve", "--port", "0", *words, data=office)
        assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, code), done.stderr
