"""How surely words are heard in a stretch of sound.

A model that is forced to say a text tells, word by word, how probable it finds it. That alone says little: rare words
are improbable and common ones probable, in any sound. So every text is put to the model twice, with the sound and with
silence; the difference of the logarithms (nats) is what the sound itself says. With Whisper base on Kazakh, which it
cannot recognise at all, words that are spoken there get about 8 nats and words that are not about 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from media.records import Span
from media.sound import SAMPLE_RATE_HZ, read_samples
from transcribe.alignment.script import ScriptWord
from transcribe.engines.registry import get_engine
from transcribe.engines.supervisor import EngineProcess
from transcribe.records import Chunk

SILENCE = np.zeros(30 * SAMPLE_RATE_HZ, np.float32)
"""The sound that says nothing."""

SPEECH_PAD_MS = 200
"""The detector misses soft beginnings, and the model's attention runs ahead of them."""

Floats = npt.NDArray[np.float64]
Times = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one listening gave for some words of the script; all arrays are (words,)."""

    places: Times
    """Positions in the script, ascending."""
    nats: Floats
    probability: Floats
    """The model's own, 0…1: near 1 also for words that it would have guessed without hearing them."""
    start_ms: Times
    """Recording time."""
    end_ms: Times
    letters: Times
    spoken_ms: Times
    """How much speech the word's time holds; a word that lies in a pause has none."""

    def __len__(self) -> int:
        return len(self.places)

    def of(self, chosen: npt.NDArray[np.bool_]) -> Evidence:
        """Return the part for which ``chosen`` (words,) is true."""
        return Evidence(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def __getitem__(self, part: slice) -> Evidence:
        return Evidence(*(getattr(self, field.name)[part] for field in fields(self)))


NO_TIMES: Times = np.zeros(0, np.int64)
NO_FLOATS: Floats = np.zeros(0, np.float64)
NOTHING = Evidence(NO_TIMES, NO_FLOATS, NO_FLOATS, NO_TIMES, NO_TIMES, NO_TIMES, NO_TIMES)


def join(*parts: Evidence) -> Evidence:
    """Return the parts as one, in the order given."""
    arrays: tuple[Any, ...] = tuple(
        np.concatenate([getattr(part, field.name) for part in (NOTHING, *parts)]) for field in fields(Evidence)
    )
    return Evidence(*arrays)


class Listener:
    """Puts words of one script to the model, against one sound."""

    def __init__(
        self, process: EngineProcess, sound: Path, chunks: Sequence[Chunk], words: Sequence[ScriptWord]
    ) -> None:
        self.words = words
        speech = np.array([(span.start_ms, span.end_ms) for chunk in chunks for span in chunk.speech]).reshape(-1, 2)
        speech += (-SPEECH_PAD_MS, SPEECH_PAD_MS)
        speech[1:, 0] = np.maximum(speech[1:, 0], speech[:-1, 1])
        speech[:, 1] = np.maximum(speech[:, 1], speech[:, 0])
        self._edges_ms = speech.reshape(-1)
        self._speech_before_ms = np.cumsum(np.diff(speech, axis=1, prepend=speech[:, :1]).reshape(-1))
        self._process = process
        self.lead_ms = get_engine(process.engine).align_lead_ms
        self._sound = sound
        self._said = [word.said for word in words]

    def read_as(self, place: int, reading: str) -> None:
        """Listen from now on for this reading of a word."""
        self._said[place] = reading

    def listen(self, span: Span, places: Sequence[int]) -> Evidence:
        """Return what the sound of ``span`` (at most 30 s) says to these words, as many as the model takes at once.

        :raises EngineFailed: see `EngineProcess`.
        """
        if not places:
            return NOTHING
        texts = [self._said[place] for place in places]
        language = self._language_of(places)
        heard, unheard = self._process.align((self.samples(span), SILENCE), language, texts)
        if not heard:
            return NOTHING  # the sound ends before the span
        start_ms = np.array([span.start_ms + word.start_ms for word in heard], np.int64)
        end_ms = np.array([span.start_ms + word.end_ms for word in heard], np.int64)
        return Evidence(
            places=np.array(places[: len(heard)], np.int64),
            nats=np.array([a.log_probability - b.log_probability for a, b in zip(heard, unheard, strict=True)]),
            probability=np.array([word.probability for word in heard]),
            start_ms=start_ms,
            end_ms=end_ms,
            letters=np.array([self.words[place].letters for place in places[: len(heard)]], np.int64),
            spoken_ms=self._speech_until(end_ms) - self._speech_until(start_ms),
        )

    def _language_of(self, places: Sequence[int]) -> str:
        """Return the language of most of these words: a model is told one for all that it is given."""
        letters: Counter[str] = Counter()
        for place in places:
            letters[self.words[place].language] += self.words[place].letters
        return max(letters, key=lambda language: letters[language])

    def _speech_until(self, times_ms: Times) -> Times:
        """Return how much speech there is before each time."""
        if not len(self._edges_ms):
            return np.zeros(len(times_ms), np.int64)
        before_ms: Times = np.interp(times_ms, self._edges_ms, self._speech_before_ms).astype(np.int64)
        return before_ms

    def samples(self, span: Span) -> npt.NDArray[np.float32]:
        """Return the sound of a span: shape (n,), −1…1, 16 kHz."""
        return read_samples(self._sound, span)
