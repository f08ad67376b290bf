"""Real sound with and without speech: text only where somebody speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transcribe.recognised import transcribed
from transcribe.engines.supervisor import EngineProcess
from transcribe.records import Doubt


@pytest.mark.parametrize("name", ["noise_speechbrain_noise1.wav", "silence_ina_2s.wav"])
def test_noise_and_silence_give_no_text(decoded: Callable[[str], Path], recogniser: EngineProcess, name: str) -> None:
    assert transcribed(decoded(name), recogniser, "und") == ()


def test_a_mix_gives_text_in_its_speech_alone(decoded: Callable[[str], Path], recogniser: EngineProcess) -> None:
    segments = transcribed(decoded("en_ina_musanmix.mp3"), recogniser, "en")
    assert "guy" in " ".join(segment.text for segment in segments).casefold()
    assert all(segment.start_ms > 62_000 for segment in segments)


@pytest.mark.release
def test_a_song_that_makes_the_engine_loop_is_marked(decoded: Callable[[str], Path], recogniser: EngineProcess) -> None:
    segments = transcribed(decoded("fr_song_ableplayer_frenchsong.mp3"), recogniser, "fr")
    assert any(Doubt.LOOP in segment.doubts for segment in segments)
