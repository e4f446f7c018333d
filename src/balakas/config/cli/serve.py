"""`balakas serve`: pages and background work in one command; `--lan` gives the office's phones HTTPS."""

import argparse
import os
import ssl
import sys
from pathlib import Path

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

LOCAL_PORT, LAN_PORT, TRUST_PORT = 8000, 8443, 8080


class NoOffice(BalakasError):
    """There is nobody who could log in."""

    code = "no_office"
    message = N_("Belum ada kantor di folder data ini. Jalankan “balakas init” terlebih dahulu.")


class CertificateIncomplete(BalakasError):
    """A certificate without its key or the other way round."""

    code = "certificate_incomplete"
    message = N_("--cert dan --key harus diberikan bersama, dan kedua berkasnya harus dapat dibaca.")


class CertificateWrong(BalakasError):
    """Not a certificate in PEM, or not the one of this key."""

    code = "certificate_wrong"
    message = N_("Sertifikat TLS tidak dapat dibaca, atau kuncinya milik sertifikat lain.")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("serve", help="jalankan halaman dan pekerja latar")
    parser.add_argument("--host", help="alamat yang didengar (bawaan: 127.0.0.1, dengan --lan 0.0.0.0)")
    parser.add_argument("--port", type=int, help=f"porta (bawaan: {LOCAL_PORT}, dengan --lan {LAN_PORT})")
    parser.add_argument("--workers", type=int, default=2, help="jumlah proses halaman (bawaan: 2)")
    parser.add_argument("--cert", type=Path, metavar="FILE", help="sertifikat TLS (PEM)")
    parser.add_argument("--key", type=Path, metavar="FILE", help="kunci sertifikat (PEM)")
    parser.add_argument("--lan", action="store_true", help="HTTPS untuk ponsel di jaringan kantor")
    parser.add_argument("--trust-port", type=int, default=TRUST_PORT, help="porta halaman kepercayaan (dengan --lan)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bring the database up to date and serve until told to stop."""
    secure = arguments.lan or arguments.cert is not None or arguments.key is not None
    os.environ["BALAKAS_LAN"] = "1" if arguments.lan else os.environ.get("BALAKAS_LAN", "0")
    os.environ["BALAKAS_HTTPS"] = "1" if secure else os.environ.get("BALAKAS_HTTPS", "0")
    os.environ["BALAKAS_GROUP_COMMIT"] = "1"
    host = arguments.host or ("0.0.0.0" if arguments.lan else "127.0.0.1")  # noqa: S104 -- asked for by --lan
    port = arguments.port or (LAN_PORT if arguments.lan else LOCAL_PORT)
    from balakas.config import children, prepare  # noqa: PLC0415 -- `--help` stays quick

    children.check_port(host, port)
    prepare.demand_folder()
    certificate = _certificate(arguments, host)
    prepare.migrate()
    _demand_office()
    _take_up_again()
    options = children.Server(host=host, port=port, workers=arguments.workers, certificate=certificate)
    if not arguments.lan:
        scheme = "https" if secure else "http"
        return children.serve(options, lambda: _say(f"BALAKAS siap di {scheme}://{host}:{port}"))
    from balakas.config import trust  # noqa: PLC0415

    children.check_port(host, arguments.trust_port)
    with trust.page(host, arguments.trust_port, https_port=port) as addresses:
        return children.serve(options, lambda: _say(trust.terminal_text(addresses)))


def _certificate(arguments: argparse.Namespace, host: str) -> tuple[Path, Path] | None:
    from balakas.config import authority, data_folder  # noqa: PLC0415

    folder = data_folder.path() / "tls"
    if arguments.cert is not None or arguments.key is not None:
        if not (arguments.cert and arguments.key and arguments.cert.is_file() and arguments.key.is_file()):
            raise CertificateIncomplete
        return _matching(arguments.cert, authority.as_pkcs8(arguments.key, folder))
    if not arguments.lan:
        return None
    return authority.certificate(folder, authority.own_names(host))


def _matching(certificate: Path, key: Path) -> tuple[Path, Path]:
    """Return both, or raise `CertificateWrong`: the web server would only end without a word to the office."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError):
        raise CertificateWrong from None
    return certificate, key


def _take_up_again() -> None:
    from balakas.config import actions  # noqa: PLC0415 -- Django is ready now

    actions.take_up_again()


def _demand_office() -> None:
    from balakas.staff import queries  # noqa: PLC0415 -- Django is ready now

    if not queries.districts().exists():
        raise NoOffice


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
