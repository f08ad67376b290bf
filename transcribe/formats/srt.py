"""SubRip (.srt): the format has no specification; numbered cues, times with a decimal comma, plain text."""

from __future__ import annotations

from transcribe.formats.cues import cues
from transcribe.formats.export import Export, clock


def render(export: Export) -> str:
    """Return an SRT file. The format has no comments, so it cannot say whose words it holds."""
    blocks = []
    for number, cue in enumerate(cues(export.segments), start=1):
        speaker = f"{' '.join(cue.segment.speaker.split())}: " if cue.segment.speaker else ""
        text = "\n".join(cue.lines)
        blocks.append(f"{number}\n{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}\n{speaker}{text}\n")
    return "\n".join(blocks)
