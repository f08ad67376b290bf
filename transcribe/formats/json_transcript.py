"""muragat's own JSON: everything a reader's program needs, with a version in ``format``.

The schema is docs/transcript.schema.json, made from these records; docs/transcript-json.md explains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.records import Doubt, MaskedWord, Provenance, Segment

METHODS: Mapping[str, Literal["recognised", "aligned", "imported"]] = {
    "recognised": "recognised",
    "aligned": "aligned",
    "imported": "imported",
}
FORMAT: Literal["muragat-transcript/1"] = "muragat-transcript/1"


@dataclass(frozen=True, slots=True)
class JsonWord:
    text: str
    start_ms: int
    end_ms: int
    probability: float | None
    doubt: Doubt | None
    confidence: float | None = None
    redacted: bool = False
    """True where it stands for words that the newsroom has taken out, however many."""


@dataclass(frozen=True, slots=True)
class JsonSegment:
    id: str
    start_ms: int
    end_ms: int
    text: str
    """What was heard: a script's word that nobody spoke is among ``words`` alone."""
    speaker: str | None
    language: str | None
    human: bool
    """True where a person has corrected these words."""
    doubts: tuple[Doubt, ...]
    words: tuple[JsonWord, ...]
    confidence: float | None = None
    made_by: int = 0
    """Which machine: 0 is ``provenance``, n the nth of ``further_provenance``."""


@dataclass(frozen=True, slots=True)
class JsonFacts:
    id: str
    title: str
    language: str
    series: str | None
    publisher: str | None
    author: str | None
    published: str | None
    broadcast: str | None
    project: str | None
    funder: str | None
    rights: str | None
    disclaimer: str | None
    citation: str | None
    synthetic: bool


@dataclass(frozen=True, slots=True)
class JsonTranscript:
    """One file."""

    format: Literal["muragat-transcript/1"]
    programme: JsonFacts
    version: str
    made_at: str
    for_publication: bool
    whose_words: str
    method: Literal["recognised", "aligned", "imported"]
    provenance: Provenance
    segments: tuple[JsonSegment, ...]
    further_provenance: tuple[Provenance, ...] = ()


def render(export: Export, options: Options) -> str:
    """Return the file, indented by two spaces."""
    return msgspec.json.format(msgspec.json.encode(as_json(export)), indent=2).decode() + "\n"


def as_json(export: Export) -> JsonTranscript:
    """Return what the file says, as a record."""
    programme = export.programme
    facts = JsonFacts(
        id=programme.programme_id,
        **{name: getattr(programme, name) for name in JsonFacts.__dataclass_fields__ if name != "id"},
    )
    return JsonTranscript(
        format=FORMAT,
        programme=facts,
        version=export.version,
        made_at=export.made_at,
        for_publication=export.for_publication,
        whose_words=export.whose_words(),
        method=METHODS[export.method],
        provenance=export.provenance,
        further_provenance=export.further_provenance,
        segments=tuple(_segment(segment, sorted(export.other_runs)) for segment in export.segments),
    )


def _segment(segment: Segment, other_runs: list[int]) -> JsonSegment:
    return JsonSegment(
        id=segment.segment_id,
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        text=segment.heard_text,
        speaker=segment.speaker,
        language=segment.language,
        human=segment.edited_by is not None,
        made_by=0 if segment.run is None else other_runs.index(segment.run) + 1,
        confidence=segment.confidence,
        doubts=segment.doubts,
        words=tuple(
            JsonWord(
                w.text, w.start_ms, w.end_ms, w.probability, w.doubt, w.confidence, redacted=isinstance(w, MaskedWord)
            )
            for w in segment.words
        ),
    )


def schema() -> bytes:
    """Return the JSON Schema (draft 2020-12) of the format."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(JsonTranscript)), indent=2) + b"\n"
