"""Number books as the settings show them."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from balakas.papers.models import BookNumber, NumberBook, OfficeForm
from balakas.papers.rules.numbers import BookKind, NumberState
from balakas.staff.rules import Officer, Right


def books_of(office_id: UUID, year: int) -> QuerySet[NumberBook]:
    """Return a year's books with how many numbers each gave out (`given`) and how many of them were cancelled (`void`)."""
    return (
        NumberBook.objects.filter(office_id=office_id, year=year)
        .annotate(given=Count("numbers"), void=Count("numbers", filter=Q(numbers__state=NumberState.CANCELLED)))
        .order_by("kind")
    )


def book_for(officer: Officer, book_id: UUID) -> NumberBook:
    """Return a book of the officer's office, else 404."""
    found = NumberBook.objects.filter(id=book_id, office_id=officer.office_id).first()
    if found is None or not (officer.may(Right.PAPERS_READ) or officer.may(Right.OFFICE_SETTINGS)):
        raise Http404
    return found


def number_for(officer: Officer, number_id: UUID) -> BookNumber:
    """Return a number of the officer's office with its book, else 404."""
    found = BookNumber.objects.select_related("book").filter(id=number_id, book__office_id=officer.office_id).first()
    if found is None or not officer.may(Right.PAPERS_READ):
        raise Http404
    return found


def find_book(office_id: UUID, kind: BookKind, year: int) -> NumberBook | None:
    """Return a book where the office has one for the year."""
    return NumberBook.objects.filter(office_id=office_id, kind=kind, year=year).first()


def numbers_in(book_id: UUID) -> QuerySet[BookNumber]:
    """Return a book's numbers, the latest first, cancelled and inserted ones among them."""
    return BookNumber.objects.filter(book_id=book_id).order_by("-number", "-suffix", "-taken_at")


def number_of(number_id: UUID) -> BookNumber:
    """Return a number with its book."""
    return BookNumber.objects.select_related("book").get(id=number_id)


def office_forms(office_id: UUID) -> dict[str, str]:
    """Return the office's own forms: name to source."""
    return dict(OfficeForm.objects.filter(office_id=office_id).values_list("name", "source"))


def office_form_rows(office_id: UUID) -> dict[str, OfficeForm]:
    """Return the office's own forms by name, with who changed them and when."""
    return {row.name: row for row in OfficeForm.objects.filter(office_id=office_id)}
