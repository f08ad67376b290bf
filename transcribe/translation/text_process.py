"""A text translator in a child process: watched, and replaced once when it dies or is stuck."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from typing import Self

from transcribe.engines.connection import Connection, Missing
from transcribe.engines.messages import Ready, TranslatedTexts, TranslateTexts
from transcribe.engines.pipes import PipeFailed
from transcribe.engines.supervisor import START_S
from transcribe.errors import EngineFailed, EngineUnavailable
from transcribe.translation.protocol import TranslatedText
from transcribe.translation.text_model import TextModel

ENGINE = "ctranslate2"
ANSWER_S = 600.0
"""For a batch of sentences; one that computes longer is stuck, whatever the machine."""
CHILD = "transcribe.translation.text_child"

log = logging.getLogger(__name__)


class TextProcess:
    """A context manager: the child runs while the block does."""

    def __init__(self, model: TextModel, check: Callable[[], None]) -> None:
        """:param check: called every second while the child is waited for; what it raises ends the child."""
        self.model = model
        self.version = ""
        self._check = check
        self._child: Connection | None = None

    def __enter__(self) -> Self:
        """:raises EngineUnavailable: a library is missing. :raises EngineFailed: it cannot use the model."""
        try:
            self._start()
        except PipeFailed as error:
            raise EngineFailed(
                f"The translation model “{self.model.name}” could not be loaded ({error}); convert it anew for "
                "CTranslate2, or name another with --translate."
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def translate(self, language: str, sentences: Sequence[str]) -> tuple[TranslatedText, ...]:
        """Return the English of each sentence, as `TextTranslator.translate`.

        :raises EngineFailed: the child failed twice on them.
        """
        request = TranslateTexts(language, tuple(sentences))
        try:
            return self._ask(request)
        except PipeFailed as error:
            log.warning("the translator is started again: %s", error)
        try:
            return self._ask(request)
        except PipeFailed as error:
            raise EngineFailed(
                f"The translation model “{self.model.name}” failed twice on the same words ({error}); name another "
                "with --translate, or let Whisper translate with --translate whisper."
            ) from error

    def _ask(self, request: TranslateTexts) -> tuple[TranslatedText, ...]:
        child = self._child or self._start()
        try:
            return child.ask(request, TranslatedTexts, ANSWER_S, self._check).texts
        except BaseException:  # an interrupt too: what the child answers now would be taken for the next answer
            log.warning("the translator was ended; its last words: %s", self._end())
            raise

    def _start(self) -> Connection:
        child = self._child = Connection(ENGINE, str(self.model.path), os.cpu_count() or 1, CHILD)
        try:
            self.version = child.greet(Ready, START_S, self._check).version
        except Missing as error:
            self._end()
            raise EngineUnavailable(
                f"Text cannot be translated here ({error}); do “pip install 'muragat[translation]'”."
            ) from error
        except BaseException:
            self._end()
            raise
        return child

    def _end(self) -> str:
        """Return the last that the child has printed."""
        child, self._child = self._child, None
        return child.end() if child else ""
