"""Which seconds of a programme are meant: ``t=12.34,18.9`` as in a media fragment."""

from __future__ import annotations

import re
from http import HTTPStatus

from media.records import Span
from webapp.interface import gettext
from webapp.public.explained import Explained

LONGEST_MS = 5 * 60_000
"""What may be quoted or cut out at once."""

_TIME = r"((?:\d{1,3}:){0,2}\d{1,6}(?:\.\d{0,9})?)"
_SPAN = re.compile(rf"(?:npt:)?{_TIME},{_TIME}", re.ASCII)


def parse_span(text: str, back: tuple[str, str]) -> Span:
    """Return the span that a reader asked for.

    :param text: ``12.3,15`` or ``npt:1:02,1:10``.
    :param back: where to send whoever asked for nonsense.
    :raise 400: it names no span, ends before it begins, or is longer than `LONGEST_MS`.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise Explained(HTTPStatus.BAD_REQUEST, gettext("Say from which second to which, as in “t=12.3,15”."), back)
    start_ms, end_ms = map(_milliseconds, match.groups())
    if end_ms <= start_ms:
        raise Explained(HTTPStatus.BAD_REQUEST, gettext("The quote ends before it begins; turn the times round."), back)
    if end_ms - start_ms > LONGEST_MS:
        raise Explained(HTTPStatus.BAD_REQUEST, gettext("At most five minutes can be quoted at once."), back)
    return Span(start_ms, end_ms)


def span_text(span: Span) -> str:
    """Return ``12.34,18.9``: what `parse_span` reads."""
    return span.media_fragment().removeprefix("t=")


def _milliseconds(time: str) -> int:
    seconds = 0.0
    for part in time.split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)
