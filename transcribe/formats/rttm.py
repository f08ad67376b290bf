"""RTTM: who speaks when (NIST, RT-09 evaluation plan, appendix A). Lines that begin with ``;;`` are comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from media.records import Span
from transcribe.errors import BadTranscript
from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.records import Segment
from transcribe.speakers.labels import speakers_of
from transcribe.speakers.turns import Turn

LEAST_FIELDS = 8
CHANNEL, UNKNOWN = "1", "<NA>"
NO_TURNS = "Nobody who speaks is told from anybody else here, so there are no turns."


def render(export: Export, options: Options) -> str:
    """Return a line for each segment in which somebody known speaks, in the order of time, exact to the millisecond."""
    spoken = sorted((each for each in export.segments if each.speaker), key=lambda each: each.span)
    recording = field(export.programme.programme_id)
    told = replace(export, beside=None).head()  # It has no place for a translation.
    head = told if spoken else (*told, NO_TURNS)
    speakers = "".join(_speaker(recording, each) for each in speakers_of(spoken))
    return comments(head) + speakers + "".join(_line(recording, segment) for segment in spoken)


def _speaker(recording: str, speaker: str) -> str:
    """Return the line that each speaker must have; whether it is a man, a woman or a child nobody has looked at."""
    return f"SPKR-INFO {recording} {CHANNEL} <NA> <NA> <NA> unknown {field(speaker)} <NA> <NA>\n"


def _line(recording: str, segment: Segment) -> str:
    times = f"{seconds(segment.start_ms)} {seconds(segment.span.duration_ms)}"
    return f"SPEAKER {recording} {CHANNEL} {times} <NA> <NA> {field(segment.speaker or '')} <NA> <NA>\n"


def comments(lines: Iterable[str]) -> str:
    """Return lines that readers of NIST's formats pass over."""
    return "".join(f";; {line}\n" for line in lines)


def field(text: str) -> str:
    """Return a text as one field: spaces part fields, and nothing escapes them."""
    return "_".join(text.split()) or "<NA>"


def seconds(time_ms: int) -> str:
    return f"{time_ms // 1000}.{time_ms % 1000:03}"


def read_rttm(text: str) -> tuple[Turn, ...]:
    """Return the turns of one recording, ascending; lines of other types than ``SPEAKER`` are skipped.

    :raises BadTranscript: a line is not RTTM, or the file is about several recordings.
    """
    rows = [(number, line.split()) for number, line in enumerate(text.splitlines(), start=1)]
    spoken = [(number, fields) for number, fields in rows if fields and fields[0] == "SPEAKER"]
    recordings = {fields[1] for _, fields in spoken if len(fields) >= LEAST_FIELDS}
    if len(recordings) > 1:
        raise BadTranscript(f"The RTTM file is about {len(recordings)} recordings; keep the lines of one of them.")
    return tuple(sorted(_turn(number, fields) for number, fields in spoken))


def _turn(number: int, fields: list[str]) -> Turn:
    try:
        start_ms, duration_ms = (round(float(field) * 1000) for field in fields[3:5])
        return Turn(Span(start_ms, start_ms + duration_ms), fields[7])
    except (ValueError, IndexError, OverflowError) as error:
        raise BadTranscript(
            f"Line {number} is not RTTM; write SPEAKER, recording, channel, start and length in seconds, two <NA>, "
            "the speaker, two <NA>."
        ) from error
