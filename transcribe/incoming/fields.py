"""Fields of foreign JSON: what is there may be anything, and what is missing or of another kind is nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from transcribe.incoming.records import FoundWord
from transcribe.incoming.times import seconds_span

Fields = Mapping[str, object]


def fields(value: object) -> Fields:
    """Return an object's fields, none where it is no object."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def objects(value: object) -> Iterator[Fields]:
    """Yield the objects of a list."""
    return (item for item in items(value) if isinstance(item, dict))


def text(value: object) -> str:
    """Return a text whose cut letters are whole again: lone bytes (PEP 383) that stand side by side are one letter."""
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # “\\ud83d” alone, written as an escape
        return value.encode("utf-8", "replace").decode("utf-8")


def label(value: object) -> str | None:
    """Return a speaker: a name, or a number that stands for one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return " ".join(text(str(value)).split()) or None


def share(value: object) -> float | None:
    """Return a probability, 0…1, that may be written as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= 1 else None


def timed_word(word: Fields, name: str, probability: str) -> list[FoundWord]:
    """Return a tool's word, with the names that it gives its fields; what holds a space is several without times.

    Times are seconds under ``start`` and ``end``.
    """
    texts = text(word.get(name)).split()
    if len(texts) != 1:
        return [FoundWord(each) for each in texts]
    return [FoundWord(texts[0], seconds_span(word.get("start"), word.get("end")), share(word.get(probability)))]
