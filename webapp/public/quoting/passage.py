"""The words that are said in a span, whose they are, and what they are in other languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
    quoted = _within(segments, lambda word: span.start_ms <= (word.start_ms + word.end_ms) / 2 <= span.end_ms)
    quoted = quoted or _within(segments, lambda word: Span(word.start_ms, word.end_ms).overlap_ms(span) > 0)
    if not quoted:
        return None
    first, last = quoted[0].words[0], quoted[-1].words[-1]
    exact = Span(first.start_ms, max(last.end_ms, first.start_ms + 1))
    words = [word for segment in segments for word in segment.words]
    return Passage(
        span=exact,
        segments=quoted,
        translations=tuple(_translated(document.translations, exact)),
        before=tuple([word for word in words if word.start_ms < first.start_ms][-AROUND_WORDS:]),
        after=tuple([word for word in words if word.start_ms > last.start_ms][:AROUND_WORDS]),
    )


def _within(
    segments: tuple[EditionSegment, ...], is_meant: Callable[[EditionWord], bool]
) -> tuple[EditionSegment, ...]:
    cut = (dataclasses.replace(each, words=tuple(filter(is_meant, each.words))) for each in segments)
    return tuple(segment for segment in cut if segment.words)


def _translated(translations: tuple[EditionTranslation, ...], span: Span) -> Iterator[Translated]:
    for each in translations:
        said = [part.text for part in each.segments if Span(part.start_ms, part.end_ms).overlap_ms(span) > 0]
        if said:
            yield Translated(each.language, each.maker, each.machine, " ".join(said))
