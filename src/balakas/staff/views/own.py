"""Everybody's own account: positions, rights, logins; and the way back in with a one-time code."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, public_page, refuse, staff_page
from balakas.staff import queries
from balakas.staff.actions import passwords, sessions
from balakas.staff.forms import NewPasswordForm, PhoneForm
from balakas.staff.rules import RIGHT_SENTENCES
from balakas.staff.views.people import officer_of

_TICKET = "reset_ticket"  # the code waits in the sealed session, so that it leaves the address bar and the history
_SIGN_IN = "sign_in"


@staff_page()
def me(request: HttpRequest) -> HttpResponse:
    """Show who I am here, what I may do and where I am logged in."""
    officer, now = officer_of(request), timezone.now()
    person = queries.user_for(officer, officer.user_id)
    day = queries.local_day(person.office, now)
    return render(
        request,
        "staff/me.html",
        {
            "person": person,
            "positions": queries.positions_on([person.id], day)[person.id],
            "sentences": [gettext(text) for right, text in RIGHT_SENTENCES.items() if right in officer.rights],
            "sign_ins": queries.sign_ins_of(person.id, at=now),
            "here": request.session.get(_SIGN_IN, ""),
            "phone_form": PhoneForm(),
        },
    )


@staff_page()
@require_POST
@confirmed
def register_phone(request: HttpRequest) -> HttpResponse:
    """Keep this phone signed in for thirty days."""
    officer, now, form = officer_of(request), timezone.now(), PhoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Tulis nama ponsel ini."))
        return redirect("staff:me")
    until = sessions.register_phone(
        sign_in_id=UUID(request.session[_SIGN_IN]), user_id=officer.user_id, by=officer.actor, at=now,
        session_key=request.session.session_key or "", label=form.cleaned_data["label"],
    )  # fmt: skip
    request.session.set_expiry(until)
    messages.success(request, gettext("Ponsel ini terdaftar dan tetap masuk selama 30 hari."))
    return redirect("staff:me")


@staff_page()
@require_POST
def end_session(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    """End one of my logins."""
    officer = officer_of(request)
    queries.sign_in_for(officer, sign_in_id, at=timezone.now())
    sessions.end(sign_in_id=sign_in_id, user_id=officer.user_id, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Perangkat itu sudah dikeluarkan."))
    return redirect("staff:me")


@staff_page()
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End all my logins but this one."""
    officer = officer_of(request)
    here = request.session.get(_SIGN_IN)
    ended = sessions.end_all(
        user_id=officer.user_id, by=officer.actor, at=timezone.now(), but=UUID(here) if here else None
    )
    messages.success(request, gettext("%(count)s perangkat lain sudah dikeluarkan.") % {"count": ended})
    return redirect("staff:me")


@public_page
@never_cache
def reset_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the code out of the address and go on to the form."""
    request.session[_TICKET] = token
    return redirect("staff:reset")


@public_page
@never_cache
def reset(request: HttpRequest) -> HttpResponse:
    """Set a new password with a one-time code."""
    token, now = request.session.get(_TICKET, ""), timezone.now()
    try:
        person = passwords.check_ticket(token=token, at=now)
    except passwords.TicketUnusable as error:
        return render(request, "staff/reset_unusable.html", {"sentence": sentence(error)})
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.use_ticket(
                token=token, password=form.cleaned_data["password1"], at=now, where=request.META.get("REMOTE_ADDR", "")
            )
        except BalakasError as error:
            refuse(form, error, field="password1")
        else:
            request.session.pop(_TICKET, None)
            messages.success(request, gettext("Kata sandi baru tersimpan. Silakan masuk."))
            return redirect("account_login")
    return render(request, "staff/reset.html", {"form": form, "person": person})
