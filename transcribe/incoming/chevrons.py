"""“>>” in captions: somebody else begins to speak, and the file does not say who (“>>>”: another story begins).

So do live captions of broadcasters, after CEA-608 (“>> AIGUL: Good day.” has the name, too). The mark is no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media.records import Span
from transcribe.formats.read_cues import ReadCue

MARK = re.compile(r">{2,3}")
REMARK = "“>>” was taken for another who begins to speak; where no name follows it, the file does not say who."

Words = tuple[tuple[str, Span | None], ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """A cue, or the part of one that one person says."""

    cue: ReadCue
    begins_anew: bool
    """Whether somebody else begins to speak with it."""


def is_marked(cues: Sequence[ReadCue]) -> bool:
    """Return whether a file writes so: a cue begins with the mark, and none has a voice of its own."""
    begins = any(cue.words and MARK.match(cue.words[0][0]) for cue in cues)
    return begins and all(cue.speaker is None for cue in cues)


def turned(cue: ReadCue) -> Iterator[Turned]:
    """Yield a cue without its marks, in parts where there is one within; each part has its share of the time."""
    parts = list(_parts(cue.words))
    letters = [sum(len(text) for text, _ in words) for words, _ in parts]
    total, said = sum(letters), 0
    for (words, begins_anew), its in zip(parts, letters, strict=True):
        start_ms, said = _at(cue.span, said, total), said + its
        yield Turned(replace(cue, words=words, span=Span(start_ms, _at(cue.span, said, total))), begins_anew)


def _parts(words: Words) -> Iterator[tuple[Words, bool]]:
    part: list[tuple[str, Span | None]] = []
    begins_anew = False
    for text, span in words:
        found = MARK.match(text)
        if found:
            if part:
                yield tuple(part), begins_anew
                part = []
            begins_anew = True
        left = text[found.end() :] if found else text
        part += [(left, span)] if left else []
    yield tuple(part), begins_anew


def _at(span: Span, said: int, total: int) -> int:
    return span.start_ms + (span.duration_ms * said // total if total else 0)
