"""The close of a post's day, and the photos tied to no recipient."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.queries import distributions
from balakas.handover.actions import closing, photos, reads
from balakas.handover.forms.field import CloseForm, GeneralPhotoForm
from balakas.handover.forms.visit import ReasonForm
from balakas.handover.queries import closes, load
from balakas.handover.views.field import officer_of
from balakas.planning.queries import plans
from balakas.staff import queries as staff
from balakas.staff.rules import Right


@staff_page(Right.HANDOVER_READ)
def close(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Show a post's day as it stands and its closes; close it, or supplement."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    may = bool({Right.HANDOVER_RECORD, Right.HANDOVER_DECIDE} & officer.rights)
    if request.method == "POST" and not may:
        raise Http404
    day = _day(request) or staff.local_day(staff.office_of(officer.office_id), timezone.now())
    form = CloseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            closing.close_day(post_id=place.id, day=day, by=officer.actor, at=timezone.now(), **form.cleaned_data)
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Hari penyaluran di titik ini ditutup."))
            return redirect(request.get_full_path())
    context = {
        "post": place,
        "day": day,
        "form": form,
        "may_close": may,
        "may_papers": Right.PAPERS_READ in officer.rights,
        **closes.day(place, day),
    }
    return render(request, "handover/close.html", context)


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("hari", ""))
    except ValueError:
        return None


@staff_page(Right.HANDOVER_READ)
def photo_list(request: HttpRequest, distribution_id: UUID) -> HttpResponseBase:
    """Show the photos of a distribution; add one."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    may = Right.HANDOVER_RECORD in officer.rights
    if request.method == "POST" and not may:
        raise Http404
    form = GeneralPhotoForm(posted(request), request.FILES or None, posts=plans.posts_for(row.id))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            photos.add_photo(
                distribution_id=row.id, photo=data["photo"].read(), caption=data["caption"],
                client_id=data["client_id"], post_id=UUID(data["post"]) if data["post"] else None,
                position=form.position(), taken_at=data["taken_at"], by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Foto tersimpan."))
            return redirect("handover:photos", distribution_id=row.id)
    reads.record_read(
        officer=officer, at=timezone.now(), act="handover.open_photos", kind="distribution", subject_id=row.id
    )
    context = {
        "distribution": row, "form": form, "photos": load.photos_of(row.id), "may_record": may, "undo": ReasonForm()
    }  # fmt: skip
    return render(request, "handover/photos.html", context)


@staff_page(Right.HANDOVER_RECORD)
def withdraw_photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Take a photo out of the documentation, with a reason."""
    officer = officer_of(request)
    row = load.photo_for(officer, photo_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            photos.withdraw_photo(
                photo_id=row.id, reason=form.cleaned_data["reason"], by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            messages.error(request, sentence(error))
    return redirect("handover:photos", distribution_id=row.distribution_id)
