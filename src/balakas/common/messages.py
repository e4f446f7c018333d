"""Marks a sentence for translation where Django may not be imported.

Rules and errors hold message ids (Indonesian) and parameters; the sentence is translated at the edge
(`balakas.common.sentences.sentence`), in the language of whoever reads it.
"""


def N_(message: str) -> str:  # noqa: N802 -- the conventional name of gettext's marker for deferred messages
    """Return `message` unchanged; its only effect is that Babel extracts it."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802 -- as `N_`
    """Return `message` unchanged; Babel extracts it under `context`, with which it is to be translated."""
    del context
    return message
