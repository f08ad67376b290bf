"""faster-whisper on CTranslate2: fast, and it shows its cross-attention. Its own process only, never beside torch."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import ctranslate2
import faster_whisper
import numpy as np
import numpy.typing as npt
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer

from media.language import UNDETERMINED
from transcribe.engines import protocol
from transcribe.engines.languages import from_whisper, to_whisper
from transcribe.engines.protocol import AlignedWord, Samples
from transcribe.engines.spoken import Piece, join_pieces, to_ms
from transcribe.records import HeardSegment, Hypothesis

FRAME_SAMPLES = 160
"""One column of the spectrogram: 10 ms at 16 kHz."""
MS_PER_TOKEN = 20
"""The decoder's clock: a time of the attention is a multiple of this."""
MOST_TOKENS = 448
"""Of Whisper's decoder: the start sequence, the text and the end."""
FRAMING_TOKENS = 2
"""``<|notimestamps|>`` before the text, ``<|endoftext|>`` after it."""
MEDIAN_FILTER_WIDTH = 7
"""Smooths the attention over 140 ms (Whisper's own)."""
ENCODINGS_KEPT = 4
"""Sound that is aligned again with other words is not encoded again; 3 MB each for base."""
LEAST_PROBABILITY = 1e-12


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the encoder made of a sound."""

    output: Any
    """ctranslate2.StorageView, (1, 1500, width)."""
    frames: int
    """How many spectrogram columns hold sound; the rest is padding."""


class _Whisper(faster_whisper.WhisperModel):  # type: ignore[misc]  # the library has no types
    """Knows whether candidates have been sampled since it was loaded."""

    sampled = False

    def generate_with_fallback(self, *arguments: Any) -> tuple[Any, float, float, float]:
        result, log_probability, temperature, compression_ratio = super().generate_with_fallback(*arguments)
        self.sampled = self.sampled or temperature > 0
        return result, log_probability, temperature, compression_ratio


class FasterWhisperEngine:
    """A loaded CTranslate2 model."""

    name = "faster-whisper"

    def __init__(self, path: Path, threads: int) -> None:
        """:param path: a directory with ``model.bin``, ``config.json`` and ``tokenizer.json``."""
        self.version = f"{version('faster-whisper')} (ctranslate2 {version('ctranslate2')})"
        self._path = path
        self._threads = threads
        self._model = self._load()
        self._encodings: OrderedDict[bytes, Encoding] = OrderedDict()

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str]
    ) -> tuple[Hypothesis, ...]:
        return tuple(
            self._recognise(samples, language, glossary) for samples, language in zip(sounds, languages, strict=True)
        )

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        return tuple(map(self._detect, sounds))

    def _recognise(self, samples: Samples, language: str, glossary: Sequence[str]) -> Hypothesis:
        if not len(samples):
            return Hypothesis(language, 0.0, ())
        self._forget_sampling()
        segments, info = self._model.transcribe(
            samples,
            language=self._code(language),
            beam_size=protocol.BEAM_SIZE,
            best_of=protocol.CANDIDATES,
            temperature=protocol.TEMPERATURES,
            compression_ratio_threshold=protocol.MOST_COMPRESSION,
            log_prob_threshold=protocol.LEAST_LOG_PROBABILITY,
            no_speech_threshold=protocol.MOST_NO_SPEECH,
            condition_on_previous_text=False,
            word_timestamps=True,
            hotwords=", ".join(glossary) or None,
        )
        heard = tuple(_heard_segment(segment, info.language) for segment in segments)
        return Hypothesis(from_whisper(info.language), float(info.language_probability), heard)

    def _detect(self, samples: Samples) -> Mapping[str, float]:
        if not len(samples):
            return {UNDETERMINED: 1.0}
        *_, probabilities = self._model.detect_language(samples)
        return {from_whisper(code): float(probability) for code, probability in probabilities}

    def align(self, samples: Samples, language: str, words: Sequence[str]) -> tuple[AlignedWord, ...]:
        """Return when each word is spoken, as the decoder's attention moves over the sound (DTW).

        :return: one for each word, in order, from the first on as many as the model takes at once.
        """
        tokenizer = self._tokenizer(samples, language)
        tokens = _that_fit([tokenizer.encode(f" {word}") for word in words], len(tokenizer.sot_sequence))
        if not tokens or not len(samples):
            return ()
        encoding = self._encode(samples)
        result = self._model.model.align(
            encoding.output,
            tokenizer.sot_sequence,
            [[token for word in tokens for token in word]],
            encoding.frames,
            median_filter_width=MEDIAN_FILTER_WIDTH,
        )[0]
        ends = list(accumulate((len(word) for word in tokens), initial=0))
        times_ms = _token_times_ms(result.alignments, ends[-1], len(samples) * 10 // FRAME_SAMPLES)
        probabilities = np.maximum(np.array(result.text_token_probs), LEAST_PROBABILITY)
        return tuple(
            AlignedWord(
                word,
                int(times_ms[first]),
                int(times_ms[last]),
                float(probabilities[first:last].mean()),
                float(np.log(probabilities[first:last]).sum()),
            )
            for word, (first, last) in zip(words, pairwise(ends), strict=False)
        )

    def _load(self) -> _Whisper:
        ctranslate2.set_random_seed(protocol.SEED)
        return _Whisper(
            str(self._path),
            device="cpu",
            compute_type=protocol.PRECISION,
            cpu_threads=self._threads,
            local_files_only=True,
        )

    def _forget_sampling(self) -> None:
        """CTranslate2 seeds the generator of a model's thread once: after sampling, only a new model starts the same.

        Without it a chunk's words would depend on those before it, and a resumed job would differ from a whole one.
        """
        if self._model.sampled:
            del self._model  # first, so that two do not lie in memory
            self._model = self._load()

    def _code(self, language: str) -> str | None:
        return to_whisper(language, self._model.supported_languages)

    def _tokenizer(self, samples: Samples, language: str) -> Any:
        code = self._code(language) or self._likeliest(samples)
        return Tokenizer(self._model.hf_tokenizer, self._model.model.is_multilingual, task="transcribe", language=code)

    def _likeliest(self, samples: Samples) -> str:
        heard = self._detect(samples)
        return self._code(max(heard, key=heard.__getitem__)) or "en"

    def _encode(self, samples: Samples) -> Encoding:
        key = sha256(samples.tobytes()).digest()
        if key not in self._encodings:
            features = self._model.feature_extractor(samples)[:, : max(1, len(samples) // FRAME_SAMPLES)]
            self._encodings[key] = Encoding(self._model.encode(pad_or_trim(features)), features.shape[1])
        self._encodings.move_to_end(key)
        while len(self._encodings) > ENCODINGS_KEPT:
            self._encodings.popitem(last=False)
        return self._encodings[key]


def _that_fit(tokens: list[list[int]], start_tokens: int) -> list[list[int]]:
    room = MOST_TOKENS - start_tokens - FRAMING_TOKENS
    return [word for word, used in zip(tokens, accumulate(map(len, tokens)), strict=True) if used <= room]


def _token_times_ms(path: list[tuple[int, int]], count: int, end_ms: int) -> npt.NDArray[np.int64]:
    """Return when each token begins and, last, when all have ended: (count + 1,), ascending.

    :param path: (token, frame of 20 ms) steps of the alignment; its last token is the end of the text.
    """
    token, place = np.array(path, np.int64).T
    begins = np.append(place[np.diff(token, prepend=-1) > 0] * MS_PER_TOKEN, end_ms)[: count + 1]
    times: npt.NDArray[np.int64] = np.minimum(begins, end_ms)
    return times


def _heard_segment(segment: Any, language: str) -> HeardSegment:
    pieces = (Piece(word.word, word.start, word.end, word.probability) for word in segment.words)
    return HeardSegment(
        start_ms=to_ms(segment.start),
        end_ms=to_ms(segment.end),
        words=join_pieces(pieces, language),
        mean_log_probability=float(segment.avg_logprob),
        no_speech_probability=float(segment.no_speech_prob),
        compression_ratio=float(segment.compression_ratio),
    )
