"""The words that are said in a span, whose they are, and what they are in other languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from media.records import Span
from webapp.edition.records import EditionDocument, EditionSegment, EditionTranslation, EditionWord, Maker

AROUND_WORDS = 40
"""How many words before and after a quote it can be made to reach."""


@dataclass(frozen=True, slots=True)
class Translated:
    """What a quote is in another language; of whole passages, since translations are made passage by passage."""

    language: str
    maker: Maker
    machine: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Quoted words."""

    span: Span
    """From the first word's start to the last word's end."""
    segments: tuple[EditionSegment, ...]
    """With the quoted words alone."""
    translations: tuple[Translated, ...]
    before: tuple[EditionWord, ...]
    after: tuple[EditionWord, ...]

    @property
    def words(self) -> tuple[EditionWord, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Each once, in the order in which they speak."""
        return tuple(dict.fromkeys(segment.speaker for segment in self.segments if segment.speaker))


def find_passage(document: EditionDocument, span: Span) -> Passage | None:
    """Return the words whose middle lies in the span, or those that it touches; ``None`` where there are none."""
    segments = document.transcript.segments if document.transcript else ()
    near = [
        (at, each) for at, each in enumerate(segments) if each.start_ms <= span.end_ms and each.end_ms >= span.start_ms
    ]
    quoted = _within(near, lambda word: span.start_ms <= (word.start_ms + word.end_ms) / 2 <= span.end_ms)
    quoted = quoted or _within(near, lambda word: Span(word.start_ms, word.end_ms).overlap_ms(span) > 0)
    if not quoted:
        return None
    (from_at, first), (to_at, last) = quoted[0], quoted[-1]
    start, end = first.words[0], last.words[-1]
    exact = Span(start.start_ms, max(end.end_ms, start.start_ms + 1))
    earlier = (word for at in range(from_at, -1, -1) for word in reversed(segments[at].words))
    later = (word for at in range(to_at, len(segments)) for word in segments[at].words)
    before = list(islice((word for word in earlier if word.start_ms < start.start_ms), AROUND_WORDS))
    return Passage(
        span=exact,
        segments=tuple(segment for _, segment in quoted),
        translations=tuple(_translated(document.translations, exact)),
        before=tuple(reversed(before)),
        after=tuple(islice((word for word in later if word.start_ms > end.start_ms), AROUND_WORDS)),
    )


Placed = tuple[int, EditionSegment]
"""A segment and its number."""


def _within(near: list[Placed], is_meant: Callable[[EditionWord], bool]) -> list[Placed]:
    cut = ((at, dataclasses.replace(each, words=tuple(filter(is_meant, each.words)))) for at, each in near)
    return [(at, segment) for at, segment in cut if segment.words]


def _translated(translations: tuple[EditionTranslation, ...], span: Span) -> Iterator[Translated]:
    for each in translations:
        said = [part.text for part in each.segments if Span(part.start_ms, part.end_ms).overlap_ms(span) > 0]
        if said:
            yield Translated(each.language, each.maker, each.machine, " ".join(said))
