"""The words around what was found in one programme, and their second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from webapp.edition.passages import NO_TIME, PartKind, Passages
from webapp.public.finding.query import Term
from webapp.public.finding.spelling import IN_BYTES, Letters, Spelling

HITS_EACH = 4
SNIPPET_BEFORE = 8
SNIPPET_AFTER = 16
"""Words shown before and after the first that was found."""
ANCHORS = 64
"""How many places are weighed for each term: the best four of them are shown."""

MIXED_KINDS = (PartKind.TRANSCRIPT, PartKind.SUMMARY, PartKind.TRANSLATION)

IS_BETWEEN = np.isin(np.arange(256), list(b" \n"))
"""Which bytes stand between two folded words."""

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
        self._written = {Letters.WRITTEN: folded}

    def has(self, term: Term) -> bool:
        """Return whether a term stands here, in one spelling or another."""
        return any(True for _ in self.occurrences(term.spellings))

    def has_typed(self, term: Term) -> bool:
        """Return whether a term stands here as it was typed."""
        return any(True for _ in self.occurrences(term.spellings[:1]))

    def occurrences(self, spellings: Sequence[Spelling]) -> Iterator[tuple[int, int]]:
        """Yield where one of the spellings begins and ends."""
        for spelling in spellings:
            text, spelt = self._in(spelling.letters), spelling.encoded
            place = text.find(spelt)
            while place >= 0:
                if not spelling.at_word_start or place == 0 or text[place - 1] in b" \n":
                    yield place, place + len(spelt)
                place = text.find(spelt, place + 1)

    def _in(self, letters: Letters) -> bytes:
        if letters not in self._written:
            self._written[letters] = IN_BYTES[letters](self._written[Letters.WRITTEN])
        return self._written[letters]


@dataclass(frozen=True)
class Standing:
    """Where a term stands: numbers of words."""

    first: Places
    """The first word of each occurrence."""
    beginning: Places
    """Those of ``first`` that the term begins."""
    whole: Places
    """Those of ``beginning`` where it ends with a word too."""
    touched: Places
    """All words that an occurrence touches."""


class Opened:
    """The passages of one programme, with what is needed to say where terms stand."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        self._folded = FoldedText(passages.folded)
        self._starts = passages.word_starts()

    def standing(self, term: Term) -> Standing:
        """Return where a term stands."""
        letters = np.frombuffer(self.passages.folded, np.uint8)
        at = np.array(list(self._folded.occurrences(term.spellings)), np.int64).reshape(-1, 2)
        begins, ends = at[:, 0], at[:, 1]
        first = np.searchsorted(self._starts, begins, side="right") - 1
        begins_word = (begins == 0) | IS_BETWEEN[letters[begins - 1]]
        is_whole = begins_word & IS_BETWEEN[letters[ends]]
        last = np.searchsorted(self._starts, ends - 1, side="right") - 1
        touched = [first + step for step in range(int((last - first).max(initial=0)) + 1)]
        return Standing(
            first=np.unique(first),
            beginning=np.unique(first[begins_word]),
            whole=np.unique(first[is_whole]),
            touched=np.unique(np.concatenate([words[words <= last] for words in touched])),
        )


def hits(opened: Opened, terms: Sequence[Term], speakers: frozenset[str]) -> tuple[tuple[Hit, ...], int]:
    """Return the best hits of one term or more; at most `HITS_EACH`.

    First those with most of the terms near each other, of these first the words themselves, then words that begin so,
    then words that have the letters inside. One at least is of what is said, of the summary, of a translation, where
    these have one; no words are shown twice, and no two hits begin in one second. Facts are left out: lists show them.

    :param speakers: of whom words are wanted, where there are some.
    :return: also at how many words a term stands, facts left out.
    """
    passages = opened.passages
    places = [opened.standing(term) for term in terms]
    found = np.unique(np.concatenate([each.touched for each in places]))
    anchors = np.unique(np.concatenate([_spread(words) for each in places for words in (each.first, each.whole)]))
    parts = passages.parts
    firsts = np.unique(np.concatenate([each.first for each in places]))
    part_of_firsts = np.searchsorted([part.first_word for part in parts], firsts, side="right") - 1
    count = sum(parts[part].kind is not PartKind.FACTS for part in part_of_firsts.tolist())
    part_of = np.searchsorted([part.first_word for part in parts], anchors, side="right") - 1
    shown = [parts[part].kind is not PartKind.FACTS for part in part_of]
    anchors, part_of = anchors[shown], part_of[shown]
    said = np.array([parts[part].speaker in speakers for part in part_of], np.bool_)
    if speakers and said.any():
        anchors, part_of = anchors[said], part_of[said]
    ends = np.array([*(part.first_word for part in parts[1:]), len(passages)], np.int64)[part_of]
    near, exact = np.zeros(len(anchors), np.int64), np.zeros(len(anchors), np.int64)
    for each in places:
        last = np.minimum(anchors + SNIPPET_AFTER, ends)
        near += np.searchsorted(each.touched, anchors) < np.searchsorted(each.touched, last)
        exact = np.maximum(exact, _are_among(anchors, each.beginning) + _are_among(anchors, each.whole))
    ranked: list[int] = np.argsort(-(3 * near + exact), kind="stable").tolist()
    kind_of = [parts[part].kind for part in part_of.tolist()]
    first_of_kinds = [next((i for i in ranked if kind_of[i] is kind), None) for kind in MIXED_KINDS]
    begins = np.maximum(anchors - SNIPPET_BEFORE, [parts[part].first_word for part in part_of.tolist()])
    behind = np.minimum(anchors + SNIPPET_AFTER, ends)
    seconds = (passages.word_times()[anchors, 0] // 1000).tolist()
    chosen: list[int] = []
    for index in dict.fromkeys([*(i for i in first_of_kinds if i is not None), *ranked]):
        if len(chosen) == HITS_EACH:
            break
        is_apart = all(behind[index] <= begins[other] or behind[other] <= begins[index] for other in chosen)
        if is_apart and (seconds[index] < 0 or seconds[index] not in {seconds[other] for other in chosen}):
            chosen.append(index)
    chosen.sort(key=ranked.index)
    shown_hits = tuple(
        _hit(passages, int(anchors[index]), int(part_of[index]), int(ends[index]), found) for index in chosen
    )
    return shown_hits, count


def _are_among(words: Places, others: Places) -> Places:
    """Return 1 for each of the words that is among the others, and 0 for the rest: shape of ``words``."""
    if not len(others):
        return np.zeros(len(words), np.int64)
    places = np.minimum(np.searchsorted(others, words), len(others) - 1)
    among: Places = (others[places] == words).astype(np.int64)
    return among


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
