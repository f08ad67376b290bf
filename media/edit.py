"""Cut excerpts out of decoded sound, by pydub, on raw samples. What must not be heard is covered by `media.masked`."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from media.archive import Archive
from media.records import Recording, Span
from media.sound import SAMPLE_BYTES, SAMPLE_RATE_HZ, SAMPLES_PER_MS, decoded_sound, sound_duration_ms

if TYPE_CHECKING:
    from pydub import AudioSegment


def excerpt(archive: Archive, recording: Recording, span: Span) -> bytes:
    """Return a span of a recording as a WAV file, 16 kHz mono, as far as the sound goes.

    :raises FixityError: the original is missing.
    :raises DecoderFailed: the sound cannot be decoded.
    """
    path = decoded_sound(archive, recording)
    target = io.BytesIO()
    _segment(_read(path, span.clamp(sound_duration_ms(path)))).export(target, format="wav")
    return target.getvalue()


def _read(path: Path, span: Span) -> bytes:
    with path.open("rb") as file:
        file.seek(span.start_ms * SAMPLES_PER_MS * SAMPLE_BYTES)
        return file.read(span.duration_ms * SAMPLES_PER_MS * SAMPLE_BYTES)


def _segment(pcm: bytes) -> AudioSegment:
    with _quiet_import():
        from pydub import AudioSegment  # noqa: PLC0415 (slow to import, and it warns)

    return AudioSegment(data=pcm, sample_width=SAMPLE_BYTES, frame_rate=SAMPLE_RATE_HZ, channels=1)


def _quiet_import() -> warnings.catch_warnings:
    """Pydub warns on import that there is no ffmpeg, which it is not given a use for, and of Python's own audioop."""
    return warnings.catch_warnings(action="ignore")
