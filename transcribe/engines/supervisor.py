"""An engine in a child process: watched, ended when it is stuck, replaced once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import numpy as np

from transcribe.engines.connection import AnswerType, CannotDo, Connection, Missing
from transcribe.engines.kept_child import KeptChild
from transcribe.engines.messages import (
    Align,
    Aligned,
    Detect,
    Detected,
    OfSound,
    Recognise,
    Recognised,
    Translate,
    Translated,
)
from transcribe.engines.pipes import PipeFailed
from transcribe.engines.protocol import AlignedWord, Samples, TranslatedStretch
from transcribe.engines.registry import get_engine
from transcribe.engines.watch import Pace
from transcribe.errors import EngineFailed, EngineUnavailable
from transcribe.models import Model
from transcribe.records import Hypothesis

LEAST_SOUND_S = 10.0
"""A Whisper model computes a window of 30 s for the shortest word, though it finds few words to write."""
SECOND_BYTES = 16_000 * np.dtype("<f4").itemsize


class EngineProcess:
    """A context manager: the child runs while the block does, and never longer than this process.

    A child that dies, is stuck or answers nonsense is replaced once for each request; twice raises `EngineFailed`, and
    the next request gets a new child. Neither torch nor CTranslate2 nor their noise comes into this process.
    """

    def __init__(
        self,
        engine: str,
        model: Model,
        threads: int | None = None,
        check: Callable[[], None] = lambda: None,
        *,
        gpu: bool = False,
    ) -> None:
        """Say what child is wanted; entering starts it.

        :param threads: of the child; one for each processor where it is not given.
        :param check: called every second while the child is waited for; what it raises ends the child.
        :param gpu: whether it computes on a graphics processor.
        """
        self.engine = engine
        self.model = model
        threads = threads or os.cpu_count() or 1
        self._child = KeptChild(
            engine, lambda: Connection(engine, str(model.path), threads, gpu=gpu), self._missing, check
        )
        self._pace = Pace()

    def __enter__(self) -> Self:
        """:raises EngineUnavailable: the engine's library is missing. :raises EngineFailed: it cannot use the model."""
        try:
            self._child.start()
        except PipeFailed as error:
            raise EngineFailed(
                f"The engine {self.engine} could not load the model “{self.model.name}” ({error}); "
                "try another model, and see “muragat doctor”."
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._child.end()

    @property
    def version(self) -> str:
        """What the child says of its engine, empty before the first has started."""
        return self._child.version

    @property
    def pid(self) -> int | None:
        """Of the child, ``None`` while there is none."""
        return self._child.pid

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str] = ()
    ) -> tuple[Hypothesis, ...]:
        """Return what is said in each sound of a batch; parameters as of `Engine.recognise`.

        :raises EngineFailed: the child failed twice on it.
        """
        request = Recognise(tuple(languages), tuple(glossary), tuple(map(_sound, sounds)))
        return self.ask(request, Recognised).hypotheses

    def align(
        self, sounds: Sequence[Samples], language: str, words: Sequence[str]
    ) -> tuple[tuple[AlignedWord, ...], ...]:
        """Return for each sound when these words are spoken, from the first on as many as the model takes at once.

        Whisper takes about 440 tokens, a CTC model as many as the sound has frames; the caller goes on from there.

        :raises EngineFailed: the child failed twice on it, or its engine cannot align with this model.
        """
        return self.ask(Align(language, tuple(words), tuple(map(_sound, sounds))), Aligned).sounds

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        """Return for each sound how probable each language is, as `Engine.detect_languages`.

        :raises EngineFailed: the child failed twice on it.
        """
        return self.ask(Detect(tuple(map(_sound, sounds))), Detected).languages

    def translate(
        self, sounds: Sequence[Samples], languages: Sequence[str]
    ) -> tuple[tuple[TranslatedStretch, ...], ...]:
        """Return what is said in each sound, in English, as `Translator.translate`.

        :raises EngineFailed: the child failed twice on it, or its engine cannot translate.
        """
        return self.ask(Translate(tuple(languages), tuple(map(_sound, sounds))), Translated).stretches

    def ask(self, request: OfSound, expected: type[AnswerType]) -> AnswerType:
        """Return the child's answer to a request as it stands; errors as of the questions above."""
        try:
            return self._child.twice(lambda attempt: self._ask_once(request, expected, attempt))
        except CannotDo as error:
            raise EngineFailed(
                f"The engine {self.engine} cannot {error} with the model “{self.model.name}”; "
                "name another model with --model, or leave the choice to muragat."
            ) from error
        except PipeFailed as error:
            raise EngineFailed(
                f"The engine {self.engine} failed twice on the same sound ({error}); "
                "do the same again, or choose the other engine with --engine."
            ) from error

    def _ask_once(self, request: OfSound, expected: type[AnswerType], attempt: int) -> AnswerType:
        if not self._child.pid:
            self._child.start()  # Not part of what the answer takes.
        most_s = self._pace.most_s(type(request), _sound_s(request), attempt)
        answer = self._child.ask(request, expected, most_s)
        self._pace.learn(type(request), _sound_s(request), self._child.used_s)
        return answer

    def _missing(self, error: Missing) -> EngineUnavailable:
        install = get_engine(self.engine).install
        return EngineUnavailable(f"The engine {self.engine} cannot be used ({error}); do “pip install {install}”.")


def _sound(samples: Samples) -> bytes:
    return np.ascontiguousarray(samples, "<f4").tobytes()


def _sound_s(request: OfSound) -> float:
    """Return how much sound an answer is asked about, in seconds: each piece costs something, however short it is."""
    return sum(max(LEAST_SOUND_S, len(sound) / SECOND_BYTES) for sound in request.sounds)
