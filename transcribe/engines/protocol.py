"""What an engine is, and how every engine is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from transcribe.records import Hypothesis

CHUNK_MOST_MS = 30_000
"""What a Whisper model hears at once."""

Samples = npt.NDArray[np.float32]
"""Sound, shape (n,), mono, 16 kHz, −1…1, at most `CHUNK_MOST_MS`."""

BEAM_SIZE = 5
TEMPERATURES = (0.0, 0.2, 0.4, 0.6)
"""openai-whisper tries them in this order while the text repeats itself or is too improbable."""
CANDIDATES = 5
"""Sampled at each temperature above 0; the most probable is taken."""
MOST_COMPRESSION = 2.4
"""Text that zlib packs tighter than this repeats itself (Whisper's own limit)."""
LEAST_LOG_PROBABILITY = -1.0
"""Mean over the tokens; below it the text is tried again (Whisper's own limit)."""
MOST_NO_SPEECH = 0.6
"""With a log probability below `LEAST_LOG_PROBABILITY`, the window counts as silent (Whisper's own limit)."""
SEED = 0
"""Its sampling starts here for every chunk, so that the same sound gives the same words."""

LOOP_PHRASE_TOKENS = 5
"""No phrase of so many may come twice when a loop is written once more: “one hundred and” may, a loop may not."""

PRECISION = "int8"
"""In which CTranslate2 multiplies matrices: less than half the time of float32; bench asr shows the words it costs."""


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A known word and where it is spoken; times from the start of the chunk."""

    text: str
    start_ms: int
    end_ms: int
    probability: float
    """0…1: the mean of its tokens' probabilities, each after all words before it."""
    log_probability: float
    """Nats: the sum over its tokens."""


@dataclass(frozen=True, slots=True)
class TranslatedStretch:
    """A stretch of speech said in English; times from the start of the sound, as the model gave them."""

    start_ms: int
    end_ms: int
    text: str
    mean_log_probability: float
    """Nats, over the tokens of the whole sound."""
    no_speech_probability: float
    compression_ratio: float


class Engine(Protocol):
    """A loaded model that turns sound into words. The same batch gives the same answer."""

    name: str
    version: str

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str]
    ) -> tuple[Hypothesis, ...]:
        """Return what is said in each sound of a batch.

        :param languages: a BCP 47 tag for each sound; ``und`` lets the model decide.
        :param glossary: names and terms that are likely to be said, the most important first; an engine without the
            means for it passes over them.
        """
        ...

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        """Return for each sound how probable each language is: BCP 47 tag → 0…1, ``und`` → 1 where none can be told."""
        ...


@runtime_checkable
class Translator(Protocol):
    """An engine that says in English what it hears in another language; not every model of it was trained to."""

    def translate(
        self, sounds: Sequence[Samples], languages: Sequence[str]
    ) -> tuple[tuple[TranslatedStretch, ...], ...]:
        """Return the English for each sound. :param languages: as of `Engine.recognise`."""
        ...


@runtime_checkable
class Aligner(Protocol):
    """An engine that shows where in the sound it finds words it is told."""

    def align(
        self, sounds: Sequence[Samples], language: str, words: Sequence[str]
    ) -> tuple[tuple[AlignedWord, ...], ...]:
        """Return for each sound when these words are spoken in it, as if it were asked alone: in order, from the first
        on as many as the model takes at once.
        """
        ...
