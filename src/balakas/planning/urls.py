"""Pages of the room `planning`."""

from django.urls import path

from balakas.planning.views import invitations, order, readiness, schedule, workspace

app_name = "planning"
urlpatterns = [
    path("<uuid:distribution_id>/", workspace.workspace, name="workspace"),
    path("<uuid:distribution_id>/metode/", workspace.method, name="method"),
    path("<uuid:distribution_id>/bagikan/", workspace.share, name="share"),
    path("<uuid:distribution_id>/jadwal/", schedule.schedule, name="schedule"),
    path("<uuid:distribution_id>/jadwal.pdf", schedule.schedule_file, name="schedule_file"),
    path("<uuid:distribution_id>/titik/baru/", schedule.post_add, name="post_add"),
    path("titik/<uuid:post_id>/", schedule.post, name="post"),
    path("titik/<uuid:post_id>/hapus/", schedule.post_remove, name="post_remove"),
    path("titik/<uuid:post_id>/waktu/baru/", schedule.slot_add, name="slot_add"),
    path("waktu/<uuid:slot_id>/", schedule.slot, name="slot"),
    path("waktu/<uuid:slot_id>/batal/", schedule.slot_cancel, name="slot_cancel"),
    path("<uuid:distribution_id>/surat-tugas/", order.order, name="order"),
    path("<uuid:distribution_id>/surat-tugas/konsep.pdf", order.preview, name="order_preview"),
    path("<uuid:distribution_id>/surat-tugas/nomor/", order.number, name="order_number"),
    path("<uuid:distribution_id>/surat-tugas/cetak/", order.print_order, name="order_print"),
    path("<uuid:distribution_id>/surat-tugas/ttd/", order.signed, name="order_signed"),
    path("<uuid:distribution_id>/surat-tugas/catat/", order.take_up, name="order_take_up"),
    path("<uuid:distribution_id>/surat-tugas/ganti/", order.renew, name="order_renew"),
    path("<uuid:distribution_id>/undangan/", invitations.index, name="invitations"),
    path("<uuid:distribution_id>/undangan/buat/", invitations.issue, name="invitations_issue"),
    path("<uuid:distribution_id>/undangan/nomor/", invitations.number, name="invitations_number"),
    path("<uuid:distribution_id>/undangan/cetak/", invitations.print_all, name="invitations_print"),
    path("undangan/<uuid:invitation_id>/", invitations.show, name="invitation"),
    path("undangan/<uuid:invitation_id>/cetak/", invitations.print_one, name="invitation_print"),
    path("undangan/<uuid:invitation_id>/ganti/", invitations.reissue, name="invitation_reissue"),
    path("undangan/<uuid:invitation_id>/batal/", invitations.void, name="invitation_void"),
    path("undangan/<uuid:invitation_id>/pindah/", invitations.move, name="invitation_move"),
    path("<uuid:distribution_id>/pengarahan/", readiness.briefing, name="briefing"),
    path("<uuid:distribution_id>/pengarahan/sahkan/", readiness.settle, name="briefing_settle"),
    path("<uuid:distribution_id>/pengarahan/notulen.pdf", readiness.minutes, name="briefing_file"),
    path("<uuid:distribution_id>/sarana/", readiness.equipment, name="equipment"),
    path("<uuid:distribution_id>/sarana/daftar.pdf", readiness.checklist, name="equipment_file"),
]
