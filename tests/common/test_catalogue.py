"""English is complete, and says the same placeholders as the Indonesian sentence."""

import re

from tools import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def test_every_sentence_has_its_english():
    assert messages.missing() == [], "run `make messages` and translate what is empty"


def test_placeholders_are_kept():
    wrong = [message.id for message in messages.merged() if message.id and not _kept(message)]
    assert wrong == []


def _kept(message):
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
    return all(set(PLACEHOLDER.findall(string or "")) <= wanted for string in strings)
