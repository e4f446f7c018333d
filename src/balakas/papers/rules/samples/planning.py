"""Samples of the forms of `papers.rules.sheets.planning`."""

from balakas.papers.rules.samples.people import CAMAT, KADES, KASI, KOP, NIK, PROGRAM, QR, TKSK, TODAY
from balakas.papers.rules.sheets import planning


def invitations() -> planning.Invitations:
    """Return two invitations with their backs."""
    person: planning.Invited = {
        "name": "Norhayati Contoh",
        "nik_masked": NIK,
        "address": "RT 002, Desa Pulantan",
        "order": "12 dari 54",
        "code": "K7QX-2M9P",
        "qr": QR,
        "what": "bantuan permakanan sebesar Rp250.000",
        "day": "Selasa, 20 Januari 2026",
        "time": "08.30–09.30 WITA",
        "place": "Aula Kantor Kecamatan Awayan",
        "village": "Pulantan",
    }
    return {
        "kop": KOP,
        "number": "400.9/031/Kec-Awy/2026",
        "place_date": "Awayan, 15 Januari 2026",
        "program": PROGRAM,
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
        "signer": CAMAT,
        "with_back": True,
        "people": [person, {**person, "name": "Basran #let *contoh* $x$", "code": "P2WM-8RTA", "order": "13 dari 54"}],
    }


def schedule() -> planning.Schedule:
    """Return a schedule of three villages."""
    row: planning.ScheduleRow = {
        "day": "Selasa, 20 Januari 2026",
        "village": "Pulantan",
        "time": "08.30–10.00",
        "place": "Balai Desa Pulantan",
        "count": "18",
        "method": "Balai desa",
    }
    return {
        "kop": KOP,
        "program": PROGRAM,
        "opening": "Penyaluran bantuan dilaksanakan menurut jadwal berikut (waktu WITA).",
        "rows": [
            row,
            {**row, "village": "Awayan", "time": "10.30–12.00"},
            {**row, "village": "Ambakiang", "method": "Antar ke rumah"},
        ],
        "bring": ["undangan;", "KTP dan KK asli."],
        "contact": "TKSK Kecamatan Awayan, telepon 0800-000-0000",
        "place_date": TODAY,
        "signer": CAMAT,
    }


def briefing() -> planning.Briefing:
    """Return minutes with 26 people present."""
    return {
        "kop": KOP,
        "program": PROGRAM,
        "day": "Senin, 19 Januari 2026",
        "time": "09.00–09.15 WITA",
        "place": "Ruang rapat Kantor Kecamatan Awayan",
        "basis": "Surat Perintah Tugas Nomor 800.1.11.1/021/Kec-Awy/2026",
        "chair": "Siti Contohwati, S.Sos.",
        "clerk": "Ahmad Teladan",
        "present": "26 orang",
        "points": [
            "Metode penyaluran: di aula kecamatan, lansia dan penyandang disabilitas diantar ke rumah.",
            "Jadwal penyaluran per desa dan tugas tiap petugas.",
            "Cara memeriksa identitas dan surat kuasa.",
        ],
        "decisions": ["Desa menyampaikan undangan paling lambat satu hari sebelum penyaluran."],
        "attendance": [{"name": f"Peserta Contoh {n}", "position": "Aparat Desa Contoh"} for n in range(1, 27)],
        "place_date": "Awayan, 19 Januari 2026",
        "signer": KASI,
    }


def equipment() -> planning.Checklist:
    """Return a checklist with one thing missing and one not yet looked at."""
    return {
        "kop": KOP,
        "program": PROGRAM,
        "post": "Aula Kantor Kecamatan Awayan",
        "day": "Selasa, 20 Januari 2026",
        "officer": "Ahmad Teladan",
        "items": [
            {"name": "Meja dan kursi petugas", "quantity": "4 set", "state": "present", "note": ""},
            {"name": "Kursi tunggu penerima", "quantity": "40 buah", "state": "present", "note": ""},
            {
                "name": "Bantalan tinta cap jempol",
                "quantity": "2 buah",
                "state": "missing",
                "note": "Dibeli sebelum hari penyaluran",
            },
            {"name": "Ponsel petugas terisi penuh", "quantity": "3 buah", "state": "open", "note": ""},
        ],
        "checker": TKSK,
        "place_date": "Awayan, 19 Januari 2026",
        "signer": KASI,
    }


def missing() -> planning.Missing:
    """Return one village with gaps and one without."""
    row: planning.MissingRow = {
        "name": "Norhayati Contoh",
        "nik_masked": NIK,
        "address": "RT 002",
        "missing": "KTP, KK",
        "note": "",
    }
    return {
        "kop": KOP,
        "program": PROGRAM,
        "as_of": "12 Januari 2026 pukul 14.00 WITA",
        "deadline": "14 Januari 2026 pukul 12.00",
        "send_to": "Kasi PMDK Kecamatan Awayan",
        "villages": [
            {
                "name": "Pulantan",
                "complete": "5 dari 7 penerima",
                "rows": [
                    row,
                    {**row, "name": "Basran Misal", "nik_masked": "belum ber-NIK", "missing": "Surat keterangan desa"},
                ],
            },
            {"name": "Awayan", "complete": "11 dari 11 penerima", "rows": []},
        ],
        "place_date": "Awayan, 12 Januari 2026",
        "signer": KASI,
    }


def receipt_list() -> planning.ReceiptList:
    """Return a list of 45 on two pages, the first filled by machine, the second blank."""

    def row(n: int) -> planning.ReceiptRow:
        made: planning.ReceiptRow = {
            "index": n,
            "name": f"Penerima Contoh {n}",
            "nik_masked": NIK,
            "address": "RT 002, Pulantan",
            "items": "Rp250.000",
            "note": "",
        }
        return {**made, "done": "diterima 09.12"} if n <= 25 else made  # noqa: PLR2004 -- the first page is filled

    def page(number: int, first: int, last: int, subtotal: str, running: str) -> planning.ReceiptSheet:
        return {
            "number": number,
            "qr": QR,
            "village": "Pulantan",
            "post": "Aula Kantor Kecamatan Awayan",
            "day": "Selasa, 20 Januari 2026",
            "time": "08.30–10.00 WITA",
            "rows": [row(n) for n in range(first, last + 1)],
            "subtotal": subtotal,
            "running": running,
            "officer": TKSK,
            "village_head": KADES,
            "place_date": TODAY,
        }

    return {
        "kop": KOP,
        "program": PROGRAM,
        "code": "L7K2",
        "rows_per_page": 25,
        "sheets": [page(1, 1, 25, "Rp6.250.000", ""), page(2, 26, 45, "Rp5.000.000", "45 penerima, Rp11.250.000")],
    }
