"""The field API (docs/reference/field-api.md): typed views without cookies. A device signs each request; nothing here deletes."""

import json
import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import public_page
from balakas.handover.actions import bundles, collecting, devices, keys, leases, uploads
from balakas.handover.actions.bundles import Packed
from balakas.handover.actions.devices import Newcomer, Said
from balakas.handover.actions.ingest import desk, opening
from balakas.handover.actions.ingest.batch import Result
from balakas.handover.actions.uploads import Standing
from balakas.handover.queries import collecting as collecting_queries
from balakas.handover.queries import contact, signing
from balakas.handover.queries.contact import Caller
from balakas.handover.rules import collecting as rules
from balakas.handover.rules import wire
from balakas.handover.rules.devices import CodeUnknown, DeviceNotActive, KeyNotShown, NoLease
from balakas.handover.rules.events import moment_text
from balakas.handover.rules.wire import RequestMalformed, b64u, from_b64u
from balakas.staff.rules import NotAllowed

log = logging.getLogger("balakas.handover.api")
Api = Callable[..., HttpResponseBase]
_STATUS: Mapping[type[BalakasError], int] = {
    RequestMalformed: 422, KeyNotShown: 422, CodeUnknown: 410, NoLease: 403, DeviceNotActive: 403,
    NotAllowed: 403,
}  # fmt: skip
_RETRY_AFTER = "5"


def _api(method: str) -> Callable[[Api], Api]:
    """Make a view of the API: one method, no cookies, errors as the contract's JSON, a busy database as "try again"."""

    def decorate(view: Api) -> Api:
        @csrf_exempt
        @public_page
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != method:
                return _error("method_not_allowed", "", 405)
            if int(request.headers.get("Content-Length") or 0) > wire.MAX_REQUEST:
                return _error("too_large", "", 413)
            try:
                return view(request, *args, **kwargs)
            except BalakasError as error:
                return _error(error.code, sentence(error), _STATUS.get(type(error), 422))
            except (OperationalError, TimeoutError) as error:
                log.warning("busy: %s", type(error).__name__)
                response = _error("busy", "", 503)
                response.headers["Retry-After"] = _RETRY_AFTER
                return response

        return guarded

    return decorate


def _signed(view: Api) -> Api:
    """Let in who holds a known device's key: the request is signed; there is no clock in it and nothing to replay for."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
        name, _, signature = credential.partition(".")
        try:
            device = contact.identity(UUID(name)) if scheme == "Balakas" else None
        except ValueError:
            device = None
        content = wire.request_bytes(str(request.method), request.get_full_path(), request.body)
        if device is None or not signing.is_signed(
            bytes(device.public_key), content, from_b64u(signature, field="authorization")
        ):
            return _error("device_unknown", "", 401)
        return view(request, *args, device=device, **kwargs)

    return guarded


@_api("POST")
def enrol(request: HttpRequest) -> HttpResponse:
    """Take a phone in by its one-time code."""
    told = _object(request)
    newcomer = Newcomer(
        token=_text(told, "token", 40), public_key=from_b64u(told.get("public_key"), field="public_key"),
        proof=from_b64u(told.get("proof"), field="proof"), name=_text(told, "name", 60), app=_text(told, "app", 20),
    )  # fmt: skip
    device, key = devices.enrol(newcomer=newcomer, at=timezone.now())
    return _answer({
        "device": str(device.id), "state": device.state, "name": device.name, "office": _office(device),
        "keys": contact.keys_told(key), "words": list(devices.words(newcomer, key)),
    })  # fmt: skip


@_api("GET")
@_signed
def me(_request: HttpRequest, *, device: Any) -> HttpResponse:
    """Tell a phone how it stands."""
    device = contact.device_by_id(device.id)
    at = timezone.now()
    devices.hear_from(device.id, said=Said(unsent=device.unsent, photos=device.photos), at=at)
    return _answer({
        "device": str(device.id), "state": device.state, "name": device.name, "office": _office(device),
        "keys": contact.keys_told(keys.seal_key(office_id=device.office_id, at=at)),
        "leases": contact.leases(device, at), "server": contact.server_state(device),
        "duties": collecting_queries.duties_of(collecting_queries.officer_of(device, at)),
    })  # fmt: skip


@_api("POST")
@_signed
def bundle(request: HttpRequest, *, device: Any) -> HttpResponse:
    """Give a phone its people, sealed under the key it brings."""
    device = contact.device_by_id(device.id)
    sealed = from_b64u(_object(request).get("key"), field="key")
    return _packed(bundles.take(device=device, sealed_key=sealed, at=timezone.now()))


def _packed(packed: Packed) -> HttpResponse:
    at = timezone.now()
    response = HttpResponse(packed.content, content_type="application/octet-stream")
    response.headers["Balakas-Key"], response.headers["Balakas-Now"] = str(packed.key.id), moment_text(at)
    response.headers["Cache-Control"] = "no-store"
    return response


@_api("POST")
@_signed
def papers(request: HttpRequest, *, device: Any) -> HttpResponse:
    """Give a phone the papers that are missing in its officer's villages, sealed under the key it brings."""
    device = contact.device_by_id(device.id)
    sealed = from_b64u(_object(request).get("key"), field="key")
    return _packed(collecting.take(device=device, sealed_key=sealed, at=timezone.now()))


@_api("POST")
@_signed
def photographed(request: HttpRequest, *, device: Any) -> HttpResponse:
    """Take note of which photo is whose paper, and say what became of each."""
    items = rules.photographed(_object(request).get("items"))
    device = contact.device_by_id(device.id)
    told = collecting.tell(device=device, items=items, at=timezone.now())
    return _answer({"results": [{"id": str(one.id), "state": one.state, "code": one.code} for one in told]})


@_api("POST")
@_signed
def events(request: HttpRequest, *, device: Any) -> HttpResponse:
    """Take in a batch and tell the phone all it must know."""
    told, at = _object(request), timezone.now()
    items = opening.items_of(told.get("items"))
    caller = Caller(
        device=device.id, last_seq=_count(told, "last_seq"), unsent=_count(told, "unsent"), photos=_count(told, "photos"),
        app=_text(told, "app", 20), since=_count(told, "since"), chain=_text(told, "chain", 64),
    )  # fmt: skip
    heard: Any = desk.hear(office_id=device.office_id, items=items, at=at, caller=caller)
    if heard.named:
        uploads.settle(device=device, named=heard.named, at=at)
    meanwhile = heard.told.meanwhile
    return _answer({
        "results": [_result(one) for one in heard.results], "server": heard.told.server,
        "leases": heard.told.leases, "state": heard.told.state, "position": meanwhile.position,
        "chain": meanwhile.chain, "resend": meanwhile.restored, "more": meanwhile.more,
        "settled": meanwhile.settled, "reopened": meanwhile.reopened,
        "attachments": contact.wanted(device, heard.named),
    })  # fmt: skip


@_api("POST")
@_signed
def release(request: HttpRequest, *, device: Any) -> HttpResponse:
    """End a lease of the phone's own."""
    device = contact.device_by_id(device.id)
    told, at = _object(request), timezone.now()
    leases.release(device=device, slice_id=_id(told, "slice"), epoch=_count(told, "epoch"), at=at)
    return _answer({"leases": contact.leases(device, at)})


@_api("GET")
@_signed
def attachment(_request: HttpRequest, sha256: str, *, device: Any) -> HttpResponse:
    """Tell how far a file is."""
    return _answer(_file(uploads.standing(device=device, sha256=_sha(sha256), at=timezone.now())))


@_api("PUT")
@_signed
def chunk(request: HttpRequest, sha256: str, index: int, *, device: Any) -> HttpResponse:
    """Keep one chunk of a file."""
    try:
        total, key_id = int(request.GET.get("total", "")), UUID(request.GET.get("key", ""))
    except ValueError:
        raise RequestMalformed(field="query") from None
    return _answer(_file(uploads.put(
        device=device, sha256=_sha(sha256), index=index, total=total, key_id=key_id, sealed=request.body, at=timezone.now(),
    )))  # fmt: skip


def _file(one: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {"state": one.state.value, "have": list(one.have), "total": one.total}
    if one.key is not None:
        told["receipt"] = {"key": str(one.key), "signature": b64u(one.signature)}
    return told


def _result(one: Result) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": one.id, "hash": one.hash, "status": one.status.value, "notes": list(one.notes), "cases": list(one.cases)
    }  # fmt: skip
    if one.status in wire.RECEIPTED:
        told["receipt"] = {"position": one.position, "key": str(one.key), "signature": b64u(one.signature)}
    if one.code:
        told["code"] = one.code
    return told


def _office(device: Any) -> dict[str, str]:
    return {"id": str(device.office_id), "name": device.office.name, "zone": device.office.zone}


def _answer(content: Mapping[str, Any]) -> HttpResponse:
    response = JsonResponse({"now": moment_text(timezone.now()), **content})
    response.headers["Cache-Control"] = "no-store"
    return response


def _error(code: str, message: str, status: int) -> HttpResponse:
    return JsonResponse({"code": code, "message": message, "now": moment_text(timezone.now())}, status=status)


def _object(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise RequestMalformed(field="json") from None
    if not isinstance(found, dict):
        raise RequestMalformed(field="json")
    return found


def _text(told: Mapping[str, Any], name: str, length: int) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > length:
        raise RequestMalformed(field=name)
    return value


def _count(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise RequestMalformed(field=name)
    return value


def _id(told: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(told, name, 36))
    except ValueError:
        raise RequestMalformed(field=name) from None


def _sha(text: str) -> str:
    if not wire.is_sha(text):
        raise RequestMalformed(field="sha256")
    return text
