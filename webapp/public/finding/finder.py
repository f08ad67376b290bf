"""The index as a process keeps it in memory to search: which programmes have a word, a fact, a date.

The words stay on disk, in pages that all processes share. What is known of the programmes is read once an index, and
serves every request, of several threads, until another index is there.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from webapp.edition.catalogue import FacetKind
from webapp.edition.fold import fold, folded_word
from webapp.edition.index import words_name
from webapp.edition.layout import Layout
from webapp.edition.signatures import BLOCK_WORDS, bits_of
from webapp.edition.words import LINE, NAMED, Words, no_words, read_words
from webapp.public.finding.query import Term
from webapp.public.finding.spelling import IN_BYTES, Letters, Spelling

FEW_WORDS = 64
"""Up to so many words are gone through one by one."""

AT_ONCE = 1 << 17
"""Letters of the vocabulary at a time: as many as a processor has at hand."""
MASKED = 3
"""Letters of a needle that are compared everywhere; the others only where those are found."""
KEPT_TERMS = 1 << 8
"""Of each some 30 kB in an archive of ten thousand programmes."""

Mask = npt.NDArray[np.bool_]
"""Which programmes, by their numbers: shape (`Finder.size`,)."""
Indices = npt.NDArray[np.int64]
"""Of words, ascending: shape (words,)."""
Places = npt.NDArray[np.int64]
"""Of bytes in the vocabulary or a part of it: shape (places,)."""


@dataclass(frozen=True)
class Facet:
    """The values of one kind, and which programme has which."""

    values: tuple[str, ...]
    folded: tuple[str, ...]
    programmes: npt.NDArray[np.int64]
    """Programme numbers: shape (pairs of programme and value,)."""
    value_numbers: npt.NDArray[np.int64]
    """Shape as ``programmes``."""

    def counts(self, found: Mask) -> npt.NDArray[np.int64]:
        """Return how many of the programmes have each value: shape (values,)."""
        return np.bincount(self.value_numbers[found[self.programmes]], minlength=len(self.values))


@dataclass(frozen=True)
class Having:
    """Which programmes have a term. Others see the same masks: they are not to be changed."""

    typed: Mask
    """As it is typed."""
    either: Mask
    """As it is typed or in another spelling."""
    named: Mask
    """In their facts, in any spelling."""


class _Vocabulary:
    """The words of an index, and which programmes have them."""

    def __init__(self, words: Words, size: int) -> None:
        self._words = words
        self._size = size
        self._named = words.beginning(NAMED)

    def having(self, term: Term) -> Having:
        """Return which programmes have a term.

        Of a phrase only that each of its words is there: whether they follow each other stands in no index.
        """
        as_typed, *others = term.spellings
        typed, named = self._spelt(term, as_typed)
        either = typed.copy()
        for spelling in others:
            with_it, named_with_it = self._spelt(term, spelling)
            either |= with_it
            named |= named_with_it
        return Having(typed, either, named)

    def _spelt(self, term: Term, spelling: Spelling) -> tuple[Mask, Mask]:
        spelt, letters = spelling.encoded, spelling.letters
        if not term.is_phrase:
            looked = self._beginning if spelling.at_word_start else self._inside
            return self._programmes(looked(spelt, letters))
        *whole, last = spelt.split(b" ")
        found, named = self._programmes(self._beginning(last, letters))
        for word in whole:
            also, also_named = self._programmes(self._equal(word, letters))
            found &= also
            named &= also_named
        return found, named

    def _inside(self, spelt: bytes, letters: Letters) -> Indices:
        """Return which words have some letters anywhere."""
        return self._scanned((spelt,), spelt, letters)

    def _beginning(self, spelt: bytes, letters: Letters) -> Indices:
        """Return which words begin with some letters."""
        if letters is not Letters.WRITTEN:
            return self._scanned((LINE + spelt, NAMED + spelt), spelt, letters)
        ranges = self._words.beginning(spelt), self._words.beginning(NAMED + spelt)
        return np.concatenate([np.arange(each.start, each.stop) for each in ranges])

    def _equal(self, spelt: bytes, letters: Letters) -> Indices:
        """Return which words are these letters."""
        if letters is not Letters.WRITTEN:
            return self._scanned((LINE + spelt + LINE, NAMED + spelt + LINE), spelt, letters)
        words = self._words
        places = ((words.index_of(word), word) for word in (spelt, NAMED + spelt))
        return np.array([at for at, word in places if at < len(words) and words.word(at) == word], np.int64)

    def _scanned(self, needles: tuple[bytes, ...], spelt: bytes, letters: Letters) -> Indices:
        """Return which words have one of the needles: bytes of the vocabulary, line feeds among them.

        :param spelt: that stands in each of the needles.
        """
        begins, ends = self._runs(bits_of(spelt))
        # Each run begins and ends with a line feed, so that nothing is found over the edge of two.
        text = b"".join([self._words.vocabulary[each].data for each in map(slice, begins.tolist(), ends.tolist())])
        if letters is not Letters.WRITTEN:
            text = IN_BYTES[letters](text)
        places = np.concatenate([places_of(needle, text) for needle in needles])
        joined = np.cumsum(ends - begins) - (ends - begins)
        run = np.searchsorted(joined, places, side="right") - 1
        # Of a needle that begins with a line feed, the next byte is the word's first.
        inside = places - joined[run] + begins[run] + (needles[0][:1] == LINE)
        return np.unique(np.searchsorted(self._words.starts, inside.astype(np.uint32), side="right") - 1)

    def _runs(self, bits: list[int]) -> tuple[Places, Places]:
        """Return where in the vocabulary those blocks begin and end in which all bits are set.

        Blocks beside each other are one run, from the line feed before its first word to that behind its last.
        """
        signatures, starts = self._words.signatures, self._words.starts
        blocks = np.arange(len(signatures))
        for bit in bits:
            blocks = blocks[signatures[blocks, bit >> 3] & (0x80 >> (bit & 7)) != 0]
        edges = np.flatnonzero(np.diff(blocks, prepend=-2, append=len(signatures) + 1) > 1)
        first, last = blocks[edges[:-1]], blocks[edges[1:] - 1]
        begins, ends = starts[first * BLOCK_WORDS], starts[np.minimum((last + 1) * BLOCK_WORDS, len(self._words))]
        return begins.astype(np.int64) - len(LINE), ends.astype(np.int64)

    def _programmes(self, indices: Indices) -> tuple[Mask, Mask]:
        """Return which programmes have one of the words, and which are named by one."""
        is_named = (indices >= self._named.start) & (indices < self._named.stop)
        return self._mask(indices[~is_named]), self._mask(indices[is_named])

    def _mask(self, indices: Indices) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        starts, ends = self._words.posting_starts[indices], self._words.posting_starts[indices + 1]
        postings = self._words.postings
        if len(indices) <= FEW_WORDS:
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                mask[postings[start:end]] = True
            return mask
        lengths = (ends - starts).astype(np.int64)
        before = np.cumsum(lengths) - lengths
        mask[postings[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]] = True
        return mask


class Finder:
    """One index to search. Nothing in it changes."""

    def __init__(self, connection: sqlite3.Connection, words: Words) -> None:
        rows = connection.execute(
            "SELECT number, programme_id, date FROM programme ORDER BY date DESC, programme_id"
        ).fetchall()
        self.order = np.array([row["number"] for row in rows], np.int64)
        """Programme numbers, the last aired or published first."""
        self.size = int(self.order.max(initial=-1)) + 1
        self.numbers: dict[str, int] = {row["programme_id"]: row["number"] for row in rows}
        self.first_days = self._days(rows, "0")
        """By number, the first day that a programme's date may mean, as 20240517; 0 without a date."""
        self.last_days = self._days(rows, "9")
        self.facets = _facets(connection)
        # Nothing that it remembers leads back to the finder: it goes, and the file of words with it, once it is let go.
        self.having = lru_cache(maxsize=KEPT_TERMS)(_Vocabulary(words, self.size).having)
        """`_Vocabulary.having`, remembered: people ask for the same words, and for the commonest, which cost most."""

    @property
    def public(self) -> Mask:
        """Return which numbers are a programme's."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.order] = True
        return mask

    def _days(self, rows: list[sqlite3.Row], filling: str) -> npt.NDArray[np.int64]:
        days = np.zeros(self.size, np.int64)
        for row in rows:
            if row["date"]:
                days[row["number"]] = day_number(row["date"], filling)
        return days


def places_of(needle: bytes, text: bytes, at_once: int = AT_ONCE) -> Places:
    """Return where a needle stands in a text: one step a letter of it, however often it stands there.

    :param at_once: letters of the text at a time.
    """
    letters = np.frombuffer(text, np.uint8)
    last = len(letters) - len(needle) + 1
    found = [np.zeros(0, np.int64)]
    for start in range(0, last, at_once):
        end = min(start + at_once, last)
        here = letters[start:end] == needle[0]
        for place, letter in enumerate(needle[1:MASKED], 1):
            here &= letters[start + place : end + place] == letter
        found.append(np.flatnonzero(here) + start)
    places = np.concatenate(found)
    for place, letter in enumerate(needle[MASKED:], MASKED):
        if not len(places):
            break
        places = places[letters[places + place] == letter]
    return places


def day_number(date: str, filling: str) -> int:
    """Return ``20240517`` of a date; what a year or a month leaves open is filled with a digit."""
    return int(date.replace("-", "").ljust(8, filling))


def _facets(connection: sqlite3.Connection) -> dict[FacetKind, Facet]:
    # The numbers of a value in one text: a hundred thousand rows would take a third of a second.
    rows = connection.execute(
        "SELECT kind, value, group_concat(number) FROM facet GROUP BY kind, value ORDER BY kind, value"
    ).fetchall()
    return {kind: _facet([(row[1], row[2]) for row in rows if row[0] == kind]) for kind in FacetKind}


def _facet(values: list[tuple[str, str]]) -> Facet:
    """Return a facet of its values, each with the numbers of its programmes."""
    programmes = [np.array(numbers.split(","), np.int64) for _, numbers in values]
    return Facet(
        values=tuple(value for value, _ in values),
        folded=tuple(fold(value) for value, _ in values),
        programmes=np.concatenate([np.zeros(0, np.int64), *programmes]),
        value_numbers=np.repeat(np.arange(len(values)), [len(each) for each in programmes]),
    )


class _Kept:
    """The last index that was searched, for the next request that finds the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: tuple[Layout, str, frozenset[str]] | None = None
        self._finder: Finder | None = None

    def get(self, layout: Layout, connection: sqlite3.Connection) -> Finder:
        with self._lock:  # Others wait: to read it twice at once takes twice the memory and no less time.
            of = _named_by(layout, connection)
            if self._finder is None or self._of != of:
                words = read_words(layout.words_path(of[1])) if of[1] else no_words()
                self._finder, self._of = Finder(connection, words), of
            return self._finder

    def let_go_of_others(self, layout: Layout, connection: sqlite3.Connection) -> None:
        if self._of is not None and self._of != _named_by(layout, connection):
            with self._lock:
                self._of = self._finder = None
            folded_word.cache_clear()


def _named_by(layout: Layout, connection: sqlite3.Connection) -> tuple[Layout, str, frozenset[str]]:
    return layout, words_name(connection), frozenset(layout.blocked_programmes())


_kept = _Kept()


def finder(layout: Layout, connection: sqlite3.Connection) -> Finder:
    """Return the finder of an index.

    :raises FileNotFoundError: the index has been replaced since it was opened.
    """
    return _kept.get(layout, connection)


def let_go_of_replaced(layout: Layout, connection: sqlite3.Connection) -> None:
    """Keep no words of another index than this one, nor any from before the last withdrawal."""
    _kept.let_go_of_others(layout, connection)
