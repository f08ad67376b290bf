"""Where somebody speaks: silero's voice activity detection, block by block, so that ten hours take no more memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from media.records import Span
from media.sound import read_samples
from transcribe.errors import EngineUnavailable

WINDOW_SAMPLES = 512
"""What the model judges at once, at 16 kHz."""
WINDOW_MS = 32
CONTEXT_SAMPLES = 64
"""The end of the window before, which it sees too."""
STATE_SHAPE = (1, 1, 128)
BLOCK_WINDOWS = 1_875
"""One minute."""
SPEECH, NO_SPEECH = 0.5, 0.35
"""Speech begins at the first probability and ends below the second (silero's own)."""
LEAST_PAUSE_MS = 100
"""Shorter ones are part of the word: a stop before its burst."""
LEAST_SPEECH_MS = 90
"""Shorter ones are clicks, unless …"""
NEAR_MS = 1_000
"""… they are so near to longer ones: a word that is said softly rises above the threshold for no longer."""

Probabilities = npt.NDArray[np.float32]
"""Of speech, one a window: (windows,), 0…1."""
Until = Callable[[int], int]
"""As `media.growing_sound.GrowingSound.until`."""


def speech_probabilities(samples_path: Path, until: Until) -> Iterator[Probabilities]:
    """Yield how surely each window of a decoded sound holds speech, block after block.

    :param until: waits for the first ms of the sound, and tells how many are there.
    :raises EngineUnavailable: onnxruntime or faster-whisper, which brings the model, is not installed.
    """
    session = _session()
    hidden, cell = np.zeros(STATE_SHAPE, np.float32), np.zeros(STATE_SHAPE, np.float32)
    context = np.zeros(CONTEXT_SAMPLES, np.float32)
    for samples in _blocks(samples_path, until):
        windows = samples.reshape(-1, WINDOW_SAMPLES)
        tails = np.vstack([context, windows[:-1, -CONTEXT_SAMPLES:]])
        output, hidden, cell = session.run(None, {"input": np.hstack([tails, windows]), "h": hidden, "c": cell})
        context = windows[-1, -CONTEXT_SAMPLES:]
        yield output.reshape(-1)


def speech_pieces(blocks: Iterable[Probabilities], most_ms: int, cut_within_ms: int) -> Iterator[Span]:
    """Yield the stretches of speech between pauses, ascending, each as soon as it is certain.

    :param most_ms: a longer stretch is cut where speech is least sure …
    :param cut_within_ms: … among the last so many of its first ``most_ms``.
    """
    yield from _without_clicks(_stretches(blocks, most_ms, cut_within_ms))


def _without_clicks(stretches: Iterable[Span]) -> Iterator[Span]:
    waiting: list[Span] = []  # short ones: is speech to come near them?
    spoken_until_ms = -NEAR_MS - 1
    for stretch in stretches:
        waiting = [each for each in waiting if stretch.start_ms - each.end_ms <= NEAR_MS]
        if stretch.duration_ms >= LEAST_SPEECH_MS:
            yield from waiting
            yield stretch
            waiting, spoken_until_ms = [], stretch.end_ms
        elif stretch.start_ms - spoken_until_ms <= NEAR_MS:
            yield stretch
        else:
            waiting.append(stretch)


def _stretches(blocks: Iterable[Probabilities], most_ms: int, cut_within_ms: int) -> Iterator[Span]:
    most, within = most_ms // WINDOW_MS, cut_within_ms // WINDOW_MS
    piece = _Piece()
    for block in blocks:
        for probability in block.tolist():
            if piece.hear(probability):
                yield from piece.closed()
            while piece.spoken_windows > most:
                yield piece.cut(most - within, most)
    yield from piece.closed()


class _Piece:
    """The stretch of speech that is being heard, if any, and the windows since its start."""

    def __init__(self) -> None:
        self._now = 0
        self._probabilities: list[float] = []
        self._spoken = False
        self.spoken_windows = 0
        """From the start to the last window with speech."""

    def hear(self, probability: float) -> bool:
        """Take in a window, and tell whether the stretch has ended before it."""
        self._now += 1
        self._spoken = probability >= (NO_SPEECH if self._spoken else SPEECH)
        if not self._probabilities and not self._spoken:
            return False
        self._probabilities.append(probability)
        if self._spoken:
            self.spoken_windows = len(self._probabilities)
        return (len(self._probabilities) - self.spoken_windows) * WINDOW_MS >= LEAST_PAUSE_MS

    def cut(self, earliest: int, latest: int) -> Span:
        """Return the beginning of the stretch, cut where speech is least sure; its rest goes on."""
        start = self._now - len(self._probabilities)
        place = earliest + int(np.argmin(self._probabilities[earliest:latest]))
        del self._probabilities[:place]
        self.spoken_windows -= place
        return Span(start * WINDOW_MS, (start + place) * WINDOW_MS)

    def closed(self) -> Iterator[Span]:
        """Yield the stretch, if there is one, and wait for the next."""
        start = self._now - len(self._probabilities)
        span = Span(start * WINDOW_MS, (start + self.spoken_windows) * WINDOW_MS)
        self._probabilities, self.spoken_windows = [], 0
        if span.duration_ms:
            yield span


def _blocks(samples_path: Path, until: Until) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the sound in whole windows; silence fills the last one."""
    start_ms, block_ms = 0, BLOCK_WINDOWS * WINDOW_MS
    while until(start_ms + block_ms) > start_ms:
        samples = read_samples(samples_path, Span(start_ms, start_ms + block_ms))
        yield np.pad(samples, (0, -len(samples) % WINDOW_SAMPLES))
        start_ms += block_ms


def _session() -> Any:
    """The model's file is found beside faster-whisper's code, which is not imported: it would bring CTranslate2."""
    package = find_spec("faster_whisper")
    if package is None or not package.submodule_search_locations or find_spec("onnxruntime") is None:
        raise EngineUnavailable(
            "Speech cannot be told from silence here; install faster-whisper with “pip install faster-whisper”."
        )
    onnxruntime: Any = import_module("onnxruntime")  # heavy, and without types
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    model = Path(package.submodule_search_locations[0]) / "assets" / "silero_vad_v6.onnx"
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
