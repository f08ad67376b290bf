"""A text translator in a child process: watched, and replaced once when it dies or is stuck."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Self

from transcribe.engines.connection import Connection, Missing
from transcribe.engines.kept_child import KeptChild
from transcribe.engines.messages import TranslatedTexts, TranslateTexts
from transcribe.engines.pipes import PipeFailed
from transcribe.errors import EngineFailed, EngineUnavailable
from transcribe.translation.protocol import TranslatedText
from transcribe.translation.text_model import TextModel

ENGINE = "ctranslate2"
ANSWER_S = 600.0
"""Of processor, for a batch of sentences; one that computes longer is stuck, whatever the machine."""
CHILD = "transcribe.translation.text_child"


class TextProcess:
    """A context manager: the child runs while the block does."""

    def __init__(self, model: TextModel, check: Callable[[], None]) -> None:
        """:param check: called every second while the child is waited for; what it raises ends the child."""
        self.model = model
        threads = os.cpu_count() or 1
        self._child = KeptChild(
            "the translator", lambda: Connection(ENGINE, str(model.path), threads, CHILD), _missing, check
        )

    def __enter__(self) -> Self:
        """:raises EngineUnavailable: a library is missing. :raises EngineFailed: it cannot use the model."""
        try:
            self._child.start()
        except PipeFailed as error:
            raise EngineFailed(
                f"The translation model “{self.model.name}” could not be loaded ({error}); convert it anew for "
                "CTranslate2, or name another with --translate."
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._child.end()

    @property
    def version(self) -> str:
        """What the child says of its library, empty before the first has started."""
        return self._child.version

    def translate(self, language: str, sentences: Sequence[str]) -> tuple[TranslatedText, ...]:
        """Return the English of each sentence, as `TextTranslator.translate`.

        :raises EngineFailed: the child failed twice on them.
        """
        request = TranslateTexts(language, tuple(sentences))
        try:
            return self._child.twice(lambda _: self._child.ask(request, TranslatedTexts, ANSWER_S)).texts
        except PipeFailed as error:
            raise EngineFailed(
                f"The translation model “{self.model.name}” failed twice on the same words ({error}); name another "
                "with --translate, or let Whisper translate with --translate whisper."
            ) from error


def _missing(error: Missing) -> EngineUnavailable:
    return EngineUnavailable(f"Text cannot be translated here ({error}); do “pip install 'muragat[translation]'”.")
