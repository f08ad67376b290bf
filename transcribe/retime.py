"""Carry the times of words over to what a person typed in their place."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from media.records import Span
from transcribe.errors import BadEdit
from transcribe.records import Word

MAX_CHARACTERS = 10_000
"""Of one segment: some ten minutes of speech, where a segment holds seconds."""

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They reorder what the reader sees, so that the words on the page would not be the words that were checked."""


def clean_text(typed: str) -> str:
    """Return what was typed in Unicode's composed form (NFC), with single spaces between the words.

    :raises BadEdit: it holds a control character, or more than `MAX_CHARACTERS`.
    """
    if len(typed) > MAX_CHARACTERS:
        raise BadEdit(f"A segment holds at most {MAX_CHARACTERS} characters, these are {len(typed)}; shorten the text.")
    for character in typed:
        if _is_control(character):
            raise BadEdit(
                f"The words hold a control character (U+{ord(character):04X}), which nobody can see; take it out."
            )
    return " ".join(unicodedata.normalize("NFC", typed).split())


def _is_control(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or character in _BIDI_CONTROLS


def retime(words: Sequence[Word], typed: Sequence[str], span: Span) -> tuple[Word, ...]:
    """Return the typed words with times, in order.

    A word that stayed is kept whole. One of which only case or punctuation changed keeps its times. Others share the
    time of the words that they replace, or stand between their neighbours. A typed word has no probability.

    :param words: as they were: in order, one after the other, within ``span``.
    :param span: of their segment.
    """
    return tuple(_retime(words, typed, span, (str, folded)))


_Key = Callable[[str], str]


def _retime(words: Sequence[Word], typed: Sequence[str], room: Span, keys: tuple[_Key, ...]) -> Iterator[Word]:
    if not keys:
        yield from _share(words, typed, room)
        return
    key, *looser = keys
    for same, old, new in _blocks([key(word.text) for word in words], [key(text) for text in typed]):
        if same:
            yield from map(_keep, words[old], typed[new])
        else:
            yield from _retime(words[old], typed[new], _room(words, old, room), tuple(looser))


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, slice, slice]]:
    """Yield the stretches of both, in order: the same, or changed, where neighbouring changes are one stretch."""
    old_from = new_from = 0
    for block in Levenshtein.opcodes(old, new):
        if block.tag != "equal":
            continue
        if (block.src_start, block.dest_start) != (old_from, new_from):
            yield False, slice(old_from, block.src_start), slice(new_from, block.dest_start)
        yield True, slice(block.src_start, block.src_end), slice(block.dest_start, block.dest_end)
        old_from, new_from = block.src_end, block.dest_end
    if (old_from, new_from) != (len(old), len(new)):
        yield False, slice(old_from, len(old)), slice(new_from, len(new))


def folded(text: str) -> str:
    """Return a word without capitals and punctuation, as itself where that leaves nothing."""
    letters = "".join(character for character in text.casefold() if character.isalnum())
    return letters or text


def _keep(word: Word, text: str) -> Word:
    return word if word.text == text else Word(text, word.start_ms, word.end_ms)


def _room(words: Sequence[Word], changed: slice, around: Span) -> Span:
    """Return the time between the words on both sides of a changed stretch."""
    start_ms = words[changed.start - 1].end_ms if changed.start else around.start_ms
    end_ms = words[changed.stop].start_ms if changed.stop < len(words) else around.end_ms
    return Span(start_ms, max(start_ms, end_ms))


def _share(words: Sequence[Word], typed: Sequence[str], room: Span) -> Iterator[Word]:
    if len(words) == len(typed):
        yield from map(_keep, words, typed)
        return
    start_ms, end_ms = (words[0].start_ms, words[-1].end_ms) if words else (room.start_ms, room.end_ms)
    letters = sum(map(len, typed))
    before = 0
    for text in typed:
        word_start_ms = start_ms + (end_ms - start_ms) * before // letters
        before += len(text)
        yield Word(text, word_start_ms, start_ms + (end_ms - start_ms) * before // letters)
