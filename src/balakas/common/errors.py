"""The one base of every typed error: a stable code, a message id in Indonesian and its parameters."""


class BalakasError(Exception):
    """A refusal or a problem that a person can do something about.

    Each subclass sets `code` (stable, ASCII, snake case) and `message` (Indonesian message id marked with `N_`,
    `%(name)s` placeholders). Parameters must never hold personal data: errors reach logs.
    """

    code = "error"
    message = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        """Return the Indonesian sentence; use `common.sentences.sentence` to translate it."""
        return self.message % self.params if self.params else self.message
