"""A phone for tests: its own key, its own chain, everything sealed, exactly as docs/reference/field-api.md says."""

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from balakas.common.canonical import canonical
from balakas.common.ids import uuid7
from balakas.handover.actions import devices, leases
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Device
from balakas.handover.queries import ledger, sealing, signing
from balakas.handover.rules import wire
from balakas.handover.rules.events import moment_text
from balakas.handover.rules.wire import Purpose, b64u, from_b64u
from tests.handover.factories import FIELD_DAY, Field

ROOT = "/api/field/v1/"


@dataclass
class Phone:
    """What is in an officer's hand. `sent` keeps every item; only a verified receipt would let a real one drop it."""

    client: Any
    private: bytes = b""
    public: bytes = b""
    id: str = ""
    office: dict = field(default_factory=dict)
    keys: dict = field(default_factory=dict)
    words: list = field(default_factory=list)
    seq: int = 0
    last: str = ""
    made: list = field(default_factory=list)
    position: int = 0
    chain: str = ""
    at: datetime = FIELD_DAY

    def __post_init__(self):
        if not self.private:
            self.private, self.public = signing.new_key()

    def call(self, method: str, path: str, body: bytes = b"", *, status: int = 200, kind: str = "application/json"):
        full = ROOT + path
        signature = b64u(signing.sign(self.private, wire.request_bytes(method, full, body)))
        answer = self.client.generic(
            method, full, body, content_type=kind, headers={"authorization": f"Balakas {self.id}.{signature}"}
        )
        assert answer.status_code == status, (answer.status_code, answer.content[:300])
        return answer

    def post(self, path: str, told: dict, *, status: int = 200):
        return self.call("POST", path, json.dumps(told).encode(), status=status)

    def enrol(self, token: str, *, status: int = 200, **more: Any):
        told = {
            "token": token, "public_key": b64u(self.public), "app": "1.0.0", "name": "Samsung A05",
            "proof": b64u(signing.sign(self.private, wire.enrol_bytes(token))), **more,
        }  # fmt: skip
        answer = self.client.post(ROOT + "enrol", json.dumps(told), content_type="application/json")
        assert answer.status_code == status, answer.content
        if status == 200:
            said = answer.json()
            self.id, self.keys, self.words, self.office = said["device"], said["keys"], said["words"], said["office"]
        return answer.json()

    def seal(self, purpose: Purpose, aad: str, plain: bytes) -> bytes:
        return sealing.seal_to(from_b64u(self.keys["seal"]["public"], field="key"), plain, purpose=purpose, aad=aad)

    def bundle(self) -> dict:
        secret = hashlib.sha256(self.id.encode()).digest()
        answer = self.post("bundle", {"key": b64u(self.seal(Purpose.BUNDLE_KEY, self.id, secret))})
        content = answer.content
        packed = AESGCM(secret).decrypt(content[64:76], content[76:], self.id.encode())
        assert signing.is_signed(self.sign_key(), wire.bundle_bytes(self.id, packed), content[:64])
        return json.loads(gzip.decompress(packed))

    def sign_key(self) -> bytes:
        return from_b64u(self.keys["sign"]["public"], field="key")

    def event(self, kind: str, **more: Any) -> dict:
        """Make an event the way a phone does: id first, then the chain. Returns its outbox item."""
        self.seq += 1
        self.at += timedelta(seconds=30)
        secrets = more.pop("secrets", {})
        moment = moment_text(more.pop("happened", self.at))
        body = {
            "v": 1, "id": str(uuid7()), "device": self.id, "office": self.office["id"], "seq": self.seq,
            "previous": self.last, "type": kind, "time": {"happened": moment, "device": moment, "server": "", "passed_ms": 0},
            "app": "1.0.0", **more,
        }  # fmt: skip
        body["sealed"] = {name: wire.commitment(bytes(16), text) for name, text in secrets.items()}
        item = self.item(body, secrets)
        self.last = item["hash"]
        self.made.append(item)
        return item

    def item(self, body: dict, secrets: dict | None = None, *, signature: bytes | None = None) -> dict:
        text = canonical(body)
        envelope = {
            "body": text.decode(), "signature": b64u(signing.sign(self.private, text) if signature is None else signature),
            "secrets": {name: {"salt": b64u(bytes(16)), "text": told} for name, told in (secrets or {}).items()},
        }  # fmt: skip
        sealed = self.seal(Purpose.OUTBOX, body["id"], canonical(envelope))
        made = hashlib.sha256(text).hexdigest()
        return {"id": body["id"], "hash": made, "key": self.keys["seal"]["id"], "sealed": b64u(sealed), "body": body}

    def send(self, *items: dict, status: int = 200, **more: Any) -> dict:
        listed = [{name: one[name] for name in ("id", "hash", "key", "sealed")} for one in items]
        told = {
            "items": listed,
            "since": self.position,
            "chain": self.chain,
            "last_seq": self.seq,
            "unsent": 0,
            "photos": 0,
            "app": "1.0.0",
            **more,
        }
        said = self.post("events", told, status=status).json()
        if status == 200:
            self.position, self.chain = said["position"], said["chain"]
            for item, result in zip(items, said["results"], strict=True):
                if result["status"] in {"recorded", "known", "aside"}:
                    assert self.verifies(item, result["receipt"]), "a receipt that does not hold"
        return said

    def verifies(self, item: dict, receipt: dict) -> bool:
        content = canonical({"id": item["id"], "hash": item["hash"], "position": receipt["position"]})
        return signing.is_signed(self.sign_key(), content, from_b64u(receipt["signature"], field="signature"))

    def upload(self, content: bytes, *, sha256: str = "", only: range | None = None) -> dict:
        made = sha256 or hashlib.sha256(content).hexdigest()
        total = wire.chunks_of(len(content))
        said = {}
        for index in only if only is not None else range(total):
            part = content[index * wire.CHUNK : (index + 1) * wire.CHUNK]
            sealed = self.seal(Purpose.CHUNK, wire.chunk_place(made, index, total), part)
            path = f"attachments/{made}/{index}?total={total}&key={self.keys['seal']['id']}"
            said = self.call("PUT", path, sealed, kind="application/octet-stream").json()
        return said


def a_phone(client: Any, on: Field, *, active: bool = True, at: datetime = FIELD_DAY) -> Phone:
    """Return a phone that came by a code, and was let in."""
    phone = Phone(client, at=at)
    shown = devices.show_code(office_id=on.world.office.id, officer_id=UUID(on.tksk.id), by=on.kasi, at=_now())
    phone.enrol(shown.token)
    if active:
        devices.let_in(device_id=UUID(phone.id), by=on.kasi, at=_now())
    return phone


def lease(on: Field, phone: Phone, *, parts: int = 1, number: int = 0, until: datetime | None = None):
    """Cut the post's people where that is not done yet, and give one part to the phone; return the lease."""
    from balakas.handover.models.devices import Slice

    made = list(Slice.objects.filter(post=on.post, dissolved_at=None).order_by("made_at", "label"))
    if not made:
        made = leases.make_slices(post_id=on.post.id, parts=parts, by=on.kasi, at=_now())
    return leases.grant(
        slice_id=made[number].id,
        device_id=UUID(phone.id),
        until=until or _now() + timedelta(days=7),
        by=on.kasi,
        at=_now(),
    )


def giving(phone: Phone, on: Field, lent: Any, recipient: Any, claim: Any, /, **more: Any) -> dict:
    """Return the item of one hand-over of one claim."""
    told = {
        "distribution": str(on.distribution.id), "post": str(on.post.id), "recipient": str(recipient.id),
        "entitlement": str(claim.id), "visit": str(uuid4()), "slice": str(lent.slice_id), "epoch": lent.epoch,
        "officer": on.tksk.id, "due": claim.amount, "identity": {"how": "voucher"}, "position": {"missing": "denied"},
        "items": [{"benefit": str(claim.allocation.benefit_id), "quantity": claim.amount}],
    }  # fmt: skip
    return phone.event(more.pop("kind", "handover"), **{**told, **more})


def device_row(phone: Phone) -> Device:
    return Device.objects.get(id=phone.id)


def holds(on: Field) -> None:
    """Assert that the office's ledger proves itself."""
    verdict = ledger.verify(on.world.office.id)
    assert verdict.holds, verdict


def kinds(**about: Any) -> list[str]:
    """Return the kinds of the cases there are."""
    return sorted(Case.objects.filter(**about).values_list("kind", flat=True))


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()
