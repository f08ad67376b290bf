"""SubRip (.srt): the format has no specification; numbered cues, times with a decimal comma, plain text.

It has no comments either. Whose words these are stands in a first caption, in brackets, as guides have what nobody
says: before the first words where there is time for it, else above them.
"""

from __future__ import annotations

import re
import textwrap

from transcribe.formats.cues import Measure, cues
from transcribe.formats.export import Export, clock
from transcribe.formats.options import Options, Unit

LABEL_MS = 3_000
"""How long captions say what they are."""
TIMING = re.compile(r"\d+:\d+:\d+[,.]\d+\s*-->")


def render(export: Export, options: Options) -> str:
    """Return an SRT file; a speaker's name stands where they begin."""
    measure = Measure.of(options, export.language)
    made = cues(export, options, labelled=True, one_word=options.unit is Unit.WORDS)
    said = "\n".join(textwrap.wrap(f"[{export.in_short()}]", measure.characters, break_long_words=False))
    until_ms = min(LABEL_MS, made[0].start_ms) if made else LABEL_MS
    is_before = until_ms >= measure.minimum_ms
    blocks = [(0, until_ms, said)] if is_before else []
    blocks += [(cue.start_ms, cue.end_ms, "\n".join((*cue.lines, *cue.beside))) for cue in made]
    if not is_before:
        start_ms, end_ms, text = blocks[0]
        blocks[0] = (start_ms, end_ms, f"{said}\n{text}")
    return "\n".join(
        f"{number}\n{clock(start_ms, ',')} --> {clock(end_ms, ',')}\n{_harmless(text)}\n"
        for number, (start_ms, end_ms, text) in enumerate(blocks, start=1)
    )


def _harmless(text: str) -> str:
    """Return text in which no line reads as the times of a caption."""
    return text.replace("-->", "→") if TIMING.search(text) else text
