"""The office's own forms in place of ours."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balakas.common.web import refuse, staff_page
from balakas.papers.actions import books as actions
from balakas.papers.actions.make import TemplateBroken, TemplateUnknown, shipped_source
from balakas.papers.forms.books import OfficeFormForm
from balakas.papers.queries import books
from balakas.papers.rules.form_names import FORM_LABELS
from balakas.papers.rules.samples.catalog import SAMPLES
from balakas.papers.views.papers import officer_of
from balakas.staff.rules import Right

_NAMES = ("kop", *SAMPLES)


@require_GET
@staff_page(Right.OFFICE_SETTINGS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show every form and whether it is ours or the office's own."""
    own = books.office_form_rows(officer_of(request).office_id)
    rows = [{"name": name, "label": gettext(FORM_LABELS[name]), "own": own.get(name)} for name in _NAMES]
    return render(request, "papers/forms.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@staff_page(Right.OFFICE_SETTINGS)
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Show one form and take an office's own, once it has been tried."""
    officer = officer_of(request)
    _known(name)
    form = OfficeFormForm(request.POST, request.FILES) if request.method == "POST" else OfficeFormForm()
    diagnostic = ""
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source"]
        try:
            actions.replace_form(
                office_id=officer.office_id, name=name, source=source, by=officer.actor, at=timezone.now()
            )
        except (TemplateBroken, TemplateUnknown) as error:
            refuse(form, error, field="source")
            diagnostic = getattr(error, "diagnostic", "")
        else:
            messages.success(request, gettext("Bentuk naskah kantor tersimpan dan sudah dicoba dengan data contoh."))
            return HttpResponseRedirect(reverse("papers:form", kwargs={"name": name}))
    own = books.office_form_rows(officer.office_id).get(name)
    context = {"name": name, "label": gettext(FORM_LABELS[name]), "own": own, "form": form, "diagnostic": diagnostic}
    return render(request, "papers/form.html", context)


@require_GET
@staff_page(Right.OFFICE_SETTINGS)
def source(request: HttpRequest, name: str) -> HttpResponse:
    """Give the template as it holds now, to be changed."""
    _known(name)
    own = books.office_forms(officer_of(request).office_id)
    return HttpResponse(
        own.get(name) or shipped_source(name),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.typ"'},
    )


@require_GET
@staff_page(Right.OFFICE_SETTINGS)
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """Give the form filled with invented data."""
    _known(name)
    content = actions.sample_pdf(officer_of(request).office_id, name)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="contoh-{name}.pdf"'},
    )


@require_POST
@staff_page(Right.OFFICE_SETTINGS)
def restore(request: HttpRequest, name: str) -> HttpResponse:
    """Go back to our own form."""
    officer = officer_of(request)
    _known(name)
    actions.restore_form(office_id=officer.office_id, name=name, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Bentuk bawaan dipakai kembali."))
    return HttpResponseRedirect(reverse("papers:form", kwargs={"name": name}))


def _known(name: str) -> None:
    if name not in _NAMES:
        raise Http404
