"""A translation of a programme's words. Times are integer milliseconds from the start of the recording."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.records import Doubt, Segment

ENGLISH = "en"
LABEL = "Machine translation, not checked"


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    """Some English, and what it was made from."""

    start_ms: int
    end_ms: int
    text: str
    source_ids: tuple[str, ...]
    """The segments whose words it says, in order."""
    source_sha256: str
    """Of their words (`sources_sha256`): where these are others now, the translation is stale."""
    source_language: str | None
    is_original: bool = False
    """True where the words are English themselves and nothing was translated."""
    doubts: tuple[Doubt, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class Translated:
    """What made a translation."""

    method: str
    """``speech``: heard and said in English; ``text``: the transcript's words were translated."""
    engine: str
    engine_version: str
    model: str
    model_sha256: str


@dataclass(frozen=True, slots=True)
class Translation:
    """One machine translation of a programme into English. Immutable."""

    translation_id: str
    programme_id: str
    text_sha256: str
    """Of the text that was translated (`ProgrammeText.sha256`)."""
    made_by: Translated
    segments: tuple[TranslatedSegment, ...]
    """Ascending in time."""
    created_at: str

    @property
    def is_all_original(self) -> bool:
        """Return whether nothing was translated: all was English itself (older releases kept such ones)."""
        return bool(self.segments) and all(each.is_original for each in self.segments)


def sources_sha256(segments: Sequence[Segment]) -> str:
    """Return a hash of the words of some segments."""
    return hashlib.sha256("\n".join(segment.heard_text for segment in segments).encode()).hexdigest()


def is_stale(translated: TranslatedSegment, now: Mapping[str, Segment]) -> bool:
    """Return whether the words that were translated are others now. :param now: the text's segments, by id."""
    sources = [now.get(source_id) for source_id in translated.source_ids]
    there = [source for source in sources if source is not None]
    return len(there) < len(sources) or sources_sha256(there) != translated.source_sha256


def stale_segments(translation: Translation, segments: Sequence[Segment]) -> frozenset[int]:
    """Return which segments of a translation are out of date, by their places. :param segments: the text as it is."""
    now = {segment.segment_id: segment for segment in segments}
    return frozenset(place for place, each in enumerate(translation.segments) if is_stale(each, now))
