"""Samples of the forms of `papers.rules.sheets.letters`."""

from balakas.papers.rules.samples.people import CAMAT, CHECK, KASI, KOP, TKSK
from balakas.papers.rules.sheets import letters


def disposition() -> letters.Disposition:
    """Return a sheet of the acting head."""
    return {
        "kop": KOP,
        "sender": "Dinas Sosial Kabupaten Balangan",
        "letter_number": "400.9/017/Dinsos/2026",
        "letter_date": "5 Januari 2026",
        "received": "6 Januari 2026 pukul 09.12",
        "agenda_number": "412",
        "urgency": "urgent",
        "subject": "Pemberitahuan penyaluran bantuan sosial permakanan dan sandang di Kecamatan Awayan",
        "forwarded_to": [
            {"name": "Sekretaris Kecamatan", "ticked": False},
            {"name": "Kasi PMDK", "ticked": True},
            {"name": "Kasi Kesra dan Pelayanan Desa", "ticked": False},
            {"name": "TKSK", "ticked": True},
        ],
        "instructions": [
            {"name": "Tanggapan dan saran", "ticked": False},
            {"name": "Proses lebih lanjut", "ticked": True},
            {"name": "Koordinasi/konfirmasikan", "ticked": True},
            {"name": "Hadiri/wakili", "ticked": False},
            {"name": "Laporkan hasilnya", "ticked": True},
        ],
        "deadline": "12 Januari 2026",
        "note": "Siapkan data KTP dan KK bersama pemerintah desa.",
        "signed_on": "Awayan, 6 Januari 2026",
        "signer": CAMAT,
        "recorded_by": "",
    }


def agenda() -> letters.Agenda:
    """Return a register with enough letters for two pages."""
    row: letters.AgendaRow = {
        "number": "412",
        "received": "6 Jan 2026",
        "letter_number": "400.9/017/Dinsos/2026",
        "letter_date": "5 Jan 2026",
        "sender": "Dinas Sosial Kabupaten Balangan",
        "subject": "Pemberitahuan penyaluran bantuan sosial permakanan",
        "disposition": "Kasi PMDK, TKSK: proses lebih lanjut, paling lambat 12 Januari 2026",
        "note": "",
    }
    rows: list[letters.AgendaRow] = [{**row, "number": str(n)} for n in range(412, 432)]
    return {
        "kop": KOP,
        "period": "Januari 2026",
        "rows": rows,
        "total": "20",
        "place_date": "Awayan, 31 Januari 2026",
        "signer": CAMAT,
    }


def spt() -> letters.Spt:
    """Return a duty order for an official and a TKSK, who has no NIP line."""
    return {
        "kop": KOP,
        "check": CHECK,
        "title": "Surat Perintah Tugas",
        "number": "800.1.11.1/021/Kec-Awy/2026",
        "basis": [
            "Surat Dinas Sosial Kabupaten Balangan Nomor 400.9/017/Dinsos/2026 tanggal 5 Januari 2026 tentang penyaluran bantuan sosial;",
            "Disposisi Plt. Camat Awayan tanggal 6 Januari 2026 nomor agenda 412.",
        ],
        "consideration": "bahwa untuk kelancaran penyaluran bantuan sosial di Kecamatan Awayan perlu menugaskan pegawai dan TKSK.",
        "people": [
            {
                "name": KASI["name"],
                "rank": "Penata (III/c)",
                "nip": KASI["nip"],
                "position": KASI["position"],
                "role": "Ketua",
            },
            {"name": TKSK["name"], "rank": "", "nip": "", "position": TKSK["position"], "role": "Anggota"},
        ],
        "tasks": [
            "Melaksanakan dan mendampingi penyaluran bantuan sosial permakanan dan sandang;",
            "Mendokumentasikan kegiatan dan membuat laporan kegiatan.",
        ],
        "when": "Selasa, 20 Januari 2026, pukul 08.30 WITA sampai selesai",
        "where": "Aula Kantor Kecamatan Awayan",
        "place": "Awayan",
        "date": "15 Januari 2026",
        "signer": CAMAT,
        "copies": ["Kepala Dinas Sosial Kabupaten Balangan di Paringin;", "Arsip."],
    }
