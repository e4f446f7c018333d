"""Pages of the room `recipients`."""

from django.urls import path

from balakas.recipients.views import board, documents, drafts, intake, people, typing

app_name = "recipients"
urlpatterns = [
    path("cari/", people.search, name="search"),
    path("<uuid:distribution_id>/", board.workspace, name="workspace"),
    path("<uuid:distribution_id>/orang/", people.listed, name="people"),
    path("<uuid:distribution_id>/unggah/", intake.bring, name="bring"),
    path("<uuid:distribution_id>/ketik/", typing.start, name="type"),
    path("<uuid:distribution_id>/daftar.xlsx", board.export_list, name="export"),
    path("<uuid:distribution_id>/kekurangan.<str:form>", board.missing, name="missing"),
    path("<uuid:distribution_id>/desa/<str:village_code>/", board.village, name="village"),
    path("<uuid:distribution_id>/desa/<str:village_code>/periksa/", board.verify, name="verify"),
    path("<uuid:distribution_id>/desa/<str:village_code>/sahkan/", board.countersign, name="countersign"),
    path("daftar/<uuid:list_id>/", intake.show, name="list"),
    path("daftar/<uuid:list_id>/kolom/", intake.columns, name="columns"),
    path("daftar/<uuid:list_id>/periksa-ulang/", intake.check_again, name="check_again"),
    path("daftar/<uuid:list_id>/ambil-alih/", intake.take_over, name="take_over"),
    path("daftar/<uuid:list_id>/tidak-dipakai/", intake.discard, name="discard"),
    path("daftar/<uuid:list_id>/asli/", intake.original, name="original"),
    path("daftar/<uuid:list_id>/baris/<uuid:row_id>/", intake.row, name="row"),
    path("daftar/<uuid:list_id>/baris/<uuid:row_id>/putusan/", intake.decide, name="decide_row"),
    path("daftar/<uuid:list_id>/ketik/", typing.grid, name="grid"),
    path("daftar/<uuid:list_id>/ketik/simpan/", typing.save, name="save_typed"),
    path("orang/<uuid:recipient_id>/", people.person, name="person"),
    path("orang/<uuid:recipient_id>/buka/", people.reveal, name="reveal"),
    path("orang/<uuid:recipient_id>/ubah/", people.edit, name="edit"),
    path("orang/<uuid:recipient_id>/keluar/", people.leave, name="leave"),
    path("orang/<uuid:recipient_id>/jumlah/", people.amount, name="amount"),
    path("orang/<uuid:recipient_id>/putusan/", people.decide, name="decide_change"),
    path("orang/<uuid:recipient_id>/wakil/", people.represent, name="represent"),
    path("orang/<uuid:recipient_id>/wakil/akhiri/", people.end_representative, name="end_representative"),
    path("orang/<uuid:recipient_id>/pengganti/", people.replace, name="replace"),
    path("orang/<uuid:recipient_id>/berkas/", documents.upload, name="documents"),
    path("orang/<uuid:recipient_id>/berkas/<uuid:document_id>/tarik/", documents.withdraw, name="withdraw"),
    path("orang/<uuid:recipient_id>/kecuali/", documents.exception, name="except"),
    path("orang/<uuid:recipient_id>/kecuali/batal/", documents.lift, name="lift"),
    path("<uuid:distribution_id>/hasil-baca/", drafts.queue, name="readings"),
    path("orang/<uuid:recipient_id>/berkas/<uuid:document_id>/hasil-baca/", drafts.decide, name="decide_reading"),
    path("gambar/<str:token>/", documents.picture, name="picture"),
]
