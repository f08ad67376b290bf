"""How far a transcript is from its reference: word and character error rates, and how far its word times are off."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from media.records import Span
from transcribe.normalise import Spoken, spoken, without_remarks
from transcribe.scoring.same_numbers import numbers_as_in


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of a hypothesis, after both texts were made comparable (`compare`)."""

    wer: float
    """Word errors by words of the reference; above 1 where more was put in than there was to say.

    An empty reference counts as one word, so that silence heard as silence is 0 and every invented word costs 1.
    """
    cer: float
    """The same by characters, one space between words."""
    reference_words: int
    hypothesis_words: int
    substitutions: int
    insertions: int
    deletions: int


@dataclass(frozen=True, slots=True)
class TimeError:
    """How far word times are from the reference's: starts and ends together, of the words that were heard right."""

    median_ms: float
    within_95_ms: float
    """95 % of the times are at most so far off."""
    words: int
    """That both have, with times on both sides."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring words that agree, or that do not: where they stand on a `Comparison`'s two sides."""

    agrees: bool
    reference: slice
    hypothesis: slice


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts, word by word."""

    reference: tuple[Spoken, ...]
    hypothesis: tuple[Spoken, ...]
    """Its numbers in the form of the reference where they are the same."""
    stretches: tuple[Stretch, ...]
    """In order; together they are both texts."""

    def score(self) -> Score:
        wrong = [stretch for stretch in self.stretches if not stretch.agrees]
        sizes = [(_length(stretch.reference), _length(stretch.hypothesis)) for stretch in wrong]
        true_text, heard_text = (" ".join(word.text for word in side) for side in (self.reference, self.hypothesis))
        return Score(
            wer=_rate(sum(map(max, sizes)), self.reference),
            cer=_rate(Levenshtein.distance(true_text, heard_text), true_text),
            reference_words=len(self.reference),
            hypothesis_words=len(self.hypothesis),
            substitutions=sum(map(min, sizes)),
            insertions=sum(max(0, heard - true) for true, heard in sizes),
            deletions=sum(max(0, true - heard) for true, heard in sizes),
        )


def score(reference: str, hypothesis: str, language: str) -> Score:
    """Compare a hypothesis with its reference.

    :param language: of both texts, a BCP 47 tag; ``und`` where it is unknown.
    """
    true, heard = (without_remarks(text).split() for text in (reference, hypothesis))
    return compare(true, heard, language).score()


def compare(reference: Sequence[str], hypothesis: Sequence[str], language: str) -> Comparison:
    """Compare the words of two texts as they are spoken (`spoken`), with as few errors as possible."""
    true = spoken(reference, language)
    heard = numbers_as_in(true, spoken(hypothesis, language), language)
    edits = Levenshtein.opcodes([word.text for word in true], [word.text for word in heard])
    stretches = (
        Stretch(edit.tag == "equal", slice(edit.src_start, edit.src_end), slice(edit.dest_start, edit.dest_end))
        for edit in edits
    )
    return Comparison(true, heard, tuple(stretches))


def time_error(
    comparison: Comparison, reference: Sequence[Span | None], hypothesis: Sequence[Span | None]
) -> TimeError | None:
    """Return how far the times of a hypothesis are off, ``None`` where no word has times on both sides.

    :param reference: of each word of the text that was compared, ``None`` where its time is unknown.
    :param hypothesis: likewise.
    """
    pairs = list(_timed_pairs(comparison, reference, hypothesis))
    if not pairs:
        return None
    errors = [error for true, heard in pairs for error in (heard.start_ms - true.start_ms, heard.end_ms - true.end_ms)]
    median_ms, within_95_ms = np.quantile(np.abs(errors), (0.5, 0.95))
    return TimeError(float(median_ms), float(within_95_ms), len(pairs))


def _timed_pairs(
    comparison: Comparison, reference: Sequence[Span | None], hypothesis: Sequence[Span | None]
) -> Iterator[tuple[Span, Span]]:
    """A word of several spoken ones counts once: it has one time."""
    before: tuple[int, int] | None = None
    for stretch in comparison.stretches:
        if not stretch.agrees:
            continue
        matches = zip(comparison.reference[stretch.reference], comparison.hypothesis[stretch.hypothesis], strict=True)
        for true, heard in matches:
            spans = _span(reference, true), _span(hypothesis, heard)
            if spans[0] and spans[1] and before != (true.last, heard.last):
                yield spans[0], spans[1]
            before = (true.last, heard.last)


def _span(times: Sequence[Span | None], word: Spoken) -> Span | None:
    first, last = times[word.first], times[word.last]
    return Span(first.start_ms, max(first.start_ms, last.end_ms)) if first and last else None


def _length(place: slice) -> int:
    return int(place.stop - place.start)


def _rate(errors: int, reference: Sequence[Hashable]) -> float:
    return errors / max(1, len(reference))
