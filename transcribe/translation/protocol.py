"""What translates written text. A new kind of model implements `TextTranslator`; nobody else changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class UnknownSource(Exception):
    """The model has no such language; says which, and nothing of the words."""


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A sentence in English."""

    text: str
    mean_log_probability: float
    """Nats, over the tokens of the translation."""


class TextTranslator(Protocol):
    """A loaded model that turns sentences of a language into English. The same batch gives the same answer."""

    name: str
    version: str

    def translate(self, language: str, sentences: Sequence[str]) -> tuple[TranslatedText, ...]:
        """Return the English of each sentence, in order.

        :param language: BCP 47, of the sentences.
        :raises UnknownSource: the model has no such language.
        """
        ...
