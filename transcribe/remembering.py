"""An engine whose answers the ledger keeps, so that a job which asks it much goes on where it was interrupted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from sqlite_utils import Database

from transcribe.chunk_results import answer_key, find_answer, store_answer
from transcribe.engines.protocol import AlignedWord, Samples, TranslatedStretch
from transcribe.engines.registry import get_engine
from transcribe.engines.supervisor import EngineProcess
from transcribe.models import Model
from transcribe.patience import patiently
from transcribe.records import Hypothesis, Job

Answer = TypeVar("Answer")


class RememberingProcess(EngineProcess):
    """Asks the child only what it has not answered yet: the same samples and words get the same answer."""

    def __init__(self, engine: str, model: Model, db: Database, job: Job, check: Callable[[], None]) -> None:
        super().__init__(engine, model, check=check)
        self._db = db
        self._job = job

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str] = ()
    ) -> tuple[Hypothesis, ...]:
        """As `EngineProcess.recognise`; raises also what `store_answer` raises."""
        ask = super().recognise
        question = ("recognise", tuple(languages), tuple(glossary))
        return self._remember(question, sounds, tuple[Hypothesis, ...], lambda: ask(sounds, languages, glossary))

    def align(
        self, sounds: Sequence[Samples], language: str, words: Sequence[str]
    ) -> tuple[tuple[AlignedWord, ...], ...]:
        """As `EngineProcess.align`; raises also what `store_answer` raises.

        Each sound's answer is kept by itself: it does not depend on those beside it, and silence comes with many.
        """
        question = ("align", language, tuple(words))
        keys = [self._key(question, [samples]) for samples in sounds]
        kept = [find_answer(self._db, key, tuple[AlignedWord, ...]) for key in keys]
        missing = [number for number, answer in enumerate(kept) if answer is None]
        placed = super().align([sounds[number] for number in missing], language, words) if missing else ()
        for number, answer in zip(missing, placed, strict=True):
            patiently(partial(store_answer, self._db, self._job, keys[number], answer))
        made = iter(placed)
        return tuple(next(made) if answer is None else answer for answer in kept)

    def translate(
        self, sounds: Sequence[Samples], languages: Sequence[str]
    ) -> tuple[tuple[TranslatedStretch, ...], ...]:
        """As `EngineProcess.translate`; raises also what `store_answer` raises."""
        ask = super().translate
        kind = tuple[tuple[TranslatedStretch, ...], ...]
        return self._remember(("translate", tuple(languages)), sounds, kind, lambda: ask(sounds, languages))

    def _remember(
        self, question: object, sounds: Sequence[Samples], kind: type[Answer], ask: Callable[[], Answer]
    ) -> Answer:
        key = self._key(question, sounds)
        found = find_answer(self._db, key, kind)
        if found is not None:
            return found
        answer = ask()
        patiently(lambda: store_answer(self._db, self._job, key, answer))
        return answer

    def _key(self, question: object, sounds: Sequence[Samples]) -> str:
        heard = [hashlib.sha256(samples.tobytes()).hexdigest() for samples in sounds]
        how = get_engine(self.engine).options
        return answer_key(self.engine, self.version, how, self.model.sha256, heard, question)
