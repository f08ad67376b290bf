"""Numbers in Kazakh words: Whisper reads digits aloud in English and Russian, not in Kazakh."""

from __future__ import annotations

import re

ONES = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
THOUSANDS = ("", "мың", "миллион", "миллиард", "триллион")
NUMBER = re.compile(r"(?<![\d.,])(?:0|[1-9]\d{0,14})(?![.,]?\d)")
"""A whole number; decimals and grouped digits stay as they are."""


def kazakh_numbers(text: str) -> str:
    """Return the text with its whole numbers in words: 2018 → екі мың он сегіз."""
    return NUMBER.sub(lambda number: _in_words(int(number[0])), text)


def _in_words(number: int) -> str:
    groups = []
    for name in THOUSANDS:
        number, below_thousand = divmod(number, 1000)
        if below_thousand:
            one_thousand = name == "мың" and below_thousand == 1 and not number
            groups.append(name if one_thousand else f"{_below_thousand(below_thousand)} {name}".strip())
    return " ".join(reversed(groups)) or "нөл"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    hundred = "" if not hundreds else "жүз" if hundreds == 1 else f"{ONES[hundreds]} жүз"
    return " ".join(word for word in (hundred, TENS[tens], ONES[ones]) if word)
