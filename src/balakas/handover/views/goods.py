"""Goods at a post: what lies there, minutes of what came and went."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.queries import distributions
from balakas.handover.actions import goods, reads
from balakas.handover.forms.field import GoodsForm
from balakas.handover.forms.visit import ReasonForm
from balakas.handover.queries import goods as goods_queries
from balakas.handover.queries import load
from balakas.handover.views.field import officer_of
from balakas.handover.views.files import pdf
from balakas.planning.queries import plans
from balakas.staff.rules import Right

KINDS = {"datang": "receive", "kembali": "return", "rusak": "damage"}


@staff_page(Right.HANDOVER_READ)
def index(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Show the stock equation of a post and its minutes."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    context = {
        "post": place, "stock": goods_queries.stock_lines(place.distribution_id, place.id), "undo": ReasonForm(),
        "minutes": goods_queries.minutes_lines(place.id), "may_stock": Right.HANDOVER_STOCK in officer.rights,
        "may_papers": Right.PAPERS_READ in officer.rights,
    }  # fmt: skip
    return render(request, "handover/goods.html", context)


@staff_page(Right.HANDOVER_STOCK)
def minute(request: HttpRequest, post_id: UUID, way: str) -> HttpResponseBase:
    """Take minutes of goods that came, go back, or broke."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    kind = KINDS[way]
    benefits = list(
        {row.benefit_id: row.benefit for row in distributions.allocations_of(place.distribution_id)}.values()
    )
    form = GoodsForm(posted(request), request.FILES or None, kind=kind, benefits=benefits)
    if request.method == "POST" and form.is_valid():
        try:
            _write(kind, place.id, form, officer)
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Tercatat."))
            return redirect("handover:goods", post_id=post_id)
    titles = {
        "receive": gettext("Barang datang"),
        "return": gettext("Barang kembali"),
        "damage": gettext("Barang rusak atau hilang"),
    }
    return render(request, "handover/goods_form.html", {"post": place, "form": form, "title": titles[kind]})


def _write(kind: str, post_id: UUID, form: GoodsForm, officer) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    at, data = timezone.now(), form.cleaned_data
    if kind == "damage":
        for line in form.lines():
            if line.damaged or line.short:
                goods.write_off(post_id=post_id, line=line, reason=data["reason"], by=officer.actor, at=at)
        return
    act = goods.receive_goods if kind == "receive" else goods.return_goods
    photo = data["photo"].read() if data["photo"] else b""
    act(
        post_id=post_id, lines=form.lines(), head=form.head(), by=officer.actor, at=at, photo=photo,
        happened_at=data["happened_at"], reason=data["reason"],
    )  # fmt: skip


@staff_page(Right.HANDOVER_READ)
def minutes_pdf(request: HttpRequest, minutes_id: UUID) -> HttpResponse:
    """Give the minutes of goods as PDF."""
    officer = officer_of(request)
    row = load.goods_for(officer, minutes_id)
    return pdf(reads.minutes_pdf(row, by=officer.actor, at=timezone.now()), "berita-acara-barang")
