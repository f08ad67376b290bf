"""An engine whose answers the ledger keeps, so that a job which asks it much goes on where it was interrupted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
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

    def align(self, samples: Samples, language: str, words: Sequence[str]) -> tuple[AlignedWord, ...]:
        """As `EngineProcess.align`; raises also what `store_answer` raises."""
        ask = super().align
        question = ("align", language, tuple(words))
        return self._remember(question, [samples], tuple[AlignedWord, ...], lambda: ask(samples, language, words))

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
        heard = [hashlib.sha256(samples.tobytes()).hexdigest() for samples in sounds]
        how = get_engine(self.engine).options
        key = answer_key(self.engine, self.version, how, self.model.sha256, heard, question)
        found = find_answer(self._db, key, kind)
        if found is not None:
            return found
        answer = ask()
        patiently(lambda: store_answer(self._db, self._job, key, answer))
        return answer
