"""Whisper's second task on CTranslate2: speech of any language it knows → English, with the decoder's own times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_compression_ratio

from transcribe.engines import protocol
from transcribe.engines.protocol import TranslatedStretch

MS_PER_TIMESTAMP = 20
LATEST_START = 50
"""In timestamps: text begins in the first second (Whisper's own limit)."""
MOST_TOKENS = 448


def translate_encoded(whisper: Any, encoded: Any, code: str, lengths_ms: Sequence[int]) -> list[Stretches]:
    """Return what is said in each sound, in English.

    :param whisper: faster_whisper.WhisperModel.
    :param encoded: ctranslate2.StorageView of the sounds, all in one language.
    :param code: Whisper's, of that language.
    :param lengths_ms: of the sounds.
    """
    tokenizer = Tokenizer(whisper.hf_tokenizer, whisper.model.is_multilingual, task="translate", language=code)
    results = whisper.model.generate(
        encoded,
        [tokenizer.sot_sequence] * len(lengths_ms),
        beam_size=protocol.BEAM_SIZE,
        max_length=MOST_TOKENS,
        max_initial_timestamp_index=LATEST_START,
        return_scores=True,
        return_no_speech_prob=True,
    )
    return [
        tuple(_stretches(tokenizer, result, length_ms)) for result, length_ms in zip(results, lengths_ms, strict=True)
    ]


Stretches = tuple[TranslatedStretch, ...]


def _stretches(tokenizer: Any, result: Any, length_ms: int) -> Iterator[TranslatedStretch]:
    tokens = result.sequences_ids[0]
    whole = tokenizer.decode([token for token in tokens if token < tokenizer.eot])
    for start_ms, end_ms, text in between_timestamps(tokens, tokenizer.timestamp_begin, length_ms):
        written = tokenizer.decode([token for token in text if token < tokenizer.eot]).strip()
        if written:
            yield TranslatedStretch(
                start_ms,
                end_ms,
                written,
                float(result.scores[0]),
                float(result.no_speech_prob),
                float(get_compression_ratio(whole)),
            )


def between_timestamps(
    tokens: Sequence[int], first_timestamp: int, length_ms: int
) -> Iterator[tuple[int, int, list[int]]]:
    """Yield (start, end, tokens) of the texts between timestamps, ascending and within the sound."""
    text: list[int] = []
    start_ms = 0
    for token in tokens:
        if token < first_timestamp:
            text.append(token)
            continue
        now_ms = min(length_ms, max(start_ms, (token - first_timestamp) * MS_PER_TIMESTAMP))
        if text:
            yield start_ms, now_ms, text
        text, start_ms = [], now_ms
    if text:
        yield start_ms, length_ms, text
