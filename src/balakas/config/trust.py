"""How a phone comes to trust the office's own authority: a plain page with the certificate, its address as a QR."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

import zxingcpp

from balakas.config import authority, data_folder

_PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>BALAKAS di ponsel Anda</title>
<style>body{{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1b2430}}
a.b{{display:inline-block;padding:.8rem 1.2rem;background:#0b5c4a;color:#fff;border-radius:.5rem;text-decoration:none}}
li{{margin:.4rem 0}}</style></head><body>
<h1>BALAKAS di ponsel Anda</h1>
<p>Kantor ini memakai sertifikatnya sendiri. Percayai sekali saja, lalu ponsel tersambung dengan aman di jaringan kantor.</p>
<p><a class="b" href="/ca.crt" download="balakas-ca.crt">1. Unduh sertifikat kantor</a></p>
<h2>Android</h2><ol><li>Buka Setelan, cari “Sertifikat CA”.</li><li>Pilih Instal, lalu berkas balakas-ca.crt.</li></ol>
<h2>iPhone</h2><ol><li>Buka Pengaturan, ketuk “Profil Diunduh”, pasang.</li>
<li>Umum › Mengenai › Pengaturan Kepercayaan Sertifikat: nyalakan BALAKAS.</li></ol>
<p>Cocokkan sidik jarinya dengan yang tampil di layar komputer kantor:</p><p><code>{fingerprint}</code></p>
<p><a class="b" href="{address}">2. Buka BALAKAS</a></p>
<p>Sertifikat ini hanya berlaku untuk jaringan kantor, bukan untuk situs lain di internet.</p>
</body></html>"""


class _Handler(BaseHTTPRequestHandler):
    """Serves the page and the certificate; nothing else, and no log."""

    def __init__(self, *args: object, certificate: bytes, page: bytes) -> None:
        self.certificate, self.page_content = certificate, page
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer `/ca.crt` with the certificate and `/` with the page."""
        known = {"/": ("text/html; charset=utf-8", self.page_content),
                 "/ca.crt": ("application/x-x509-ca-cert", self.certificate)}  # fmt: skip
        kind, content = known.get(self.path.partition("?")[0], ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the terminal clear for the QR."""


@contextmanager
def page(host: str, port: int, *, https_port: int) -> Iterator[dict[str, str]]:
    """Serve the page while the block runs; give what the terminal shows: `trust`, `https` and `fingerprint`."""
    folder = data_folder.path() / "tls"
    best = best_address(authority.own_names(host))
    shown = {
        "trust": f"http://{best}:{port}/",
        "https": f"https://{best}:{https_port}/",
        "fingerprint": fingerprint(folder / "ca.crt"),
    }
    content = _PAGE.format(fingerprint=shown["fingerprint"], address=escape(shown["https"])).encode("utf-8")
    handler = partial(_Handler, certificate=(folder / "ca.crt").read_bytes(), page=content)
    server = ThreadingHTTPServer((host, port), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield shown
    finally:
        server.shutdown()
        server.server_close()


def best_address(names: authority.Names) -> str:
    """Return the address phones most likely reach: a private one before any other, never the loopback if avoidable."""
    ranked = sorted(names.addresses, key=lambda a: (a.is_loopback, not a.is_private, str(a)))
    return str(ranked[0]) if ranked else str(ip_address("127.0.0.1"))


def fingerprint(certificate: Path) -> str:
    """Return the SHA-256 of a certificate as phones show it."""
    from cryptography import x509  # noqa: PLC0415 -- only here
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    digest = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(SHA256())
    return ":".join(f"{byte:02X}" for byte in digest)


def terminal_text(shown: dict[str, str]) -> str:
    """Return what `balakas serve --lan` prints: both addresses, the QR and what to do."""
    return "\n".join([
        qr_text(shown["trust"]),
        f"Ponsel: pindai QR ini (atau buka {shown['trust']}), percayai sertifikat kantor sekali saja,",
        f"lalu buka {shown['https']}",
        f"Sidik jari sertifikat: {shown['fingerprint']}",
        "Ponsel dan komputer ini harus berada di jaringan yang sama. Berhenti: Ctrl-C.",
    ])  # fmt: skip


def qr_text(text: str) -> str:
    """Return a QR as lines of half blocks, two rows of modules to a line, dark on light."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    picture: Any = barcode.to_image(scale=1, add_quiet_zones=True)  # speaks the buffer protocol, untyped
    rows: list[list[int]] = cast("Any", memoryview(picture).tolist())
    if len(rows) % 2:
        rows.append([255] * len(rows[0]))
    sign = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(sign[up > 0, down > 0] for up, down in zip(a, b, strict=True)) for a, b in pairs)
