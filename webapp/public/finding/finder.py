"""The index as a process keeps it in memory to search: which programmes have a word, a fact, a date.

An archive of ten thousand programmes and a million distinct words takes some 30 MB, and as much again of the disk's
cache. It is read once an index and serves every request, of several threads, until another index is there.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from webapp.edition.alphabet import encode
from webapp.edition.catalogue import FacetKind
from webapp.edition.fold import fold
from webapp.edition.index import words_name
from webapp.edition.layout import Layout
from webapp.edition.words import LINE, Words, no_words, read_words
from webapp.public.finding.latin import keyed_bytes
from webapp.public.finding.query import Term

FEW_WORDS = 64
"""Up to so many words are gone through one by one."""

Mask = npt.NDArray[np.bool_]
"""Which programmes, by their numbers: shape (`Finder.size`,)."""


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


class Finder:
    """One index to search. Nothing in it changes."""

    def __init__(self, connection: sqlite3.Connection, words: Words) -> None:
        self._words = words
        rows = connection.execute(
            "SELECT number, programme_id, date, named FROM programme ORDER BY date DESC, programme_id"
        ).fetchall()
        self.order = np.array([row["number"] for row in rows], np.int64)
        """Programme numbers, the last aired or published first."""
        self.size = int(self.order.max(initial=-1)) + 1
        self.numbers: dict[str, int] = {row["programme_id"]: row["number"] for row in rows}
        self.first_days = self._days(rows, "0")
        """By number, the first day that a programme's date may mean, as 20240517; 0 without a date."""
        self.last_days = self._days(rows, "9")
        self._names = encode("".join(f"\n{row['named'].replace(chr(10), '  ')}" for row in rows)) + LINE
        self._name_starts = np.flatnonzero(np.frombuffer(self._names, np.uint8) == LINE[0])
        self.facets = _facets(connection)

    @property
    def public(self) -> Mask:
        """Return which numbers are a programme's."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.order] = True
        return mask

    def having(self, term: Term) -> tuple[Mask, Mask]:
        """Return which programmes have a term as it is typed, and which have it so or in another spelling.

        Of a phrase only that each of its words is there: whether they follow each other stands in no index.
        """
        typed = self._having(self._words.vocabulary, term.text, term)
        either = typed.copy()
        for key in term.keys:
            either |= self._having(self._keyed_vocabulary, key, term)
        return typed, either

    def named(self, term: Term) -> Mask:
        """Return which programmes have a term in their facts."""
        mask = np.zeros(self.size, np.bool_)
        for names, text in ((self._names, term.text), *((self._keyed_names, key) for key in term.keys)):
            places = _places(names, encode(text), (LINE, b" ") if term.at_word_start else ())
            mask[self.order[np.searchsorted(self._name_starts, places, side="right") - 1]] = True
        return mask

    def _having(self, vocabulary: bytes, text: str, term: Term) -> Mask:
        if not term.is_phrase:
            return self._programmes(_places(vocabulary, encode(text), (LINE,) if term.at_word_start else ()))
        *whole, last = (encode(word) for word in text.split())
        mask = self._programmes(_places(vocabulary, last, (LINE,)))
        for word in whole:
            mask &= self._programmes(_places(vocabulary, word + LINE, (LINE,)))
        return mask

    def _programmes(self, places: npt.NDArray[np.int64]) -> Mask:
        """Return which programmes have a word that stands at one of the places of the vocabulary."""
        mask = np.zeros(self.size, np.bool_)
        words = np.unique(np.searchsorted(self._words.starts, places.astype(np.uint32), side="right") - 1)
        starts, ends = self._words.posting_starts[words], self._words.posting_starts[words + 1]
        postings = self._words.postings
        if len(words) <= FEW_WORDS:
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                mask[postings[start:end]] = True
            return mask
        lengths = (ends - starts).astype(np.int64)
        before = np.cumsum(lengths) - lengths
        mask[postings[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]] = True
        return mask

    @cached_property
    def _keyed_vocabulary(self) -> bytes:
        return keyed_bytes(self._words.vocabulary)

    @cached_property
    def _keyed_names(self) -> bytes:
        return keyed_bytes(self._names)

    def _days(self, rows: list[sqlite3.Row], filling: str) -> npt.NDArray[np.int64]:
        days = np.zeros(self.size, np.int64)
        for row in rows:
            if row["date"]:
                days[row["number"]] = day_number(row["date"], filling)
        return days


def day_number(date: str, filling: str) -> int:
    """Return ``20240517`` of a date; what a year or a month leaves open is filled with a digit."""
    return int(date.replace("-", "").ljust(8, filling))


def _places(text: bytes, term: bytes, before: tuple[bytes, ...]) -> npt.NDArray[np.int64]:
    """Return where a term stands: shape (places,), ascending.

    :param before: what must stand right before it; nothing: anything may.
    """
    needles = [head + term for head in before] or [term]
    found = [np.fromiter(_each_place(text, needle), np.int64) + len(needle) - len(term) for needle in needles]
    return np.sort(np.concatenate(found))


def _each_place(text: bytes, needle: bytes) -> Iterator[int]:
    place = text.find(needle)
    while place >= 0:
        yield place
        place = text.find(needle, place + 1)


def _facets(connection: sqlite3.Connection) -> dict[FacetKind, Facet]:
    rows: Iterable[Any] = connection.execute("SELECT kind, value, number FROM facet ORDER BY kind, value")
    found = {FacetKind(kind): _facet([(row[1], row[2]) for row in group]) for kind, group in groupby(rows, _kind)}
    return {kind: found.get(kind) or _facet([]) for kind in FacetKind}


def _kind(row: tuple[str, str, int]) -> str:
    return row[0]


def _facet(pairs: list[tuple[str, int]]) -> Facet:
    values = {value: number for number, value in enumerate(dict.fromkeys(value for value, _ in pairs))}
    return Facet(
        values=tuple(values),
        folded=tuple(map(fold, values)),
        programmes=np.array([number for _, number in pairs], np.int64),
        value_numbers=np.array([values[value] for value, _ in pairs], np.int64),
    )


class _Kept:
    """The last index that was searched, for the next request that finds the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: tuple[Layout, str] | None = None
        self._finder: Finder | None = None

    def get(self, layout: Layout, connection: sqlite3.Connection) -> Finder:
        of = (layout, words_name(connection))
        with self._lock:  # Others wait: to read it twice at once takes twice the memory and no less time.
            if self._finder is None or self._of != of:
                words = read_words(layout.words_path(of[1])) if of[1] else no_words()
                self._finder, self._of = Finder(connection, words), of
            return self._finder


_kept = _Kept()


def finder(layout: Layout, connection: sqlite3.Connection) -> Finder:
    """Return the finder of an index.

    :raises FileNotFoundError: the index has been replaced since it was opened.
    """
    return _kept.get(layout, connection)
