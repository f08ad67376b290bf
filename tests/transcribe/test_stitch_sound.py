"""Real sound with and without speech: text only where somebody speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import webvtt

from media.records import Span
from media.sound import read_samples
from tests.transcribe.recognised import transcribed, words_in
from transcribe.doubts import MOST_MUSIC
from transcribe.engines.supervisor import EngineProcess
from transcribe.scoring.score import compare


@pytest.mark.parametrize("name", ["noise_speechbrain_noise1.wav", "silence_ina_2s.wav"])
def test_noise_and_silence_give_no_text(decoded: Callable[[str], Path], recogniser: EngineProcess, name: str) -> None:
    assert transcribed(decoded(name), recogniser, "und") == ()


def test_a_mix_gives_text_in_its_speech_alone(decoded: Callable[[str], Path], recogniser: EngineProcess) -> None:
    segments = transcribed(decoded("en_ina_musanmix.mp3"), recogniser, "en")
    assert "guy" in " ".join(segment.text for segment in segments).casefold()
    assert all(segment.start_ms > 62_000 for segment in segments)


def test_a_voice_that_sings_is_told_from_one_that_speaks(
    decoded: Callable[[str], Path], recogniser: EngineProcess
) -> None:
    """In whatever language it is heard."""
    sung = read_samples(decoded("fr_song_ableplayer_frenchsong.mp3"), Span(88_200, 92_500))
    spoken = read_samples(decoded("en_jfk.flac"), Span(0, 11_000))
    heard = recogniser.recognise([sung, spoken], ["kk", "en"])
    [song], [speech] = ([segment.music_probability or 0.0 for segment in each.segments] for each in heard)
    assert song > 2 * MOST_MUSIC
    assert speech < MOST_MUSIC / 2
    assert (heard[0].language_probability or 0.0) < 0.001, "French, written as Kazakh"
    assert (heard[1].language_probability or 0.0) > 0.5


@pytest.mark.release
def test_of_a_song_wrong_words_are_marked_more_than_right_ones(
    decoded: Callable[[str], Path], recogniser: EngineProcess, shared_data: Path
) -> None:
    words = words_in(transcribed(decoded("fr_song_ableplayer_frenchsong.mp3"), recogniser, "fr"))
    captions = webvtt.read(str(shared_data / "audio" / "fr_song_ableplayer_frenchsong_fr.vtt"))
    sung = " ".join(caption.text for caption in captions.captions).split()
    comparison = compare(sung, [word.text for word in words], "fr")
    right = {
        spoken.first
        for stretch in comparison.stretches
        if stretch.agrees
        for spoken in comparison.hypothesis[stretch.hypothesis]
    }
    doubted = {place for place, word in enumerate(words) if word.doubt}
    wrong = set(range(len(words))) - right
    assert len(wrong) > 20
    assert len(doubted & wrong) / len(wrong) > 2 * len(doubted & right) / len(right)
