"""Languages as pages name them: “in Kazak and Russian”, “Kyrgyz-language radio”, “на казахском языке”."""

from __future__ import annotations

import re

LANGUAGES = {
    "kk": r"kaza(?:kh?|q)(?!stan)|казахск\w*|қазақ(?!стан)",
    "ky": r"k[yi]rg[hy]?[yi]z(?!stan)|кыргызск\w*|киргизск\w*|қырғыз(?!стан)|кыргыз",
    "ru": r"russian|русск\w*|орыс",
    "uz": r"uzbek(?!istan)|узбекск\w*|өзбек(?!стан)",
    "tg": r"tajik(?!istan)|таджикск\w*|тәжік(?!стан)",
    "tk": r"turkmen(?!istan)|туркменск\w*|түрікмен(?!стан)",
    "ug": r"u[iy]gh?ur|уйгурск\w*|ұйғыр",
    "az": r"azer(?:baijani|i)|азербайджанск\w*|әзербайжан",
    "tr": r"turkish|турецк\w*|түрік(?!мен)",
    "mn": r"mongolian|монгольск\w*|моңғол",
    "en": r"english|английск\w*|ағылшын",
}
"""By tag, in English (“Kazak” too), Russian and Kazakh; names of countries are none."""
ANY_TONGUE = "(?i:" + "|".join(LANGUAGES.values()) + ")"
_A_TONGUE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{tag}>{words})" for tag, words in LANGUAGES.items()) + r")\b", re.IGNORECASE
)
_AND = r"(?:\s*[,/]\s*|\s*,?\s+(?:and|и|және)\s+)"
_TONGUES = rf"(?:{ANY_TONGUE}(?:{_AND}{ANY_TONGUE})*)"
_NO_PLACE = r"(?!\s+(?:cit|town|village|region|province|prison|capital))"
_KINDS = r"(?:national|state|public|local|regional|community|private|online|internet)"
_AIR = r"(?:radio|tv|television|service|broadcast|programme|program|podcast|airwaves|station)"
_SPOKEN = re.compile(
    "|".join(
        (
            rf"\bin (?:the )?(?P<english>{_TONGUES}){_NO_PLACE}\b",
            rf"\b(?P<before>{_TONGUES})[- ]+(?:language\b|(?:{_KINDS} )*{_AIR})",
            rf"\bна (?P<russian>{_TONGUES})\s+язык",
            rf"\b(?P<of_radio>{ANY_TONGUE})\s+(?:радио|служб|телевид|телеканал|телеарна)",
            rf"\b(?P<kazakh>{_TONGUES})\s+тіл",
        )
    ),
    re.IGNORECASE,
)
_WHERE = frozenset({"english", "before", "russian", "of_radio", "kazakh"})


def language_named(text: str) -> str | None:
    """Return the tag of the first language that a text names."""
    match = _A_TONGUE.search(text)
    return match.lastgroup if match else None


def languages_spoken(text: str) -> tuple[str, ...]:
    """Return the tags of the languages in which a text says that something was broadcast, in order, each once."""
    named = (value for match in _SPOKEN.finditer(text) for name, value in match.groupdict().items() if name in _WHERE)
    found = (each.lastgroup for words in named if words for each in _A_TONGUE.finditer(words))
    return tuple(dict.fromkeys(tag for tag in found if tag))
