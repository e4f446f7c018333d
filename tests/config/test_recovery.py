from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from balakas.config import recovery, sealed_stream
from balakas.config.sealed_stream import CHUNK, NotABackup, OpeningReader, OtherPhrase, SealingWriter

PHRASE = recovery.phrase_of(bytes(range(16)))


@pytest.fixture(scope="module")
def recipient():
    return recovery.make_recipient(PHRASE)


def sealed(recipient, content, *, pieces=1000):
    target = BytesIO()
    writer = SealingWriter(target, recipient)
    for start in range(0, len(content), pieces):
        writer.write(content[start : start + pieces])
    writer.close()
    return target.getvalue()


def opened(stream, phrase=PHRASE):
    return OpeningReader(BytesIO(stream), phrase).read()


@given(st.binary(min_size=16, max_size=16))
def test_words_say_the_secret(secret):
    phrase = recovery.phrase_of(secret)
    assert len(phrase.split()) == recovery.WORDS
    assert recovery.secret_of(phrase.upper().replace(" ", "  - ")) == secret


@given(st.binary(min_size=16, max_size=16), st.integers(0, 8), st.integers(0, 4))
def test_a_mistyped_word_is_noticed(secret, word, sign):
    words = recovery.phrase_of(secret).split()
    letters = "aiou" if sign % 2 else "bdfghjklmnprstvz"
    other = letters[(letters.index(words[word][sign]) + 1) % len(letters)]
    words[word] = words[word][:sign] + other + words[word][sign + 1 :]
    with pytest.raises(recovery.PhraseWrong):
        recovery.secret_of(" ".join(words))


@pytest.mark.parametrize("phrase", ["", "babab", PHRASE + " babab", PHRASE.replace(PHRASE[0], "x"), "kata kata kata"])
def test_what_is_no_phrase(phrase):
    with pytest.raises(recovery.PhraseWrong):
        recovery.secret_of(phrase)


def test_phrases_differ():
    assert len({recovery.new_phrase() for _ in range(50)}) == 50


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_what_goes_in_comes_out(recipient, size):
    content = bytes(n * 7 % 251 for n in range(1000)) * (size // 1000 + 1)
    stream = sealed(recipient, content[:size], pieces=300_000)
    assert opened(stream) == content[:size]
    assert content[:1000] not in stream or size < 1000


def test_another_phrase_does_not_open_it(recipient):
    with pytest.raises(OtherPhrase):
        opened(sealed(recipient, b"x"), recovery.new_phrase())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
@example(4, 1)  # within the head
@example(40, 7)
@example(120, 32)
def test_a_changed_byte_is_noticed(recipient, position, change):
    stream = bytearray(sealed(recipient, b"isi" * 2000))
    stream[position % len(stream)] ^= change
    with pytest.raises((NotABackup, OtherPhrase)):
        opened(bytes(stream))


def test_what_is_cut_off_swapped_or_longer_is_noticed(recipient):
    stream = sealed(recipient, b"a" * (2 * CHUNK + 5))
    whole = 4 + CHUNK + 16
    head = len(stream) - 2 * whole - (4 + 5 + 16)
    first, second, last = (
        stream[head : head + whole],
        stream[head + whole : head + 2 * whole],
        stream[head + 2 * whole :],
    )
    assert opened(stream[:head] + first + second + last) == b"a" * (2 * CHUNK + 5)
    for wrong in (first + second, first, b"", second + first + last, first + last, first + second + last + b"x"):
        with pytest.raises(NotABackup):
            opened(stream[:head] + wrong)


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0" * 10, sealed_stream.MAGIC, sealed_stream.MAGIC + b"\xff" * 50]
)
def test_what_is_no_backup(content):
    with pytest.raises(NotABackup):
        opened(content)
