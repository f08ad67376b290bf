"""A recording's samples while they are being decoded: who reads them does not wait for the rest of ten hours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from media.archive import Archive
from media.durable import link_durably, make_directory
from media.records import Recording
from media.sound import decode_sound, sound_duration_ms, sound_path

LOOK_SECONDS = 0.05
UNSETTLED_MS = 1_000
"""Of the end while it grows: the resampler may give some samples more than are kept."""


class _NotWanted(Exception):
    """Nobody reads the samples any more."""


class GrowingSound:
    """Samples as of `media.sound.decoded_sound`, in a file that may still be growing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ended = threading.Event()
        self._left = threading.Event()
        self._error: Exception | None = None

    def until(self, wanted_ms: int) -> int:
        """Wait for the first ``wanted_ms``, and return how much is there; less only where the whole is shorter.

        :raises MuragatError: it could not be decoded, as of `media.sound.decoded_sound`.
        """
        self._look()
        while not self._ended.wait(0 if self._settled_ms() >= wanted_ms else LOOK_SECONDS):
            self._look()
            if self._settled_ms() >= wanted_ms:
                return self._settled_ms()
        if self._error:
            raise self._error
        return sound_duration_ms(self.path)

    def leave(self) -> None:
        """Let whoever waits for samples, or asks for more, end at once."""
        self._left.set()

    def _settled_ms(self) -> int:
        return max(0, sound_duration_ms(self.path) - UNSETTLED_MS) if self.path.exists() else 0

    def _grow(self, archive: Archive, recording: Recording) -> None:
        try:
            decode_sound(archive, recording, self.path, self._look)
            with suppress(OSError):  # A file system without links: then it is decoded again when it is needed again.
                link_durably(self.path, sound_path(archive, recording))
        except Exception as error:  # Raised again where the samples are waited for.
            self._error = error
        finally:
            self._ended.set()

    def _look(self) -> None:
        if self._left.is_set():
            raise _NotWanted


def growing_path(archive: Archive, recording: Recording) -> Path:
    """Return where the samples of a recording are while they grow."""
    return sound_path(archive, recording).with_suffix(".growing")


@contextmanager
def growing_sound(archive: Archive, recording: Recording) -> Iterator[GrowingSound]:
    """Yield the samples of a recording, decoded by a thread while the block runs, where they are not there yet.

    The file is kept under the name that `media.sound.decoded_sound` looks for when it is whole.
    """
    kept = sound_path(archive, recording)
    if kept.is_file():
        sound = GrowingSound(kept)
        sound._ended.set()
        yield sound
        return
    make_directory(kept.parent)
    sound = GrowingSound(growing_path(archive, recording))
    sound.path.unlink(missing_ok=True)  # Of a job that was killed; the lease says that none is at it now.
    thread = threading.Thread(target=sound._grow, args=(archive, recording), daemon=True)
    thread.start()
    try:
        yield sound
    finally:
        sound.leave()
        thread.join()
        sound.path.unlink(missing_ok=True)
