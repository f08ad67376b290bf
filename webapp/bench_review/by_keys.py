"""Somebody corrects a transcript: by the editor's keys, and as an SRT file in a plain text field beside a player.

Both type the same letters. The cursor is put where it is wanted by script; by what it would have come there is counted:
by keys for words that are near, by the editor's next doubtful word, by the mouse otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

from webapp.bench_review.records import Correcting, Effort, Hunk
from webapp.bench_review.subrip import subrip, words_of

NEAR_WORDS, NEAR_DOUBTS = 6, 3
"""So far somebody goes by keys; beyond that the mouse is quicker."""
SELECT = """([segment, from, to]) => {
  const field = document.querySelector(`[data-id="${segment}"] textarea`);
  field.focus();
  field.setSelectionRange(from, to);
}"""
PLAIN = """(text) => {
  document.body.replaceChildren(Object.assign(document.createElement("textarea"), { value: text }));
}"""
SELECT_PLAIN = """([from, to]) => {
  const field = document.querySelector("textarea");
  field.focus();
  field.setSelectionRange(from, to);
}"""
DOUBTS = """() => Object.fromEntries(Array.from(document.querySelectorAll(".passage"), ({ dataset: { id, doubted } }) =>
  [id, doubted ? doubted.split(" ").map(Number) : []]))"""
SAVED = "() => document.querySelector('.saving').dataset.state === 'saved'"

Place = tuple[str, int]
"""A segment and a word in it, as it was at first."""


@dataclass(slots=True)
class _Count:
    strokes: int = 0
    letters: int = 0
    clicks: int = 0
    plays: int = 0

    def effort(self) -> Effort:
        return Effort(self.strokes, self.letters, self.clicks, self.plays)


@dataclass(slots=True)
class Words:
    """The words as they stand, and where a word of the first state is now."""

    by_segment: dict[str, list[str]]
    shifts: dict[str, int] = field(default_factory=dict)

    def change(self, hunk: Hunk) -> tuple[int, int, str]:
        """Change them; return what is to be selected in the segment's text as it was, and what is to be typed."""
        words = self.by_segment[hunk.segment_id]
        shift = self.shifts.get(hunk.segment_id, 0)
        first, last = hunk.first + shift, hunk.last + shift
        start, end = len(" ".join([*words[:first], ""]) if first else ""), len(" ".join(words[:last]))
        typed = " ".join(hunk.words)
        if first == last:  # Words come in between: with a space of their own.
            start = end = len(" ".join(words[:first]))
            typed = f" {typed}" if first else f"{typed} "
        elif not typed:  # With the space before them, or after them at the beginning.
            start = len(" ".join(words[:first]))
            end = end if first else min(end + 1, len(" ".join(words)))
        words[first:last] = hunk.words
        self.shifts[hunk.segment_id] = shift + len(hunk.words) - (hunk.last - hunk.first)
        return start, end, typed


def correct_in_editor(page: Page, order: Correcting) -> Effort:
    """Correct in the editor, its sound playing, and wait until everything is saved."""
    page.goto(order.edit)
    page.wait_for_function("() => window.muragatBench?.readyMs")
    doubts = _Doubts(page.evaluate(DOUBTS))
    words = Words({each: text.split() for each, text in words_of(order.srt).items()})
    count = _Count()
    before: Place | None = None
    for hunk in order.hunks:
        _press(page, count, "F8", plays=1)
        start, end, typed = words.change(hunk)
        page.evaluate(SELECT, [hunk.segment_id, start, end])
        doubtful = doubts.steps(before, hunk)
        near = _near(before, hunk)
        if doubtful and doubtful <= NEAR_DOUBTS:
            count.strokes += doubtful + _extending(hunk)
        elif near is not None:
            count.strokes += near + _selecting(hunk)
        else:
            count.clicks += 1
            count.strokes += _extending(hunk)
        doubts.settle(hunk)
        _type(page, count, typed)
        _press(page, count, "F9")
        _press(page, count, "F8", plays=1)
        before = (hunk.segment_id, hunk.last)
    page.keyboard.press("F8")
    page.evaluate("() => document.activeElement.blur()")
    page.wait_for_function(SAVED)
    return count.effort()


def correct_plainly(page: Page, order: Correcting) -> tuple[Effort, str]:
    """Correct the SRT in a plain field; the player is another window. Returns what stands there at the end, too."""
    page.goto("about:blank")
    page.evaluate(PLAIN, order.srt)
    words = Words({each: text.split() for each, text in words_of(order.srt).items()})
    count = _Count()
    before: Place | None = None
    for hunk in order.hunks:
        count.strokes += 2 + 1 + 2  # Alt+Tab to the player, Space, Alt+Tab back.
        count.plays += 1
        _, offsets = subrip(order.srt, words.by_segment)
        start, end, typed = words.change(hunk)
        page.evaluate(SELECT_PLAIN, [offsets[hunk.segment_id] + start, offsets[hunk.segment_id] + end])
        near = _near(before, hunk)
        if near is not None:
            count.strokes += near + _selecting(hunk)
        else:
            count.clicks += 1
            count.strokes += _extending(hunk)
        _type(page, count, typed)
        count.strokes += 2 + 1 + 1 + 2  # Alt+Tab, back a little, Space, Alt+Tab.
        count.plays += 1
        before = (hunk.segment_id, hunk.last)
    count.strokes += 2  # Ctrl+S
    return count.effort(), str(page.evaluate("() => document.querySelector('textarea').value"))


class _Doubts:
    """Which words the editor's key for the next doubtful word goes to."""

    def __init__(self, doubted: Mapping[str, list[int]]) -> None:
        self._order = {segment_id: number for number, segment_id in enumerate(doubted)}
        self._left = [(segment_id, place) for segment_id, places in doubted.items() for place in places]

    def steps(self, before: Place | None, hunk: Hunk) -> int | None:
        """Return how often the key is pressed to come to a hunk's first word, ``None`` where it is not doubted."""
        target = (hunk.segment_id, hunk.first)
        if target not in self._left or hunk.first == hunk.last:
            return None
        return sum(1 for each in self._left if self._after(before, each) and not self._after(target, each))

    def settle(self, hunk: Hunk) -> None:
        """Words that were typed are doubted no more."""
        gone = {(hunk.segment_id, place) for place in range(hunk.first, hunk.last)}
        self._left = [each for each in self._left if each not in gone]

    def _after(self, before: Place | None, each: Place) -> bool:
        if before is None:
            return True
        return (self._order[each[0]], each[1]) > (self._order[before[0]], before[1])


def _near(before: Place | None, hunk: Hunk) -> int | None:
    """Return how many keys lead to a hunk, Ctrl held and one arrow a word; ``None`` where it is too far for that."""
    if before is None or before[0] != hunk.segment_id or hunk.first - before[1] > NEAR_WORDS:
        return None
    return 1 + hunk.first - before[1]


def _selecting(hunk: Hunk) -> int:
    """Return how many keys select the words that go: Ctrl and Shift held, one arrow a word."""
    return 2 + hunk.last - hunk.first if hunk.last > hunk.first else 0


def _extending(hunk: Hunk) -> int:
    """Return how many keys select all words that go, where the first one is selected."""
    return 2 + hunk.last - hunk.first - 1 if hunk.last - hunk.first > 1 else 0


def _press(page: Page, count: _Count, key: str, plays: int = 0) -> None:
    page.keyboard.press(key)
    count.strokes += 1
    count.plays += plays


def _type(page: Page, count: _Count, typed: str) -> None:
    if typed:
        page.keyboard.type(typed)
    else:
        page.keyboard.press("Delete")
    pressed = sum(_strokes(typed)) if typed else 1
    count.strokes += pressed
    count.letters += pressed


def _strokes(typed: str) -> Iterator[int]:
    """Yield for each character how many keys write it: Shift is one."""
    return (2 if character.isupper() or character in '?!:"()' else 1 for character in typed)
