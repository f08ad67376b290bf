"""What is translated at once: whole segments of one language, as sentences for text, as windows of sound for speech."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from media.records import Span
from transcribe.engines.protocol import CHUNK_MOST_MS
from transcribe.errors import AlreadyEnglish
from transcribe.formats.phrases import SENTENCE_ENDS
from transcribe.records import ProgrammeText, Segment
from transcribe.translation.records import ENGLISH

LONGEST_PAUSE_MS = 2_000
"""Nothing goes on over a longer one."""
MOST_CHARACTERS = 600
"""Of a sentence that never ends, as machines write it that know no full stops."""
PAD_MS = 200
"""Of sound around a window's speech."""
WINDOW_MOST_MS = CHUNK_MOST_MS - 2 * PAD_MS
CLOSERS = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class Unit:
    """Neighbouring segments that are translated together."""

    segments: tuple[Segment, ...]
    language: str
    """BCP 47; ``und`` where nobody knows."""

    @property
    def span(self) -> Span:
        return Span(self.segments[0].start_ms, max(segment.end_ms for segment in self.segments))

    @property
    def is_english(self) -> bool:
        return _is_english(self.language)


def are_all_english(segments: Sequence[Segment], language: str) -> bool:
    """Return whether there are words and all of them are English, so that nothing is left to translate.

    :param language: of the programme, for segments that do not say theirs.
    """
    said = [segment for segment in segments if segment.heard_words]
    return bool(said) and all(_is_english(segment.language or language) for segment in said)


def require_foreign(text: ProgrammeText, language: str) -> None:
    """Refuse to translate what is English.

    :param language: of the programme, for segments that do not say theirs.
    :raises AlreadyEnglish: there is nothing else.
    """
    if are_all_english(text.segments, language):
        raise AlreadyEnglish(
            f"All words of programme {text.transcript.programme_id} are English already; there is nothing to translate."
        )


def _is_english(language: str) -> bool:
    return language.partition("-")[0].lower() == ENGLISH


def sentence_units(segments: Sequence[Segment], language: str) -> Iterator[Unit]:
    """Yield the segments with words so that every unit ends where a sentence does, a speaker, or a long pause begins.

    :param language: of the programme, for segments that do not say theirs.
    """
    yield from _grouped(segments, language, _ends_sentence)


def sound_units(segments: Sequence[Segment], language: str) -> Iterator[Unit]:
    """Yield the segments with words in windows that a speech model hears at once; a longer segment is alone."""

    def is_full(group: Sequence[Segment], after: Segment) -> bool:
        return after.end_ms - group[0].start_ms > WINDOW_MOST_MS

    yield from _grouped(segments, language, is_full)


def windows(unit: Unit) -> tuple[Span, ...]:
    """Return the sound of a unit in pieces that a model hears at once: one, but for a segment that is too long."""
    span = unit.span
    count = max(1, -(-span.duration_ms // WINDOW_MOST_MS))
    edges = [span.start_ms + span.duration_ms * place // count for place in range(count + 1)]
    edges[0], edges[-1] = max(0, edges[0] - PAD_MS), edges[-1] + PAD_MS
    return tuple(Span(start_ms, end_ms) for start_ms, end_ms in pairwise(edges))


def _grouped(
    segments: Sequence[Segment], language: str, is_whole: Callable[[Sequence[Segment], Segment], bool]
) -> Iterator[Unit]:
    group: list[Segment] = []
    for segment in (each for each in segments if each.heard_words):
        if group and (_parts(group[-1], segment) or is_whole(group, segment)):
            yield Unit(tuple(group), group[0].language or language)
            group = []
        group.append(segment)
    if group:
        yield Unit(tuple(group), group[0].language or language)


def _parts(before: Segment, after: Segment) -> bool:
    """Return whether two segments never belong to one unit."""
    return (
        before.language != after.language
        or before.speaker != after.speaker
        or after.start_ms - before.end_ms > LONGEST_PAUSE_MS
    )


def _ends_sentence(group: Sequence[Segment], after: Segment) -> bool:
    text = " ".join(each.heard_text for each in group)
    return text.rstrip(CLOSERS).endswith(SENTENCE_ENDS) or len(text) + len(after.heard_text) > MOST_CHARACTERS
