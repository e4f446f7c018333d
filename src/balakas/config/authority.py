"""The office's own certificate authority: phones need HTTPS, and an office network has no public name."""

import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

AUTHORITY_LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=397)  # the longest that iOS and browsers take
RENEW_BEFORE = timedelta(days=30)
# The authority may only vouch for machines of an office network: stolen, it cannot pretend to be a bank.
OFFICE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "100.64.0.0/10")
# Connecting a datagram socket sends nothing; it only asks which of our addresses would be used.
_ROUTES = ("10.255.255.255", "192.168.255.255", "172.31.255.255", "192.0.2.1")


class KeyUnreadable(BalakasError):
    """Not a private key in PEM, or one with a password."""

    code = "key_unreadable"
    message = N_("Berkas kunci TLS tidak dapat dibaca. Diperlukan PEM tanpa kata sandi.")


@dataclass(frozen=True, slots=True)
class Names:
    """What this machine is called on its network."""

    addresses: tuple[IPv4Address | IPv6Address, ...]
    hosts: tuple[str, ...]


def own_names(host: str) -> Names:
    """Return this machine's addresses and names; `host` too where it is an address that was asked for."""
    found = {"127.0.0.1"}
    for target in _ROUTES:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found.add(probe.getsockname()[0])
    name = socket.gethostname().lower()
    with suppress(OSError):
        found |= {str(line[4][0]) for line in socket.getaddrinfo(name, None, socket.AF_INET)}
    with suppress(ValueError):
        if not ip_address(host).is_unspecified:
            found.add(host)
    found.discard("0.0.0.0")  # noqa: S104 -- taken out, not bound
    hosts = dict.fromkeys(["localhost", name, f"{name.split('.')[0]}.local"])
    return Names(tuple(sorted(map(ip_address, found), key=str)), tuple(hosts))


def certificate(folder: Path, names: Names, *, now: datetime | None = None) -> tuple[Path, Path]:
    """Return (certificate, key) for this machine, made anew when its names changed or a month is left.

    The authority is made once, so that a phone needs to trust it only once.
    """
    at = now or datetime.now(UTC)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    server, key_file = folder / "server.crt", folder / "server.key"
    if not (folder / "ca.crt").exists():
        _make_authority(folder, names, at)
    if not _still_good(server, names, at):
        _make_server(folder, names, at)
    return server, key_file


def as_pkcs8(key_file: Path, folder: Path) -> Path:
    """Return the key as PKCS#8, which the web server wants, kept in the data folder. Raises `KeyUnreadable`."""
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    except (ValueError, TypeError, OSError):
        raise KeyUnreadable from None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / "given.key"
    _write(target, _pem(key))
    return target


def _make_authority(folder: Path, names: Names, at: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"BALAKAS {names.hosts[1]}")
    # Networks of the office, and names that no public register gives out.
    networks = [x509.IPAddress(ip_network(network)) for network in OFFICE_NETWORKS]
    networks += [x509.IPAddress(ip_network(str(a))) for a in names.addresses if not _private(a)]
    hosts = [x509.DNSName(host) for host in ("local", *names.hosts)]
    built = (
        _builder(name, name, key.public_key(), at, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.NameConstraints([*hosts, *networks], None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder / "ca.key", _pem(key))
    _write(folder / "ca.crt", built.public_bytes(serialization.Encoding.PEM))


def _make_server(folder: Path, names: Names, at: datetime) -> None:
    loaded = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise KeyUnreadable
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    alternatives = [x509.DNSName(host) for host in names.hosts] + [x509.IPAddress(a) for a in names.addresses]
    built = (
        _builder(_name(names.hosts[1]), authority.subject, key.public_key(), at, SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)  # type: ignore[arg-type]
        .sign(loaded, hashes.SHA256())
    )
    _write(folder / "server.key", _pem(key))
    _write(folder / "server.crt", built.public_bytes(serialization.Encoding.PEM))


def _still_good(file: Path, names: Names, at: datetime) -> bool:
    if not file.exists():
        return False
    found = x509.load_pem_x509_certificate(file.read_bytes())
    alternatives = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = set(alternatives.get_values_for_type(x509.IPAddress))
    return set(names.addresses) <= covered and found.not_valid_after_utc - RENEW_BEFORE > at


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, at: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))  # phones' clocks are not exact
        .not_valid_after(at + life)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _private(address: IPv4Address | IPv6Address) -> bool:
    return any(address in IPv4Network(network) for network in OFFICE_NETWORKS if isinstance(address, IPv4Address))


def _pem(key: serialization.PrivateFormat | object) -> bytes:
    return key.private_bytes(  # type: ignore[union-attr,no-any-return]
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
