"""What was heard, as evidence: the words that count, in sentences short enough to point at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media.language import UNDETERMINED
from media.records import Span
from transcribe.linking.numerals.numbers import Number, find_numbers
from transcribe.linking.tokens import Token, tokens_of
from transcribe.records import Doubt, Segment, Word

NOT_HEARD = frozenset((Doubt.NO_SPEECH, Doubt.LOOP, Doubt.INVENTED, Doubt.GAP))
"""Doubts about a whole segment that make its words no evidence; a person's words have none of them."""
LONGEST_MS = 12_000
"""A sentence that lasts longer is cut between words."""
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of heard words: [first, end) of `Heard.words`."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of a programme that were spoken, all in one list."""

    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    """`Token.word` is the index in ``words``."""
    numbers: tuple[Number, ...]
    """`Number.first` and `Number.last` are indexes in ``tokens``."""
    speakers: tuple[str | None, ...]
    """Who says each word, as the transcript calls them; shape (words,)."""
    languages: tuple[str, ...]
    """Primary subtag of each sentence's language; shape (sentences,)."""

    def text(self, first: int, end: int) -> str:
        return " ".join(word.text for word in self.words[first:end])

    def probability(self, word: int) -> float:
        """Return how sure the recogniser was of a word; a word of a script or a person is sure."""
        probability = self.words[word].probability
        return 1.0 if probability is None else probability

    def span(self, first: int, end: int) -> Span:
        """Return the time of the words [first, end), of which there is at least one."""
        start_ms = self.words[first].start_ms
        return Span(start_ms, max(start_ms, *(word.end_ms for word in self.words[first:end])))


def gather(segments: Sequence[Segment], language: str) -> Heard:
    """Return what may bear out a claim: no words that were not spoken, none that a machine made up over music.

    :param language: of the programme, a BCP 47 tag, for segments that have none of their own.
    """
    words: list[Word] = []
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    numbers: list[Number] = []
    speakers: list[str | None] = []
    languages: list[str] = []
    for segment in segments:
        if NOT_HEARD.intersection(segment.doubts):
            continue
        heard = segment.heard_words
        new_sentences = [Sentence(len(words) + first, len(words) + end) for first, end in _sentences(heard)]
        new = [replace(token, word=token.word + len(words)) for token in tokens_of([word.text for word in heard])]
        numbers += [_moved(number, len(tokens)) for number in find_numbers(new, _primary(segment, language))]
        sentences += new_sentences
        words += heard
        tokens += new
        speakers += [segment.speaker] * len(heard)
        languages += [_primary(segment, language)] * len(new_sentences)
    return Heard(tuple(words), tuple(sentences), tuple(tokens), tuple(numbers), tuple(speakers), tuple(languages))


def _primary(segment: Segment, language: str) -> str:
    tag = language if segment.language in (None, UNDETERMINED) else segment.language
    return str(tag).split("-", maxsplit=1)[0]


def _moved(number: Number, offset: int) -> Number:
    return replace(number, first=number.first + offset, last=number.last + offset)


def _sentences(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    first = 0
    for index, word in enumerate(words):
        if SENTENCE_END.search(word.text) or index == len(words) - 1:
            yield from _short_enough(words, first, index + 1)
            first = index + 1


def _short_enough(words: Sequence[Word], first: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in parts of at most `LONGEST_MS`, cut at its longest silences, never within a word."""
    if words[end - 1].end_ms - words[first].start_ms <= LONGEST_MS or end - first == 1:
        yield first, end
        return
    middle = (words[first].start_ms + words[end - 1].end_ms) / 2
    cut = max(
        range(first + 1, end),
        key=lambda at: (
            words[at].start_ms - words[at - 1].end_ms - abs(words[at].start_ms - middle) / LONGEST_MS * 1000,
            -abs(words[at].start_ms - middle),
        ),
    )
    yield from _short_enough(words, first, cut)
    yield from _short_enough(words, cut, end)
