"""Made-up word forms of three languages, as often as real ones are: few that everybody says, many that few say.

Stems are drawn by the Zipf–Mandelbrot law and take endings drawn by Zipf's, so that the more is said the more distinct
words there are, ever more slowly (Heaps' law), and most in the language that puts most endings on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count, product

import numpy as np
from numpy.typing import NDArray

STEMS = 250_000
"""Beyond the function words. A corpus of 60 million words goes on finding new forms of them to its end."""
SHIFT = 2.7
"""Mandelbrot's: the few commonest words are less common than Zipf alone would have them."""
ENDING_EXPONENT = 1.6
SYLLABLES = ((400, 1), (20_000, 2), (STEMS, 3))
"""Up to which rank stems have how many syllables: what is said often is short."""

VowelClass = int
"""0 back, 1 front; Kazakh endings follow it. The other languages have one class."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """What words of a language are put together from."""

    language: str
    """BCP 47."""
    onsets: tuple[str, ...]
    vowels: tuple[tuple[str, ...], ...]
    """Of each vowel class."""
    codas: tuple[str, ...]
    endings: tuple[tuple[str, ...], ...]
    """Of each vowel class, the commonest first."""
    function_words: tuple[str, ...]
    """The commonest words, the first above all; they take no endings."""
    exponent: float
    """Of Zipf's law among the stems: such that a million words hold as many forms as they do in real text."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language, ready to draw from."""

    language: str
    stems: tuple[str, ...]
    """By rank, function words first."""
    endings: tuple[tuple[str, ...], ...]
    function_words: int
    stem_odds: NDArray[np.float64]
    """Shape (stems,): the chance that a word is of a stem of this rank or a lower one."""
    ending_odds: NDArray[np.float64]
    """Shape (endings,)."""

    def form(self, stem: int, ending: int) -> str:
        """Return a word. :param stem: a rank. :param ending: a rank."""
        if stem < self.function_words:
            return self.stems[stem]
        return self.stems[stem] + self.endings[stem % len(self.endings)][ending]


def _with_endings(*steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return every chain of one ending of each step, the shortest and first first."""
    chains = [""]
    for step in steps:
        chains = [chain + ending for ending in step for chain in chains]
    return tuple(dict.fromkeys(sorted(chains, key=len)))


KAZAKH = Tongue(
    language="kk",
    onsets=("б", "д", "ж", "қ", "к", "м", "н", "с", "т", "ш", "", "ғ", "г", "р", "л", "з"),
    vowels=(("а", "ы", "о", "ұ"), ("е", "і", "ө", "ү", "ә")),
    codas=("", "л", "н", "р", "с", "т", "й", "з", "м", "ң", "п"),
    endings=(
        _with_endings(("", "лар", "дар", "тар"), ("", "ымыз", "ың", "ы"), ("", "ның", "ға", "да", "нан", "мен")),
        _with_endings(("", "лер", "дер", "тер"), ("", "іміз", "ің", "і"), ("", "нің", "ге", "де", "нен", "мен")),
    ),
    function_words=(
        "және",
        "бұл",
        "мен",
        "да",
        "бір",
        "деп",
        "де",
        "үшін",
        "болды",
        "ол",
        "не",
        "осы",
        "сол",
        "бар",
        "жоқ",
        "көп",
        "еді",
    ),
    exponent=1.2,
)
RUSSIAN = Tongue(
    language="ru",
    onsets=("в", "п", "с", "к", "р", "т", "н", "м", "д", "з", "ст", "пр", "гр", "б", "л", "ч", "щ", "х"),
    vowels=(("а", "о", "е", "и", "у", "я", "ё"),),
    codas=("", "", "н", "т", "л", "р", "к", "в", "с", "ж"),
    endings=(_with_endings(("", "н", "ск", "ова"), ("а", "ы", "у", "ой", "е", "ом", "ами", "ах", "ого", "ение")),),
    function_words=(
        "и",
        "в",
        "не",
        "на",
        "что",
        "с",
        "как",
        "это",
        "по",
        "но",
        "к",
        "из",
        "у",
        "за",
        "от",
        "так",
        "же",
        "для",
        "мы",
        "они",
    ),
    exponent=1.2,
)
ENGLISH = Tongue(
    language="en",
    onsets=("b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "st", "tr", "pl", "ch", "sh"),
    vowels=(("a", "e", "i", "o", "u", "ea", "ou", "ai"),),
    codas=("", "n", "t", "l", "r", "s", "nd", "ck", "m", "ng"),
    endings=(("", "s", "ed", "ing", "er", "ly", "ment", "ness", "’s"),),
    function_words=(
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "was",
        "it",
        "for",
        "on",
        "with",
        "as",
        "by",
        "we",
        "they",
        "this",
        "from",
        "at",
    ),
    exponent=1.35,
)
TONGUES = (KAZAKH, RUSSIAN, ENGLISH)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of ``kk``, ``ru`` or ``en``: the same in every process."""
    tongue = next(each for each in TONGUES if each.language == language)
    draw = np.random.default_rng([TONGUES.index(tongue), STEMS])
    classes = [_stems(tongue, vowels, draw) for vowels in tongue.vowels]
    first = len(tongue.function_words)
    return Lexicon(
        language=language,
        stems=(*tongue.function_words, *(next(classes[rank % len(classes)]) for rank in range(first, STEMS))),
        endings=tongue.endings,
        function_words=first,
        stem_odds=_odds([1 / (rank + SHIFT) ** tongue.exponent for rank in range(STEMS)]),
        ending_odds=_odds([1 / (rank + 1) ** ENDING_EXPONENT for rank in range(min(map(len, tongue.endings)))]),
    )


def _stems(tongue: Tongue, vowels: tuple[str, ...], draw: np.random.Generator) -> Iterator[str]:
    """Yield the stems of one vowel class, each once."""
    taken = set(tongue.function_words)
    for last, syllables in SYLLABLES:
        # Where all short stems are taken, longer ones: what is drawn twice is drawn again with a syllable more.
        for length in count(syllables):
            missing = last // len(tongue.vowels) - len(taken) + len(tongue.function_words)
            if missing <= 0:
                break
            for stem in dict.fromkeys(_drawn(tongue, vowels, draw, missing, length)):
                if stem not in taken:
                    taken.add(stem)
                    yield stem


def _drawn(
    tongue: Tongue, vowels: tuple[str, ...], draw: np.random.Generator, stems: int, syllables: int
) -> Iterator[str]:
    """Yield so many stems, some of them twice."""
    parts = (tongue.onsets, vowels, tongue.codas)
    onsets, middles, codas = (draw.integers(0, len(letters), (stems, syllables)) for letters in parts)
    every = ["".join(letters) for letters in product(*parts)]
    places = (onsets * len(vowels) + middles) * len(tongue.codas) + codas
    for places_of in places.tolist():
        yield "".join([every[place] for place in places_of])


def _odds(weights: list[float]) -> NDArray[np.float64]:
    summed = list(accumulate(weights))
    return np.array([each / summed[-1] for each in summed])
