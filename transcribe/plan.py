"""Plan the recognition of a sound: where to cut it into chunks that an engine hears at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from pathlib import Path

from media.growing_sound import GrowingSound
from media.records import Span
from media.sound import sound_duration_ms
from transcribe.engines.protocol import CHUNK_MOST_MS
from transcribe.records import Chunk
from transcribe.speech import Probabilities, Until, speech_pieces, speech_probabilities

PAD_MS = 400
"""Of sound around speech that goes with it: the detector misses soft beginnings and endings."""
LONGEST_PAUSE_MS = 3_000
"""A chunk does not go on over a longer one: what is no speech makes engines invent some."""
CUT_WITHIN_MS = 8_000
"""From the end of a full chunk backwards: where its last pause is looked for."""
PIECE_MOST_MS = CHUNK_MOST_MS - 2 * PAD_MS
BATCH_CHUNKS = 8
"""Recognised together: enough to keep two processors busy, few enough to be done again after a power cut."""
FIRST_BATCH_CHUNKS = 2
"""One for each of two processors, so that the first words are there within seconds, however long the recording is."""
LONG_MS = 120_000
QUICK_MS = 12_000
"""Of speech in each chunk of the first batch of a recording that is as long as that, where its languages are named: a
decoder that is made to write one that nobody speaks loses its way, and writes for as long as the chunk allows."""
PLANNED_AHEAD = 2 * BATCH_CHUNKS
"""Speech is detected while the chunks before are recognised, and not much further: a cancelled job stops soon."""


def plan(samples_path: Path) -> Iterator[Chunk]:
    """Yield the chunks of a decoded sound (`media.sound.decoded_sound`), ascending, none where nobody speaks.

    :raises EngineUnavailable: speech detection is not installed.
    """
    return _plan(samples_path, lambda _: sound_duration_ms(samples_path))


def plan_growing(sound: GrowingSound, duration_ms: int, allowed: Sequence[str]) -> Iterator[Chunk]:
    """Yield the same of a sound that is being decoded: the first as soon as its first minute has been looked at.

    :param duration_ms: of the whole; the first chunks of a long one are short, so that their words come soon.
    :param allowed: languages that may be spoken; none: any. What tells them apart needs full chunks where it is any.
    :raises EngineUnavailable: speech detection is not installed. :raises MuragatError: see `GrowingSound.until`.
    """
    return _plan(sound.path, sound.until, QUICK_MS if allowed and duration_ms >= LONG_MS else PIECE_MOST_MS)


def _plan(samples_path: Path, until: Until, first_ms: int = PIECE_MOST_MS) -> Iterator[Chunk]:
    return plan_speech(speech_probabilities(samples_path, until), lambda: until(0), first_ms)


def plan_speech(
    blocks: Iterable[Probabilities], there_ms: Callable[[], int], first_ms: int = PIECE_MOST_MS
) -> Iterator[Chunk]:
    """Yield the chunks of a sound in which speech is this probable, window by window.

    :param there_ms: how long the sound is, as far as it is there.
    :param first_ms: how long a chunk of the first batch is at most, where the speaker pauses.
    """
    pieces = speech_pieces(blocks, PIECE_MOST_MS, CUT_WITHIN_MS)
    start_ms = 0
    for index, (group, following) in enumerate(_groups((piece.clamp(there_ms()) for piece in pieces), first_ms)):
        if index == 0:
            start_ms = max(0, group[0].start_ms - PAD_MS)
        end_ms, next_ms = _between(group[-1], following) if following else (group[-1].end_ms + PAD_MS, 0)
        yield Chunk(index, start_ms, min(end_ms, there_ms()), tuple(group))
        start_ms = next_ms


def batches(chunks: Iterable[Chunk]) -> Iterator[Sequence[Chunk]]:
    """Yield the chunks that are recognised together, in order; the same chunks are always divided alike."""
    coming = iter(chunks)
    size = FIRST_BATCH_CHUNKS
    while batch := tuple(islice(coming, size)):
        yield batch
        size = BATCH_CHUNKS


def _groups(pieces: Iterable[Span], first_ms: int) -> Iterator[tuple[Sequence[Span], Span | None]]:
    """Yield the pieces of speech, ascending and at most `PIECE_MOST_MS` each, in few groups, cut at long pauses.

    With each comes the piece after it, ``None`` after the last.
    """
    held: list[Span] = []
    limits = chain(repeat(first_ms, FIRST_BATCH_CHUNKS), repeat(PIECE_MOST_MS))
    most_ms = next(limits)
    for piece in pieces:
        held.append(piece)
        while (cut := _cut(held, most_ms)) < len(held):
            yield held[:cut], held[cut]
            held, most_ms = held[cut:], next(limits)
    if held:
        yield held, None


def _cut(pieces: Sequence[Span], most_ms: int) -> int:
    """Return before which piece the group that starts with the first ends; their count where that is not known yet."""
    for end in range(1, len(pieces)):
        if pieces[end].end_ms - pieces[0].start_ms > most_ms:
            full_ms = pieces[end - 1].end_ms - min(CUT_WITHIN_MS, most_ms // 2)
            late = [cut for cut in range(1, end + 1) if pieces[cut - 1].end_ms >= full_ms]
            return max(late, key=lambda cut: _pause_ms(pieces, cut))
        if _pause_ms(pieces, end) > LONGEST_PAUSE_MS:
            return end
    return len(pieces)


def _pause_ms(pieces: Sequence[Span], cut: int) -> int:
    return pieces[cut].start_ms - pieces[cut - 1].end_ms


def _between(before: Span, after: Span) -> tuple[int, int]:
    """Return where one chunk ends and the next begins: never both hear the same."""
    pad_ms = min(PAD_MS, (after.start_ms - before.end_ms) // 2)
    return before.end_ms + pad_ms, after.start_ms - pad_ms
