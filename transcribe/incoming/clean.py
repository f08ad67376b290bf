"""Words, names and languages of foreign files as they are kept: composed (NFC), nothing in them that nobody can see."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import lru_cache

from babel import Locale

from media.errors import UnknownLanguage
from media.language import UNDETERMINED, parse_language, plain_language
from transcribe.errors import BadTranscript
from transcribe.incoming.records import FoundSegment
from transcribe.revise import MOST_NAME_CHARACTERS

LONGEST_WORD = 500
"""Letters; the longest of any language is far below, and an address on the web mostly."""
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They reorder what the reader sees, so that the words on the page would not be the words that were checked."""


def clean_segment(segment: FoundSegment) -> FoundSegment:
    """Return a segment as it can be kept; words of which nothing is left are gone.

    :raises BadTranscript: a word is too long to be one.
    """
    words = (replace(word, text=clean_word(word.text)) for word in segment.words)
    return replace(
        segment,
        words=tuple(word for word in words if word.text),
        speaker=clean_words(segment.speaker or "")[:MOST_NAME_CHARACTERS].strip() or None,
        language=language_tag(segment.language),
    )


def clean_word(text: str) -> str:
    """:raises BadTranscript: it is too long to be a word."""
    clean = clean_words(text)
    if len(clean) > LONGEST_WORD:
        raise BadTranscript(
            f"A word has {len(clean):,} letters (“{clean[:20]}…”); this is no transcript, or it has lost its spaces."
        )
    return clean


def clean_words(text: str) -> str:
    """Return a text composed and with single spaces, without what cannot be seen or read."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = "".join(" " if letter in "\t\n\r\x0b\x0c\x85" else letter for letter in text if not _is_hidden(letter))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def language_tag(written: str | None) -> str | None:
    """Return the BCP 47 tag of what tools write: “kk-KZ”, “KK”, “kazakh”; ``None`` where it is none."""
    if not written or len(written) > MOST_NAME_CHARACTERS:
        return None
    try:
        tag = parse_language(plain_language(_tags_by_name().get(written.strip().lower(), written.strip())))
    except UnknownLanguage:
        return None
    return None if tag == UNDETERMINED else tag


@lru_cache(maxsize=1)
def _tags_by_name() -> dict[str, str]:
    """English names, as OpenAI's API writes them."""
    return {name.lower(): tag.replace("_", "-") for tag, name in Locale("en").languages.items()}


def _is_hidden(letter: str) -> bool:
    if letter in "\t\n\r\x0b\x0c\x85":
        return False
    return unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") or letter in REORDERING or letter in "\u200b\ufeff"
