"""The words around what was found in one programme, and their second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from webapp.edition.alphabet import encode, key_bytes
from webapp.edition.passages import NO_TIME, PartKind, Passages
from webapp.public.finding.query import Term

HITS_EACH = 4
SNIPPET_BEFORE = 8
SNIPPET_AFTER = 16
"""Words shown before and after the first that was found."""
ANCHORS = 64
"""How many places are weighed for each term: the best four of them are shown."""

Places = npt.NDArray[np.int64]
"""Numbers of words, ascending: shape (words,)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were found, and those around them."""

    kind: PartKind
    pieces: tuple[tuple[str, bool], ...]
    """Text and whether it was found, in order; each word that was found is a piece of its own."""
    start_ms: int | None
    """When the first of them is said; ``None`` where it has no place in the sound."""
    end_ms: int | None
    """When the last of those found here ends."""
    speaker: str | None
    is_cut_before: bool
    is_cut_after: bool

    @property
    def words(self) -> str:
        """The words that were found."""
        return " ".join(text for text, is_found in self.pieces if is_found)


class FoldedText:
    """The folded words of one programme, in which terms are looked for."""

    def __init__(self, folded: bytes) -> None:
        self._folded = folded
        self._key: bytes | None = None

    def has(self, term: Term) -> bool:
        """Return whether a term stands here, in one spelling or another."""
        return any(True for _ in self.occurrences(term))

    def occurrences(self, term: Term) -> Iterator[tuple[int, int]]:
        """Yield where a term begins and ends, in any spelling."""
        for text, spelt, at_word_start in self._spellings(term):
            place = text.find(spelt)
            while place >= 0:
                if not at_word_start or place == 0 or text[place - 1] in b" \n":
                    yield place, place + len(spelt)
                place = text.find(spelt, place + 1)

    def _spellings(self, term: Term) -> Iterator[tuple[bytes, bytes, bool]]:
        yield self._folded, encode(term.text), term.at_word_start
        for key in term.keys:
            if self._key is None:
                self._key = key_bytes(self._folded)
            yield self._key, key.encode("ascii"), term.keys_at_word_start


class Opened:
    """The passages of one programme, with what is needed to say where terms stand."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        self._folded = FoldedText(passages.folded)
        self._starts = passages.word_starts()

    def places(self, term: Term) -> tuple[Places, Places]:
        """Return the first words of all occurrences, and all words that they touch."""
        at = np.array(list(self._folded.occurrences(term)), np.uint32).reshape(-1, 2)
        first = np.unique(np.searchsorted(self._starts, at[:, 0], side="right") - 1)
        if " " not in term.text:
            return first, first
        last = np.searchsorted(self._starts, at[:, 1] - 1, side="right") - 1
        begins = np.searchsorted(self._starts, at[:, 0], side="right") - 1
        touched = {word for begin, end in zip(begins, last, strict=True) for word in range(begin, end + 1)}
        return first, np.array(sorted(touched), np.int64)


def hits(opened: Opened, terms: Sequence[Term], speakers: frozenset[str]) -> tuple[Hit, ...]:
    """Return the best hits of one term or more, those with most of them near each other first; at most `HITS_EACH`.

    Facts are left out: a list shows them anyway.

    :param speakers: of whom words are wanted, where there are some.
    """
    passages = opened.passages
    places = [opened.places(term) for term in terms]
    found = np.unique(np.concatenate([touched for _, touched in places]))
    anchors = np.unique(np.concatenate([_spread(first) for first, _ in places]))
    parts = passages.parts
    part_of = np.searchsorted([part.first_word for part in parts], anchors, side="right") - 1
    shown = [parts[part].kind is not PartKind.FACTS for part in part_of]
    anchors, part_of = anchors[shown], part_of[shown]
    said = np.array([parts[part].speaker in speakers for part in part_of], np.bool_)
    if speakers and said.any():
        anchors, part_of = anchors[said], part_of[said]
    ends = np.array([*(part.first_word for part in parts[1:]), len(passages)], np.int64)[part_of]
    score = np.zeros(len(anchors), np.int64)
    for _, touched in places:
        last = np.minimum(anchors + SNIPPET_AFTER, ends)
        score += np.searchsorted(touched, anchors) < np.searchsorted(touched, last)
    chosen: list[int] = []
    for index in np.argsort(-score, kind="stable").tolist():
        if len(chosen) == HITS_EACH:
            break
        anchor = int(anchors[index])
        if all(abs(anchor - int(anchors[other])) >= SNIPPET_AFTER for other in chosen):
            chosen.append(index)
    return tuple(_hit(passages, int(anchors[index]), int(part_of[index]), int(ends[index]), found) for index in chosen)


def _hit(passages: Passages, anchor: int, part_number: int, part_end: int, found: Places) -> Hit:
    part = passages.parts[part_number]
    start, end = max(part.first_word, anchor - SNIPPET_BEFORE), min(part_end, anchor + SNIPPET_AFTER)
    marked = set(found[np.searchsorted(found, start) : np.searchsorted(found, end)].tolist())
    last = max((word for word in marked if word >= anchor), default=anchor)
    times = passages.word_times()
    start_ms, end_ms = int(times[anchor, 0]), int(times[last, 1])
    return Hit(
        kind=part.kind,
        pieces=_pieces(passages.words(start, end), {word - start for word in marked}),
        start_ms=None if start_ms == NO_TIME else start_ms,
        end_ms=None if NO_TIME in (start_ms, end_ms) else end_ms,
        speaker=part.speaker,
        is_cut_before=start > part.first_word,
        is_cut_after=end < part_end,
    )


def _pieces(words: list[str], marked: set[int]) -> tuple[tuple[str, bool], ...]:
    """Return the words that were found one by one, those between them in one."""
    pieces: list[tuple[str, bool]] = []
    between = 0
    for word in sorted(marked):
        if between < word:
            pieces.append((" ".join(words[between:word]), False))
        pieces.append((words[word], True))
        between = word + 1
    if between < len(words):
        pieces.append((" ".join(words[between:]), False))
    return tuple(pieces)


def _spread(places: Places) -> Places:
    """Return some of the places from all over the programme."""
    if len(places) <= ANCHORS:
        return places
    return places[np.linspace(0, len(places) - 1, ANCHORS).astype(np.int64)]
