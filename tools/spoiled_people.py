"""What a list makes of a person: blanks, spellings, slips of the hand, round dates, numbers a spreadsheet ruined."""

from collections.abc import Callable

from tools.invented_people import (
    ABDUL,
    KINDS_OF_STREET,
    LATE,
    MUHAMMAD,
    PLACES,
    SHORT,
    SITI,
    SPELLINGS,
    Maker,
    Person,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHORTEST, LAST_MONTH = 3, 12
REGIONS = ("KALSEL", "BALANGAN", "HULU SUNGAI UTARA", "TABALONG")


class Spoiler:
    """Writes people down as offices do, with the habits of one list."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.chance, self.habits = maker, maker.chance, maker.habits

    def happens(self, share: float) -> bool:
        """Say whether a slip of this share happens in this list."""
        return self.maker.happens(share * self.habits.slips)

    def listed(self, person: Person) -> dict[str, str]:
        """Return the person as listed with care: only blanks."""
        return self._blank(person.row())

    def copied(self, person: Person) -> dict[str, str]:
        """Return the person as listed elsewhere by another hand."""
        row = person.row()
        row["nama"] = self.name(person)
        row["nik"] = self.nik(person)
        row["tgl_lahir"] = self.birth(person.birth)
        row["alamat"] = self._address(person)
        if self.happens(0.16):
            row["tempat_lahir"] = self.chance.choice((*REGIONS, *PLACES))
        if self.happens(0.004):
            row["jk"] = "P" if person.sex == "L" else "L"
        if self.happens(0.03):
            row["no_kk"] = self._one_digit(person.kk)
        if self.maker.happens(self.habits.moved):
            row["no_kk"] = self.maker.household()[0].kk
        if self.maker.happens(self.habits.moved):
            row |= {"desa": self.chance.choice(self.maker.villages), "rt": str(self.chance.randint(1, 9))}
        if self.happens(0.08):
            row["rt"], row["rw"] = row["rt"].zfill(3), row["rw"].zfill(3)
        return self._blank(row, more=1.35)

    def _blank(self, row: dict[str, str], more: float = 1.0) -> dict[str, str]:
        rates = (
            ("nik", 0.13),
            ("no_kk", 0.17),
            ("tempat_lahir", 0.04),
            ("jk", 0.04),
            ("alamat", 0.16),
            ("tgl_lahir", 0.004),
        )
        for head, share in rates:
            if self.maker.happens(share * self.habits.blanks * more):
                row[head] = self.chance.choice(("", "", "", "-", "0")) if head in {"nik", "no_kk"} else ""
        if self.maker.happens(0.19 * self.habits.blanks):
            row["rt"] = row["rw"] = ""
        return row

    # names

    def name(self, person: Person) -> str:
        """Return the name by another hand."""
        words = [self._respelt(word) for word in person.words]
        if len(words) > 1 and self.happens(0.14):
            words = self._dropped(words)
        if len(words) > 1 and self.happens(0.05):
            words = [*words[1:], words[0]] if self.maker.happens(0.5) else words[::-1]
        if self.happens(0.3):
            at = self.chance.randrange(len(words))
            words[at] = self._slip(words[at])
        titles = self._titles(person)
        if titles and self.happens(0.03):
            return " ".join((*words, *titles))
        joined = " ".join((*titles, *words))
        return joined.replace(" ", "", 1) if not titles and self.happens(0.01) else joined

    def _titles(self, person: Person) -> list[str]:
        titles = list(person.titles)
        if titles and self.happens(0.35):
            titles = [] if self.maker.happens(0.7) else ["HJ." if titles[0] == "H." else "H."]
        elif not titles and self.happens(0.06):
            titles = ["H." if person.sex == "L" else "HJ."]
        if self.happens(0.03):
            titles.insert(0, self.chance.choice(LATE))
        return titles

    def _respelt(self, word: str) -> str:
        for family in (MUHAMMAD, SITI, ABDUL):
            if word in family:
                return self.chance.choice(family) if self.happens(0.4) else word
        if word in SHORT and self.happens(0.05):
            return SHORT[word]
        if not self.happens(0.22):
            return word
        fitting = [(a, b) for left, right in SPELLINGS for a, b in ((left, right), (right, left)) if a in word]
        if not fitting:
            return word
        a, b = self.chance.choice(fitting)
        return word.replace(a, b, 1)

    def _dropped(self, words: list[str]) -> list[str]:
        if words[0] in {*MUHAMMAD, *SITI, *ABDUL} and self.maker.happens(0.6):
            return words[1:]
        if self.maker.happens(0.12):
            return [*words[:-1], words[-1][0]]
        return words[:-1]

    def _slip(self, word: str) -> str:
        if len(word) < SHORTEST:
            return word
        at = self.chance.randrange(len(word) - 1)
        kinds: tuple[Callable[[], str], ...] = (
            lambda: word[:at] + word[at + 1 :],
            lambda: word[:at] + word[at] + word[at:],
            lambda: word[:at] + self.chance.choice(LETTERS) + word[at + 1 :],
            lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
        return self.chance.choice(kinds)()

    # numbers and dates

    def nik(self, person: Person) -> str:
        """Return the NIK by another hand."""
        nik = person.nik
        if self.maker.happens(self.habits.renewed):
            nik = nik[:12] + str(9001 + self.chance.randrange(98))
        if self.happens(0.24):
            nik = self._one_digit(nik) if self.maker.happens(0.6) else self._transposed(nik)
        if self.happens(0.03):
            return self.chance.choice((f"{nik[0]},{nik[1:6]}E+15", f"{nik[:15]}0", f"{nik[:12]}0000"))
        if self.happens(0.03):
            return self.chance.choice((f"'{nik}", f"{nik[:6]}.{nik[6:12]}.{nik[12:]}", f" {nik} "))
        return nik

    def _one_digit(self, number: str) -> str:
        at = self.chance.randrange(4, 16)
        return number[:at] + self.chance.choice("0123456789") + number[at + 1 :]

    def _transposed(self, number: str) -> str:
        at = self.chance.randrange(5, 15)
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]

    def birth(self, birth: tuple[int, int, int]) -> str:
        """Return the birth date by another hand."""
        year, month, day = birth
        if self.happens(0.14):
            month, day = (1, 1) if self.maker.happens(0.85) else (7, 1)
        elif day <= LAST_MONTH and self.happens(0.12):
            month, day = day, month
        if self.happens(0.07):
            year += self.chance.choice((-1, 1))
        if self.happens(0.03):
            day = self.chance.randint(1, 28)
        if self.happens(0.02):
            return self.chance.choice((f"{year}-{month:02d}-{day:02d}", f"{day}/{month}/{year}"))
        return f"{day:02d}-{month:02d}-{year}"

    def _address(self, person: Person) -> str:
        kind, street = person.street
        if self.happens(0.02):
            kind = self.chance.randrange(len(KINDS_OF_STREET))
        kinds = KINDS_OF_STREET[kind]
        return (self.chance.choice(kinds[1:]) if self.happens(0.25) else kinds[0]) + street
