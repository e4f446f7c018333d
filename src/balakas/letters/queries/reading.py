"""What a letter's file says of the letter, for the form to propose."""

from uuid import UUID

from balakas.letters.queries import letters
from balakas.papers.queries.page_text import words_of
from balakas.papers.rules.letter_text import read_letter


def proposals(content: bytes, office_id: UUID) -> dict[str, str]:
    """Return what could be read in a letter's PDF, by the form's field names; a picture holds no text and gives nothing.

    A sender the office knows is proposed as it stands in the agenda, so that one agency is not registered in two spellings.
    """
    if b"%PDF-" not in content[:1024]:
        return {}
    read = read_letter(*words_of(content))
    known = {name.casefold(): name for name in letters.senders(office_id)}
    values = {
        "letter_number": read.number[:120],
        "letter_date": read.dated.isoformat() if read.dated else "",
        "sender": known.get(read.sender.casefold(), read.sender)[:200],
        "subject": read.subject[:500],
    }
    return {name: value for name, value in values.items() if value}
