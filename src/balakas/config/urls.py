"""Every page of the product, room by room. Tests make the permission table from this list."""

from django.urls import include, path

from balakas.common import web

handler403 = web.not_found
handler404 = web.not_found
handler500 = web.server_error

urlpatterns = [
    path("", include("balakas.desk.urls")),
    path("", include("balakas.portal.urls")),
    path("akun/", include("balakas.staff.account_urls")),
    path("petugas/", include("balakas.staff.urls")),
    path("surat/", include("balakas.letters.urls")),
    path("sop/", include("balakas.sop.urls")),
    path("naskah/", include("balakas.papers.urls")),
    path("penyaluran/", include("balakas.distributions.urls")),
    path("penerima/", include("balakas.recipients.urls")),
    path("persiapan/", include("balakas.planning.urls")),
    path("lapangan/", include("balakas.handover.urls")),
    path("pos/", include("balakas.handover.app_urls")),
    path("laporan/", include("balakas.reporting.urls")),
    path("api/field/v1/", include("balakas.handover.api_urls")),
]
