"""Pages of the room `handover`."""

from django.urls import path

from balakas.handover.views import cases, closing, field, files, goods, pages, person

app_name = "handover"
urlpatterns = [
    path("", field.home, name="home"),
    path("penyaluran/<uuid:distribution_id>/", field.overview, name="overview"),
    path("penyaluran/<uuid:distribution_id>/foto/", closing.photo_list, name="photos"),
    path("penyaluran/<uuid:distribution_id>/kasus/", cases.index, name="cases"),
    path("penyaluran/<uuid:distribution_id>/tanda-terima.pdf", files.receipts_pdf, name="receipts_pdf"),
    path("titik/<uuid:post_id>/", field.post, name="post"),
    path("titik/<uuid:post_id>/cari/", field.find, name="find"),
    path("titik/<uuid:post_id>/orang/<uuid:recipient_id>/", person.person, name="person"),
    path("titik/<uuid:post_id>/orang/<uuid:recipient_id>/tidak/", person.absent, name="absent"),
    path("titik/<uuid:post_id>/luar-daftar/", person.extra, name="extra"),
    path("titik/<uuid:post_id>/barang/", goods.index, name="goods"),
    path("titik/<uuid:post_id>/barang/datang/", goods.minute, {"way": "datang"}, name="goods_receive"),
    path("titik/<uuid:post_id>/barang/kembali/", goods.minute, {"way": "kembali"}, name="goods_return"),
    path("titik/<uuid:post_id>/barang/rusak/", goods.minute, {"way": "rusak"}, name="goods_damage"),
    path("titik/<uuid:post_id>/lembar/", pages.index, name="pages"),
    path("titik/<uuid:post_id>/lembar/cetak/", pages.print_list, name="print_list"),
    path("titik/<uuid:post_id>/tutup/", closing.close, name="close"),
    path("barang/<uuid:minutes_id>.pdf", goods.minutes_pdf, name="goods_pdf"),
    path("tutup/<uuid:close_id>.pdf", files.close_pdf, name="close_pdf"),
    path("daftar/<uuid:list_id>.pdf", files.list_pdf, name="list_pdf"),
    path("lembar/<uuid:page_id>/", pages.page, name="page"),
    path("lembar/<uuid:page_id>/foto/", pages.photograph, name="page_photo"),
    path("lembar/<uuid:page_id>/pindaian/", files.scan, name="page_scan"),
    path("lembar/<uuid:page_id>/sisihkan/", pages.set_aside, name="page_aside"),
    path("kunjungan/<uuid:visit_id>/", person.visit, name="visit"),
    path("kunjungan/<uuid:visit_id>/batal/", person.void_visit, name="void_visit"),
    path("catatan/<uuid:event_id>/batal/", person.void_event, name="void_event"),
    path("gambar/<uuid:attachment_id>/", files.picture, name="picture"),
    path("foto/<uuid:photo_id>/", files.photo, name="photo"),
    path("foto/<uuid:photo_id>/tarik/", closing.withdraw_photo, name="photo_withdraw"),
    path("kasus/<uuid:case_id>/", cases.show, name="case"),
    path("kasus/<uuid:case_id>/setuju/", cases.approve, name="case_approve"),
    path("kasus/<uuid:case_id>/kembalikan/", cases.send_back, name="case_send_back"),
]
