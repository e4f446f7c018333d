"""Invented data for every form: shown in the settings, compiled when an office tries its own template, and used in tests.

The people do not exist; numbers end in serials of 9001 and above.
"""

from collections.abc import Callable, Mapping

from balakas.papers.rules.sheets import handover, letters, planning, reporting, shared

QR = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#fff"/>'
    '<path d="M1 1h3v3h-3zM5 1h3v3h-3zM1 5h3v3h-3zM5 5h1v1h-1zM7 7h1v1h-1z"/></svg>'
)
KOP: shared.Kop = {
    "government": "Pemerintah Kabupaten Balangan",
    "office": "Kecamatan Awayan",
    "address": "Jalan Contoh Nomor 1, Awayan, Kode Pos 71664",
    "contact": "Telepon (0526) 000000, pos-el: kantor@awayan.example",
}
CHECK: shared.Check = {"code": "SPTX-7K2M-9QWE", "address": "https://balakas.example/cek/SPTX7K2M9QWE"}
CAMAT = shared.official(
    position="CAMAT AWAYAN", name="Drs. Rahmadi Contoh, M.Si.", rank="Pembina (IV/a)", nip="197001011995031901", acting="plt"
)
KASI = shared.official(
    position="Kasi Pemberdayaan Masyarakat Desa dan Kelurahan", name="Siti Contohwati, S.Sos.", rank="Penata (III/c)",
    nip="198002022006042901",
)
TKSK: shared.Signer = {"position": "TKSK Kecamatan Awayan", "name": "Ahmad Teladan"}
KADES: shared.Signer = {"position": "Kepala Desa Pulantan", "name": "Hamdan Misal"}
PROGRAM = "Bantuan Sosial Permakanan Januari 2026"
TODAY = "Awayan, 20 Januari 2026"
NIK = "6311••••••••9001"


def disposition() -> letters.Disposition:
    """Return a sheet of the acting head."""
    return {
        "kop": KOP, "sender": "Dinas Sosial Kabupaten Balangan", "letter_number": "400.9/017/Dinsos/2026",
        "letter_date": "5 Januari 2026", "received": "6 Januari 2026 pukul 09.12", "agenda_number": "412",
        "urgency": "urgent", "subject": "Pemberitahuan penyaluran bantuan sosial permakanan dan sandang di Kecamatan Awayan",
        "forwarded_to": [
            {"name": "Sekretaris Kecamatan", "ticked": False}, {"name": "Kasi PMDK", "ticked": True},
            {"name": "Kasi Kesra dan Pelayanan Desa", "ticked": False}, {"name": "TKSK", "ticked": True},
        ],
        "instructions": [
            {"name": "Tanggapan dan saran", "ticked": False}, {"name": "Proses lebih lanjut", "ticked": True},
            {"name": "Koordinasi/konfirmasikan", "ticked": True}, {"name": "Hadiri/wakili", "ticked": False},
            {"name": "Laporkan hasilnya", "ticked": True},
        ],
        "deadline": "12 Januari 2026", "note": "Siapkan data KTP dan KK bersama pemerintah desa.",
        "signed_on": "Awayan, 6 Januari 2026", "signer": CAMAT, "recorded_by": "",
    }


def agenda() -> letters.Agenda:
    """Return a register with enough letters for two pages."""
    row: letters.AgendaRow = {
        "number": "412", "received": "6 Jan 2026", "letter_number": "400.9/017/Dinsos/2026", "letter_date": "5 Jan 2026",
        "sender": "Dinas Sosial Kabupaten Balangan", "subject": "Pemberitahuan penyaluran bantuan sosial permakanan",
        "disposition": "Kasi PMDK, TKSK: proses lebih lanjut, paling lambat 12 Januari 2026", "note": "",
    }
    rows: list[letters.AgendaRow] = [{**row, "number": str(n)} for n in range(412, 432)]
    return {"kop": KOP, "period": "Januari 2026", "rows": rows, "total": "20", "place_date": "Awayan, 31 Januari 2026", "signer": CAMAT}


def spt() -> letters.Spt:
    """Return a duty order for an official and a TKSK, who has no NIP line."""
    return {
        "kop": KOP, "check": CHECK, "title": "Surat Perintah Tugas", "number": "800.1.11.1/021/Kec-Awy/2026",
        "basis": [
            "Surat Dinas Sosial Kabupaten Balangan Nomor 400.9/017/Dinsos/2026 tanggal 5 Januari 2026 tentang penyaluran bantuan sosial;",
            "Disposisi Plt. Camat Awayan tanggal 6 Januari 2026 nomor agenda 412.",
        ],
        "consideration": "bahwa untuk kelancaran penyaluran bantuan sosial di Kecamatan Awayan perlu menugaskan pegawai dan TKSK.",
        "people": [
            {"name": KASI["name"], "rank": "Penata (III/c)", "nip": KASI["nip"], "position": KASI["position"], "role": "Ketua"},
            {"name": TKSK["name"], "rank": "", "nip": "", "position": TKSK["position"], "role": "Anggota"},
        ],
        "tasks": [
            "Melaksanakan dan mendampingi penyaluran bantuan sosial permakanan dan sandang;",
            "Mendokumentasikan kegiatan dan membuat laporan kegiatan.",
        ],
        "when": "Selasa, 20 Januari 2026, pukul 08.30 WITA sampai selesai", "where": "Aula Kantor Kecamatan Awayan",
        "place": "Awayan", "date": "15 Januari 2026", "signer": CAMAT,
        "copies": ["Kepala Dinas Sosial Kabupaten Balangan di Paringin;", "Arsip."],
    }


def invitations() -> planning.Invitations:
    """Return two invitations with their backs."""
    person: planning.Invited = {
        "name": "Norhayati Contoh", "nik_masked": NIK, "address": "RT 002, Desa Pulantan", "order": "12 dari 54",
        "code": "K7QX-2M9P", "qr": QR, "what": "bantuan permakanan sebesar Rp250.000", "day": "Selasa, 20 Januari 2026",
        "time": "08.30–09.30 WITA", "place": "Aula Kantor Kecamatan Awayan", "village": "Pulantan",
    }
    return {
        "kop": KOP, "number": "400.9/031/Kec-Awy/2026", "place_date": "Awayan, 15 Januari 2026", "program": PROGRAM,
        "bring": ["undangan ini;", "KTP asli dan Kartu Keluarga (KK) asli."],
        "contact": "TKSK Kecamatan Awayan, telepon 0800-000-0000",
        "privacy": {
            "notice": (
                "Nama, NIK, KK, foto, dan tanda tangan Saudara/i diproses untuk menyalurkan dan mempertanggungjawabkan bantuan"
                " ini menurut tugas pemerintahan, disimpan sesuai jadwal retensi arsip, dan tidak diumumkan. Saudara/i berhak"
                " melihat dan memperbaiki data serta mengadu."
            ),
            "contact": "Pejabat Pelindungan Data Pribadi Kecamatan Awayan, telepon (0526) 000000",
        },
        "signer": CAMAT, "with_back": True,
        "people": [person, {**person, "name": "Basran #let *contoh* $x$", "code": "P2WM-8RTA", "order": "13 dari 54"}],
    }


def schedule() -> planning.Schedule:
    """Return a schedule of three villages."""
    row: planning.ScheduleRow = {
        "day": "Selasa, 20 Januari 2026", "village": "Pulantan", "time": "08.30–10.00", "place": "Balai Desa Pulantan",
        "count": "18", "method": "Balai desa",
    }
    return {
        "kop": KOP, "program": PROGRAM, "opening": "Penyaluran bantuan dilaksanakan menurut jadwal berikut (waktu WITA).",
        "rows": [row, {**row, "village": "Awayan", "time": "10.30–12.00"}, {**row, "village": "Ambakiang", "method": "Antar ke rumah"}],
        "bring": ["undangan;", "KTP dan KK asli."], "contact": "TKSK Kecamatan Awayan, telepon 0800-000-0000",
        "place_date": TODAY, "signer": CAMAT,
    }


def briefing() -> planning.Briefing:
    """Return minutes with 26 people present."""
    return {
        "kop": KOP, "program": PROGRAM, "day": "Senin, 19 Januari 2026", "time": "09.00–09.15 WITA",
        "place": "Ruang rapat Kantor Kecamatan Awayan", "basis": "Surat Perintah Tugas Nomor 800.1.11.1/021/Kec-Awy/2026",
        "chair": "Siti Contohwati, S.Sos.", "clerk": "Ahmad Teladan", "present": "26 orang",
        "points": ["Metode penyaluran: di aula kecamatan, lansia dan penyandang disabilitas diantar ke rumah.",
                   "Jadwal penyaluran per desa dan tugas tiap petugas.", "Cara memeriksa identitas dan surat kuasa."],
        "decisions": ["Desa menyampaikan undangan paling lambat satu hari sebelum penyaluran."],
        "attendance": [{"name": f"Peserta Contoh {n}", "position": "Aparat Desa Contoh"} for n in range(1, 27)],
        "place_date": "Awayan, 19 Januari 2026", "signer": KASI,
    }


def equipment() -> planning.Checklist:
    """Return a checklist with one thing missing and one not yet looked at."""
    return {
        "kop": KOP, "program": PROGRAM, "post": "Aula Kantor Kecamatan Awayan", "day": "Selasa, 20 Januari 2026",
        "officer": "Ahmad Teladan",
        "items": [
            {"name": "Meja dan kursi petugas", "quantity": "4 set", "state": "present", "note": ""},
            {"name": "Kursi tunggu penerima", "quantity": "40 buah", "state": "present", "note": ""},
            {"name": "Bantalan tinta cap jempol", "quantity": "2 buah", "state": "missing", "note": "Dibeli sebelum hari penyaluran"},
            {"name": "Ponsel petugas terisi penuh", "quantity": "3 buah", "state": "open", "note": ""},
        ],
        "checker": TKSK, "place_date": "Awayan, 19 Januari 2026", "signer": KASI,
    }


def missing() -> planning.Missing:
    """Return one village with gaps and one without."""
    row: planning.MissingRow = {"name": "Norhayati Contoh", "nik_masked": NIK, "address": "RT 002", "missing": "KTP, KK", "note": ""}
    return {
        "kop": KOP, "program": PROGRAM, "as_of": "12 Januari 2026 pukul 14.00 WITA", "deadline": "14 Januari 2026 pukul 12.00",
        "send_to": "Kasi PMDK Kecamatan Awayan",
        "villages": [
            {"name": "Pulantan", "complete": "5 dari 7 penerima", "rows": [row, {**row, "name": "Basran Misal", "nik_masked": "belum ber-NIK", "missing": "Surat keterangan desa"}]},
            {"name": "Awayan", "complete": "11 dari 11 penerima", "rows": []},
        ],
        "place_date": "Awayan, 12 Januari 2026", "signer": KASI,
    }


def receipt_list() -> planning.ReceiptList:
    """Return a list of 45 on two pages, the first filled by machine, the second blank."""
    def row(n: int) -> planning.ReceiptRow:
        made: planning.ReceiptRow = {
            "index": n, "name": f"Penerima Contoh {n}", "nik_masked": NIK, "address": "RT 002, Pulantan", "items": "Rp250.000", "note": "",
        }
        return {**made, "done": "diterima 09.12"} if n <= 25 else made  # noqa: PLR2004 -- the first page is filled
    def page(number: int, first: int, last: int, subtotal: str, running: str) -> planning.ReceiptSheet:
        return {
            "number": number, "qr": QR, "village": "Pulantan", "post": "Aula Kantor Kecamatan Awayan",
            "day": "Selasa, 20 Januari 2026", "time": "08.30–10.00 WITA", "rows": [row(n) for n in range(first, last + 1)],
            "subtotal": subtotal, "running": running, "officer": TKSK, "village_head": KADES, "place_date": TODAY,
        }
    return {
        "kop": KOP, "program": PROGRAM, "code": "L7K2", "rows_per_page": 25,
        "sheets": [page(1, 1, 25, "Rp6.250.000", ""), page(2, 26, 45, "Rp5.000.000", "45 penerima, Rp11.250.000")],
    }


def arrival() -> handover.Arrival:
    """Return minutes of rice that arrived damaged and short."""
    return {
        "kop": KOP, "number": "400.9/041/BA/Kec-Awy/2026",
        "opening": "Pada hari ini Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam, telah diterima barang bantuan sebagai berikut:",
        "post": "Balai Desa Pulantan", "basis": "Surat Perintah Tugas Nomor 800.1.11.1/021/Kec-Awy/2026",
        "carrier": "Truk DA 0000 XX, pengemudi Contoh", "delivery_note": "SJ-0001 tanggal 19 Januari 2026",
        "items": [{"name": "Beras 10 kg", "unit": "karung", "sent": "120", "received": "116", "damaged": "2", "short": "2", "note": "Karung sobek"}],
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya.",
        "deliverer": {"position": "Yang menyerahkan", "name": ""}, "receiver": TKSK, "witness": KADES, "place_date": "Pulantan, 20 Januari 2026",
    }


def returned() -> handover.Returned:
    """Return minutes of what was left."""
    return {
        "kop": KOP, "number": "400.9/052/BA/Kec-Awy/2026",
        "opening": "Pada hari ini Rabu tanggal dua puluh satu bulan Januari tahun dua ribu dua puluh enam, telah dikembalikan sisa barang bantuan sebagai berikut:",
        "post": "Balai Desa Pulantan", "returned_to": "Dinas Sosial Kabupaten Balangan", "basis": "Berita acara penutupan Nomor 400.9/050/BA/Kec-Awy/2026",
        "items": [{"name": "Beras 10 kg", "unit": "karung", "quantity": "6", "damaged": "2", "reason": "Penerima tidak hadir, karung rusak", "note": ""}],
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya.",
        "giver": TKSK, "receiver": {"position": "Yang menerima kembali", "name": ""}, "witness": CAMAT, "place_date": "Awayan, 21 Januari 2026",
    }


def bast() -> handover.Bast:
    """Return minutes between the agency and the sub-district."""
    return {
        "kop": KOP, "number": "400.9/055/BAST/Kec-Awy/2026", "program": PROGRAM, "check": CHECK,
        "opening": "Pada hari ini Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam, bertempat di Kantor Kecamatan Awayan, yang bertanda tangan di bawah ini:",
        "first": {"name": "Dra. Mariani Contoh", "nip": "19700505 199503 2 901", "rank": "Pembina (IV/a)", "position": "Kepala Bidang pada Dinas Sosial Kabupaten Balangan", "address": "Paringin"},
        "second": {"name": CAMAT["name"], "nip": CAMAT["nip"], "rank": "Pembina (IV/a)", "position": "Plt. Camat Awayan", "address": "Awayan"},
        "statement": "PIHAK KESATU menyerahkan kepada PIHAK KEDUA dan PIHAK KEDUA menerima bantuan sosial untuk disalurkan kepada penerima.",
        "basis": ["Surat Dinas Sosial Kabupaten Balangan Nomor 400.9/017/Dinsos/2026 tanggal 5 Januari 2026."],
        "items": [
            {"name": "Bantuan permakanan", "unit": "penerima", "quantity": "54", "value": "Rp13.500.000", "condition": "Uang tunai, lengkap"},
            {"name": "Bantuan sandang", "unit": "paket", "quantity": "14", "value": "Rp35.000.000", "condition": "Baik"},
        ],
        "total_value": "Rp48.500.000", "total_in_words": "empat puluh delapan juta lima ratus ribu rupiah",
        "planned": "68", "realised": "66", "remaining": "2",
        "closing": "Demikian berita acara serah terima ini dibuat dengan sebenarnya dalam rangkap dua.",
        "witness": TKSK, "appendix": "daftar tanda terima L7K2 lembar 1 sampai 3", "place_date": TODAY,
    }


def day_close() -> handover.DayClose:
    """Return provisional minutes with a device that has not sent everything."""
    return {
        "kop": KOP, "number": "400.9/050/BA/Kec-Awy/2026", "kind": "Sementara",
        "opening": "Pada hari ini Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam, penyaluran di titik berikut ditutup:",
        "post": "Balai Desa Pulantan", "day": "Selasa, 20 Januari 2026", "hours": "08.30 / 12.05 WITA", "officers": "Ahmad Teladan, Siti Contohwati",
        "people": [
            {"name": "Rencana", "count": "120"}, {"name": "Diterima sendiri", "count": "103"}, {"name": "Diwakili", "count": "9"},
            {"name": "Diganti", "count": "1"}, {"name": "Belum tersalur", "count": "7"},
        ],
        "items": [{"name": "Beras 10 kg", "unit": "karung", "issued": "120", "handed": "113", "returned": "5", "damaged": "2", "variance": "0"}],
        "explanations": ["Dua karung rusak sejak datang, lihat berita acara penerimaan barang."],
        "devices": [{"name": "Ponsel 2", "last_contact": "20 Januari 2026 pukul 11.40", "unsent": "3 catatan"}],
        "checkpoint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "witness": KADES,
        "place_date": "Pulantan, 20 Januari 2026", "signer": TKSK,
    }


def replacement() -> handover.Replacement:
    """Return one replacement within the family."""
    return {
        "kop": KOP, "number": "400.9/044/BA/Kec-Awy/2026", "program": PROGRAM,
        "opening": "Pada hari ini Senin tanggal dua belas bulan Januari tahun dua ribu dua puluh enam, telah ditetapkan penggantian penerima bantuan:",
        "replacements": [{
            "old": {"name": "Almarhum Basran Misal", "nik": "6311035505509001", "kk": "6311030101109001", "address": "RT 003, Desa Pulantan"},
            "new": {"name": "Norhayati Contoh", "nik": "6311034505559002", "kk": "6311030101109001", "address": "RT 003, Desa Pulantan"},
            "reason": "Meninggal dunia", "relation": "Istri, satu KK", "evidence": "Surat keterangan kematian Desa Pulantan Nomor 474.3/002/2026",
        }],
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        "signers": [{"position": "Ketua RT 003", "name": "Misran Contoh"}, KADES, TKSK, CAMAT], "place_date": "Pulantan, 12 Januari 2026",
    }


def sptjm() -> handover.Sptjm:
    """Return a statement of a village head, with its stamp."""
    return {
        "kop": KOP, "number": "400.9/045/SPTJM/2026", "signer": KADES, "address": "Desa Pulantan, Kecamatan Awayan",
        "statements": [
            "data penerima pengganti yang diajukan adalah benar dan telah diperiksa;",
            "penerima pengganti tergolong keluarga tidak mampu dan belum menerima bantuan sejenis;",
            "segala akibat yang timbul dari penggantian ini menjadi tanggung jawab kami.",
        ],
        "stamp_duty": True, "place_date": "Pulantan, 12 Januari 2026",
    }


def report() -> reporting.Report:
    """Return a report over three villages with two photos."""
    return {
        "kop": KOP, "number": "400.9/060/LAP/Kec-Awy/2026", "program": PROGRAM,
        "basis": ["Surat Dinas Sosial Nomor 400.9/017/Dinsos/2026.", "Disposisi Plt. Camat Awayan, agenda 412.", "SPT Nomor 800.1.11.1/021/Kec-Awy/2026."],
        "execution": [
            {"name": "Waktu", "text": "Selasa, 20 Januari 2026, pukul 08.30–12.00 WITA"}, {"name": "Tempat", "text": "Aula Kantor Kecamatan Awayan"},
            {"name": "Petugas", "text": "Siti Contohwati, S.Sos. (Kasi PMDK), Ahmad Teladan (TKSK)"},
        ],
        "result": "Dari 68 penerima, 66 telah menerima bantuan senilai Rp45.750.000.",
        "result_columns": ["Rencana", "Tersalur", "Diwakili", "Diganti", "Belum"],
        "results": [{"village": "Pulantan", "figures": ["18", "17", "2", "1", "1"]}, {"village": "Awayan", "figures": ["31", "31", "3", "0", "0"]}, {"village": "Ambakiang", "figures": ["19", "18", "0", "0", "1"]}],
        "totals": ["68", "66", "5", "1", "2"],
        "not_handed": [{"reason": "Tidak hadir", "count": "2", "followup": "Diambil di kantor kecamatan sampai 30 Januari 2026"}],
        "obstacles": ["Dua penerima lanjut usia tidak dapat hadir karena sakit."], "followups": ["Mengantar bantuan ke rumah dua penerima."],
        "closing": "Demikian laporan ini disampaikan sebagai bahan pertanggungjawaban.", "signer": KASI, "place_date": "Awayan, 22 Januari 2026",
        "appendices": ["Daftar tanda terima L7K2;", "Berita acara serah terima;", "Dokumentasi."],
        "photos": [],
    }


def bridge() -> reporting.Bridge:
    """Return one person out and one in."""
    move: reporting.Move = {"name": "Basran Misal", "nik_masked": NIK, "village": "Pulantan", "reason": "Meninggal dunia", "basis": "BA penggantian Nomor 400.9/044/BA/Kec-Awy/2026"}
    return {
        "kop": KOP, "program": PROGRAM,
        "summary": [
            {"name": "Daftar dari Dinas Sosial", "count": "68", "value": "Rp48.500.000"}, {"name": "Keluar", "count": "1", "value": "Rp250.000"},
            {"name": "Masuk", "count": "1", "value": "Rp250.000"}, {"name": "Daftar akhir", "count": "68", "value": "Rp48.500.000"},
        ],
        "out": [move], "into": [{**move, "name": "Norhayati Contoh", "reason": "Pengganti, istri"}], "place_date": TODAY, "signer": CAMAT,
    }


def reset_slip() -> reporting.ResetSlip:
    """Return a slip for a village officer."""
    return {
        "office": "Kecamatan Awayan", "name": "Hamdan Misal", "position": "Petugas Kesra Desa Pulantan", "valid_until": "20 Januari 2026 pukul 16.00 WITA",
        "made_by": "Administrator", "address": "balakas.example/sandi", "code": "R4TW-9KQP", "qr": QR,
    }


def recovery_slip() -> reporting.RecoverySlip:
    """Return a slip with twelve words."""
    return {
        "office": "Kecamatan Awayan", "made_on": "2 Januari 2026", "words": ["rumah", "sungai", "padi", "jalan", "bulan", "gunung", "kayu", "ikan", "angin", "batu", "daun", "perahu"],
        "fingerprint": "3f2a 91c0 77de 12ab",
    }


SAMPLES: dict[str, Callable[[], Mapping[str, object]]] = {
    made.__name__: made
    for made in (
        disposition, agenda, spt, invitations, schedule, briefing, equipment, missing, receipt_list, arrival, returned, bast,
        day_close, replacement, sptjm, report, bridge, reset_slip, recovery_slip,
    )
}
