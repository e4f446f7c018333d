"""Pages of the room `sop`."""

from django.urls import path

from balakas.sop.views import calendar, runs, sheet

app_name = "sop"
urlpatterns = [
    path("", sheet.current, name="list"),
    path("waktu/", sheet.real_times, name="times"),
    path("versi/", sheet.versions, name="versions"),
    path("versi/ubah/", sheet.version_edit, name="version_edit"),
    path("versi/bagan/", sheet.version_flow, name="version_flow"),
    path("versi/unggah/", sheet.version_add, name="version_add"),
    path("versi/<uuid:procedure_id>/", sheet.version, name="version"),
    path("versi/<uuid:procedure_id>/pdf/", sheet.version_pdf, name="version_pdf"),
    path("versi/<uuid:procedure_id>/berkas/", sheet.version_file, name="version_file"),
    path("pelaksanaan/", runs.index, name="runs"),
    path("pelaksanaan/<uuid:run_id>/", runs.show, name="run"),
    path("pelaksanaan/<uuid:run_id>/lembar/", sheet.run_sheet, name="run_sheet"),
    path("pelaksanaan/<uuid:run_id>/lembar/pdf/", sheet.run_sheet_pdf, name="run_sheet_pdf"),
    path("pelaksanaan/<uuid:run_id>/<slug:act>/", runs.run_act, name="run_act"),
    path("pelaksanaan/<uuid:run_id>/<int:number>/<slug:act>/", runs.step_act, name="step_act"),
    path(
        "pelaksanaan/<uuid:run_id>/<int:number>/kecuali/<slug:requirement>/",
        runs.except_requirement,
        name="except_requirement",
    ),
    path("kalender/", calendar.show, name="calendar"),
    path("kalender/hari/", calendar.override, name="override"),
    path("kalender/hari/<str:day>/hapus/", calendar.override_drop, name="override_drop"),
    path("kalender/jam/", calendar.hours, name="hours"),
    path("kalender/jam/<str:day>/hapus/", calendar.hours_drop, name="hours_drop"),
    path("kalender/ramadan/<int:hijri_year>/", calendar.ramadan, name="ramadan"),
]
