"""How long a long programme takes in every format, out and in again."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from media.records import Programme
from transcribe.formats import FORMATS, Export, render
from transcribe.formats.bundle import pack
from transcribe.formats.export import Chapter, Layer, Passage
from transcribe.formats.options import DEFAULT
from transcribe.incoming import read_transcript_file
from transcribe.incoming.readers import READERS
from transcribe.records import Provenance, Segment, Word

LETTERS = "аәбвгғдежзиікқлмнңоөпрстуұүхһшыі"
SPEAKERS = ("S1", "S2", "Айгүл")
SENTENCE_WORDS = range(5, 26)
READER_OF = {"json": "muragat", "ebu-tt-d": "ttml"}
"""Where it has another name."""
ALL_AIM_S = 5.0
"""For every format together, of 40,000 words."""


@dataclass(frozen=True, slots=True)
class FormatTook:
    """One format."""

    name: str
    seconds: float
    """Of the processor, the median of the rounds."""
    size_bytes: int
    read_seconds: float | None
    """Of the processor, to read it back; ``None`` for what no reader of ours reads."""


@dataclass(frozen=True, slots=True)
class FormatsBench:
    words: int
    rounds: int
    formats: tuple[FormatTook, ...]
    all_seconds: float
    """Of all formats."""
    zip_seconds: float
    """Of all of them in one ZIP."""
    zip_bytes: int

    def table(self) -> str:
        """Return it for people."""
        rows = [f"{self.words} words, median of {self.rounds}, seconds of the processor"]
        rows += [f"{'format':<14}{'write':>8}{'read':>8}{'MB':>8}"]
        for each in self.formats:
            read = f"{each.read_seconds:.2f}" if each.read_seconds is not None else ""
            rows.append(f"{each.name:<14}{each.seconds:>8.2f}{read:>8}{each.size_bytes / 1e6:>8.2f}")
        rows.append(f"{'all':<14}{self.all_seconds:>8.2f}{'':>8}{sum(f.size_bytes for f in self.formats) / 1e6:>8.2f}")
        rows.append(f"{'zip':<14}{self.zip_seconds:>8.2f}{'':>8}{self.zip_bytes / 1e6:>8.2f}")
        rows.append(f"aim: all ≤ {ALL_AIM_S:g} s of 40,000 words")
        return "\n".join(rows)


def bench_formats(words: int, rounds: int, say: Callable[[str], None]) -> FormatsBench:
    """Make a transcript, write it in every format, and read back what we read.

    :param say: is told what is being measured.
    """
    export = made_up(words)
    took = []
    for name in FORMATS:
        say(name)
        seconds, data = _median(partial(render, name, export), rounds)
        took.append(FormatTook(name, seconds, len(data), _reading(data, name, rounds)))
    say("zip")
    zip_seconds, packed = _median(lambda: pack(export, "made-up", DEFAULT), rounds)
    return FormatsBench(words, rounds, tuple(took), sum(each.seconds for each in took), zip_seconds, len(packed))


def _reading(data: bytes, name: str, rounds: int) -> float | None:
    """Return how long it takes to read a format of which there is a reader, by its name."""
    if READER_OF.get(name, name) not in {reader.name for reader in READERS}:
        return None
    return _median(lambda: read_transcript_file(data, name).format.encode(), rounds)[0]


def _median(work: Callable[[], bytes], rounds: int) -> tuple[float, bytes]:
    """Return how long work takes, and what the last round gave."""
    moments, made = [time.process_time()], b""
    for _ in range(rounds):
        made = work()
        moments.append(time.process_time())
    return statistics.median(end - start for start, end in pairwise(moments)), made


def made_up(words: int) -> Export:
    """Return a transcript of so many words of made-up Kazakh, with speakers, a translation and chapters; each time the
    same."""
    chance = random.Random(words)  # noqa: S311 the same draws each time are wanted
    segments: list[Segment] = []
    at_ms, left = 0, words
    while left:
        said = []
        for _ in range(min(left, chance.choice(SENTENCE_WORDS))):
            length_ms = chance.randint(100, 600)
            text = "".join(chance.choice(LETTERS) for _ in range(chance.randint(2, 9)))
            said.append(Word(text, at_ms, at_ms + length_ms, 0.8, confidence=0.7))
            at_ms += length_ms
        left -= len(said)
        speaker = chance.choice(SPEAKERS)
        segments.append(Segment(f"s{len(segments)}", said[0].start_ms, at_ms, tuple(said), speaker, "kk"))
        at_ms += chance.randint(0, 900)
    passages = tuple(Passage(each.start_ms, each.end_ms, "What it says") for each in segments)
    return Export(
        programme=Programme("made-up", "Made up", "kk", synthetic=True),
        segments=tuple(segments),
        method="recognised",
        provenance=Provenance("made-up", "1", "none", "", "", "kk", {}),
        version="1",
        made_at="2026-11-26T00:00:00Z",
        for_publication=True,
        chapters=tuple(Chapter(each.start_ms, each.end_ms, "A sentence") for each in segments[::50]),
        chapters_by="Chapters are made up.",
        layers=(Layer("en-machine", "en", "Machine translation, not checked (made up)", passages),),
    )
