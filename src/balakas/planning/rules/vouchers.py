"""The code on an invitation: short enough to type, and one wrong or two swapped characters are noticed.

Seven random characters and a check character, from 31 signs without 0, O, I and L. The check is a sum with weights 1 to 7
modulo 31: as 31 is a prime it catches every single wrong character and every swap of two. The cases in
`vectors/voucher.json` are run by the phone's tests too.
"""

import re
import secrets

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 7
LENGTH = RANDOM_CHARACTERS + 1
PREFIX = "BALAKAS:"
_MODULUS = len(ALPHABET)
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "U": "V"})
_SEPARATORS = re.compile(r"[\s.\-_·•]+")


class NotAVoucher(BalakasError):
    """The text is no invitation code: mistyped, or the code of something else."""

    code = "not_a_voucher"
    message = N_("Kode undangan tidak benar. Kode terdiri atas 8 huruf dan angka, misalnya K7QX-2M9P; periksa kembali.")


def new_code() -> str:
    """Return a fresh random code of eight characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the check character of seven characters."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=1))
    return ALPHABET[total % _MODULUS]


def read_code(text: str) -> str:
    """Return the eight characters from what was typed or scanned: any case, with dashes, a prefix or an address before it.

    Raises `NotAVoucher`.
    """
    last = text.strip().upper().rstrip("/").rpartition("/")[2].removeprefix(PREFIX)
    code = _SEPARATORS.sub("", last).translate(_LOOKS_LIKE)
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        raise NotAVoucher
    if check_character(code[:RANDOM_CHARACTERS]) != code[RANDOM_CHARACTERS:]:
        raise NotAVoucher
    return code


def is_code(text: str) -> bool:
    """Tell whether `read_code` would take the text."""
    try:
        read_code(text)
    except NotAVoucher:
        return False
    return True


def printed(code: str) -> str:
    """`K7QX2M9P` -> `K7QX-2M9P`."""
    return f"{code[:4]}-{code[4:]}"


def qr_text(code: str, address: str = "") -> str:
    """Return what the QR holds: the public check page where the office has one, else the bare code with its prefix."""
    return f"{address.rstrip('/')}/cek/{code}" if address else f"{PREFIX}{code}"
