"""Samples of the forms of `papers.rules.sheets.handover`."""

from balakas.papers.rules.samples.people import CAMAT, CHECK, KADES, KOP, PROGRAM, TKSK, TODAY
from balakas.papers.rules.sheets import handover


def arrival() -> handover.Arrival:
    """Return minutes of rice that arrived damaged and short."""
    return {
        "kop": KOP,
        "number": "400.9/041/BA/Kec-Awy/2026",
        "opening": "Pada hari ini Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam, telah diterima barang bantuan sebagai berikut:",
        "post": "Balai Desa Pulantan",
        "basis": "Surat Perintah Tugas Nomor 800.1.11.1/021/Kec-Awy/2026",
        "carrier": "Truk DA 0000 XX, pengemudi Contoh",
        "delivery_note": "SJ-0001 tanggal 19 Januari 2026",
        "items": [
            {
                "name": "Beras 10 kg",
                "unit": "karung",
                "sent": "120",
                "received": "116",
                "damaged": "2",
                "short": "2",
                "note": "Karung sobek",
            }
        ],
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya.",
        "deliverer": {"position": "Yang menyerahkan", "name": ""},
        "receiver": TKSK,
        "witness": KADES,
        "place_date": "Pulantan, 20 Januari 2026",
    }


def returned() -> handover.Returned:
    """Return minutes of what was left."""
    return {
        "kop": KOP,
        "number": "400.9/052/BA/Kec-Awy/2026",
        "opening": "Pada hari ini Rabu tanggal dua puluh satu bulan Januari tahun dua ribu dua puluh enam, telah dikembalikan sisa barang bantuan sebagai berikut:",
        "post": "Balai Desa Pulantan",
        "returned_to": "Dinas Sosial Kabupaten Balangan",
        "basis": "Berita acara penutupan Nomor 400.9/050/BA/Kec-Awy/2026",
        "items": [
            {
                "name": "Beras 10 kg",
                "unit": "karung",
                "quantity": "6",
                "damaged": "2",
                "reason": "Penerima tidak hadir, karung rusak",
                "note": "",
            }
        ],
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya.",
        "giver": TKSK,
        "receiver": {"position": "Yang menerima kembali", "name": ""},
        "witness": CAMAT,
        "place_date": "Awayan, 21 Januari 2026",
    }


def bast() -> handover.Bast:
    """Return minutes between the agency and the sub-district."""
    return {
        "kop": KOP,
        "number": "400.9/055/BAST/Kec-Awy/2026",
        "program": PROGRAM,
        "check": CHECK,
        "opening": "Pada hari ini Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam, bertempat di Kantor Kecamatan Awayan, yang bertanda tangan di bawah ini:",
        "first": {
            "name": "Dra. Mariani Contoh",
            "nip": "19700505 199503 2 901",
            "rank": "Pembina (IV/a)",
            "position": "Kepala Bidang pada Dinas Sosial Kabupaten Balangan",
            "address": "Paringin",
        },
        "second": {
            "name": CAMAT["name"],
            "nip": CAMAT["nip"],
            "rank": "Pembina (IV/a)",
            "position": "Plt. Camat Awayan",
            "address": "Awayan",
        },
        "statement": "PIHAK KESATU menyerahkan kepada PIHAK KEDUA dan PIHAK KEDUA menerima bantuan sosial untuk disalurkan kepada penerima.",
        "basis": ["Surat Dinas Sosial Kabupaten Balangan Nomor 400.9/017/Dinsos/2026 tanggal 5 Januari 2026."],
        "items": [
            {
                "name": "Bantuan permakanan",
                "unit": "penerima",
                "quantity": "54",
                "value": "Rp13.500.000",
                "condition": "Uang tunai, lengkap",
            },
            {
                "name": "Bantuan sandang",
                "unit": "paket",
                "quantity": "14",
                "value": "Rp35.000.000",
                "condition": "Baik",
            },
        ],
        "total_value": "Rp48.500.000",
        "total_in_words": "empat puluh delapan juta lima ratus ribu rupiah",
        "planned": "68",
        "realised": "66",
        "remaining": "2",
        "closing": "Demikian berita acara serah terima ini dibuat dengan sebenarnya dalam rangkap dua.",
        "witness": TKSK,
        "appendix": "daftar tanda terima L7K2 lembar 1 sampai 3",
        "place_date": TODAY,
    }


def day_close() -> handover.DayClose:
    """Return provisional minutes with a device that has not sent everything."""
    return {
        "kop": KOP,
        "number": "400.9/050/BA/Kec-Awy/2026",
        "kind": "Sementara",
        "opening": "Pada hari ini Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam, penyaluran di titik berikut ditutup:",
        "post": "Balai Desa Pulantan",
        "day": "Selasa, 20 Januari 2026",
        "hours": "08.30 / 12.05 WITA",
        "officers": "Ahmad Teladan, Siti Contohwati",
        "people": [
            {"name": "Rencana", "count": "120"},
            {"name": "Diterima sendiri", "count": "103"},
            {"name": "Diwakili", "count": "9"},
            {"name": "Diganti", "count": "1"},
            {"name": "Belum tersalur", "count": "7"},
        ],
        "items": [
            {
                "name": "Beras 10 kg",
                "unit": "karung",
                "issued": "120",
                "handed": "113",
                "returned": "5",
                "damaged": "2",
                "variance": "0",
            }
        ],
        "explanations": ["Dua karung rusak sejak datang, lihat berita acara penerimaan barang."],
        "devices": [{"name": "Ponsel 2", "last_contact": "20 Januari 2026 pukul 11.40", "unsent": "3 catatan"}],
        "checkpoint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "witness": KADES,
        "place_date": "Pulantan, 20 Januari 2026",
        "signer": TKSK,
    }


def replacement() -> handover.Replacement:
    """Return one replacement within the family."""
    return {
        "kop": KOP,
        "number": "400.9/044/BA/Kec-Awy/2026",
        "program": PROGRAM,
        "opening": "Pada hari ini Senin tanggal dua belas bulan Januari tahun dua ribu dua puluh enam, telah ditetapkan penggantian penerima bantuan:",
        "replacements": [
            {
                "old": {
                    "name": "Almarhum Basran Misal",
                    "nik": "6311035505509001",
                    "kk": "6311030101109001",
                    "address": "RT 003, Desa Pulantan",
                },
                "new": {
                    "name": "Norhayati Contoh",
                    "nik": "6311034505559002",
                    "kk": "6311030101109001",
                    "address": "RT 003, Desa Pulantan",
                },
                "reason": "Meninggal dunia",
                "relation": "Istri, satu KK",
                "evidence": "Surat keterangan kematian Desa Pulantan Nomor 474.3/002/2026",
            }
        ],
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        "signers": [{"position": "Ketua RT 003", "name": "Misran Contoh"}, KADES, TKSK, CAMAT],
        "place_date": "Pulantan, 12 Januari 2026",
    }


def sptjm() -> handover.Sptjm:
    """Return a statement of a village head, with its stamp."""
    return {
        "kop": KOP,
        "number": "400.9/045/SPTJM/2026",
        "signer": KADES,
        "address": "Desa Pulantan, Kecamatan Awayan",
        "statements": [
            "data penerima pengganti yang diajukan adalah benar dan telah diperiksa;",
            "penerima pengganti tergolong keluarga tidak mampu dan belum menerima bantuan sejenis;",
            "segala akibat yang timbul dari penggantian ini menjadi tanggung jawab kami.",
        ],
        "stamp_duty": True,
        "place_date": "Pulantan, 12 Januari 2026",
    }


def power_of_attorney() -> handover.PowerOfAttorney:
    """Return an elder's power for a daughter."""
    return {
        "kop": KOP,
        "giver": {"name": "Basran Misal", "nik": "6311030107459001", "address": "RT 003, Desa Pulantan"},
        "taker": {"name": "Norhayati Contoh", "nik": "6311034505759002", "address": "RT 003, Desa Pulantan"},
        "relation": "Anak kandung, satu KK",
        "reason": "Lanjut usia dan sakit",
        "program": PROGRAM,
        "benefits": ["Permakanan satu bulan: Rp250.000"],
        "witness": KADES,
        "place_date": "Pulantan, 12 Januari 2026",
    }
