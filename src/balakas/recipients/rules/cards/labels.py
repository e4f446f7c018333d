"""The printed words of the two cards, by which everything else on them is found."""

from balakas.recipients.rules.cards.lines import Letter, Line, distance, trimmed

KTP_ROWS = {
    "name": "Nama",
    "birth": "TempatTglLahir",
    "sex": "JenisKelamin",
    "address": "Alamat",
    "rt_rw": "RTRW",
    "village": "KelDesa",
    "district": "Kecamatan",
    "religion": "Agama",
    "marital": "StatusPerkawinan",
    "job": "Pekerjaan",
    "citizen": "Kewarganegaraan",
    "valid": "BerlakuHingga",
}
"""The rows of a KTP below the NIK, from top to bottom, without blanks and marks."""
BLOOD = "GolDarah"
ONLY_ON_KTP = frozenset({"rt_rw", "village", "citizen", "valid"})
"""Rows that letters about a person do not have as well."""
KK_TITLE = "KARTUKELUARGA"
KK_HEAD = "NamaKepalaKeluarga"
KK_COLUMNS = {
    "name": "NamaLengkap",
    "nik": "NIK",
    "sex": "JenisKelamin",
    "birth_place": "TempatLahir",
    "birth_date": "TanggalLahir",
    "religion": "Agama",
}
_SHORT = 4  # `Nama` with a letter wrong and more behind it may be anything
SEPARATORS = " :;.,-'`\"_|"


def after_label(line: Line, label: str) -> Line | None:
    """Return what stands behind `label` at the line's start, None when the line does not start with it.

    One wrong letter in four is forgiven.
    """
    solid = [place for place, letter in enumerate(line.letters) if letter.sign.isalnum()]
    forgiven = max(1, len(label) // 4)
    best, end = forgiven + 1, 0
    for count in sorted(
        range(len(label) - forgiven, len(label) + forgiven + 1), key=lambda count: abs(count - len(label))
    ):
        if count > len(solid):
            continue
        word = "".join(line.letters[place].sign for place in solid[:count])
        if (off := distance(word, label)) < best:
            best, end = off, solid[count - 1] + 1
    if best > forgiven or (len(label) <= _SHORT and best and _goes_on(line.letters, end)):
        return None
    return line.after(end)


def is_label(line: Line, label: str) -> bool:
    """Say whether the whole line is `label`, with one wrong letter in four forgiven."""
    rest = after_label(line, label)
    return rest is not None and not value_of(rest)


def value_of(line: Line) -> tuple[Letter, ...]:
    """Return a value's letters without the colon before it and marks around it."""
    return trimmed(line.letters, SEPARATORS)


def _goes_on(letters: tuple[Letter, ...], end: int) -> bool:
    return end < len(letters) and letters[end].sign.isalnum()
