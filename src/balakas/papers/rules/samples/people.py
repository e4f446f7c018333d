"""The letterhead, the people and the words all samples share."""

from balakas.papers.rules.sheets import shared
from balakas.staff.rules import Acting

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
    position="CAMAT AWAYAN",
    name="Drs. Rahmadi Contoh, M.Si.",
    rank="Pembina (IV/a)",
    nip="197001011995031901",
    acting=Acting.PLT,
)
KASI = shared.official(
    position="Kasi Pemberdayaan Masyarakat Desa dan Kelurahan",
    name="Siti Contohwati, S.Sos.",
    rank="Penata (III/c)",
    nip="198002022006042901",
)
TKSK: shared.Signer = {"position": "TKSK Kecamatan Awayan", "name": "Ahmad Teladan"}
KADES: shared.Signer = {"position": "Kepala Desa Pulantan", "name": "Hamdan Misal"}
PROGRAM = "Bantuan Sosial Permakanan Januari 2026"
TODAY = "Awayan, 20 Januari 2026"
NIK = "6311••••••••9001"
