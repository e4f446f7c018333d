"""Pages of the room `desk`."""

from django.urls import path

from balakas.desk.views import case, erasing, finding, home, settings, subject

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("penyaluran/<uuid:distribution_id>/", case.show, name="distribution"),
    path("cari/", finding.search, name="search"),
    path("subjek/<uuid:recipient_id>/", finding.about, name="person"),
    path("subjek/<uuid:recipient_id>/berkas/", subject.file, name="subject_file"),
    path("subjek/<uuid:recipient_id>/permohonan/", subject.ask, name="ask"),
    path("permohonan/", subject.index, name="requests"),
    path("permohonan/<uuid:request_id>/", subject.answer, name="answer_request"),
    path("galeri/", home.gallery, name="gallery"),
    path("pengaturan/", settings.index, name="settings"),
    path("pengaturan/jejak/", settings.audit, name="audit"),
    path("pengaturan/penyimpanan/", settings.keeping, name="store"),
    path("pengaturan/pemusnahan/", erasing.index, name="erasures"),
    path("pengaturan/pemusnahan/orang/<uuid:person_id>/", erasing.propose, name="erasure"),
    path("pengaturan/pemusnahan/<uuid:erasure_id>/putusan/", erasing.decide, name="erasure_decide"),
    path("pengaturan/wilayah/", settings.regions, name="regions"),
    path("pengaturan/wilayah/batas/", settings.boundaries, name="region_boundaries"),
    path("pengaturan/wilayah/sebutan/", settings.spelling, name="region_spelling"),
]
