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
TIMESTAMP = re.compile(rf"<{CLOCK}>")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")
BEFORE_VOICE = re.compile(r"(?=<v[.\s])")
LANGUAGE = re.compile(r"<lang[ \t]+([A-Za-z0-9-]{1,40})>[^<]*</lang>(?:</v>)?")
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
        raise BadTranscript("The times in this file cannot be read; write them as 00:00:01.000 --> 00:00:02.500.")
    return cues


def _cues(text: str) -> Iterator[ReadCue]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        # An identifier may stand above the times; a note, style or region has none.
        place = next((number for number, line in enumerate(lines[:2]) if TIMING.fullmatch(line)), None)
        if place is not None and not lines[0].startswith("NOTE"):
            yield from _voices(lines[place], "\n".join(lines[place + 1 :]))


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
