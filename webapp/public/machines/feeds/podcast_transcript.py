"""The words for podcast programs (the podcast namespace's JSON transcript 1.0.0): a segment each, times in seconds."""

from __future__ import annotations

import msgspec

from transcribe.records import Doubt
from transcribe.speakers.labels import machine_number
from webapp.edition.records import EditionSegment, EditionTranscript


class Passage(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    start_time: float
    end_time: float
    body: str
    speaker: str | None = None


class PodcastTranscript(msgspec.Struct, frozen=True):
    version: str
    segments: tuple[Passage, ...]


def podcast_transcript(transcript: EditionTranscript) -> PodcastTranscript:
    """Return what was heard; words of a script that nobody spoke are left out, as captions leave them out."""
    passages = (_passage(segment) for segment in transcript.segments)
    return PodcastTranscript("1.0.0", tuple(passage for passage in passages if passage.body))


def _passage(segment: EditionSegment) -> Passage:
    heard = " ".join(word.text for word in segment.words if word.doubt is not Doubt.NOT_SPOKEN)
    named = segment.speaker if segment.speaker and machine_number(segment.speaker) is None else None
    return Passage(segment.start_ms / 1000, segment.end_ms / 1000, heard, named)
