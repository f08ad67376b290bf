"""A number in the making: each word adds below the one before, or multiplies what stands before it."""

from __future__ import annotations

from fractions import Fraction

from transcribe.linking.numerals.number_part import NumberWord, Part

TEN, HUNDRED, THOUSAND = 10, 100, 1000


class Sum:
    """What the words of a number have come to so far."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._total = Fraction(0)
        self._below: Fraction | None = None
        """What stands since the last thousand or million."""
        self._room = THOUSAND
        """The next word to add must be smaller than this: after a ten ten, after a hundred a hundred."""
        self._scale: Fraction | None = None
        self.after_times = False
        self.closed = False
        """Nothing can follow: an ordinal."""

    @property
    def value(self) -> Fraction:
        return self._total + (self._below or 0)

    def take(self, word: NumberWord) -> bool:
        """Add a word, if it fits."""
        if word.part is Part.ADD:
            whole = word.value.denominator == 1
            fits = self.add(word.value, room=self._room_after(int(word.value)) if whole else 1)
        elif word.part is Part.TIMES:
            fits = self._multiply(word.value)
        elif word.part is Part.HALF_MORE:
            fits = self._add_half(word.value)
        else:
            return False
        self.closed = fits and word.ordinal
        return fits

    def add(self, value: Fraction, *, room: int) -> bool:
        """Add digits or a word that stands for its value."""
        if self._below is not None and not 0 < value < self._room:
            return False
        if self._scale is not None and (value >= self._scale or value == 0):
            return False
        self._below = (self._below or 0) + value
        self._room = room
        self.after_times = False
        return True

    def _room_after(self, value: int) -> int:
        if value >= HUNDRED:
            return HUNDRED
        is_ten = value % TEN == 0 and value > 0 and (value > TEN or self._language == "kk")
        return TEN if is_ten else 1

    def _multiply(self, times: Fraction) -> bool:
        if times < THOUSAND:
            limit = TEN if self._language == "kk" else HUNDRED
            if self._below is not None and not 0 < self._below < limit:
                return False
            self._below = (self._below or 1) * times
            self._room = HUNDRED if times == HUNDRED else 1
        else:
            nothing_to_multiply = self._below is None and self._scale is not None
            if nothing_to_multiply or self._below == 0 or (self._scale is not None and times >= self._scale):
                return False
            self._total += (self._below if self._below is not None else 1) * times
            self._below, self._room, self._scale = None, THOUSAND, times
        self.after_times = True
        return True

    def _add_half(self, part: Fraction) -> bool:
        """Add to what was counted last: to two a half, to a million half a million."""
        if self._below is None and self._scale is not None and self.after_times:
            self._total += self._scale * part
            self.closed = True
            return True
        if self._below is None or self._below.denominator > 1 or self._below >= HUNDRED:
            return False
        self._below += part
        self._room = 1
        return True
