"""Voices by stereo channel: an interview often has each microphone on a side of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from media.channels import Levels
from media.decoder.messages import LEVEL_MS
from media.records import Span
from transcribe.speakers.turns import Turn, join

PIECE_MS = 100
"""Of speech that is looked at as one."""
APART_DB = 6
"""One side is so much louder where a voice is on that side; in music and ordinary stereo it hardly ever is."""
LEAST_SHARE = 0.5
"""Of speech in which one side is so much louder: with less, the sides do not part the voices."""
LEAST_VOICE_MS = 600
LEAST_VOICE_SHARE = 0.03
"""Of speech that each side must have: noise on one side is no voice."""
SIDES = ("left", "right")
VOICES = len(SIDES)


def channel_turns(levels: Levels, speech: Sequence[Span]) -> tuple[Turn, ...]:
    """Return who speaks when where the two channels have a voice each, nothing where they do not.

    Where both speak at once, the louder has the turn.

    :param speech: where somebody speaks, ascending.
    """
    pieces = [piece for span in speech for piece in _pieces(span)]
    louder = np.array([_left_louder_db(levels, piece) for piece in pieces])
    lengths_ms = np.array([piece.duration_ms for piece in pieces])
    if not _parts_voices(louder, lengths_ms):
        return ()
    return join(Turn(piece, SIDES[int(db < 0)]) for piece, db in zip(pieces, louder.tolist(), strict=True))


def _parts_voices(louder_db: np.ndarray, lengths_ms: np.ndarray) -> bool:
    all_ms = int(lengths_ms.sum())
    on_left, on_right = (int(lengths_ms[side >= APART_DB].sum()) for side in (louder_db, -louder_db))
    least_ms = max(LEAST_VOICE_MS, LEAST_VOICE_SHARE * all_ms)
    return min(on_left, on_right) >= least_ms and on_left + on_right >= LEAST_SHARE * all_ms


def _pieces(span: Span) -> Iterator[Span]:
    count = max(1, round(span.duration_ms / PIECE_MS))
    edges = [span.start_ms + span.duration_ms * number // count for number in range(count + 1)]
    for number in range(count):
        yield Span(edges[number], edges[number + 1])


def _left_louder_db(levels: Levels, piece: Span) -> float:
    """Return by how much the left side is louder, by power."""
    part = levels[piece.start_ms // LEVEL_MS : piece.end_ms // LEVEL_MS + 1]
    if not len(part):
        return 0.0
    left, right = (10.0 ** (part / 10)).mean(axis=0).tolist()
    return float(10 * np.log10(left / right))
