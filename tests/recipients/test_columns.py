import pytest

from balakas.recipients.rules import columns, places, tables
from balakas.recipients.rules.tables import Sheet

REAL_HEADS = {
    "BLT-DD": (["NO", "NIK", "NAMA KEPALA KELUARGA", "JENIS KELAMIN", "TANGGAL LAHIR", "JUMLAH ANGGOTA KELUARGA", "ALAMAT", "RT", "RW", "JENIS PEKERJAAN", "KODE_JP", "KRITERIA BLT"],
               {"nik": 1, "name": 2, "sex": 3, "birth_date": 4, "address": 6, "rt": 7, "rw": 8}),
    "OpenSID": (["Peserta", "No. Peserta", "NIK", "Nama", "Tempat Lahir", "Tanggal Lahir", "Alamat"],
                {"nik": 2, "name": 3, "birth_place": 4, "birth_date": 5, "address": 6}),
    "BDT": (["ID rumah tangga", "Provinsi", "Kode Provinsi", "Kab/Kota", "Kode Kab/Kota", "Kecamatan", "Kode Kecamatan", "Desa/Kelurahan", "Kode Desa/Kelurahan", "Nama SLS", "Alamat", "Nama KRT", "Jumlah ART", "NIK"],
            {"district": 5, "village": 7, "address": 10, "name": 11, "nik": 13}),
    "BPNT": (["nomor KKS", "nomor rekening", "status kepesertaan", "nama pengurus", "ID BDT", "nomor KK", "NIK", "tempat/tanggal lahir", "nama gadis ibu kandung", "nomor peserta PKH", "nama kepala keluarga", "alamat", "kode wilayah"],
             {"name": 3, "kk": 5, "nik": 6, "birth_place": 7, "birth_date": 7, "address": 11}),
    "SIKS": (["IDSEMESTA", "NO_KKS", "NOKK", "NIK", "NAMA_PENERIMA", "NMPROP", "NMKAB", "NMKEC", "NMKEL", "NOREK", "BANK", "NOMINAL", "TAHAP", "STATUS"],
             {"kk": 2, "nik": 3, "name": 4, "district": 7, "village": 8}),
}  # fmt: skip


@pytest.mark.parametrize("name", REAL_HEADS)
def test_heads_of_real_lists(name):
    heads, found = REAL_HEADS[name]
    layout = columns.layout_of(heads)
    assert layout is not None
    assert layout.places == found


@pytest.mark.parametrize(
    "heading",
    [
        "Nama Ibu Kandung",
        "NIK Ibu",
        "Nama Bank",
        "No. KKS",
        "Nama Program",
        "NIK Wali",
        "Nama Petugas",
        "Jumlah KK",
        "Status NIK",
        "NAMA KABUPATEN",
        "Tgl Cetak",
        "No HP",
    ],
)
def test_what_is_somebody_elses_or_something_else(heading):
    assert columns.fields_of(heading) == ()


def test_a_title_is_no_head_row():
    assert columns.layout_of(["DAFTAR NAMA PENERIMA BANTUAN SOSIAL DESA BIHARA TAHUN 2026"]) is None
    assert columns.layout_of(["NO", "DESA", "JUMLAH KPM"]) is None


def test_two_heads_alike_are_named_with_their_columns():
    sheet = Sheet("A", [["NO", "NAMA", "NIK", "NIK"], [1, "Siti Anu", "6311034107559001", "6311034107559002"]])
    with pytest.raises(columns.HeadsAlike) as refusal:
        tables.read_tables([sheet])
    assert "NIK" in str(refusal.value)
    assert "kolom C dan D" in str(refusal.value)


def test_two_heads_alike_with_the_same_contents_do_no_harm():
    sheet = Sheet("A", [["NO", "NAMA", "NIK", "NIK"], [1, "Siti Anu", "6311034107559001", "6311034107559001"]])
    assert len(tables.read_tables([sheet]).rows) == 1


def test_without_a_head_row_there_is_a_sentence():
    with pytest.raises(tables.NoHeadRow):
        tables.read_tables([Sheet("A", [["halo"], ["dunia", 3]])])


def test_a_number_column_without_a_known_heading_is_found_by_its_digits():
    rows = [["Nama", "Alamat", "Kode unik A", "Kode unik B"]]
    rows += [[f"Anu {n}", "Jl. Pasar", f"63110309101490{n:02d}", f"6311034107{50 + n}90{n:02d}"] for n in range(10, 20)]
    layout = tables.read_tables([Sheet("A", rows)]).layout
    assert layout is not None
    assert (layout.places["kk"], layout.places["nik"]) == (2, 3)


def test_columns_set_by_hand_win():
    sheet = Sheet("A", [["NO", "NAMA", "NIK"], [1, "6311034107559001", "Siti Anu"]])
    row = tables.read_tables([sheet], places={"nik": 1, "name": 2}).rows[0]
    assert (row.cells["nik"], row.cells["name"]) == ("6311034107559001", "Siti Anu")


def test_a_sheet_without_a_head_goes_on_with_the_columns_before():
    sheets = [
        Sheet("A", [["NAMA", "NIK"], ["Siti Anu", "6311034107559001"]]),
        Sheet("B", [["Budi Anu", "6311030107559002"]]),
    ]
    assert [row.sheet for row in tables.read_tables(sheets).rows] == ["A", "B"]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("DESA AWAYAN HILIR KEC. AWAYAN", ("AWAYAN HILIR",)),
        ("Daftar Penerima Desa Sei Pumpung Tahun 2026", ("Sei Pumpung",)),
        ("DESA : BIHARA", ("BIHARA",)),
        ("Kelurahan/Desa: Bihara, Kecamatan Awayan", ("Bihara",)),
        ("KECAMATAN AWAYAN KABUPATEN BALANGAN", ()),
    ],
)
def test_villages_named_in_titles(title, names):
    assert places.named_in(title) == names


def test_after_a_total_the_same_head_opens_another_table():
    head = ["NAMA", "NIK", "DESA", "KET"]
    block = [head, ["Siti Anu", "", "Bihara", "x"], ["JUMLAH", "1", "", ""]]
    other = [["NIK", "NAMA", "DESA", "ALAMAT"], ["", "Budi Anu", "Bihara", "Jl. Pasar"]]
    rows = tables.read_tables([Sheet("A", [*block, *block, *other])]).rows
    assert [row.cells["name"] for row in rows] == ["Siti Anu", "Siti Anu", "Budi Anu"]


def test_lines_above_the_head_do_not_mix_with_it():
    rows = [
        ["Kecamatan", "Awayan", "", ""],
        ["NO", "NAMA", "NIK", "DESA"],
        [1, "Siti Anu", "6311034107559001", "Bihara"],
    ]
    layout = tables.read_tables([Sheet("A", rows)]).layout
    assert layout is not None
    assert layout.places == {"name": 1, "nik": 2, "village": 3}
