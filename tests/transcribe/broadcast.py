"""A long programme from short speech: committed voices in any order, with cuts in its script and additions to it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from media.decoder.messages import PcmMade, Task
from media.records import Span
from media.sandbox import decode
from media.sound import SAMPLES_PER_MS, read_samples, sound_duration_ms
from tests.transcribe.spoken.passages import PASSAGES, Passage, words_of
from transcribe.alignment.edges import find_pauses
from transcribe.engines.protocol import Samples
from webapp.demo import make_programmes

PAUSES_MS = (250, 1_200)
"""Between two pieces, at random."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or a turn, as one voice speaks it."""

    words: tuple[str, ...]
    samples: Samples
    times: tuple[Span, ...]
    """Of its words, from its own start; empty where nobody knows them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a programme."""

    piece: Piece
    in_script: bool = True
    is_spoken: bool = True


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A programme and the truth of it."""

    sound: Path
    script: str
    times: tuple[Span | None, ...]
    """Of each word of the script; ``None`` where it was not spoken or nobody knows."""
    is_spoken: tuple[bool, ...]
    """For each word of the script."""
    added: tuple[Span, ...]
    """Speech that the script does not have."""


def english_pieces(directory: Path) -> list[Piece]:
    """Return the sentences of the English passages and the turns of the bundled interview."""
    return [
        piece for passage in PASSAGES if passage.language == "en" for piece in sentences(passage, directory)
    ] + _turns(directory)


def sentences(passage: Passage, directory: Path) -> list[Piece]:
    """Return the sentences of a passage, each with its words' times."""
    samples = _decoded(passage.sound, directory)
    words = words_of(passage)
    ends = [0, *(place + 1 for place, word in enumerate(words) if word.text[-1] in ".?!")]
    pieces = []
    for first, end in pairwise(ends):
        start_ms, end_ms = words[first].start_ms, words[end - 1].end_ms
        times = tuple(Span(word.start_ms - start_ms, word.end_ms - start_ms) for word in words[first:end])
        sound = samples[start_ms * SAMPLES_PER_MS : end_ms * SAMPLES_PER_MS]
        pieces.append(Piece(tuple(word.text for word in words[first:end]), sound, times))
    return pieces


def _turns(directory: Path) -> list[Piece]:
    """Return the turns of the interview: between them it is silent for as long as nowhere else."""
    samples = _decoded(make_programmes.PROGRAMMES / "reels.opus", directory)
    lines = (make_programmes.PROGRAMMES / "reels.dialogue.txt").read_text().splitlines()
    pauses = find_pauses(samples, Span(0, len(samples) // SAMPLES_PER_MS))
    longest = sorted(
        sorted(pauses[1:-1], key=lambda pause: -pause.duration_ms)[: len(lines) - 1], key=lambda p: p.start_ms
    )
    edges = [
        pauses[0].end_ms,
        *(edge for pause in longest for edge in (pause.start_ms, pause.end_ms)),
        pauses[-1].start_ms,
    ]
    spans = zip(edges[::2], edges[1::2], strict=True)
    return [
        Piece(tuple(line.split(": ", 1)[1].split()), samples[start * SAMPLES_PER_MS : end * SAMPLES_PER_MS], ())
        for line, (start, end) in zip(lines, spans, strict=True)
    ]


def shuffled(pieces: Sequence[Piece], least_ms: int, seed: int) -> list[Piece]:
    """Return pieces in random order, all of them before any comes again, until they speak for so long."""
    chance = random.Random(seed)
    chosen: list[Piece] = []
    length_ms = 0
    while length_ms < least_ms:
        for piece in chance.sample(pieces, len(pieces)):
            if length_ms < least_ms:
                chosen.append(piece)
                length_ms += len(piece.samples) // SAMPLES_PER_MS + sum(PAUSES_MS) // 2
    return chosen


def make_broadcast(target: Path, parts: Sequence[Part], seed: int) -> Broadcast:
    """Write the sound of a programme (16 kHz, mono, s16) and return what is true of it."""
    chance = random.Random(seed)
    script: list[str] = []
    times: list[Span | None] = []
    is_spoken: list[bool] = []
    added: list[Span] = []
    now_ms = 0
    with target.open("wb") as sound:
        for part in parts:
            if part.is_spoken:
                pause_ms = chance.randint(*PAUSES_MS)
                sound.write(bytes(2 * SAMPLES_PER_MS * pause_ms))
                sound.write((part.piece.samples * 32_767).astype("<i2").tobytes())
                now_ms += pause_ms
            if part.in_script:
                script.append(" ".join(part.piece.words))
                times += _placed(part, now_ms)
                is_spoken += [part.is_spoken] * len(part.piece.words)
            length_ms = len(part.piece.samples) // SAMPLES_PER_MS
            if part.is_spoken:
                added += [] if part.in_script else [Span(now_ms, now_ms + length_ms)]
                now_ms += length_ms
        sound.write(bytes(2 * SAMPLES_PER_MS * PAUSES_MS[0]))
    return Broadcast(target, "\n\n".join(script), tuple(times), tuple(is_spoken), tuple(added))


def _placed(part: Part, at_ms: int) -> Iterator[Span | None]:
    if part.is_spoken and part.piece.times:
        for span in part.piece.times:
            yield Span(at_ms + span.start_ms, at_ms + span.end_ms)
    else:
        yield from [None] * len(part.piece.words)


def _decoded(source: Path, directory: Path) -> Samples:
    target = directory / f"{source.stem}.s16"
    decode(Task.PCM, source, (target,), PcmMade, file_name=source.name)
    samples = read_samples(target, Span(0, sound_duration_ms(target)))
    assert samples.dtype == np.float32
    return samples
