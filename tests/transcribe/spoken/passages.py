"""Spoken passages in three languages, with the moments at which espeak-ng began and ended each word.

`make` made the sound and the times; both are committed beside it, so tests need no voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

PLACE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Passage:
    name: str
    language: str
    voice: str
    """espeak-ng's name of it."""
    words_a_minute: int
    text: str

    @property
    def sound(self) -> Path:
        """Ogg Opus, mono."""
        return PLACE / f"{self.name}.opus"


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word and where espeak-ng speaks it: to the next word, or to the pause before that."""

    text: str
    start_ms: int
    end_ms: int


PASSAGES = (
    Passage(
        "river",
        "en",
        "en-us+m3",
        150,
        "Every morning the children walk down to the river. The water is low this year, and nobody knows why. "
        "An old man told us how this lake was once so wide that nobody saw the other side. "
        "Now there is sand, and boats lie far away from any water.",
    ),
    Passage(
        "market",
        "en",
        "en-gb+f2",
        165,
        "The market opens at seven. By then all bread is sold, and the women are packing their bags. "
        "We asked the teacher about the new school. It will open before winter, she said, "
        "but only if money comes soon.",
    ),
    Passage(
        "snow",
        "ru",
        "ru+m2",
        140,
        "Сегодня утром в городе выпал первый снег. Дети вышли на улицу и играли до обеда. "
        "Наш корреспондент поехал в деревню, чтобы узнать, как люди готовятся к зиме. "
        "Старый учитель сказал, что такой холодной осени он не помнит.",
    ),
    Passage(
        "winter",
        "kk",
        "kk+m2",
        130,
        "Біздің тілші ауылға барып, адамдардың қысқа қалай дайындалып жатқанын сұрады.",
    ),
)


@cache
def words_of(passage: Passage) -> tuple[SpokenWord, ...]:
    """Return its words in order, with punctuation."""
    return msgspec.json.decode((PLACE / f"{passage.name}.words.json").read_bytes(), type=tuple[SpokenWord, ...])
