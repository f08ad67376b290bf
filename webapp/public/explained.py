"""An error whose page says what was wrong with what was asked for, and where to go on."""

from __future__ import annotations

from http import HTTPStatus

from werkzeug.exceptions import HTTPException


class Explained(HTTPException):
    """Ends a request with a sentence of its own.

    :param status: of the answer.
    :param sentence: in the reader's language.
    :param back: an address on this site that helps, and what it is called.
    :param retry_after_s: after which the same may succeed.
    """

    def __init__(
        self, status: HTTPStatus, sentence: str, back: tuple[str, str] | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = int(status)
        self.sentence = sentence
        self.back = back
        self.retry_after_s = retry_after_s

    def get_headers(self, *arguments: object, **named: object) -> list[tuple[str, str]]:
        headers = super().get_headers(*arguments, **named)  # type: ignore[arg-type]
        return [*headers, ("Retry-After", str(self.retry_after_s))] if self.retry_after_s else headers
