"""The recovery phrase: nine words on paper that open every backup of an office, and nothing else does.

The first backup makes the phrase and prints it once. The data folder keeps only the public half of a key pair made from
it, so that later backups need no secret: X25519 (RFC 7748), the private half from the phrase by scrypt (RFC 7914).
The words are proquints (arXiv 0901.4016): sixteen bits each, speakable in Indonesian; the ninth is a check.
"""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.config.data_folder import KEY_MODE

SECRET_BYTES, WORDS = 16, 9
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**16, 8, 1
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"


class PhraseWrong(BalakasError):
    """Mistyped: the check word does not fit, or a word is none."""

    code = "phrase_wrong"
    message = N_("Frasa pemulihan tidak cocok. Periksa kesembilan katanya satu per satu.")


@dataclass(frozen=True, slots=True)
class Recipient:
    """What a backup is sealed to; stored beside the keys and in the head of each backup."""

    public: bytes
    salt: bytes

    def to_json(self) -> dict[str, str]:
        """Return the values as hex."""
        return {"public": self.public.hex(), "salt": self.salt.hex()}

    @classmethod
    def from_json(cls, values: dict[str, str]) -> "Recipient":
        """Return what `to_json` wrote."""
        return cls(bytes.fromhex(values["public"]), bytes.fromhex(values["salt"]))


def new_phrase() -> str:
    """Return nine new words, 128 bits."""
    return phrase_of(secrets.token_bytes(SECRET_BYTES))


def phrase_of(secret: bytes) -> str:
    """Return the words of 16 secret bytes, with the check word at the end."""
    checked = secret + _check(secret)
    return " ".join(_word(int.from_bytes(checked[start : start + 2], "big")) for start in range(0, len(checked), 2))


def secret_of(phrase: str) -> bytes:
    """Return the 16 bytes behind the words, however they were spaced. Raises `PhraseWrong`."""
    words = re.findall(r"[a-z]+", phrase.lower())
    if len(words) != WORDS or any(not _is_word(word) for word in words):
        raise PhraseWrong
    content = b"".join(_number(word).to_bytes(2, "big") for word in words)
    secret, check = content[:SECRET_BYTES], content[SECRET_BYTES:]
    if check != _check(secret):
        raise PhraseWrong
    return secret


def private_key(phrase: str, salt: bytes) -> X25519PrivateKey:
    """Return the private half of a phrase. Raises `PhraseWrong`."""
    derived = Scrypt(salt=salt, length=32, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P).derive(secret_of(phrase))
    return X25519PrivateKey.from_private_bytes(derived)


def make_recipient(phrase: str) -> Recipient:
    """Return what backups are sealed to so that this phrase opens them."""
    salt = secrets.token_bytes(16)
    return Recipient(private_key(phrase, salt).public_key().public_bytes_raw(), salt)


def stored(keys: Path) -> Recipient | None:
    """Return the office's recipient, None before its first backup."""
    file = keys / "recovery.json"
    return Recipient.from_json(json.loads(file.read_text(encoding="ascii"))) if file.exists() else None


def store(keys: Path, recipient: Recipient) -> None:
    """Keep the public half beside the keys."""
    file = keys / "recovery.json"
    file.touch(KEY_MODE)
    file.write_text(json.dumps(recipient.to_json()), encoding="ascii")


def public_key(recipient: Recipient) -> X25519PublicKey:
    """Return the public half as a key."""
    return X25519PublicKey.from_public_bytes(recipient.public)


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"balakas recovery" + secret).digest()[:2]


def _word(number: int) -> str:
    return (
        _CONSONANTS[number >> 12 & 15] + _VOWELS[number >> 10 & 3] + _CONSONANTS[number >> 6 & 15]
        + _VOWELS[number >> 4 & 3] + _CONSONANTS[number & 15]
    )  # fmt: skip


def _is_word(word: str) -> bool:
    return re.fullmatch(f"[{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}]", word) is not None


def _number(word: str) -> int:
    number = 0
    for position, sign in enumerate(word):
        number = number << 2 | _VOWELS.index(sign) if position % 2 else number << 4 | _CONSONANTS.index(sign)
    return number
