"""Forms of a name that no key and ending tells: of short names, of those that lose a vowel, of adjectives.

They are compared whole, by `sound`: of a short word a beginning is the beginning of too many others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from transcribe.linking.names.fold import CYRILLIC_TABLE, LATIN_TABLE

SHORTEST_SOUND = 3
"""Letters of what is compared by sound: of fewer, the letters themselves are."""
LONGEST_SHORT = 3
"""Letters of a name of which all forms are made."""
LONGEST_MIDDLING = 5
"""Letters of one that is told by its key, but loses too much of it in Russian cases if it ends so: Катя, Кате."""
SOFT_END = "аяйь"
CYRILLIC_LETTERS = frozenset(map(chr, CYRILLIC_TABLE))
VOWELS = "аәеёиіоөуұүыэюя"
HARD = frozenset("бвгғдкқпстфхһцчшщ")
NASAL = frozenset("мнң")
HUSHED = frozenset("гкхжчшщ")
ENDINGS_OF_A = ("е", "у", "ой", "ою", "ей", "ею")
ENDINGS_OF_IA = ("и", "е", "ю", "ей", "ею", "ёй", "ёю")
ENDINGS_OF_CONSONANT = ("а", "у", "ом", "ем", "е", "ы", "и", "ов", "ам", "ами", "ах")
ENDINGS_OF_SOFT = ("я", "ю", "ем", "ём", "е", "и", "ем", "ев", "ям", "ями", "ях")
ADJECTIVE = re.compile(r"(?:[иыо]й|ая|яя)$")
ADJECTIVE_ENDINGS = ("ого", "его", "ому", "ему", "им", "ым", "ом", "ем", "ая", "яя", "ую", "юю", "ой", "ою", "ей")
ADJECTIVE_PLURAL = ("ие", "ые", "их", "ых", "ими", "ыми")
SURNAME_ADJECTIVE = re.compile(r"[сц]к(?:ий|ая)$")
"""Of these few are everyday words."""
SHORTEST_ADJECTIVE = 6
FATHERS = ("ич", "ича", "ичу", "ичем", "иче", "на", "ны", "не", "ну", "ной")
"""After -ов- and -ев-."""
SONS = ("ұлы", "улы", "қызы", "кызы")
SONS_ENDINGS = ("", "ның", "нің", "на", "не", "н", "нан", "мен", "нда", "ның")
SUDDEN_VOWEL = {"павел": "павл", "лев": "льв", "пётр": "петр", "петр": "петр", "яков": "яков", "фёдор": "федор"}
FLEETING = re.compile(r"(?:(л)ец|([аеиоуя])ец|(?<=[бвгджзкмнпрстфхцчшщ])(?:ец|ёл|ок|ёк))$")
LATIN_TO_CYRILLIC = (
    ("shch", "щ"), ("yu", "ю"), ("iu", "ю"), ("ju", "ю"), ("ya", "я"), ("ia", "я"), ("ja", "я"), ("yo", "ё"),
    ("ye", "е"), ("zh", "ж"), ("kh", "х"), ("gh", "ғ"), ("sh", "ш"), ("ch", "ч"), ("ts", "ц"), ("ph", "ф"),
    *zip("abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопқрстуввхыз", strict=True),
)  # fmt: skip
"""Enough to put Russian and Kazakh endings after a short name that is written in Latin letters."""
SOUNDS = (("shch", "sh"), ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ts", "s"), ("x", "h"),
          ("ck", "k"), ("q", "k"), ("w", "v"), ("y", "i"))  # fmt: skip
NO_GLIDE = re.compile(r"i+(?=[eo])")
REMEMBERED = 1 << 17


@lru_cache(maxsize=REMEMBERED)
def sound(word: str) -> str:
    """Return how a short word sounds: closer to its letters than `fold`, in which Аян is ән."""
    lowered = word.replace("ё", "е").translate(CYRILLIC_TABLE).translate(LATIN_TABLE)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if c.isascii() and c.isalnum())
    for written, said in SOUNDS:
        plain = plain.replace(written, said)
    return NO_GLIDE.sub("", plain)


def sounds_of(word: str) -> tuple[str, ...]:
    """Return the sounds of a written word: of Latin j two, since it is ж and й."""
    heard = [sound(word)]
    if "й" in word or "y" in word:  # Айя, Aya.
        heard.append(heard[0].replace("ii", "i"))
    if word.isascii():
        if "j" in word:
            heard.append(sound(word.replace("j", "y")))
        if word.startswith("ch"):  # Chu is Шу.
            heard.append(sound("s" + word[1:]))
    elif "ё" in word:
        heard.append(sound(word.replace("ё", "йо")))  # Lyonya.
    return tuple(dict.fromkeys(heard))


def whole_forms(word: str) -> Iterator[tuple[str, bool]]:
    """Yield forms of one word of a name, lower-case, and whether each is sure in small letters too."""
    cyrillic = word if any(c in CYRILLIC_LETTERS for c in word) else _cyrillic(word)
    if len(cyrillic) <= LONGEST_SHORT or len(word) <= LONGEST_SHORT:
        yield from ((form, True) for form in _all_forms(word, cyrillic))
    elif len(cyrillic) <= LONGEST_MIDDLING and cyrillic[-1] in SOFT_END:
        yield from ((form, True) for form in _russian(cyrillic))
    stem = _stem_without_vowel(cyrillic)
    if stem:
        yield from ((stem + ending, True) for ending in ENDINGS_OF_CONSONANT)
        yield from ((f"{stem}{v}{ending}", True) for v in ("ов", "ев") for ending in FATHERS)
    if cyrillic.endswith("ий"):
        yield from ((f"{cyrillic[:-2]}{v}{ending}", True) for v in ("ьев", "ев") for ending in FATHERS)
    if len(cyrillic) >= SHORTEST_ADJECTIVE and ADJECTIVE.search(cyrillic):
        is_sure = SURNAME_ADJECTIVE.search(cyrillic) is not None
        for ending in (*ADJECTIVE_ENDINGS, *ADJECTIVE_PLURAL):
            yield cyrillic[:-2] + ending, is_sure


def _all_forms(word: str, cyrillic: str) -> Iterator[str]:
    yield word
    yield from _russian(cyrillic)
    yield from _kazakh(cyrillic)
    stem = cyrillic.rstrip("аяйьыие")
    yield from (f"{stem}{v}{ending}" for v in ("ов", "ев", "аев") for ending in FATHERS if stem)
    yield from (f"{cyrillic}{son}{ending}" for son in SONS for ending in SONS_ENDINGS)


def _russian(word: str) -> Iterator[str]:
    last, stem = word[-1], word[:-1]
    if last == "а":
        yield from (stem + ending for ending in ("и" if stem[-1:] in HUSHED else "ы", *ENDINGS_OF_A))
    elif last == "я":
        yield from (stem + ending for ending in ENDINGS_OF_IA)
    elif last in "йь":
        yield from (stem + ending for ending in ENDINGS_OF_SOFT)
    elif last not in VOWELS:
        yield from (word + ending for ending in ENDINGS_OF_CONSONANT)
        yield from (word + ending for ending in ENDINGS_OF_SOFT[:3])  # Гуль, that is written Гүл in Kazakh.


def _kazakh(word: str) -> Iterator[str]:
    """Yield the cases, possessives and plurals of Kazakh, with front and back vowels: Latin letters tell no more."""
    last = word[-1]
    is_vowel = last in VOWELS
    d = "т" if last in HARD else "д"
    k = ("к", "қ") if last in HARD else ("г", "ғ")
    for e, i in (("а", "ы"), ("е", "і")):
        plural = word + ("т" if last in HARD else "д" if last in NASAL else "л") + e + "р"
        yield from _cases(word, d, k, e, i, is_vowel=is_vowel, is_nasal=last in NASAL)
        yield plural
        yield from _cases(plural, "д", ("г", "ғ"), e, i, is_vowel=False, is_nasal=False)
        mine = word + ("м" if is_vowel else i + "м")
        yield mine
        yield from _cases(mine, "д", ("г", "ғ"), e, i, is_vowel=False, is_nasal=True)
        yield from (word + end for end in (f"с{i}з", f"ж{e}н", f"т{e}й", d + i + "к" + i, "дікі", "тікі", "нікі"))
        yield from (word + end for end in (f"{d}{e}ғ{i}", f"{d}{e}г{i}", "с" + i if is_vowel else i))


def _cases(word: str, d: str, k: tuple[str, str], e: str, i: str, *, is_vowel: bool, is_nasal: bool) -> Iterator[str]:
    yield word + ("н" if is_vowel or is_nasal else d) + i + "ң"
    yield from (word + each + e for each in k)
    yield word + ("н" if is_vowel else d) + i
    yield word + d + e
    yield word + ("н" if is_nasal else d) + e + "н"
    yield from (word + m + "ен" for m in ("м", "б", "п"))


def _stem_without_vowel(word: str) -> str | None:
    if word in SUDDEN_VOWEL:
        return SUDDEN_VOWEL[word]
    found = FLEETING.search(word)
    if not found or len(word) <= LONGEST_SHORT + 1:
        return None
    stem = word[:-2]
    if found[1]:
        return stem + "ьц"  # Стрелец, Стрельца.
    return stem + ("йц" if found[2] else word[-1])


def _cyrillic(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.translate(LATIN_TABLE))
    word = "".join(c for c in plain if c.isascii() and c.isalnum())
    for latin, letter in LATIN_TO_CYRILLIC:
        word = word.replace(latin, letter)
    return word
