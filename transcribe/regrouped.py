"""A run's words under the segments that people have made of its own: what a newer run is held against."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from transcribe.editing.piece import is_piece, origin_of
from transcribe.records import ProgrammeText, Segment, Word


def regrouped(text: ProgrammeText) -> tuple[Segment, ...]:
    """Return the segments of the run that a text stands on, with the run's own words.

    Where people split one, each part has the words of its time; where they joined some, one has the words of all. What
    they took out is there too, with its words: so a newer run's words find their place, and nobody is offered them.
    """
    pieces = [each for each in (*text.segments, *text.gone) if is_piece(each.segment_id)]
    if not pieces and not text.gone:
        return text.transcript.segments
    now = {segment.segment_id: segment for segment in (*text.gone, *text.segments)}
    split: defaultdict[str, list[Segment]] = defaultdict(list)
    for piece in pieces:
        split[origin_of(piece.segment_id)].append(piece)
    said: defaultdict[str, list[Word]] = defaultdict(list)
    for base in text.transcript.segments:
        parts = sorted([now.get(base.segment_id, base), *split[base.segment_id]], key=lambda each: each.start_ms)
        for owner, words in _shared(base.words, parts, now):
            said[owner] += words
    untouched = {base.segment_id: base for base in text.transcript.segments}
    return tuple(sorted(_segments(said, now, untouched), key=lambda segment: segment.start_ms))


def _shared(
    words: Sequence[Word], parts: Sequence[Segment], now: Mapping[str, Segment]
) -> Iterator[tuple[str, Sequence[Word]]]:
    """Yield the words of a segment by the id of what has their place now; a segment without words has a place too."""
    starts = [part.start_ms for part in parts]
    yield _owner(parts[0].segment_id, now), ()
    for word in words:
        part = parts[max(0, bisect_right(starts, (word.start_ms + word.end_ms) // 2) - 1)]
        yield _owner(part.segment_id, now), (word,)


def _owner(segment_id: str, now: Mapping[str, Segment]) -> str:
    while (segment := now.get(segment_id)) and segment.gone:
        segment_id = segment.gone
    return segment_id


def _segments(
    said: Mapping[str, Sequence[Word]], now: Mapping[str, Segment], untouched: Mapping[str, Segment]
) -> Iterator[Segment]:
    for segment_id, words in said.items():
        base = untouched.get(segment_id)
        if base is not None and base.words == tuple(words):
            yield base
            continue
        ordered = tuple(sorted(words, key=lambda word: word.start_ms))
        yield dataclasses.replace(now.get(segment_id) or untouched[segment_id], words=ordered, gone=None)
