"""The voices around moments of a recording, by processes of one thread each, as many as there are processors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import numpy as np

from media.environment import for_children
from transcribe.errors import EngineFailed
from transcribe.speakers.network import WIDTH, Voices

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
CHECK_S = 0.5
MOST_SECONDS = 600
"""For a block of some minutes of speech, which takes seconds."""
TOLERANCE = 1e-2
"""A voice whose length is further from 1 is no answer; the voice of silence has length 0."""


def voices(tensors: Path, sound: Path, blocks: Sequence[Sequence[int]], check: Callable[[], None]) -> Iterator[Voices]:
    """Yield the voices of each block in order.

    :param tensors: of the network (`transcribe.speakers.weights`).
    :param sound: decoded (`media.sound.decoded_sound`).
    :param blocks: moments in ms, some minutes of speech in each block.
    :param check: raises where the work has to stop; asked every `CHECK_S`.
    :raises EngineFailed: a process died or answered nonsense.
    """
    children = _Children(tensors, sound)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        answers = [pool.submit(children.ask, block) for block in blocks]
        try:
            for answer in answers:
                yield _answer(answer, check)
        finally:
            for answer in answers:
                answer.cancel()
            children.stop()


def _answer(answer: Future[Voices], check: Callable[[], None]) -> Voices:
    while not wait([answer], CHECK_S).done:
        check()
    return answer.result()


class _Children:
    """One process a block: to start one takes a tenth of a second."""

    def __init__(self, tensors: Path, sound: Path) -> None:
        module = [sys.executable, "-P", "-m", "transcribe.speakers.voices_child"]
        self._command = [*module, str(tensors), str(sound), str(os.getpid())]
        self._running: set[subprocess.Popen[bytes]] = set()

    def ask(self, moments_ms: Sequence[int]) -> Voices:
        child = subprocess.Popen(  # noqa: S603 (our own module)
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=for_children(**ONE_THREAD),
        )
        self._running.add(child)
        with child:
            try:
                answer, _ = child.communicate(np.array(moments_ms, np.int64).tobytes(), MOST_SECONDS)
            except subprocess.TimeoutExpired as error:
                child.kill()
                raise _failure() from error
            finally:
                self._running.discard(child)
        return _understood(answer, len(moments_ms), child.returncode)

    def stop(self) -> None:
        for child in tuple(self._running):
            child.kill()


def _understood(answer: bytes, count: int, status: int) -> Voices:
    if status or len(answer) != count * WIDTH * np.dtype(np.float32).itemsize:
        raise _failure()
    found = np.frombuffer(answer, np.float32).reshape(count, WIDTH)
    lengths = np.linalg.norm(found, axis=1)
    if not np.all((np.abs(lengths - 1) < TOLERANCE) | (lengths == 0)):
        raise _failure()
    return found


def _failure() -> EngineFailed:
    return EngineFailed(
        "Telling the speakers apart failed on this machine; try again, or leave it out with --speakers off."
    )
