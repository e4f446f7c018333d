"""Words a card prints from a closed list."""

from collections.abc import Iterable, Mapping

from balakas.recipients.rules.cards.lines import Letter, distance, sure_of, text_of


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


SEXES = {"LAKI-LAKI": "L", "PEREMPUAN": "P"}
RELIGIONS = ("ISLAM", "KRISTEN", "KATOLIK", "KATHOLIK", "HINDU", "BUDDHA", "BUDHA", "KHONGHUCU", "KONGHUCU",
             "KEPERCAYAAN TERHADAP TUHAN YME", "KEPERCAYAAN")  # fmt: skip
MARITAL = ("KAWIN", "BELUM KAWIN", "CERAI HIDUP", "CERAI MATI", "KAWIN TERCATAT", "KAWIN BELUM TERCATAT",
           "CERAI BELUM TERCATAT", "CERAI TERCATAT")  # fmt: skip
JOBS = _words(
    # The job list of the population register (Permendagri 109/2019), as cards print it.
    "BELUM/TIDAK BEKERJA|MENGURUS RUMAH TANGGA|PELAJAR/MAHASISWA|PENSIUNAN|PEGAWAI NEGERI SIPIL|PEGAWAI NEGERI SIPIL (PNS)|"
    "TENTARA NASIONAL INDONESIA|TENTARA NASIONAL INDONESIA (TNI)|KEPOLISIAN RI|KEPOLISIAN RI (POLRI)|PERDAGANGAN|"
    "PETANI/PEKEBUN|PETERNAK|NELAYAN/PERIKANAN|INDUSTRI|KONSTRUKSI|TRANSPORTASI|KARYAWAN SWASTA|KARYAWAN BUMN|KARYAWAN BUMD|"
    "KARYAWAN HONORER|BURUH HARIAN LEPAS|BURUH TANI/PERKEBUNAN|BURUH NELAYAN/PERIKANAN|BURUH PETERNAKAN|"
    "PEMBANTU RUMAH TANGGA|ASISTEN RUMAH TANGGA|TUKANG CUKUR|TUKANG LISTRIK|TUKANG BATU|TUKANG KAYU|TUKANG SOL SEPATU|"
    "TUKANG LAS/PANDAI BESI|TUKANG JAHIT|TUKANG GIGI|PENATA RIAS|PENATA BUSANA|PENATA RAMBUT|MEKANIK|SENIMAN|TABIB|PARAJI|"
    "PERANCANG BUSANA|PENTERJEMAH|IMAM MASJID|IMAM MESJID|PENDETA|PASTOR|WARTAWAN|USTADZ/MUBALIGH|JURU MASAK|"
    "PROMOTOR ACARA|ANGGOTA DPR-RI|ANGGOTA DPD|ANGGOTA BPK|PRESIDEN|WAKIL PRESIDEN|ANGGOTA MAHKAMAH KONSTITUSI|"
    "ANGGOTA KABINET/KEMENTERIAN|DUTA BESAR|GUBERNUR|WAKIL GUBERNUR|BUPATI|WAKIL BUPATI|WALIKOTA|WAKIL WALIKOTA|"
    "ANGGOTA DPRD PROVINSI|ANGGOTA DPRD KABUPATEN/KOTA|ANGGOTA DPRD KABUPATEN|DOSEN|GURU|PILOT|PENGACARA|NOTARIS|ARSITEK|"
    "AKUNTAN|KONSULTAN|DOKTER|BIDAN|PERAWAT|APOTEKER|PSIKIATER/PSIKOLOG|PENYIAR TELEVISI|PENYIAR RADIO|PELAUT|PENELITI|"
    "SOPIR|PIALANG|PARANORMAL|PEDAGANG|PERANGKAT DESA|KEPALA DESA|BIARAWATI|BIARAWAN|WIRASWASTA|LAINNYA|PETANI|PEKEBUN|"
    "BURUH|ANGGOTA LEMBAGA TINGGI|ARTIS|ATLET|CHEF|MANAJER|TENAGA TATA USAHA|OPERATOR|PEKERJA PENGOLAHAN, KERAJINAN|"
    "TEKNISI|PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA|PENGASUH ANAK"
)


def closest(read: str, listed: Iterable[str]) -> tuple[str, int]:
    """Return the word of a list nearest to what was read and how far it is, blanks and marks aside."""
    wanted = solid(read)
    return min(((word, distance(wanted, solid(word))) for word in listed), key=lambda pair: pair[1])


def solid(text: str) -> str:
    """Return the letters and digits of a text, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def of_list(letters: tuple[Letter, ...], listed: Iterable[str]) -> tuple[str, float]:
    """Return the word of a closed list that was read and how sure it is; nothing when none is near."""
    read = text_of(letters)
    word, off = closest(read, listed)
    if off > max(1, len(solid(word)) // 4):
        return "", 0.0
    return word, min(0.99, sure_of(letters)) * (0.9**off)


def mapped(letters: tuple[Letter, ...], listed: Mapping[str, str]) -> tuple[str, float]:
    """As `of_list`, with the word's meaning."""
    word, sure = of_list(letters, listed)
    return listed.get(word, ""), sure
