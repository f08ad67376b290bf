"""The simplest SubRip there is: a cue a segment, its words on one line. Nothing is easier to correct as plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from transcribe.records import Segment

_CUE = re.compile(r"^(\S+)\n(.* --> .*)\n(.*)\n\n", re.MULTILINE)


def as_subrip(segments: Sequence[Segment]) -> str:
    """Return segments as cues; a cue's number is the segment's id, which the measurement goes by."""
    return "".join(
        f"{each.segment_id}\n{_clock(each.start_ms)} --> {_clock(each.end_ms)}\n{each.text}\n\n" for each in segments
    )


def words_of(srt: str) -> dict[str, str]:
    """Return the text of each cue by its number."""
    return {found[1]: found[3] for found in _CUE.finditer(srt)}


def subrip(srt: str, words: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, int]]:
    """Return the same cues with other words, and where the text of each begins."""
    written, offsets = "", {}
    for found in _CUE.finditer(srt):
        written += f"{found[1]}\n{found[2]}\n"
        offsets[found[1]] = len(written)
        written += f"{' '.join(words[found[1]])}\n\n"
    return written, offsets


def _clock(time_ms: int) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{ms:03d}"
