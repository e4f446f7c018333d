"""Phones: the list, letting one in by words, revoking, whose data it carries, a file in place of a network."""

from base64 import b64encode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.qr import qr_svg
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.handover.actions import devices, reads
from balakas.handover.actions.ingest import outbox
from balakas.handover.forms.devices import EnrolForm, OutboxForm, RevokeForm
from balakas.handover.queries import devices as queries
from balakas.handover.views.field import officer_of
from balakas.staff import queries as staff
from balakas.staff.rules import Right

PER_PAGE, PEOPLE_PER_PAGE = 50, 100
APP = "/pos/"


@staff_page(Right.HANDOVER_READ)
def index(request: HttpRequest) -> HttpResponse:
    """Show the office's phones."""
    officer = officer_of(request)
    page = Paginator(queries.listed(officer), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page, "lines": [queries.line(row) for row in page], "may_decide": Right.HANDOVER_DECIDE in officer.rights,
        "may_record": Right.HANDOVER_RECORD in officer.rights, "form": OutboxForm(),
    }  # fmt: skip
    return render(request, "handover/devices.html", context)


@staff_page(Right.HANDOVER_DECIDE)
def enrol(request: HttpRequest) -> HttpResponse:
    """Choose whose phone comes, then show its code; the code is shown once and kept nowhere."""
    officer, at = officer_of(request), timezone.now()
    day = staff.local_day(staff.office_of(officer.office_id), at)
    form = EnrolForm(posted(request), officers=staff.phone_holders(officer.office_id, day))
    if request.method == "POST" and form.is_valid():
        shown = devices.show_code(
            office_id=officer.office_id, officer_id=UUID(form.cleaned_data["officer"]), by=officer.actor, at=at
        )
        address = f"{request.scheme}://{request.get_host()}{APP}#daftar={shown.token}"
        context = {"enrolment": shown.enrolment, "qr": _picture(address), "address": address}
        response = render(request, "handover/enrol_code.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response
    return render(request, "handover/enrol.html", {"form": form})


def _picture(address: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(qr_svg(address).encode("utf-8")).decode("ascii")


@staff_page(Right.HANDOVER_DECIDE)
def words(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show the words of the phone that came by a code, to be compared with its screen."""
    row = queries.enrolment_for(officer_of(request), enrolment_id)
    return render(request, "handover/enrol_words.html", {"enrolment": row, "device": row.device})


@require_POST
@staff_page(Right.HANDOVER_DECIDE)
def compare(request: HttpRequest, device_id: UUID, answer: str) -> HttpResponseBase:
    """Let a phone in whose words are the same, or turn it away."""
    officer = officer_of(request)
    row = queries.device_for(officer, device_id)
    act = devices.let_in if answer == "sama" else devices.turn_away
    try:
        act(device_id=row.id, by=officer.actor, at=timezone.now())
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("handover:device", device_id=device_id)


@staff_page(Right.HANDOVER_READ)
def device(request: HttpRequest, device_id: UUID) -> HttpResponseBase:
    """Show a phone: what it says of itself, its parts, what it took along; revoke it."""
    officer = officer_of(request)
    row = queries.device_for(officer, device_id)
    form = RevokeForm(posted(request))
    may = Right.HANDOVER_DECIDE in officer.rights
    if request.method == "POST" and may and form.is_valid():
        told = form.cleaned_data
        try:
            devices.revoke(
                device_id=row.id, reason=told["reason"], lost=told["lost"], by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(
                request, gettext("Ponsel dicabut. Kiriman berikutnya dari ponsel ini tetap diterima, sebagai kasus.")
            )
            return redirect("handover:device", device_id=device_id)
    context = {
        "line": queries.line(row), "device": row, "leases": queries.leases_of(row.id), "takes": queries.takes_of(row.id),
        "form": form, "may_decide": may, "missing": max(0, row.said_seq - row.last_seq),
    }  # fmt: skip
    return render(request, "handover/device.html", context)


@staff_page(Right.HANDOVER_DECIDE)
def people(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Show exactly whose data a phone took along: what must be told when it is lost."""
    officer = officer_of(request)
    row = queries.device_for(officer, device_id)
    listed = queries.carried(row)
    reads.record_read(
        officer=officer, at=timezone.now(), act="handover.read_device_people", kind="device", subject_id=row.id,
        details={"people": len(listed)},
    )  # fmt: skip
    page = Paginator(listed, PEOPLE_PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "handover/device_people.html", {"device": row, "page": page, "total": len(listed)})


@require_POST
@staff_page(Right.HANDOVER_RECORD)
def take_file(request: HttpRequest) -> HttpResponseBase:
    """Take in a file that a phone wrote."""
    officer = officer_of(request)
    form = OutboxForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Pilih berkas yang ditulis ponsel."))
        return redirect("handover:devices")
    try:
        done = outbox.take_file(
            content=form.cleaned_data["file"].read(), by=officer.actor, office_id=officer.office_id, at=timezone.now()
        )
    except BalakasError as error:
        messages.error(request, sentence(error))
        return redirect("handover:devices")
    told = gettext("%(new)s catatan baru, %(known)s sudah ada, %(unreadable)s tidak terbaca, %(chunks)s bagian foto.")
    messages.success(request, told % {
        "new": done.new, "known": done.known, "unreadable": done.unreadable, "chunks": done.chunks
    })  # fmt: skip
    return redirect(reverse("handover:devices"))
