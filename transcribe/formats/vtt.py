"""WebVTT (W3C, https://www.w3.org/TR/webvtt1/): section 4 is the syntax."""

from __future__ import annotations

from transcribe.formats.cues import Cue, cues
from transcribe.formats.export import Export, clock

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render(export: Export) -> str:
    """Return a WebVTT file; speakers as voice spans, who made the words in a NOTE."""
    # A comment block must not hold "-->" (section 4.1); a line break would end the block early.
    note = "\n".join(line.replace("-->", "→") for line in export.head())
    blocks = ["WEBVTT", f"NOTE\n{note}", *map(cue_block, cues(export.segments))]
    return "\n\n".join(blocks) + "\n"


def cue_block(cue: Cue) -> str:
    text = "\n".join(cue.lines).translate(_ESCAPES)
    speaker = cue.segment.speaker
    if speaker:
        # An annotation ends at ">" and at a line break (section 4.2.2); after "--" that ">" would make an arrow.
        text = f"<v {' '.join(speaker.split()).translate(_ESCAPES).rstrip('-')}>{text}"
    return f"{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}\n{text}"
