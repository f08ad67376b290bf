"""CTM, time-marked words (NIST SCTK, "infmts", ctm): recording, channel, start and length in seconds, word, confidence.

Lines that begin with ``;;`` are comments. Times are exact to the millisecond. How often words of this kind are right is
the sixth field where that is known of every word, and left out else: a program that reads some of them must not take
the others for certain.
"""

from __future__ import annotations

from dataclasses import replace

from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.rttm import comments, field, seconds
from transcribe.records import Word

CHANNEL = "1"
NO_TIMES = "Nobody has heard the words of a translation one by one, so there are no times for them; take the original."


def render(export: Export, options: Options) -> str:
    """Return the words that were heard, in the order of time, as scoring programs want them."""
    export = replace(export, beside=None)  # It has no place for a translation.
    if export.made_from:
        return comments((*export.head(), NO_TIMES))
    words = sorted((word for segment in export.segments for word in segment.heard_words), key=lambda w: w.start_ms)
    with_confidence = all(word.confidence is not None for word in words)
    recording = field(export.programme.programme_id)
    return comments(export.head()) + "".join(_line(recording, word, with_confidence=with_confidence) for word in words)


def _line(recording: str, word: Word, *, with_confidence: bool) -> str:
    known = f" {word.confidence:.3f}" if with_confidence else ""
    length_ms = word.end_ms - word.start_ms
    return f"{recording} {CHANNEL} {seconds(word.start_ms)} {seconds(length_ms)} {field(word.text)}{known}\n"
