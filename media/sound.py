"""Sound as recognition hears it: 16 kHz, mono, signed 16 bit, raw and little-endian, in one file a recording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.archive import Archive
from media.decoder.messages import PcmMade, Task
from media.durable import replace_durably
from media.originals import require_original
from media.records import Recording, Span
from media.sandbox import decode
from media.store import no_room_said

SAMPLE_RATE_HZ = 16_000
SAMPLES_PER_MS = SAMPLE_RATE_HZ // 1000
SAMPLE_BYTES = 2
_FULL_SCALE = 32_768


def decoded_sound(archive: Archive, recording: Recording, check: Callable[[], None] = lambda: None) -> Path:
    """Return the file with the samples of a recording, made now where it is not there yet.

    It lies in ``archive.work``; whoever removes it loses nothing but the time to make it again.

    :param check: called several times a second while it is made; what it raises ends that.
    :raises FixityError: the original is missing.
    :raises DecoderFailed: the decoder died, or the file made it break a limit.
    :raises StorageFull: the disk has no room.
    """
    path = sound_path(archive, recording)
    if not path.is_file():
        with no_room_said(), replace_durably(path) as making:
            decode_sound(archive, recording, making, check)
    return path


def sound_path(archive: Archive, recording: Recording) -> Path:
    """Return where the samples of a recording are once they are all there."""
    return archive.work / f"{recording.sha256}.s16"


def decode_sound(archive: Archive, recording: Recording, target: Path, check: Callable[[], None]) -> None:
    """Write the samples of a recording to a new file; parameters and errors as of `decoded_sound`."""
    original = require_original(archive, recording)
    with no_room_said():
        decode(
            Task.PCM,
            original,
            (target,),
            PcmMade,
            file_name=recording.recording_id,
            duration_ms=recording.duration_ms,
            progress=lambda _done_ms, _total_ms: check(),
        )


def excerpt(path: Path, span: Span, target: Path) -> Path:
    """Write the samples of a span to a file of their own, and return it.

    :param path: of `decoded_sound`.
    """
    with path.open("rb") as whole, target.open("wb") as part:
        whole.seek(span.start_ms * SAMPLES_PER_MS * SAMPLE_BYTES)
        part.write(whole.read(span.duration_ms * SAMPLES_PER_MS * SAMPLE_BYTES))
    return target


def sound_duration_ms(path: Path) -> int:
    """:param path: of `decoded_sound`."""
    return path.stat().st_size // SAMPLE_BYTES // SAMPLES_PER_MS


def read_samples(path: Path, span: Span) -> NDArray[np.float32]:
    """Return the samples of a span, as far as the sound goes, reading no other part of the file.

    :param path: of `decoded_sound`.
    :return: shape (n,), −1…1, at `SAMPLE_RATE_HZ`.
    """
    start, end = (min(time_ms, sound_duration_ms(path)) * SAMPLES_PER_MS for time_ms in (span.start_ms, span.end_ms))
    raw = np.fromfile(path, dtype="<i2", count=end - start, offset=start * SAMPLE_BYTES)
    return raw.astype(np.float32) / np.float32(_FULL_SCALE)
