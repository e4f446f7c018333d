"""Pages of the room `distributions`."""

from django.urls import path

from balakas.distributions.views import distributions, pairing, programmes

app_name = "distributions"
urlpatterns = [
    path("", distributions.index, name="list"),
    path("buka/<uuid:letter_id>/", distributions.open_from_letter, name="open"),
    path("<uuid:distribution_id>/ketentuan/", distributions.detail, name="detail"),
    path("<uuid:distribution_id>/ubah/", distributions.change, name="change"),
    path("<uuid:distribution_id>/alokasi/", distributions.add, name="add_allocation"),
    path("<uuid:distribution_id>/hentikan/", distributions.stop, name="stop"),
    path("<uuid:distribution_id>/lanjutkan/", distributions.take_up, name="take_up"),
    path("alokasi/<uuid:allocation_id>/", distributions.allocation, name="allocation"),
    path("alokasi/<uuid:allocation_id>/penjelasan/", distributions.explain, name="explain"),
    path("program/", programmes.index, name="programmes"),
    path("program/ketentuan/", pairing.index, name="pairs"),
    path("program/ketentuan/salin/<int:number>/", pairing.copy, name="pair_copy"),
    path("program/ketentuan/<uuid:pair_id>/akhiri/", pairing.end, name="pair_end"),
    path("program/baru/", programmes.add, name="programme_add"),
    path("program/salin/<slug:code>/", programmes.copy, name="programme_copy"),
    path("program/<uuid:programme_id>/", programmes.programme, name="programme"),
    path("program/<uuid:programme_id>/penggantian/", programmes.replacements, name="replacements"),
    path("program/<uuid:programme_id>/pakai/", programmes.use, name="programme_use"),
    path("program/<uuid:programme_id>/bantuan/", programmes.add_benefit, name="benefit_add"),
    path("program/bantuan/<uuid:benefit_id>/", programmes.benefit, name="benefit"),
]
