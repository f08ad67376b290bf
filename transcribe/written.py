"""What the letters of a text say of its language: Kazakh and Russian are written in Cyrillic, and not with the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from media.language import UNDETERMINED
from transcribe.records import Doubt

LETTERS = re.compile(r"[^\W\d_]+")
SCRIPTS = {
    "Cyrillic": re.compile(r"[\u0400-\u052f]"),
    "Latin": re.compile(r"[a-zA-Z\u00c0-\u024f]"),
    "Arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
}
CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"})
LATIN = frozenset(
    {"az", "cs", "de", "en", "es", "et", "fi", "fr", "it", "lt", "lv", "nl", "pl", "pt", "sv", "tr", "uz"}
)
ARABIC = frozenset({"ar", "fa", "ps", "ug", "ur"})
"""Languages (primary subtags) by the letters that this newsroom's readers read them in."""
ONLY_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
ONLY_RUSSIAN = re.compile(
    r"[ёщъ]|\b(?:в|и|к|не|но|о|от|по|с|что|это|из|для|на|как|был[аио]?|его|она?|они|мы)\b", re.IGNORECASE
)
"""Letters that Kazakh has in foreign words only, and words that every Russian sentence is full of."""
OTHERS = 0.5
"""A share of foreign letters above this is no name or quotation any more."""


def doubt_script(text: str, language: str | None) -> Doubt | None:
    """Return `Doubt.OTHER_SCRIPT` where a text is not in the letters of its language."""
    wanted = _script_of(language)
    letters = "".join(LETTERS.findall(text))
    if wanted is None or not letters:
        return None
    own = len(SCRIPTS[wanted].findall(letters))
    return Doubt.OTHER_SCRIPT if len(letters) - own > OTHERS * len(letters) else None


def written_language(text: str, allowed: Sequence[str]) -> str:
    """Return the one of these languages that a text is written in, ``und`` where its letters do not tell.

    :param allowed: BCP 47 tags; Kazakh and Russian are told apart, others by their script.
    """
    fitting = [tag for tag in allowed if doubt_script(text, tag) is None and LETTERS.search(text)]
    if len(fitting) == 1:
        return fitting[0]
    kazakh, russian = (next((tag for tag in fitting if _primary(tag) == each), None) for each in ("kk", "ru"))
    if not kazakh or not russian:
        return UNDETERMINED
    words = text.split()
    signs = sum(bool(ONLY_KAZAKH.search(word)) - bool(ONLY_RUSSIAN.search(word)) for word in words)
    if signs == 0:
        return UNDETERMINED
    return kazakh if signs > 0 else russian


def _script_of(language: str | None) -> str | None:
    """A tag may say it: ``kk-Latn`` is Kazakh in Latin letters."""
    if language is None:
        return None
    for subtag, script in (("-Cyrl", "Cyrillic"), ("-Latn", "Latin"), ("-Arab", "Arabic")):
        if subtag in language:
            return script
    primary = _primary(language)
    groups = (("Cyrillic", CYRILLIC), ("Latin", LATIN), ("Arabic", ARABIC))
    return next((script for script, languages in groups if primary in languages), None)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
