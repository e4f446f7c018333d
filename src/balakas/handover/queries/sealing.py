"""Boxes only the office can open: an ephemeral P-256 key, HKDF-SHA-256 and AES-256-GCM, all of it in every browser.

`E (65) || nonce (12) || ciphertext and tag`; see docs/reference/field-api.md.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.handover.rules.wire import POINT_SIZE, Purpose

_CURVE = ec.SECP256R1()
_NONCE, _TAG = 12, 16
_SMALLEST = POINT_SIZE + _NONCE + _TAG
Private = ec.EllipticCurvePrivateKey


class BoxBroken(BalakasError):
    """The box was sealed to another key, for another purpose or place, or changed on the way."""

    code = "box_broken"
    message = N_("Kiriman tidak dapat dibuka dengan kunci kantor ini.")


def seal_to(
    public: bytes, plain: bytes, *, purpose: Purpose, aad: str, ephemeral: Private | None = None, nonce: bytes = b""
) -> bytes:
    """Seal `plain` to a point; `ephemeral` and `nonce` are for the shared vectors, by default fresh."""
    own = ephemeral or ec.generate_private_key(_CURVE)
    nonce = nonce or secrets.token_bytes(_NONCE)
    point = point_of(own)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public))
    return point + nonce + AESGCM(_key(shared, purpose, point, public)).encrypt(nonce, plain, aad.encode())


def open_box(private: Private, box: bytes, *, purpose: Purpose, aad: str) -> bytes:
    """Open what `seal_to` sealed to this key. Raises `BoxBroken`."""
    if len(box) < _SMALLEST:
        raise BoxBroken
    point, nonce, content = box[:POINT_SIZE], box[POINT_SIZE : POINT_SIZE + _NONCE], box[POINT_SIZE + _NONCE :]
    try:
        shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point))
        return AESGCM(_key(shared, purpose, point, point_of(private))).decrypt(nonce, content, aad.encode())
    except (InvalidTag, ValueError):
        raise BoxBroken from None


def private_key(scalar: bytes) -> Private:
    """Return the key of a private scalar."""
    return ec.derive_private_key(int.from_bytes(scalar, "big"), _CURVE)


def point_of(private: Private) -> bytes:
    """Return a private key's public point."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_point(content: bytes) -> bool:
    """Say whether these bytes are a point on the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, content)
    except ValueError:
        return False
    return len(content) == POINT_SIZE


def _key(shared: bytes, purpose: Purpose, ephemeral: bytes, recipient: bytes) -> bytes:
    info = b"balakas/seal/1/" + purpose.value.encode() + ephemeral + recipient
    return HKDF(algorithm=SHA256(), length=32, salt=b"", info=info).derive(shared)
