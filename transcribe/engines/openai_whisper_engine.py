"""openai-whisper on torch: the reference implementation. Its own process only, never beside CTranslate2."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import torch
import whisper
from whisper.tokenizer import LANGUAGES, get_tokenizer

from media.language import UNDETERMINED
from transcribe.engines import protocol
from transcribe.engines.languages import from_whisper, to_whisper
from transcribe.engines.protocol import Samples, TranslatedStretch
from transcribe.engines.spoken import Piece, join_pieces, to_ms
from transcribe.records import HeardSegment, Hypothesis


class OpenaiWhisperEngine:
    """A loaded checkpoint. It gets arrays, so it needs no ffmpeg binary."""

    name = "openai-whisper"

    def __init__(self, path: Path, threads: int) -> None:
        """:param path: a checkpoint; a ``config.json`` beside it names the heads whose attention follows the words."""
        torch.set_num_threads(threads)
        self.version = f"{version('openai-whisper')} (torch {version('torch')})"
        self.model = _load(path)

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str]
    ) -> tuple[Hypothesis, ...]:
        """One after another: the library has no batches. Its sampling starts anew for each."""
        return tuple(map(partial(self._recognise, glossary=glossary), sounds, languages))

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        return tuple(map(self._detect, sounds))

    def _recognise(self, samples: Samples, language: str, glossary: Sequence[str]) -> Hypothesis:
        if not len(samples):
            return Hypothesis(language, None, ())
        code, probability = self._language(samples, language)
        segments = self._decode(samples, code, initial_prompt=self._hints(glossary, code), word_timestamps=True)
        heard = tuple(_heard_segment(segment, code) for segment in segments)
        return Hypothesis(from_whisper(code), probability, heard)

    def _hints(self, glossary: Sequence[str], code: str) -> str | None:
        """Return whole terms, as many as fit; the library would keep the last ones, and cut the first of them."""
        tokenizer = get_tokenizer(self.model.is_multilingual, num_languages=self.model.num_languages, language=code)
        sizes = accumulate(len(tokenizer.encode(f" {term},")) for term in glossary)
        most = self.model.dims.n_text_ctx // 2 - 1  # Whisper's own limit of a prompt
        return ", ".join(term for term, size in zip(glossary, sizes, strict=True) if size <= most) or None

    def translate(
        self, sounds: Sequence[Samples], languages: Sequence[str]
    ) -> tuple[tuple[TranslatedStretch, ...], ...]:
        return tuple(map(self._translate, sounds, languages))

    def _translate(self, samples: Samples, language: str) -> tuple[TranslatedStretch, ...]:
        if not len(samples):
            return ()
        code, _ = self._language(samples, language)
        return tuple(map(_translated_stretch, self._decode(samples, code, task="translate")))

    def _decode(self, samples: Samples, code: str, **more: str | bool | None) -> Sequence[Mapping[str, Any]]:
        """Return the library's segments. Its sampling starts anew each time, so that the same sound gives the same."""
        torch.manual_seed(protocol.SEED)
        result = self.model.transcribe(
            samples,
            language=code,
            beam_size=protocol.BEAM_SIZE,
            best_of=protocol.CANDIDATES,
            temperature=protocol.TEMPERATURES,
            compression_ratio_threshold=protocol.MOST_COMPRESSION,
            logprob_threshold=protocol.LEAST_LOG_PROBABILITY,
            no_speech_threshold=protocol.MOST_NO_SPEECH,
            condition_on_previous_text=False,
            fp16=False,
            **more,
        )
        segments: Sequence[Mapping[str, Any]] = result["segments"]
        return segments

    def _detect(self, samples: Samples) -> Mapping[str, float]:
        if not len(samples):
            return {UNDETERMINED: 1.0}
        if not self.model.is_multilingual:
            return {"en": 1.0}
        mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(samples), self.model.dims.n_mels)
        _, probabilities = self.model.detect_language(mel)
        return {from_whisper(code): float(probability) for code, probability in probabilities.items()}

    def _language(self, samples: Samples, language: str) -> tuple[str, float | None]:
        """Return Whisper's code of the language that is asked for, or else of the one that is heard, and how likely."""
        known = to_whisper(language, LANGUAGES)
        if known:
            return known, None  # To tell would take another pass of the encoder.
        heard = self._detect(samples)
        likeliest = max(heard, key=heard.__getitem__)
        return to_whisper(likeliest, LANGUAGES) or "en", heard[likeliest]


def _load(path: Path) -> Any:
    """Return the model with the heads whose attention follows the words: OpenAI's list, or the converted model's."""
    model = whisper.load_model(str(path), "cpu")
    config = path.parent / "config.json"
    heads = whisper._ALIGNMENT_HEADS.get(path.stem)
    if config.is_file():
        mask = np.zeros((model.dims.n_text_layer, model.dims.n_text_head), bool)
        mask[tuple(np.array(json.loads(config.read_text())["alignment_heads"]).T)] = True
        heads = base64.b85encode(gzip.compress(mask.tobytes()))
    if heads:
        model.set_alignment_heads(heads)
    return model


def _translated_stretch(segment: Mapping[str, Any]) -> TranslatedStretch:
    return TranslatedStretch(
        start_ms=to_ms(segment["start"]),
        end_ms=to_ms(segment["end"]),
        text=segment["text"].strip(),
        mean_log_probability=float(segment["avg_logprob"]),
        no_speech_probability=float(segment["no_speech_prob"]),
        compression_ratio=float(segment["compression_ratio"]),
    )


def _heard_segment(segment: Mapping[str, Any], language: str) -> HeardSegment:
    pieces = (Piece(word["word"], word["start"], word["end"], word["probability"]) for word in segment["words"])
    return HeardSegment(
        start_ms=to_ms(segment["start"]),
        end_ms=to_ms(segment["end"]),
        words=join_pieces(pieces, language),
        mean_log_probability=float(segment["avg_logprob"]),
        no_speech_probability=float(segment["no_speech_prob"]),
        compression_ratio=float(segment["compression_ratio"]),
    )
