"""Where a message id becomes a sentence in the reader's language."""

from django.utils.translation import gettext

from balakas.common.errors import BalakasError


def sentence(error: BalakasError) -> str:
    """Return the error's sentence, translated and with its parameters filled in."""
    return gettext(error.message) % error.params if error.params else gettext(error.message)
