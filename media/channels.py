"""The two channels of a recording, apart: how loud each is, every 20 ms."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.archive import Archive
from media.decoder.messages import STEREO, LevelsMade, Task
from media.originals import require_original
from media.records import Recording
from media.sandbox import decode
from media.store import no_room_said

Levels = NDArray[np.int16]
"""Shape (n, 2), dB, one each `LEVEL_MS`; only differences mean anything. No rows for one channel."""


def channel_levels(archive: Archive, recording: Recording, check: Callable[[], None] = lambda: None) -> Levels:
    """Return how loud the channels of a recording are.

    :param check: called several times a second while it is measured; what it raises ends that.
    :raises FixityError: the original is missing.
    :raises DecoderFailed: the decoder died, or the file made it break a limit.
    :raises StorageFull: the disk has no room.
    """
    if recording.probe.channels < STEREO:
        return np.zeros((0, STEREO), np.int16)
    original = require_original(archive, recording)
    with no_room_said(), tempfile.TemporaryDirectory(prefix="levels-", dir=archive.work) as directory:
        measured = Path(directory) / "levels"
        decode(
            Task.LEVELS,
            original,
            (measured,),
            LevelsMade,
            file_name=recording.recording_id,
            duration_ms=recording.duration_ms,
            progress=lambda _done_ms, _total_ms: check(),
        )
        return np.fromfile(measured, np.uint8).reshape(-1, STEREO).astype(np.int16)
