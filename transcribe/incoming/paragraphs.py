"""Running text, of a text file or a Word document, as people and tools write transcripts down.

Times stand in brackets or bare, before or after a name, in the line or above it:

    [00:01:05] Aigul: Good day.        Aigul  1:05          [00:01:05.000 --> 00:01:09.500]  Good day.
                                       Good day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transcribe.incoming.cues import remarks_of
from transcribe.incoming.labels import MOST_NAME_WORDS, labels_of, split_label
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript, plain_words
from transcribe.incoming.times import clock_ms, span_of

TIME = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]\d(?:[.,]\d{1,3})?"
RANGE = rf"({TIME})(?:\s*(?:-->|->|–|—|-|/)\s*({TIME}))?"
STAMP = re.compile(rf"\s*(?:\[\s*{RANGE}\s*\]|\(\s*{RANGE}\s*\)|{RANGE}(?=\s|$|:\s))[:\s]*(?:[-–—|]\s+)?")
NAME_THEN_STAMP = re.compile(
    rf"\s*([^\W_][^\n\[\]()<>]{{0,59}}?)[,:\s]{{0,5}}\s(?:\[\s*{RANGE}\s*\]|\(\s*{RANGE}\s*\)|{RANGE}(?=\s*:?\s*$)):?\s*"
)
HEADING = re.compile(r"[^\W_][^.!?…\n]{0,59}")
BLANK_LINE = re.compile(r"\n\s*\n")
LONGEST_LINE = 150
"""Characters that are looked through for a time at a line's beginning."""
STAMPED = 0.5
"""So large a share of the paragraphs begins with a time where times are meant."""
ASCENDING = 0.9
MOST_TITLE_WORDS = 100
MOST_TOLD = 80
"""Letters of what was left out."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    starts_paragraph: bool
    start_ms: int | None = None
    end_ms: int | None = None
    name: str | None = None


def of_paragraphs(text: str, head: str = "") -> FoundTranscript:
    """Return the paragraphs of a text, with times where most of them begin with one.

    :param head: what stands in it about the text.
    """
    plain = [_Line(line, starts) for line, starts in _lines(text)]
    stamped = [_stamped(line) for line in plain]
    first = next((place for place, line in enumerate(stamped) if line.start_ms is not None), len(plain))
    if first and _is_heading(stamped[first - 1], stamped[first : first + 1]):
        first -= 1
    above = "\n".join(line.text for line in plain[:first])
    has_times = _are_times(stamped[first:]) and _is_title(above, plain[first:])
    lines = stamped[first:] if has_times else plain
    head = f"{head}\n{above}" if has_times else head
    tool, words_by = made_by_of(head)
    labels = labels_of([line.text for line in lines if line.name is None], is_ours=tool is not None)
    segments = tuple(_timed(list(_parts(lines, labels)))) if has_times else tuple(_untimed(lines, labels))
    left_out = (f"What stands above the first time was left out: “{_short(above)}”.",) if has_times and above else ()
    return FoundTranscript(segments, tool, words_by, remarks=(*remarks_of(labels), *left_out))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_TOLD else f"{line[:MOST_TOLD].rstrip()}…"


def _is_title(above: str, below: Sequence[_Line]) -> bool:
    """Return whether what stands above the first time is about the text: ours says so, others are far shorter."""
    words = sum(len(line.text.split()) for line in below)
    return made_by_of(above)[0] is not None or len(above.split()) <= min(MOST_TITLE_WORDS, words)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines that have words, and whether each is the first of its paragraph."""
    for paragraph in BLANK_LINE.split(text):
        first = True
        for line in paragraph.split("\n"):
            if single := " ".join(line.split()):  # No pattern meets a long run of spaces.
                yield single, first
                first = False


def _stamped(line: _Line) -> _Line:
    """Return a line with the time that it begins with, and the name before that."""
    head = line.text[:LONGEST_LINE]
    found = STAMP.match(head)
    name = None
    if found is None:
        found = NAME_THEN_STAMP.match(head)
        if found is None:
            return line
        name = " ".join(found[1].split())
    times = [group for group in found.groups()[-6:] if group]
    return replace(
        line,
        text=line.text[found.end() :].strip(),
        start_ms=clock_ms(times[0]),
        end_ms=clock_ms(times[1]) if len(times) > 1 else None,
        name=name,
    )


def _are_times(lines: Sequence[_Line]) -> bool:
    """Return whether times at the lines' beginnings say when they are spoken: most have one, and they ascend."""
    starts = [line.start_ms for line in lines if line.start_ms is not None]
    paragraphs = sum(line.starts_paragraph for line in lines)
    if len(starts) < STAMPED * paragraphs or not starts:
        return False
    return sum(a <= b for a, b in pairwise(starts)) >= ASCENDING * (len(starts) - 1)


@dataclass(frozen=True, slots=True)
class _Part:
    start_ms: int | None
    end_ms: int | None
    name: str | None
    texts: tuple[str, ...]


def _parts(lines: Sequence[_Line], labels: frozenset[str]) -> Iterator[_Part]:
    """Yield what follows each time until the next one, or until another name."""
    part = _Part(None, None, None, ())
    pending: str | None = None
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        speaker, said = split_label(line.text, labels)
        if line.start_ms is not None:
            yield part
            part = _Part(line.start_ms, line.end_ms, line.name or speaker or pending, (said,))
            pending = None
        elif after is not None and _is_heading(line, [after]):
            pending = line.text.rstrip(":")  # A name of its own line above the time.
        elif speaker is not None and part.texts and any(part.texts):
            yield part
            part = _Part(None, None, speaker, (said,))
        else:
            part = replace(part, name=part.name or speaker, texts=(*part.texts, said))
    yield part


def _is_heading(line: _Line, below: Sequence[_Line]) -> bool:
    """A name stands alone above a time that stands alone."""
    if not line.starts_paragraph or all(each.start_ms is None or each.text for each in below):
        return False
    return bool(HEADING.fullmatch(line.text)) and len(line.text.split()) <= MOST_NAME_WORDS


def _timed(parts: Sequence[_Part]) -> Iterator[FoundSegment]:
    """Yield the segments; the end of one that the text does not say is left to be found."""
    for part in parts:
        if words := plain_words(" ".join(part.texts)):
            end_ms = part.end_ms if part.end_ms is not None else part.start_ms
            yield FoundSegment(words, span_of(part.start_ms, end_ms), part.name)


def _untimed(lines: Sequence[_Line], labels: frozenset[str]) -> Iterator[FoundSegment]:
    """Yield a segment a paragraph, and one where a line within it begins with a name."""
    speaker: str | None = None
    texts: list[str] = []
    for line in lines:
        name, said = split_label(line.text, labels)
        if texts and (line.starts_paragraph or name):
            yield FoundSegment(plain_words(" ".join(texts)), None, speaker)
            texts, speaker = [], None
        speaker = name or speaker
        texts.append(said)
    if texts:
        yield FoundSegment(plain_words(" ".join(texts)), None, speaker)
