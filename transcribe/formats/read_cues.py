"""Read WebVTT and SRT: cues with their times, their speaker and their words.

What is no cue (head, notes, style, numbers) is skipped, and so is markup: only what is spoken counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from media.records import Span
from transcribe.errors import BadTranscript

CLOCK = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
TIMING = re.compile(rf"\s*{CLOCK}\s*-->\s*{CLOCK}(?:\s.*)?")
MISTYPED = re.compile(r"\s*\d{1,4}:\d{1,2}[:.,][\w:.,]{1,20}\s*-->")
"""A line of times with a slip in it: taken for words, it would join its caption to the one before."""
TIMESTAMP = re.compile(rf"<{CLOCK}>")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")
BEFORE_VOICE = re.compile(r"(?=<v[.\s])")
LANGUAGE = re.compile(r"<lang[ \t]+([A-Za-z0-9-]{1,40})>[^<]*</lang>(?:</v>)?")
NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
AS_TIMES = "write them as 00:00:01.000 --> 00:00:02.500."
LONGEST_CUE = 20_000
"""Characters: what is longer is no caption, and patterns over it could be made to hang."""
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
"""Of WebVTT (section 4.2.2), and HTML as SRT uses it. No tag holds another's beginning: a pattern that looked for the
end past one would take hours for a file of beginnings."""
SUBSTATION = re.compile(r"\{\\[^{}]*\}")
"""Of SubStation Alpha, the {\\an8} in many an SRT file."""


@dataclass(frozen=True, slots=True)
class ReadCue:
    span: Span
    speaker: str | None
    words: tuple[tuple[str, Span | None], ...]
    """With a time where the file gives each word one (WebVTT's timestamps)."""
    language: str | None = None
    """Where all of it is in one language span."""


def read_cues(text: str) -> tuple[ReadCue, ...]:
    """Return the cues of a WebVTT or SRT file, in its order.

    :raises BadTranscript: it has none, or a cue ends before it starts.
    """
    bare = text.removeprefix("\ufeff")
    cues = tuple(_cues(bare if bare.startswith("WEBVTT") else SUBSTATION.sub("", bare)))
    if not cues and "-->" in text:
        raise BadTranscript(f"The times in this file cannot be read; {AS_TIMES}")
    return cues


def _cues(text: str) -> Iterator[ReadCue]:
    for timing, payload in _payloads(text):
        if sum(map(len, payload)) > LONGEST_CUE:
            raise BadTranscript(f"A cue has more than {LONGEST_CUE:,} characters ({timing.strip()}); export it anew.")
        yield from _voices(timing, "\n".join(payload))


def _payloads(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield a line of times with all that stands below it: past an empty line too, lest words are lost.

    WebVTT ends a cue at a line that has nothing, not even a space; SRT as people write it has both within cues.
    """
    timing, payload, is_skipped, is_after_blank = None, list[str](), False, True
    for line in [*text.split("\n"), ""]:
        is_skipped = bool(line.strip()) and (is_skipped or (is_after_blank and NO_CUE.fullmatch(line) is not None))
        if not is_skipped and TIMING.fullmatch(line):
            if timing is not None:
                yield timing, _without_identifier(payload)
            timing, payload = line, []
        elif not is_skipped and MISTYPED.match(line):
            raise BadTranscript(f"The times “{line.strip()[:60]}” cannot be read; {AS_TIMES}")
        elif not is_skipped:
            payload.append(line)
        is_after_blank = not line.strip()
    if timing is not None:
        yield timing, payload


def _without_identifier(payload: list[str]) -> list[str]:
    """Return what is said in a cue without what stands right above the next one's times."""
    last = payload[-1].strip() if payload else ""
    is_identifier = last and (last.isdigit() or (len(payload) > 1 and not payload[-2].strip()))
    return payload[:-1] if is_identifier else payload


def _voices(timing: str, payload: str) -> Iterator[ReadCue]:
    """Yield a cue for each voice in it."""
    found = TIMING.fullmatch(timing)
    groups = found.groups() if found else ()
    start_ms, end_ms = _time_ms(groups[:4]), _time_ms(groups[4:])
    if end_ms < start_ms:
        raise BadTranscript(f"A cue ends before it starts ({timing.strip()}); correct its times.")
    span = Span(start_ms, end_ms)
    for part in [each for each in BEFORE_VOICE.split(payload) if each.strip()] or [""]:
        voice, language = VOICE.search(part), LANGUAGE.fullmatch(VOICE.sub("", part).strip())
        speaker = html.unescape(voice[1]).strip() if voice else None
        yield ReadCue(span, speaker or None, tuple(_words(part, span)), language[1] if language else None)


def _words(payload: str, cue: Span) -> Iterator[tuple[str, Span | None]]:
    """A timestamp says when what follows it begins; several words under one have no times of their own."""
    parts = TIMESTAMP.split(payload)
    texts = parts[:: 1 + 4]
    starts = [cue.start_ms] + [_time_ms(parts[at : at + 4]) for at in range(1, len(parts), 5)]
    ends = [*starts[1:], cue.end_ms]
    for text, start_ms, end_ms in zip(texts, starts, ends, strict=True):
        words = html.unescape(TAG.sub("", text)).split()
        timed = len(texts) > 1 and len(words) == 1 and start_ms <= end_ms
        yield from ((word, Span(start_ms, end_ms) if timed else None) for word in words)


def _time_ms(clock: tuple[str | None, ...] | list[str]) -> int:
    hours, minutes, seconds, fraction = clock
    whole_s = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole_s * 1000 + int((fraction or "").ljust(3, "0"))
