"""The engines that come with muragat, as pyproject.toml registers them."""

from __future__ import annotations

from transcribe.engines.plugin import EnginePlugin
from transcribe.engines.protocol import RECOGNITION_OPTIONS

WHISPER = ("faster-whisper", "openai-whisper")
"""The names of those that load any Whisper model, the faster first."""

FASTER_WHISPER = EnginePlugin(
    load="transcribe.engines.faster_whisper_engine:FasterWhisperEngine",
    package="faster_whisper",
    install="faster-whisper",
    aligns=True,
    options=RECOGNITION_OPTIONS,
)
OPENAI_WHISPER = EnginePlugin(
    load="transcribe.engines.openai_whisper_engine:OpenaiWhisperEngine",
    package="whisper",
    install="openai-whisper",
    options=RECOGNITION_OPTIONS,
)
ONNX_ASR = EnginePlugin(
    load="transcribe.engines.onnx_asr_engine:load",
    package="onnx_asr",
    install="'muragat[kazakh]'",
    aligns=True,
    options={"decoding": "best path"},
)
