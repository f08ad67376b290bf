"""Cut excerpts out of decoded sound, and cover words that must not be heard. By pydub, on raw samples."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from media.archive import Archive
from media.durable import replace_durably
from media.records import Recording, Span
from media.sound import SAMPLE_BYTES, SAMPLE_RATE_HZ, SAMPLES_PER_MS, decoded_sound, sound_duration_ms

if TYPE_CHECKING:
    from pydub import AudioSegment

MASK_HZ = 1_000
MASK_DBFS = -20.0
MASK_MARGIN_MS = 150
"""Covered before and after a span: word times are not exact, and a codec smears sound in time."""

MASK_STEP_MS = 500
"""Masks begin and end at multiples of this, so that their length does not tell the length of a name."""

_BLOCK_MS = 10_000


def excerpt(archive: Archive, recording: Recording, span: Span) -> bytes:
    """Return a span of a recording as a WAV file, 16 kHz mono, as far as the sound goes.

    :raises FixityError: the original is missing.
    :raises DecoderFailed: the sound cannot be decoded.
    """
    path = decoded_sound(archive, recording)
    target = io.BytesIO()
    _segment(_read(path, span.clamp(sound_duration_ms(path)))).export(target, format="wav")
    return target.getvalue()


def mask(sound: Path, spans: Iterable[Span], target: Path) -> tuple[Span, ...]:
    """Write decoded sound with a tone, the same everywhere, in place of the spans; return what was covered.

    Nothing of the covered samples is used. The sound is copied block by block: memory does not grow with it.

    :param sound: of `media.sound.decoded_sound`.
    :param target: the file to make, in the same form; there whole or not at all.
    """
    covered = covered_spans(spans, sound_duration_ms(sound))
    with replace_durably(target) as making, making.open("wb") as file:
        at_ms = 0
        for span in covered:
            _copy(sound, Span(at_ms, span.start_ms), file)
            _fill(span.duration_ms, file)
            at_ms = span.end_ms
        _copy(sound, Span(at_ms, sound_duration_ms(sound)), file)
    return covered


def covered_spans(spans: Iterable[Span], duration_ms: int) -> tuple[Span, ...]:
    """Return what masks cover: wider by the margin, on fixed steps, in order, merged where they touch."""
    merged: list[Span] = []
    for span in sorted(spans):
        start_ms = max(0, span.start_ms - MASK_MARGIN_MS) // MASK_STEP_MS * MASK_STEP_MS
        end_ms = -(-(span.end_ms + MASK_MARGIN_MS) // MASK_STEP_MS) * MASK_STEP_MS
        wide = Span(start_ms, end_ms).clamp(duration_ms)
        if merged and wide.start_ms <= merged[-1].end_ms:
            wide = Span(merged[-1].start_ms, max(merged.pop().end_ms, wide.end_ms))
        merged.append(wide)
    return tuple(merged)


def _read(path: Path, span: Span) -> bytes:
    with path.open("rb") as file:
        file.seek(span.start_ms * SAMPLES_PER_MS * SAMPLE_BYTES)
        return file.read(span.duration_ms * SAMPLES_PER_MS * SAMPLE_BYTES)


def _copy(sound: Path, span: Span, file: io.BufferedWriter) -> None:
    starts = range(span.start_ms, span.end_ms, _BLOCK_MS)
    file.writelines(_read(sound, Span(start_ms, min(start_ms + _BLOCK_MS, span.end_ms))) for start_ms in starts)


def _fill(duration_ms: int, file: io.BufferedWriter) -> None:
    """A block holds whole periods of the tone, so blocks join without a seam."""
    block = _tone(_BLOCK_MS)
    for start_ms in range(0, duration_ms, _BLOCK_MS):
        wanted_ms = min(_BLOCK_MS, duration_ms - start_ms)
        file.write(block[: wanted_ms * SAMPLES_PER_MS * SAMPLE_BYTES])


def _tone(duration_ms: int) -> bytes:
    with _quiet_import():
        from pydub.generators import Sine  # noqa: PLC0415 (slow to import, and it warns)

    tone = Sine(MASK_HZ, sample_rate=SAMPLE_RATE_HZ, bit_depth=8 * SAMPLE_BYTES)
    return bytes(tone.to_audio_segment(duration=duration_ms, volume=MASK_DBFS).raw_data)


def _segment(pcm: bytes) -> AudioSegment:
    with _quiet_import():
        from pydub import AudioSegment  # noqa: PLC0415 (slow to import, and it warns)

    return AudioSegment(data=pcm, sample_width=SAMPLE_BYTES, frame_rate=SAMPLE_RATE_HZ, channels=1)


def _quiet_import() -> warnings.catch_warnings:
    """Pydub warns on import that there is no ffmpeg, which it is not given a use for, and of Python's own audioop."""
    return warnings.catch_warnings(action="ignore")
