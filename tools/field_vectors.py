"""Write vectors/field.json: what phone and server must compute alike. Run when the contract changes; keys in it are for tests."""

import gzip
import hashlib
import json
import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from balakas.common.canonical import canonical, digest
from balakas.handover.queries import sealing, signing
from balakas.handover.rules import events, wire, words
from balakas.handover.rules.wire import Purpose, b64u

TARGET = Path(__file__).parent.parent / "vectors" / "field.json"
DEVICE_ID = "019bd8a0-0000-7000-8000-000000000001"
EVENT_ID = "019bd8a0-0000-7000-8000-00000000000e"
VISIT_ID = "019bd8a0-0000-7000-8000-00000000000f"
FILE = bytes(range(256)) * 300
BODY = {
    "v": 1, "id": EVENT_ID, "device": DEVICE_ID, "office": "019bd8a0-0000-7000-8000-000000000002", "seq": 1,
    "previous": "", "type": "handover", "visit": VISIT_ID, "due": 10,
    "items": [{"benefit": "019bd8a0-0000-7000-8000-000000000003", "quantity": 10}], "identity": {"how": "voucher"},
    "proxy": {"relation": "family", "reason": "sick", "letter": True, "lasting": False},
    "position": {"accuracy_m": 12}, "attachments": [{"kind": "photo", "sha256": hashlib.sha256(FILE).hexdigest()}],
    "sealed": {"proxy_name": wire.commitment(bytes(16), "Siti Aminah")},
    "time": {"happened": "2026-01-20T01:00:00.000Z", "device": "2026-01-20T01:00:02.000Z",
             "server": "2026-01-20T00:00:00.000Z", "passed_ms": 3600000},
    "app": "1.0.0",
}  # fmt: skip


def _key(number: int) -> sealing.Private:
    return sealing.private_key(hashlib.sha256(f"balakas test key {number}".encode()).digest())


def _scalar(key: sealing.Private) -> bytes:
    return key.private_numbers().private_value.to_bytes(32, "big")


def _boxes(office: sealing.Private) -> list[dict[str, str]]:
    cases = []
    for number, (purpose, aad, plain) in enumerate(
        (
            (Purpose.OUTBOX, EVENT_ID, b'{"body":"{}"}'),
            (Purpose.CHUNK, wire.chunk_place(hashlib.sha256(FILE).hexdigest(), 0, 2), FILE[:64]),
            (Purpose.BUNDLE_KEY, DEVICE_ID, bytes(range(32))),
        )
    ):
        ephemeral, nonce = _key(100 + number), bytes([number]) * 12
        box = sealing.seal_to(
            sealing.point_of(office), plain, purpose=purpose, aad=aad, ephemeral=ephemeral, nonce=nonce
        )
        cases.append({
            "purpose": purpose.value, "aad": aad, "plain": b64u(plain), "ephemeral_private": b64u(_scalar(ephemeral)),
            "nonce": b64u(nonce), "box": b64u(box),
        })  # fmt: skip
    return cases


def _bundle(office: sealing.Private) -> dict[str, str]:
    content, key, nonce = '{"v":1,"made_at":"2026-01-20T00:00:00.000Z"}', bytes(range(32)), bytes(12)
    packed = gzip.compress(content.encode(), mtime=0)
    signature = signing.sign(_scalar(office), wire.bundle_bytes(DEVICE_ID, packed))
    return {
        "device": DEVICE_ID, "key": b64u(key), "json": content,
        "bytes": b64u(signature + nonce + AESGCM(key).encrypt(nonce, packed, DEVICE_ID.encode())),
    }  # fmt: skip


def made() -> dict[str, object]:
    """Return the file's content. Signatures differ each time: they are checked, not compared."""
    device, sign, seal = _key(1), _key(2), _key(3)
    body, token, text = canonical(BODY), "AAAAAAAAAAAAAAAAAAAAAA", '{"items":[]}'
    receipt = {"id": EVENT_ID, "hash": digest(BODY), "position": 7}
    request = wire.request_bytes("POST", "/api/field/v1/events", text.encode())
    points = {name: sealing.point_of(key) for name, key in (("device", device), ("sign", sign), ("seal", seal))}
    return {
        "about": "What phone and server compute alike (docs/reference/field-api.md). Run by pytest and vitest.",
        "words": list(words.WORDS),
        "keys": {
            "device": {"private": b64u(_scalar(device)), "public": b64u(points["device"])},
            "sign": {"private": b64u(_scalar(sign)), "public": b64u(points["sign"])},
            "seal": {"private": b64u(_scalar(seal)), "public": b64u(points["seal"])},
        },
        "fingerprint": {"token": token, "words": list(words.words_of(**points, token=token))},
        "enrol": {"bytes": wire.enrol_bytes(token).decode(), "signature": b64u(signing.sign(_scalar(device), wire.enrol_bytes(token)))},
        "request": {"method": "POST", "path": "/api/field/v1/events", "body": text, "bytes": request.decode(),
                    "signature": b64u(signing.sign(_scalar(device), request))},
        "event": {"body": BODY, "canonical": body.decode(), "hash": digest(BODY),
                  "signature": b64u(signing.sign(_scalar(device), body))},
        "canonical": [
            {"value": {"b": [1, 'ä€\n"\\\u2028'], "a": True, "": {}}, "text": canonical({"b": [1, 'ä€\n"\\\u2028'], "a": True, "": {}}).decode()},
            {"value": [9007199254740991, 0, -1, "\u0007/"], "text": canonical([9007199254740991, 0, -1, "\u0007/"]).decode()},
        ],
        "receipt": {"content": receipt, "canonical": canonical(receipt).decode(),
                    "signature": b64u(signing.sign(_scalar(sign), canonical(receipt)))},
        "receipt_code": [
            {"visit": VISIT_ID, "first_hash": digest(BODY), "code": events.receipt_code(VISIT_ID, digest(BODY))},
            {"visit": EVENT_ID, "first_hash": "0" * 64, "code": events.receipt_code(EVENT_ID, "0" * 64)},
        ],
        "tags": [{"key": b64u(bytes([n]) * 32), "code": code, "tag": b64u(wire.tag(bytes([n]) * 32, code))}
                 for n, code in ((1, "BZ5DN233"), (2, "BZ5DN233"), (1, "K7QX2M9P"))],
        "commitment": [{"salt": b64u(bytes(16)), "text": "Siti Aminah", "hash": wire.commitment(bytes(16), "Siti Aminah")},
                       {"salt": b64u(bytes(range(16))), "text": "Désa – ok", "hash": wire.commitment(bytes(range(16)), "Désa – ok")}],
        "seal": _boxes(seal),
        "bundle": _bundle(sign),
        "file": {"repeat": 300, "sha256": hashlib.sha256(FILE).hexdigest(), "bytes": len(FILE), "chunks": wire.chunks_of(len(FILE)),
                 "receipt": canonical(wire.file_receipt(sha256=hashlib.sha256(FILE).hexdigest(), size=len(FILE), device_id=DEVICE_ID)).decode()},
    }  # fmt: skip


if __name__ == "__main__":
    TARGET.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
