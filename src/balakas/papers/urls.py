"""Pages of the room `papers`."""

from django.urls import path

from balakas.papers.views import books, forms, papers

app_name = "papers"
urlpatterns = [
    path("", papers.listing, name="list"),
    path("buku/", books.listing, name="books"),
    path("buku/<str:kind>/<int:year>/atur/", books.settings, name="book_settings"),
    path("buku/<uuid:book_id>/", books.show, name="book"),
    path("buku/<uuid:book_id>/sisip/", books.insert, name="insert_number"),
    path("nomor/<uuid:number_id>/batal/", books.cancel, name="cancel_number"),
    path("bentuk/", forms.listing, name="templates"),
    path("bentuk/<slug:name>/", forms.show, name="form"),
    path("bentuk/<slug:name>/berkas/", forms.source, name="form_source"),
    path("bentuk/<slug:name>/contoh/", forms.sample, name="form_sample"),
    path("bentuk/<slug:name>/bawaan/", forms.restore, name="restore_form"),
    path("<uuid:paper_id>/", papers.show, name="show"),
    path("<uuid:paper_id>/pdf/", papers.pdf, name="pdf"),
    path("<uuid:paper_id>/ttd/", papers.signed, name="signed"),
    path("<uuid:paper_id>/nomor/", papers.number, name="number"),
    path("<uuid:paper_id>/cetak/", papers.make, name="print"),
    path("<uuid:paper_id>/kembali/", papers.back, name="return_signed"),
    path("<uuid:paper_id>/batal/", papers.cancel, name="cancel"),
]
