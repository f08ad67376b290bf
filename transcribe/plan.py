"""Plan the recognition of a sound: where to cut it into chunks that an engine hears at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from media.records import Span
from media.sound import sound_duration_ms
from transcribe.engines.protocol import CHUNK_MOST_MS
from transcribe.records import Chunk
from transcribe.speech import WINDOW_MS, Probabilities, speech_probabilities, speech_spans

PAD_MS = 400
"""Of sound around speech that goes with it: the detector misses soft beginnings and endings."""
LONGEST_PAUSE_MS = 3_000
"""A chunk does not go on over a longer one: what is no speech makes engines invent some."""
CUT_WITHIN_MS = 8_000
"""From the end of a full chunk backwards: where its last pause is looked for."""
PIECE_MOST_MS = CHUNK_MOST_MS - 2 * PAD_MS
BATCH_CHUNKS = 8
"""Recognised together: enough to keep two processors busy, few enough to be done again after a power cut."""
FIRST_BATCH_CHUNKS = 1
"""So that the first words are there within seconds, however long the recording is."""


def plan(samples_path: Path) -> tuple[Chunk, ...]:
    """Return the chunks of a decoded sound (`media.sound.decoded_sound`), ascending, none where nobody speaks.

    :raises EngineUnavailable: speech detection is not installed.
    """
    return plan_speech(speech_probabilities(samples_path), sound_duration_ms(samples_path))


def plan_speech(probabilities: Probabilities, duration_ms: int) -> tuple[Chunk, ...]:
    """Return the chunks of a sound in which speech is this probable, window by window."""
    pieces = [piece for span in speech_spans(probabilities) for piece in _pieces(span, probabilities)]
    return _pack([piece.clamp(duration_ms) for piece in pieces], duration_ms)


def batches(chunks: Sequence[Chunk]) -> tuple[Sequence[Chunk], ...]:
    """Return the chunks that are recognised together, in order; the same chunks are always divided alike."""
    starts = [0, *range(FIRST_BATCH_CHUNKS, len(chunks), BATCH_CHUNKS)]
    return tuple(chunks[start:end] for start, end in pairwise([*starts, len(chunks)]) if end > start)


def _pack(pieces: Sequence[Span], duration_ms: int) -> tuple[Chunk, ...]:
    """Put pieces of speech, ascending and at most `PIECE_MOST_MS` each, into few chunks cut at long pauses."""
    groups = list(_groups(pieces))
    edges = [_between(before[-1], after[0]) for before, after in pairwise(groups)]
    starts = [max(0, groups[0][0].start_ms - PAD_MS)] if groups else []
    starts += [start_ms for _, start_ms in edges]
    ends = [end_ms for end_ms, _ in edges] + [groups[-1][-1].end_ms + PAD_MS for _ in groups[:1]]
    return tuple(
        Chunk(index, start_ms, min(end_ms, duration_ms), tuple(group))
        for index, (start_ms, end_ms, group) in enumerate(zip(starts, ends, groups, strict=True))
    )


def _groups(pieces: Sequence[Span]) -> Iterator[Sequence[Span]]:
    first = 0
    while first < len(pieces):
        end = _cut(pieces, first)
        yield pieces[first:end]
        first = end


def _cut(pieces: Sequence[Span], first: int) -> int:
    """Return the piece before which the chunk that starts with ``first`` ends."""
    end = first + 1
    while end < len(pieces) and pieces[end].end_ms - pieces[first].start_ms <= PIECE_MOST_MS:
        if _pause_ms(pieces, end) > LONGEST_PAUSE_MS:
            return end
        end += 1
    if end == len(pieces):
        return end
    full_ms = pieces[end - 1].end_ms - CUT_WITHIN_MS
    late = [cut for cut in range(first + 1, end + 1) if pieces[cut - 1].end_ms >= full_ms]
    return max(late, key=lambda cut: _pause_ms(pieces, cut))


def _pause_ms(pieces: Sequence[Span], cut: int) -> int:
    return pieces[cut].start_ms - pieces[cut - 1].end_ms


def _between(before: Span, after: Span) -> tuple[int, int]:
    """Return where one chunk ends and the next begins: never both hear the same."""
    pad_ms = min(PAD_MS, (after.start_ms - before.end_ms) // 2)
    return before.end_ms + pad_ms, after.start_ms - pad_ms


def _pieces(span: Span, probabilities: Probabilities) -> Iterator[Span]:
    """Cut speech without a pause where speech is least sure, each piece in its last third."""
    start_ms = span.start_ms
    while span.end_ms - start_ms > PIECE_MOST_MS:
        latest = (start_ms + PIECE_MOST_MS) // WINDOW_MS
        earliest = latest - CUT_WITHIN_MS // WINDOW_MS
        cut_ms = (earliest + int(np.argmin(probabilities[earliest:latest]))) * WINDOW_MS
        yield Span(start_ms, cut_ms)
        start_ms = cut_ms
    yield Span(start_ms, span.end_ms)
