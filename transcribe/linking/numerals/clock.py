"""Times of day: 3 p.m., 15:30, 7.55am, сағат үште, half past six."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transcribe.linking.tokens import Token

_HOURS_AND_MINUTES = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)")
_HOUR = re.compile(r"[01]?\d|2[0-4]")
_HALF = frozenset(("am", "pm"))
_KAZAKH_HOUR = "сағат"
_HOURS = 24
_MINUTES = 60
_HALF_DAY = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day and the last token that belongs to it."""

    hours: Fraction
    last: int


def same_time(one: Fraction, other: Fraction) -> bool:
    """Return whether two times in hours can be one: “at seven in the evening” is 19:00."""
    return max(one, other) <= _HOURS and (one - other) % _HALF_DAY == 0


def read_clock(tokens: Sequence[Token], first: int) -> Clock | None:
    """Return the time that is written in digits at a token, ``None`` where none is."""
    text = tokens[first].text
    written = _HOURS_AND_MINUTES.fullmatch(text)
    half = _half_of_day(tokens, first + 1)
    if written and (":" in text or half or _follows_hour(tokens, first)):
        minutes = Fraction(int(written[2]), _MINUTES)
        return Clock(int(written[1]) + minutes, first + half)
    if half and _HOUR.fullmatch(text):
        return Clock(Fraction(int(text)), first + half)
    return None


def is_clock(tokens: Sequence[Token], first: int, last: int, value: Fraction) -> bool:
    """Return whether a number in words or digits is an hour: сағат он сегізде, six o'clock, half past six."""
    if not 0 < value <= _HOURS:
        return False
    follows = tokens[last + 1].lower if last + 1 < len(tokens) else ""
    return _follows_hour(tokens, first) or follows in ("o'clock", "o’clock") or bool(_half_of_day(tokens, last + 1))


def _follows_hour(tokens: Sequence[Token], first: int) -> bool:
    """“Сағат 15” is a time, “15 сағат” a length."""
    before = [token.lower for token in tokens[max(0, first - 2) : first]]
    is_hour = before[-1:] == [_KAZAKH_HOUR] and not before[0][0].isdigit()
    return is_hour or (before[-1:] == ["в"] and "." in tokens[first].text)


def _half_of_day(tokens: Sequence[Token], at: int) -> int:
    """Return 1 where “am” or “p.m.” stands, 0 where it does not."""
    return int(at < len(tokens) and tokens[at].lower in _HALF)
