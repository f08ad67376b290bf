"""Where somebody speaks: silero's voice activity detection, block by block, so that ten hours take no more memory."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from media.records import Span
from media.sound import read_samples, sound_duration_ms
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
"""Shorter ones are clicks."""

Probabilities = npt.NDArray[np.float32]
"""Of speech, one a window: (windows,), 0…1."""


def speech_probabilities(samples_path: Path) -> Probabilities:
    """Return how surely each window of a decoded sound holds speech.

    :raises EngineUnavailable: onnxruntime or faster-whisper, which brings the model, is not installed.
    """
    session = _session()
    hidden, cell = np.zeros(STATE_SHAPE, np.float32), np.zeros(STATE_SHAPE, np.float32)
    context = np.zeros(CONTEXT_SAMPLES, np.float32)
    outputs = [np.zeros(0, np.float32)]
    for samples in _blocks(samples_path):
        windows = samples.reshape(-1, WINDOW_SAMPLES)
        tails = np.vstack([context, windows[:-1, -CONTEXT_SAMPLES:]])
        output, hidden, cell = session.run(None, {"input": np.hstack([tails, windows]), "h": hidden, "c": cell})
        context = windows[-1, -CONTEXT_SAMPLES:]
        outputs.append(output.reshape(-1))
    return np.concatenate(outputs)


def speech_spans(probabilities: Probabilities) -> tuple[Span, ...]:
    """Return the stretches of speech between pauses, ascending."""
    decided = np.where((probabilities >= SPEECH) | (probabilities < NO_SPEECH), np.arange(len(probabilities)), 0)
    spoken = (probabilities >= SPEECH)[np.maximum.accumulate(decided)]
    edges = np.flatnonzero(np.diff(spoken, prepend=False, append=False)) * WINDOW_MS
    merged: list[Span] = []
    for start_ms, end_ms in edges.reshape(-1, 2).tolist():
        if merged and start_ms - merged[-1].end_ms < LEAST_PAUSE_MS:
            merged[-1] = Span(merged[-1].start_ms, end_ms)
        else:
            merged.append(Span(start_ms, end_ms))
    return tuple(span for span in merged if span.duration_ms >= LEAST_SPEECH_MS)


def _blocks(samples_path: Path) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the sound in whole windows; silence fills the last one."""
    for start_ms in range(0, sound_duration_ms(samples_path), BLOCK_WINDOWS * WINDOW_MS):
        samples = read_samples(samples_path, Span(start_ms, start_ms + BLOCK_WINDOWS * WINDOW_MS))
        yield np.pad(samples, (0, -len(samples) % WINDOW_SAMPLES))


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
