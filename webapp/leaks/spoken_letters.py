"""Letters as they are called when a name is spelt aloud, in Kazakh and Russian, and as they stand alone."""

from __future__ import annotations

from webapp.leaks.letters import letters_of

LETTERS = {
    "бэ": "б", "бе": "б", "бы": "б", "вэ": "в", "ве": "в", "вы": "в", "гэ": "г", "ге": "г", "гы": "г", "ғы": "ғ",
    "дэ": "д", "де": "д", "ды": "д", "жэ": "ж", "же": "ж", "жы": "ж", "зэ": "з", "зе": "з", "зы": "з", "йот": "й",
    "ка": "к", "ке": "к", "кы": "к", "қа": "қ", "қы": "қ", "эл": "л", "эль": "л", "ел": "л", "эм": "м", "ем": "м",
    "мы": "м", "эн": "н", "ен": "н", "ны": "н", "ың": "ң", "пэ": "п", "пе": "п", "пы": "п", "эр": "р", "ер": "р",
    "ры": "р", "эс": "с", "ес": "с", "сы": "с", "тэ": "т", "те": "т", "ты": "т", "эф": "ф", "фы": "ф", "ха": "х",
    "хы": "х", "һы": "һ", "цэ": "ц", "цы": "ц", "че": "ч", "чы": "ч", "ша": "ш", "шы": "ш", "ща": "щ", "щы": "щ",
    "кэ": "к",
}  # fmt: skip


def letter_of(word: str) -> str | None:
    """Return the letter that a word names or is, as `letters_of` writes it; ``None`` where it is another word."""
    letter = word if len(word) == 1 else LETTERS.get(word)
    return letters_of(letter) if letter else None
