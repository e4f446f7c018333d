"""Samples of the forms of `papers.rules.sheets.reporting`."""

from balakas.papers.rules.samples.people import CAMAT, KASI, KOP, NIK, PROGRAM, QR, TODAY
from balakas.papers.rules.sheets import reporting


def report() -> reporting.Report:
    """Return a report over three villages with two photos."""
    return {
        "kop": KOP,
        "number": "400.9/060/LAP/Kec-Awy/2026",
        "program": PROGRAM,
        "basis": [
            "Surat Dinas Sosial Nomor 400.9/017/Dinsos/2026.",
            "Disposisi Plt. Camat Awayan, agenda 412.",
            "SPT Nomor 800.1.11.1/021/Kec-Awy/2026.",
        ],
        "execution": [
            {"name": "Waktu", "text": "Selasa, 20 Januari 2026, pukul 08.30–12.00 WITA"},
            {"name": "Tempat", "text": "Aula Kantor Kecamatan Awayan"},
            {"name": "Petugas", "text": "Siti Contohwati, S.Sos. (Kasi PMDK), Ahmad Teladan (TKSK)"},
        ],
        "result": "Dari 68 penerima, 66 telah menerima bantuan senilai Rp45.750.000.",
        "result_columns": ["Rencana", "Tersalur", "Diwakili", "Diganti", "Belum"],
        "results": [
            {"village": "Pulantan", "figures": ["18", "17", "2", "1", "1"]},
            {"village": "Awayan", "figures": ["31", "31", "3", "0", "0"]},
            {"village": "Ambakiang", "figures": ["19", "18", "0", "0", "1"]},
        ],
        "totals": ["68", "66", "5", "1", "2"],
        "not_handed": [
            {"reason": "Tidak hadir", "count": "2", "followup": "Diambil di kantor kecamatan sampai 30 Januari 2026"}
        ],
        "obstacles": ["Dua penerima lanjut usia tidak dapat hadir karena sakit."],
        "followups": ["Mengantar bantuan ke rumah dua penerima."],
        "closing": "Demikian laporan ini disampaikan sebagai bahan pertanggungjawaban.",
        "signer": KASI,
        "place_date": "Awayan, 22 Januari 2026",
        "appendices": ["Daftar tanda terima L7K2;", "Berita acara serah terima;", "Dokumentasi."],
        "photos": [],
    }


def bridge() -> reporting.Bridge:
    """Return one person out and one in."""
    move: reporting.Move = {
        "name": "Basran Misal",
        "nik_masked": NIK,
        "village": "Pulantan",
        "reason": "Meninggal dunia",
        "basis": "BA penggantian Nomor 400.9/044/BA/Kec-Awy/2026",
    }
    return {
        "kop": KOP,
        "program": PROGRAM,
        "summary": [
            {"name": "Daftar dari Dinas Sosial", "count": "68", "value": "Rp48.500.000"},
            {"name": "Keluar", "count": "1", "value": "Rp250.000"},
            {"name": "Masuk", "count": "1", "value": "Rp250.000"},
            {"name": "Daftar akhir", "count": "68", "value": "Rp48.500.000"},
        ],
        "out": [move],
        "into": [{**move, "name": "Norhayati Contoh", "reason": "Pengganti, istri"}],
        "place_date": TODAY,
        "signer": CAMAT,
    }


def reset_slip() -> reporting.ResetSlip:
    """Return a slip for a village officer."""
    return {
        "office": "Kecamatan Awayan",
        "name": "Hamdan Misal",
        "position": "Petugas Kesra Desa Pulantan",
        "valid_until": "20 Januari 2026 pukul 16.00 WITA",
        "made_by": "Administrator",
        "address": "balakas.example/sandi",
        "code": "R4TW-9KQP",
        "qr": QR,
    }


def recovery_slip() -> reporting.RecoverySlip:
    """Return a slip with twelve words."""
    return {
        "office": "Kecamatan Awayan",
        "made_on": "2 Januari 2026",
        "words": [
            "rumah",
            "sungai",
            "padi",
            "jalan",
            "bulan",
            "gunung",
            "kayu",
            "ikan",
            "angin",
            "batu",
            "daun",
            "perahu",
        ],
        "fingerprint": "3f2a 91c0 77de 12ab",
    }


def subject_file() -> reporting.SubjectFile:
    """Return a short file of an invented person."""
    return {
        "kop": KOP,
        "opening": "Berikut ini semua data tentang orang di bawah ini yang disimpan Kecamatan Awayan pada 20 Januari 2026, beserta jejak pemrosesannya.",
        "facts": [{"name": "Nama", "value": "Norhayati Contoh"}, {"name": "NIK", "value": "6311034505559002"}],
        "parts": [
            {
                "title": "Daftar penerima",
                "heads": ["Waktu", "Penyaluran", "Keadaan"],
                "rows": [["12-01-2026 09.00", PROGRAM, "listed"]],
            },
            {"title": "Undangan", "heads": ["Diterbitkan", "Penyaluran"], "rows": []},
        ],
        "place_date": TODAY,
        "signer": CAMAT,
    }
