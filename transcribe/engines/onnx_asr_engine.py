"""onnx-asr on onnxruntime: models that were trained for Kazakh and its neighbours, GigaAM and NVIDIA's NeMo exports.

A CTC model shows its posteriors, from which words, their times and probabilities are made (`transcribe.engines.ctc`)
and known words are placed (`transcribe.engines.ctc_align`). A transducer (RNN-T, TDT) shows its tokens, their times
and probabilities, and cannot place known words. Neither tells a language: a hypothesis has the one asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from onnx_asr.asr import _AsrWithCtcDecoding, _AsrWithTransducerDecoding
from onnx_asr.loader import Manager
from onnx_asr.utils import ModelFileNotFoundError

from media.language import UNDETERMINED
from media.sound import SAMPLE_RATE_HZ
from transcribe.engines.ctc import (
    HeardToken,
    Posteriors,
    best_path,
    heard_segments,
    probability_of_nothing,
    words_of,
)
from transcribe.engines.ctc_align import force, spell, unheard
from transcribe.engines.ctc_glossary import Node, preferring, tree_of
from transcribe.engines.protocol import AlignedWord, Samples
from transcribe.records import Hypothesis

LEAST_SAMPLES = SAMPLE_RATE_HZ // 10
"""What is shorter holds no word, and some front ends cannot take it."""
PRECISIONS = (None, "int8")
"""Of the weights; where a directory has both, the first is taken."""
KIND_BY_FILE = {
    "multilingual*_ctc*.onnx": "gigaam-multilingual-ctc",
    "v3_e2e_ctc*.onnx": "gigaam-v3-e2e-ctc",
    "v3_ctc*.onnx": "gigaam-v3-ctc",
}
"""GigaAM's directories do not say in ``config.json`` what they hold; all others do (``model_type``)."""
POSTERIORS_KEPT = 4
"""Sound that is aligned again with other words is not heard again; some 0.1 MB each."""


class UnusableModel(Exception):
    """The directory holds no model that gives words with times; take a CTC, RNN-T or TDT export for 16 kHz."""


class TransducerEngine:
    """A loaded RNN-T or TDT model."""

    name = "onnx-asr"

    def __init__(self, model: Any) -> None:
        """:param model: of onnx-asr; its parts are used below its public surface, so its version is pinned."""
        self.version = f"{version('onnx-asr')} (onnxruntime {version('onnxruntime')})"
        self._model = model
        self._frame_ms = 1000 * model.window_step * model._subsampling_factor

    def recognise(
        self,
        sounds: Sequence[Samples],
        languages: Sequence[str],
        glossary: Sequence[str],
    ) -> tuple[Hypothesis, ...]:
        terms = tuple(glossary)
        return tuple(
            self._recognise(samples, language, terms) for samples, language in zip(sounds, languages, strict=True)
        )

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        return tuple({UNDETERMINED: 1.0} for _ in sounds)

    def _recognise(self, samples: Samples, language: str, terms: tuple[str, ...]) -> Hypothesis:
        if len(samples) < LEAST_SAMPLES:
            return Hypothesis(language, None, ())
        tokens, no_speech_probability = self._hear(samples, terms)
        words = words_of(tokens, self._frame_ms)
        return Hypothesis(language, None, heard_segments(words, tokens, no_speech_probability))

    def _hear(self, samples: Samples, terms: tuple[str, ...]) -> tuple[Sequence[HeardToken], float]:
        """Return the tokens and how probable it is that nothing is said: a transducer does not tell, nor heed terms."""
        [result] = self._model.recognize_batch(*_alone(samples), need_logprobs=True)
        firsts = [round(1000 * seconds / self._frame_ms) for seconds in result.timestamps]
        ends = [first + 1 for first in firsts]
        return tuple(map(HeardToken, result.tokens, firsts, ends, map(float, result.logprobs))), 0.0


class CtcEngine(TransducerEngine):
    """A loaded CTC model."""

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self._tokens = tuple(model._vocab[number] for number in range(model._vocab_size))
        self._blank = int(model._blank_idx)
        self._terms: tuple[str, ...] = ()
        self._tree_of_terms = tree_of((), self._tokens)
        self._kept: OrderedDict[bytes, Posteriors] = OrderedDict()

    def align(
        self, sounds: Sequence[Samples], language: str, words: Sequence[str]
    ) -> tuple[tuple[AlignedWord, ...], ...]:
        """Return when each word is spoken, from the first on as many as the sound has frames for.

        A word's times and probability are of `transcribe.engines.ctc_align.force`.
        """
        return tuple(self._align(samples, words) for samples in sounds)

    def _align(self, samples: Samples, words: Sequence[str]) -> tuple[AlignedWord, ...]:
        if len(samples) < LEAST_SAMPLES:
            return ()
        if not samples.any():
            return unheard(words)
        return force(self._posteriors(samples), spell(words, self._tokens), words, self._blank, self._frame_ms)

    def _hear(self, samples: Samples, terms: tuple[str, ...]) -> tuple[Sequence[HeardToken], float]:
        posteriors = self._posteriors(samples)
        if terms:
            tokens = preferring(posteriors, self._tree(terms), self._tokens, self._blank)
        else:
            tokens = best_path(posteriors, self._tokens, self._blank)
        return tokens, probability_of_nothing(posteriors, self._blank)

    def _tree(self, terms: tuple[str, ...]) -> Node:
        if terms != self._terms:
            self._terms, self._tree_of_terms = terms, tree_of(terms, self._tokens)
        return self._tree_of_terms

    def _posteriors(self, samples: Samples) -> Posteriors:
        key = sha256(samples.tobytes()).digest()
        if key not in self._kept:
            posteriors, frames = self._model._encode(*self._model._preprocessor(*_alone(samples)))
            self._kept[key] = posteriors[0, : frames[0]]
        self._kept.move_to_end(key)
        while len(self._kept) > POSTERIORS_KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


def load(path: Path, threads: int) -> TransducerEngine:
    """Return the engine of a model.

    :param path: a directory as onnx-asr's models come: ONNX files, a vocabulary and ``config.json``.
    :raises UnusableModel: see there. :raises onnx_asr.utils.ModelLoadingError: a file is missing.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    model = _load(Manager(options, ["CPUExecutionProvider"]), path)
    if model._get_sample_rate() != SAMPLE_RATE_HZ:
        raise UnusableModel(f"{path} is a model for {model._get_sample_rate()} Hz")
    if isinstance(model, _AsrWithCtcDecoding):
        return CtcEngine(model)
    if isinstance(model, _AsrWithTransducerDecoding):
        return TransducerEngine(model)
    raise UnusableModel(f"{path} is a {type(model).__name__}, which gives no times of words")


def _load(manager: Manager, path: Path) -> Any:
    kind = next((kind for pattern, kind in KIND_BY_FILE.items() if any(path.glob(pattern))), None)
    for precision in PRECISIONS:
        try:
            return manager.create_asr(kind, path, quantization=precision, offline=True).asr
        except ModelFileNotFoundError:
            if precision == PRECISIONS[-1]:
                raise
    raise AssertionError("unreachable")


def _alone(samples: Samples) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """A sound goes through the model by itself: what it says must not depend on the batch around it."""
    return samples[None], np.array([len(samples)], np.int64)
