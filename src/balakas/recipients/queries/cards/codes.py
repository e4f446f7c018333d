"""The QR printed on a KK, read before its print."""

import re

import cv2
import zxingcpp

from balakas.recipients.queries.cards import engine
from balakas.recipients.rules.nik import parts_of

_LONGEST = 1600
_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")


def number_in(picture: engine.Picture) -> str:
    """Return the KK's number if a QR on the photo holds exactly one; most hold only a link, which tells nothing."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = _LONGEST / max(gray.shape)
    if scale < 1:
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = zxingcpp.read_barcodes(gray, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    numbers = {number for code in found for number in _NUMBER.findall(code.text) if parts_of(number)}
    return numbers.pop() if len(numbers) == 1 else ""
