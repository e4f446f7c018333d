"""Pages of the room `staff`."""

from django.urls import path

from balakas.staff.views import offices, own, people

app_name = "staff"
urlpatterns = [
    path("", people.index, name="people"),
    path("baru/", people.new, name="person_new"),
    path("jabatan/", people.positions, name="positions"),
    path("orang/<uuid:user_id>/", people.show, name="person"),
    path("orang/<uuid:user_id>/ubah/", people.edit, name="person_edit"),
    path("orang/<uuid:user_id>/akun/", people.state, name="person_state"),
    path("orang/<uuid:user_id>/jabatan/", people.appoint, name="appoint"),
    path("orang/<uuid:user_id>/sandi/", people.ticket, name="ticket"),
    path("orang/<uuid:user_id>/keluarkan/", people.log_out, name="person_log_out"),
    path("jabatan/<uuid:appointment_id>/akhiri/", people.end, name="appointment_end"),
    path("kantor/", offices.index, name="office"),
    path("kantor/<uuid:office_id>/", offices.edit, name="office_edit"),
    path("kantor/dinas-baru/", offices.new_agency, name="agency_new"),
    path("kantor/lambang/", offices.set_logo, name="logo_set"),
    path("kantor/lambang/lepas/", offices.remove_logo, name="logo_remove"),
    path("kantor/lambang.png", offices.logo, name="logo"),
    path("saya/", own.me, name="me"),
    path("saya/daftarkan-ponsel/", own.register_phone, name="phone_register"),
    path("saya/keluar/<uuid:sign_in_id>/", own.end_session, name="session_end"),
    path("saya/keluar-semua/", own.end_sessions, name="sessions_end"),
    path("sandi-baru/", own.reset, name="reset"),
    path("sandi-baru/<str:token>/", own.reset_open, name="reset_open"),
]
