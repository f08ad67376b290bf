"""OpenTimelineIO (ASWF; .otio): a timeline with the sound as its one clip, and a marker on it for each segment.

Cutting programs count frames, so markers lie on those of 25 a second, at most 20 ms away; their metadata has the exact
milliseconds. Green markers are words that the newsroom has corrected. Written by hand: the library is a compiled one,
and all that is needed of it are the records below (schemas Timeline.1, Stack.1, Track.1, Clip.2, Marker.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias
from urllib.parse import quote

import msgspec

from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.whose import is_by_newsroom, whose_words
from transcribe.records import Segment
from transcribe.speakers.labels import called

RATE = 25
MS_A_FRAME = 1000 // RATE
NAME_CHARACTERS = 60
"""Of a marker, for a list of them; its comment has all that is said."""
CORRECTED, OTHERS = "GREEN", "YELLOW"

Node: TypeAlias = dict[str, Any]


def render(export: Export, options: Options) -> bytes:
    """Return the timeline as JSON, indented."""
    about = {"muragat": {"about": export.head(), "for_publication": export.for_publication, "version": export.version}}
    last_ms = max((segment.end_ms for segment in export.segments), default=0)
    whole = _range(0, max(export.sound.duration_ms if export.sound else last_ms, MS_A_FRAME))
    clip = {
        **_item("Clip.2", export.programme.title, about),
        "source_range": whole,
        "markers": list(_markers(export)),
        "media_references": {"DEFAULT_MEDIA": _media(export, whole)},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }
    track = {**_item("Track.1", "Sound", {}), "kind": "Audio", "children": [clip]}
    timeline = {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": about,
        "name": export.head()[0] if export.for_publication else "; ".join(export.head()[:2]),
        "global_start_time": _time(0),
        "tracks": {**_item("Stack.1", "tracks", {}), "children": [track]},
    }
    return msgspec.json.format(msgspec.json.encode(timeline), indent=2) + b"\n"


def _item(schema: str, name: str, metadata: Node) -> Node:
    return {
        "OTIO_SCHEMA": schema,
        "metadata": metadata,
        "name": name,
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _media(export: Export, whole: Node) -> Node:
    found = {"metadata": {}, "name": "", "available_range": whole}
    if export.sound is None:
        return {"OTIO_SCHEMA": "MissingReference.1", **found}
    # Never where it lies on somebody's disk: programs look for it beside the timeline, or ask.
    return {"OTIO_SCHEMA": "ExternalReference.1", **found, "target_url": quote(export.sound.file_name)}


def _markers(export: Export) -> Iterator[Node]:
    for segment, passages in zip(export.segments, export.beside_segments(), strict=True):
        if heard := segment.heard_words:
            said = " ".join(word.text for word in heard)
            named = f"{called(segment.speaker, export.language)}: {said}" if segment.speaker else said
            yield _marker(export, segment, "\n".join((named, *(passage.text for passage in passages))))


def _marker(export: Export, segment: Segment, text: str) -> Node:
    name = text.partition("\n")[0]
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {
            "muragat": {
                "start_ms": segment.start_ms,
                "end_ms": segment.end_ms,
                "speaker": segment.speaker,
                "whose_words": whose_words(export, segment),
                "doubts": segment.doubts,
            }
        },
        "name": name if len(name) <= NAME_CHARACTERS else f"{name[: NAME_CHARACTERS - 1].rstrip()}…",
        "color": CORRECTED if is_by_newsroom(export, segment) else OTHERS,
        "marked_range": _range(segment.start_ms, segment.end_ms),
        "comment": text,
    }


def _range(start_ms: int, end_ms: int) -> Node:
    start, end = (round(time_ms / MS_A_FRAME) for time_ms in (start_ms, end_ms))
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _frames(start), "duration": _frames(end - start)}


def _time(time_ms: int) -> Node:
    return _frames(round(time_ms / MS_A_FRAME))


def _frames(count: int) -> Node:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(RATE), "value": float(count)}
