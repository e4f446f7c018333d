"""The administrator's pages about accounts and positions."""

from base64 import b64encode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.qr import qr_svg
from balakas.common.web import posted, refuse, staff_page
from balakas.staff import queries
from balakas.staff.actions import passwords, people, sessions
from balakas.staff.forms import LastDayForm, NewPersonForm, PeopleFilter, PersonForm, TermForm
from balakas.staff.rules import POSITIONS, RIGHT_SENTENCES, Officer, Right

PAGE_SIZE = 50


def officer_of(request: HttpRequest) -> Officer:
    """Return the officer the middleware found."""
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the middleware


@staff_page(Right.STAFF_MANAGE)
def index(request: HttpRequest) -> HttpResponse:
    """List the accounts, filtered by position, office and whether they are closed."""
    officer, now = officer_of(request), timezone.now()
    form = PeopleFilter(request.GET, places=queries.places_of(officer.office_id))
    wanted = form.cleaned_data if form.is_valid() else {}
    place = wanted.get("kantor")
    found = queries.people_of(
        officer,
        position=wanted.get("jabatan", ""),
        place_id=place.id if place else None,
        active=wanted.get("akun") != "tutup",
        at=now,
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    day = queries.local_day(queries.office_of(officer.office_id), now)
    titles = queries.positions_on([person.id for person in page], day)
    rows = [{"person": person, "positions": titles[person.id]} for person in page]
    return render(request, "staff/people.html", {"form": form, "page": page, "rows": rows})


@staff_page(Right.STAFF_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    officer = officer_of(request)
    form = NewPersonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = people.create_person(
                office_id=officer.office_id,
                username=form.cleaned_data["username"],
                facts=form.facts(),
                password=form.cleaned_data["password"],
                by=officer.actor,
                at=timezone.now(),
            )
        except BalakasError as error:
            refuse(form, error, field=_field_of(error))
        else:
            messages.success(request, gettext("Akun dibuat. Beri jabatan supaya ada yang dapat dilakukan."))
            return redirect("staff:person", user_id=person.id)
    return render(request, "staff/person_form.html", {"form": form})


@staff_page(Right.STAFF_MANAGE)
def show(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show an account with its positions and logins."""
    officer, now = officer_of(request), timezone.now()
    person = queries.user_for(officer, user_id)
    day = queries.local_day(person.office, now)
    held = [
        {"row": row, "title": queries.position_title(row), "now": row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)}
        for row in queries.appointments_of(person.id)
    ]  # fmt: skip
    rights = queries.officer_of(person, at=now).rights
    return render(
        request,
        "staff/person.html",
        {
            "person": person,
            "phone": queries.phone_of(person),
            "held": held,
            "sentences": [gettext(sentence) for right, sentence in RIGHT_SENTENCES.items() if right in rights],
            "sign_ins": queries.sign_ins_of(person.id, at=now),
        },
    )


@staff_page(Right.STAFF_MANAGE)
def edit(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Change what an account says of its owner."""
    officer = officer_of(request)
    person = queries.user_for(officer, user_id)
    form = PersonForm(posted(request), initial=queries.person_facts(person))
    if request.method == "POST" and form.is_valid():
        try:
            people.edit_person(user_id=person.id, facts=form.facts(), by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error, field=_field_of(error))
        else:
            messages.success(request, gettext("Tersimpan. Naskah yang sudah dicetak tetap memakai nama lama."))
            return redirect("staff:person", user_id=person.id)
    return render(request, "staff/person_form.html", {"form": form, "person": person})


@staff_page(Right.STAFF_MANAGE)
@require_POST
def state(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Close an account or open it again."""
    officer = officer_of(request)
    person = queries.user_for(officer, user_id)
    active = request.POST.get("aktif") == "1"
    people.set_active(user_id=person.id, active=active, by=officer.actor, at=timezone.now())
    messages.success(
        request, gettext("Akun dibuka.") if active else gettext("Akun ditutup dan dikeluarkan dari semua perangkat.")
    )
    return redirect("staff:person", user_id=person.id)


@staff_page(Right.STAFF_MANAGE)
def appoint(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give a position."""
    officer, now = officer_of(request), timezone.now()
    person = queries.user_for(officer, user_id)
    places = queries.posts_of(officer.office_id)
    first = {"place": officer.office_id, "valid_from": queries.local_day(person.office, now), "acting": ""}
    form = TermForm(posted(request), places=places, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            people.appoint(
                user_id=person.id, place_id=form.cleaned_data["place"].id, term=form.term(), by=officer.actor, at=now
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Jabatan diberikan."))
            return redirect("staff:person", user_id=person.id)
    return render(request, "staff/appoint.html", {"form": form, "person": person})


@staff_page(Right.STAFF_MANAGE)
def end(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Set the last day of a position."""
    officer, now = officer_of(request), timezone.now()
    appointment = queries.appointment_for(officer, appointment_id)
    form = LastDayForm(posted(request), initial={"last_day": queries.local_day(appointment.user.office, now)})
    if request.method == "POST" and form.is_valid():
        try:
            people.end_appointment(
                appointment_id=appointment.id, last_day=form.cleaned_data["last_day"], by=officer.actor, at=now
            )
        except BalakasError as error:
            refuse(form, error, field="last_day")
        else:
            messages.success(request, gettext("Hari terakhir dicatat. Tugas yang terbuka beralih kepada penggantinya."))
            return redirect("staff:person", user_id=appointment.user_id)
    title = queries.position_title(appointment)
    return render(request, "staff/end.html", {"form": form, "person": appointment.user, "title": title})


@staff_page(Right.STAFF_MANAGE)
@require_POST
def ticket(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show a new one-time reset as a QR and a slip: only in this answer, so there is no redirect."""
    officer, now = officer_of(request), timezone.now()
    person = queries.user_for(officer, user_id)
    token = passwords.issue_ticket(user_id=person.id, by=officer.actor, at=now)
    address = request.build_absolute_uri(reverse("staff:reset_open", kwargs={"token": token}))
    qr = "data:image/svg+xml;base64," + b64encode(qr_svg(address).encode("utf-8")).decode("ascii")
    known = {"person": person, "address": address, "qr": qr, "until": now + passwords.TICKET_LIFE}
    return render(request, "staff/ticket.html", known)


@staff_page(Right.STAFF_MANAGE)
@require_POST
def log_out(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """End all logins of a colleague: a lost phone."""
    officer = officer_of(request)
    person = queries.user_for(officer, user_id)
    ended = sessions.end_all(user_id=person.id, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Dikeluarkan dari %(count)s perangkat.") % {"count": ended})
    return redirect("staff:person", user_id=person.id)


@staff_page(Right.STAFF_MANAGE)
def positions(request: HttpRequest) -> HttpResponse:
    """Explain what each position may do, a sentence for each right."""
    explained = [
        {
            "label": gettext(position.label),
            "village_only": position.village_only,
            "sentences": [gettext(text) for right, text in RIGHT_SENTENCES.items() if right in position.rights],
        }
        for position in POSITIONS.values()
    ]
    return render(request, "staff/positions.html", {"positions": explained})


def _field_of(error: BalakasError) -> str | None:
    known = {"username_wrong": "username", "username_taken": "username", "nip_wrong": "nip", "name_missing": "name",
             "password_weak": "password"}  # fmt: skip
    return known.get(error.code)
