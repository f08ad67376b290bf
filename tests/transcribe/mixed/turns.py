"""What is said in which language, and where the languages change in the sound.

`make` made the sound and the times; both are committed beside it, so tests need no voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

PLACE = Path(__file__).parent
SOUND = PLACE / "harvest.opus"
"""Ogg Opus, mono."""
TIMES = PLACE / "harvest.turns.json"


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody speaks one language."""

    language: str
    voice: str
    """espeak-ng's name of it."""
    words_a_minute: int
    text: str


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    language: str
    start_ms: int
    end_ms: int


TURNS = (
    Turn(
        "kk",
        "kk+m2",
        135,
        "Ауыл шетіндегі шағын көшетжайда жұмыс таңертең басталады. Бұл көшетжайды ауылдың он екі әйелі құрды. "
        "Олар құрғап қалған теңіз табанына сексеуіл отырғызады. Әйелдер әр көшеттің түбіне шағын су ыдысын көмуді "
        "үйренді. Қазір отырғызылған көшеттің жартысынан көбі аман қалады. Бұрын тұзды дауыл көтерілген күндері "
        "балалар мектепке бара алмай қалатын. Ауыл дәрігерінің айтуынша, жөтелмен келген балалардың саны азайған.",
    ),
    Turn(
        "ru",
        "ru+m7",
        120,
        "Сегодня утром в городе выпал первый снег. Дети вышли на улицу и играли до обеда. Наш корреспондент поехал в "
        "деревню, чтобы узнать, как люди готовятся к зиме. Старый учитель сказал, что такой холодной осени он не "
        "помнит. В прошлом году урожай был хороший, а теперь хлеба мало. Мы говорили с председателем, и он рассказал, "
        "что помощь придёт только весной. Люди здесь привыкли надеяться на себя. Вечером мы вернулись домой и долго "
        "думали о том, что увидели.",
    ),
    Turn(
        "kk",
        "kk+m2",
        135,
        "Әйелдер әр көшеттің түбіне шағын су ыдысын көмуді үйренді. Қазір отырғызылған көшеттің жартысынан көбі аман "
        "қалады. Бұрын тұзды дауыл көтерілген күндері балалар мектепке бара алмай қалатын. Ауыл дәрігерінің "
        "айтуынша, соңғы екі жылда жөтелмен келген балалардың саны азайған.",
    ),
)


@cache
def spoken_turns() -> tuple[SpokenTurn, ...]:
    return msgspec.json.decode(TIMES.read_bytes(), type=tuple[SpokenTurn, ...])
