"""What phone and server compute alike: the cases of vectors/field.json, run here and by vitest."""

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from balakas.common.canonical import canonical, digest
from balakas.handover.queries import sealing, signing
from balakas.handover.rules import events, wire, words
from balakas.handover.rules.wire import Purpose, from_b64u

CASES = json.loads((Path(__file__).parents[3] / "vectors" / "field.json").read_text(encoding="utf-8"))


def raw(text: str) -> bytes:
    return from_b64u(text, field="vector")


def public(name: str) -> bytes:
    return raw(CASES["keys"][name]["public"])


def test_words():
    assert list(words.WORDS) == CASES["words"]
    assert len(set(words.WORDS)) == 256
    points = {name: public(name) for name in ("device", "sign", "seal")}
    case = CASES["fingerprint"]
    assert list(words.words_of(**points, token=case["token"])) == case["words"]
    swapped = {**points, "seal": points["sign"]}
    assert list(words.words_of(**swapped, token=case["token"])) != case["words"]


def test_canonical_json_and_signatures():
    for case in CASES["canonical"]:
        assert canonical(case["value"]).decode() == case["text"]
    event, receipt = CASES["event"], CASES["receipt"]
    assert canonical(event["body"]).decode() == event["canonical"]
    assert digest(event["body"]) == event["hash"]
    events.check_body(event["body"])
    assert signing.is_signed(public("device"), event["canonical"].encode(), raw(event["signature"]))
    assert not signing.is_signed(public("device"), event["canonical"].encode() + b" ", raw(event["signature"]))
    assert signing.is_signed(public("sign"), canonical(receipt["content"]), raw(receipt["signature"]))


def test_requests_and_enrolment():
    request, enrol = CASES["request"], CASES["enrol"]
    content = wire.request_bytes(request["method"], request["path"], request["body"].encode())
    assert content.decode() == request["bytes"]
    assert signing.is_signed(public("device"), content, raw(request["signature"]))
    assert wire.enrol_bytes(CASES["fingerprint"]["token"]).decode() == enrol["bytes"]
    assert signing.is_signed(public("device"), enrol["bytes"].encode(), raw(enrol["signature"]))


def test_codes_tags_and_commitments():
    for case in CASES["receipt_code"]:
        assert events.receipt_code(case["visit"], case["first_hash"]) == case["code"]
    for case in CASES["tags"]:
        assert wire.tag(raw(case["key"]), case["code"]) == raw(case["tag"])
    for case in CASES["commitment"]:
        assert wire.commitment(raw(case["salt"]), case["text"]) == case["hash"]


def test_boxes_open_only_for_their_purpose_and_place():
    key = sealing.private_key(raw(CASES["keys"]["seal"]["private"]))
    for case in CASES["seal"]:
        purpose, box = Purpose(case["purpose"]), raw(case["box"])
        assert sealing.open_box(key, box, purpose=purpose, aad=case["aad"]) == raw(case["plain"])
        own = sealing.private_key(raw(case["ephemeral_private"]))
        again = sealing.seal_to(
            public("seal"),
            raw(case["plain"]),
            purpose=purpose,
            aad=case["aad"],
            ephemeral=own,
            nonce=raw(case["nonce"]),
        )
        assert again == box
        other = next(one for one in Purpose if one is not purpose)
        for wrong in (
            {"box": box, "purpose": other, "aad": case["aad"]},
            {"box": box, "purpose": purpose, "aad": case["aad"] + "x"},
            {"box": box[:-1] + bytes([box[-1] ^ 1]), "purpose": purpose, "aad": case["aad"]},
            {"box": box[:60], "purpose": purpose, "aad": case["aad"]},
            {"box": b"\x04" + bytes(64) + box[65:], "purpose": purpose, "aad": case["aad"]},
        ):
            with pytest.raises(sealing.BoxBroken):
                sealing.open_box(key, **wrong)


def test_a_bundle_opens_and_is_signed():
    import gzip

    case = CASES["bundle"]
    content = raw(case["bytes"])
    packed = AESGCM(raw(case["key"])).decrypt(content[64:76], content[76:], case["device"].encode())
    assert signing.is_signed(public("sign"), wire.bundle_bytes(case["device"], packed), content[:64])
    assert gzip.decompress(packed).decode() == case["json"]


def test_files():
    case = CASES["file"]
    content = bytes(range(256)) * case["repeat"]
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (case["sha256"], case["bytes"])
    assert wire.chunks_of(len(content)) == case["chunks"]
    assert wire.chunks_of(0) == 1
    assert wire.chunks_of(wire.CHUNK) == 1
    assert wire.chunks_of(wire.CHUNK + 1) == 2
    told = wire.file_receipt(sha256=case["sha256"], size=case["bytes"], device_id=CASES["bundle"]["device"])
    assert canonical(told).decode() == case["receipt"]


@pytest.mark.parametrize("text", ["a", "ab=", "a b", "ä", None, 5])
def test_base64url_without_padding_only(text):
    with pytest.raises(wire.RequestMalformed):
        from_b64u(text, field="x")
