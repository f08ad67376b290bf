"""RTTM, in which reference turns of speakers come (NIST, RT-09 evaluation plan, appendix A)."""

from __future__ import annotations

from media.records import Span
from transcribe.errors import BadTranscript
from transcribe.speakers.turns import Turn

LEAST_FIELDS = 8


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
