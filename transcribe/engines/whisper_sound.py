"""Sound as Whisper's decoder hears it: log-mel spectrograms, encoded by the fastest encoder that this machine has."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper.audio import pad_or_trim

from transcribe.engines.openvino_encoder import Encoded, Features, OpenvinoEncoder, is_of_use
from transcribe.engines.protocol import Samples

log = logging.getLogger(__name__)

FRAME_SAMPLES = 160
"""One column of the spectrogram: 10 ms at 16 kHz."""
MODEL_FILE = "model.bin"


class SoundEncoder:
    """Several threads may encode at once."""

    def __init__(self, whisper: Any, path: Path, lanes: int, threads: int) -> None:
        """:param whisper: faster_whisper.WhisperModel. :param path: of its directory. :param lanes: such threads."""
        self._whisper = whisper
        self._fast = _fast_encoder(path / MODEL_FILE, lanes, threads)
        self.name = self._fast.name if self._fast else f"ctranslate2 {ctranslate2.__version__}"

    def __call__(self, sounds: Sequence[Samples]) -> Encoded:
        """Return what the encoder makes of each sound, (sounds, 1500, width); none of them empty."""
        features = np.stack([pad_or_trim(self._features(samples)) for samples in sounds])
        if self._fast:
            return self._fast(features)
        return np.array(self._whisper.encode(features))

    def _features(self, samples: Samples) -> Features:
        features: Features = self._whisper.feature_extractor(samples)[:, : count_frames(samples)]
        return features


def _fast_encoder(weights: Path, lanes: int, threads: int) -> OpenvinoEncoder | None:
    """Return none where it cannot be had; the engine's version says which encoder is at work."""
    if not is_of_use():
        return None
    try:
        return OpenvinoEncoder(weights, lanes, threads)
    except RuntimeError:  # OpenVINO's own, as of a graph that it cannot compile
        log.warning("OpenVINO cannot encode here; CTranslate2 does, more slowly", exc_info=True)
        return None


def count_frames(samples: Samples) -> int:
    """Return how many columns of the spectrogram hold sound; the rest is padding."""
    return max(1, len(samples) // FRAME_SAMPLES)


def for_decoder(encoded: Encoded) -> Any:
    """Return it as CTranslate2 takes it: ctranslate2.StorageView."""
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(encoded))
