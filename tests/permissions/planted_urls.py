"""Pages with holes, for the tests of the permission machinery itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from balakas.common.web import public_page, staff_page
from balakas.config import urls as product
from balakas.staff import queries
from balakas.staff.rules import Right


def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@staff_page()
def any_officer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@staff_page(Right.STAFF_MANAGE)
def any_office(request: HttpRequest, user_id: UUID) -> HttpResponse:
    return HttpResponse("ok")


@staff_page(Right.STAFF_MANAGE)
def own_office(request: HttpRequest, user_id: UUID) -> HttpResponse:
    return HttpResponse(queries.user_for(request.officer, user_id).name)


@public_page
def for_everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


rooms = [
    path("open", open_to_all, name="open_to_all"),
    path("any-officer", any_officer, name="any_officer"),
    path("any-office/<uuid:user_id>", any_office, name="any_office"),
    path("own-office/<uuid:user_id>", own_office, name="own_office"),
    path("public", for_everybody, name="for_everybody"),
]
# The product's pages too: an error page links to them.
urlpatterns = [path("planted/", include((rooms, "planted"))), *product.urlpatterns]
