"""Pages of the room `letters`."""

from django.urls import path

from balakas.letters.views import agenda, dispositions

app_name = "letters"
urlpatterns = [
    path("", agenda.index, name="list"),
    path("cari/", agenda.search, name="search"),
    path("agenda.xlsx", agenda.register_file, {"form": "xlsx"}, name="xlsx"),
    path("agenda.pdf", agenda.register_file, {"form": "pdf"}, name="pdf"),
    path("catat/", agenda.register, name="register"),
    path("<uuid:letter_id>/", agenda.detail, name="detail"),
    path("<uuid:letter_id>/ubah/", agenda.correct, name="correct"),
    path("<uuid:letter_id>/batal/", agenda.cancel, name="cancel"),
    path("<uuid:letter_id>/pindaian/", agenda.scan, name="scan"),
    path("<uuid:letter_id>/pindaian/tambah/", agenda.add_scan, name="add_scan"),
    path("<uuid:letter_id>/lembar/", dispositions.blank_sheet, name="blank_sheet"),
    path("<uuid:letter_id>/disposisi/", dispositions.dispose, name="dispose"),
    path("<uuid:letter_id>/disposisi/tulisan/", dispositions.dispose_pen, name="dispose_pen"),
    path("disposisi/<uuid:disposisi_id>/", dispositions.disposisi, name="disposisi"),
    path("disposisi/<uuid:disposisi_id>/teruskan/", dispositions.forward, name="forward"),
    path("disposisi/<uuid:disposisi_id>/selesai/", dispositions.done, name="done"),
    path("disposisi/<uuid:disposisi_id>/tarik/", dispositions.withdraw, name="withdraw"),
    path("disposisi/<uuid:disposisi_id>/lembar/", dispositions.sheet, name="sheet"),
    path("disposisi/<uuid:disposisi_id>/foto/", dispositions.sheet_photo, name="sheet_photo"),
]
