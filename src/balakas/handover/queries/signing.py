"""ECDSA P-256 as devices and receipts use it: raw r||s (64 bytes), public keys as uncompressed points (65 bytes)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVE = ec.SECP256R1()
_SIZE = 32
SIGNATURE_SIZE = 2 * _SIZE


def new_key() -> tuple[bytes, bytes]:
    """Return a fresh key: the private scalar (32 bytes, big-endian) and the public point."""
    key = ec.generate_private_key(_CURVE)
    return key.private_numbers().private_value.to_bytes(_SIZE, "big"), _point(key.public_key())


def sign(private: bytes, content: bytes) -> bytes:
    """Return the raw signature of `content`."""
    return sign_with(ec.derive_private_key(int.from_bytes(private, "big"), _CURVE), content)


def sign_with(key: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    """Return the raw signature of `content` by a key that is open already."""
    left, right = decode_dss_signature(key.sign(content, ec.ECDSA(SHA256())))
    return left.to_bytes(_SIZE, "big") + right.to_bytes(_SIZE, "big")


def is_signed(public: bytes, content: bytes, signature: bytes) -> bool:
    """Say whether `signature` is that key's over `content`; nonsense is no signature."""
    if len(signature) != SIGNATURE_SIZE:
        return False
    left, right = int.from_bytes(signature[:_SIZE], "big"), int.from_bytes(signature[_SIZE:], "big")
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public)
        key.verify(encode_dss_signature(left, right), content, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
