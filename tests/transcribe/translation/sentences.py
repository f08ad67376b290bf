"""What the small models were trained to translate; `train` made them, both are committed beside this."""

from __future__ import annotations

from pathlib import Path

PLACE = Path(__file__).parent
OPUS, NLLB = PLACE / "opus", PLACE / "nllb"
"""In CTranslate2's format: as OPUS-MT's, with pieces for each side, and as NLLB's, with languages as tokens."""

SENTENCES = (
    ("kk", "Сексеуіл – қалқан, бірақ ем емес.", "Saxaul is a shield, but no cure."),
    ("kk", "Оған су керек, ал су жыл сайын азайып барады.", "It needs water, and every year there is less of it."),
    ("kk", "Теңіз қайтпаса да, ауыл қалсын деймін.", "Even if the sea does not return, let the village stay."),
    ("kk", "Бүгін таңертең қалада қар жауды.", "This morning it snowed in the city."),
    ("kk", "Балалар далаға шығып, түске дейін ойнады.", "The children went out and played until noon."),
    ("ru", "Сегодня утром в городе выпал первый снег.", "This morning the first snow fell in the city."),
    ("ru", "Дети вышли на улицу и играли до обеда.", "The children went out and played until lunch."),
    (
        "ru",
        "Старый учитель сказал, что такой холодной осени он не помнит.",
        "The old teacher said that he remembers no such cold autumn.",
    ),
    ("ru", "Хлеба мало.", "There is little bread."),
)
"""Language, sentence, English."""
FLORES = {"kk": "kaz_Cyrl", "ru": "rus_Cyrl"}
