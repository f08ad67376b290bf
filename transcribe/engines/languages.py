"""Language tags as Whisper knows them, and back."""

from __future__ import annotations

from collections.abc import Container

OLD_CODES = {"jv": "jw", "nb": "no", "fil": "tl", "cmn": "zh"}
"""BCP 47 → the code in Whisper's vocabulary, where they differ."""
NEW_CODES = {"jw": "jv"}


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language, whatever the region and script."""
    return _plain(one) == _plain(other)


def _plain(tag: str) -> str:
    language = tag.partition("-")[0].lower()
    return OLD_CODES.get(language, language)


def to_whisper(tag: str, known: Container[str]) -> str | None:
    """Return Whisper's code for a BCP 47 tag, ``None`` for ``und`` and where the model does not know the language."""
    code = _plain(tag)
    return code if code in known else None


def from_whisper(code: str) -> str:
    """Return the BCP 47 tag of a language code in Whisper's vocabulary."""
    return NEW_CODES.get(code, code)
