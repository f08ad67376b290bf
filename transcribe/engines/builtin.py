"""The engines that come with muragat, as pyproject.toml registers them."""

from __future__ import annotations

from transcribe.engines import protocol
from transcribe.engines.plugin import EnginePlugin

WHISPER = ("faster-whisper", "openai-whisper")
"""The names of those that load any Whisper model, the faster first."""

ATTENTION_LEAD_MS = 50
"""Whisper's attention goes on to the next word so long before it begins: the median over nine English and Russian
voices whose word times are known (espeak-ng; tests/transcribe/spoken)."""

FASTER_WHISPER = EnginePlugin(
    load="transcribe.engines.faster_whisper_engine:FasterWhisperEngine",
    package="faster_whisper",
    install="faster-whisper",
    aligns=True,
    translates=True,
    align_lead_ms=100,  # of voices whose word times are known
    options={
        "beam_size": protocol.BEAM_SIZE,
        "precision": protocol.PRECISION,
        "loop_phrase_tokens": protocol.LOOP_PHRASE_TOKENS,
    },
    word_lead_ms=ATTENTION_LEAD_MS,
)
OPENAI_WHISPER = EnginePlugin(
    load="transcribe.engines.openai_whisper_engine:OpenaiWhisperEngine",
    package="whisper",
    install="openai-whisper",
    translates=True,
    options={
        "beam_size": protocol.BEAM_SIZE,
        "best_of": protocol.CANDIDATES,
        "temperatures": " ".join(map(str, protocol.TEMPERATURES)),
        "compression_ratio_threshold": protocol.MOST_COMPRESSION,
        "log_prob_threshold": protocol.LEAST_LOG_PROBABILITY,
        "no_speech_threshold": protocol.MOST_NO_SPEECH,
        "seed": protocol.SEED,
        "precision": "float32",
    },
    word_lead_ms=ATTENTION_LEAD_MS,
)
ONNX_ASR = EnginePlugin(
    load="transcribe.engines.onnx_asr_engine:load",
    package="onnx_asr",
    install="'muragat[kazakh]'",
    aligns=True,
    options={"decoding": "best path", "beam_with_glossary": 8},
)
