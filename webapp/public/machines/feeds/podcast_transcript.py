"""The words for podcast programs (the podcast namespace's JSON transcript 1.0.0): a segment each, times in seconds."""

from __future__ import annotations

import msgspec

from transcribe.speakers.labels import machine_number
from webapp.edition.records import EditionDocument, EditionSegment, EditionTranscript
from webapp.public.machines.heard import captions_label

LABEL_S, LEAST_LABEL_S = 3.0, 1.0
"""How long the words say whose they are, as in SubRip; in less than the second it cannot be read."""


class Passage(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    start_time: float
    end_time: float
    body: str
    speaker: str | None = None


class PodcastTranscript(msgspec.Struct, frozen=True):
    version: str
    segments: tuple[Passage, ...]


def podcast_transcript(document: EditionDocument, transcript: EditionTranscript) -> PodcastTranscript:
    """Return what was heard; words of a script that nobody spoke are left out, as captions leave them out.

    The form has no place for whose words these are: as in SubRip that is said before the first words, or above them
    where they begin at once.
    """
    label = captions_label(document, transcript)
    passages = tuple(passage for segment in transcript.segments if (passage := _passage(segment)).body)
    until_s = min([LABEL_S, *(passage.start_time for passage in passages[:1])])
    if until_s >= LEAST_LABEL_S:
        passages = (Passage(0.0, until_s, label), *passages)
    elif passages:
        first, *others = passages
        passages = (msgspec.structs.replace(first, body=f"{label} {first.body}"), *others)
    return PodcastTranscript("1.0.0", passages)


def _passage(segment: EditionSegment) -> Passage:
    named = segment.speaker if segment.speaker and machine_number(segment.speaker) is None else None
    return Passage(segment.start_ms / 1000, segment.end_ms / 1000, segment.heard_text, named)
