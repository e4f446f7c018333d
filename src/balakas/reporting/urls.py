"""Pages of the room `reporting`."""

from django.urls import path

from balakas.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.reports_list, name="list"),
    path("<uuid:distribution_id>/", views.workspace, name="workspace"),
    path("<uuid:distribution_id>/mulai/", views.start, name="start"),
    path("<uuid:distribution_id>/simpan/", views.write, name="write"),
    path("<uuid:distribution_id>/ajukan/", views.submit, name="submit"),
    path("<uuid:distribution_id>/kembalikan/", views.send_back, name="send_back"),
    path("<uuid:distribution_id>/sahkan/", views.close, name="close"),
    path("<uuid:distribution_id>/naskah/<slug:kind>/", views.draft, name="draft"),
    path("<uuid:distribution_id>/berkas-instansi/<uuid:list_id>/", views.agency_copy, name="agency_copy"),
    path("<uuid:distribution_id>/lpj/", views.bundle, name="bundle"),
]
