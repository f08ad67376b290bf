"""The child that an engine lives in: it answers the same every time, and nothing it does hurts its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

import numpy as np
import pytest

from media.records import Span
from media.sound import read_samples
from tests.transcribe import checkpoints
from transcribe.badness import worst
from transcribe.engines import watch
from transcribe.engines.languages import from_whisper, to_whisper
from transcribe.engines.messages import LENGTH, frame
from transcribe.engines.messages import Recognise as RecogniseMessage
from transcribe.engines.pipes import PipeFailed, receive, send
from transcribe.engines.protocol import Samples
from transcribe.engines.spoken import Piece, join_pieces
from transcribe.engines.supervisor import EngineProcess
from transcribe.engines.whisper_write import TOKENS_A_SECOND, TOKENS_AT_ONCE
from transcribe.errors import EngineFailed, JobCancelled
from transcribe.models import Model
from transcribe.records import Doubt

NOTHING = np.zeros(0, np.float32)
"""Answered at once."""
HOLD_A_CHILD = """
import sys
from pathlib import Path
import numpy as np
from transcribe.engines.supervisor import EngineProcess
from transcribe.models import Model
with EngineProcess("faster-whisper", Model("base", Path(sys.argv[1]), "")) as process:
    print(process.pid, flush=True)
    while True:
        process.recognise([np.random.default_rng(0).normal(0, 0.1, 480_000).astype(np.float32)], ["en"])
"""


@pytest.fixture(scope="module")
def speech(decoded: Callable[[str], Path]) -> Samples:
    return read_samples(decoded("en_jfk.flac"), Span(0, 30_000))


def look() -> None:
    """Nobody minds how long it takes."""


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while not _gone(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return _gone(pid)


def test_words_come_with_times_and_probabilities(recogniser: EngineProcess, speech: Samples) -> None:
    hypothesis = recogniser.recognise([speech], ["en"])[0]
    words = [word for segment in hypothesis.segments for word in segment.words]
    assert [word.text.strip(",") for word in words[:5]] == ["And", "so", "my", "fellow", "Americans"]
    assert [word.start_ms for word in words] == sorted(word.start_ms for word in words)
    assert all(0 < (word.probability or 0) <= 1 for word in words)
    assert recogniser.version.startswith("1.2")


def test_the_same_sound_gives_the_same_words(recogniser: EngineProcess, base_model: Model, speech: Samples) -> None:
    with EngineProcess("faster-whisper", base_model) as another:
        assert another.recognise([speech], ["en"])[0] == recogniser.recognise([speech], ["en"])[0]


def test_an_unknown_language_is_heard(recogniser: EngineProcess, speech: Samples) -> None:
    [heard] = recogniser.detect_languages([speech])
    language, probability = max(heard.items(), key=itemgetter(1))
    assert language == "en"
    assert 0.5 < probability <= 1
    assert recogniser.recognise([speech[:80_000]], ["und"])[0].language == "en"


def test_a_language_that_whisper_does_not_know_is_heard_too(recogniser: EngineProcess, speech: Samples) -> None:
    assert recogniser.recognise([speech[:80_000]], ["ky"])[0].language == "en"


def test_a_model_that_writes_one_word_for_ever_is_stopped(base_model: Model, tmp_path: Path) -> None:
    """Whisper does so on what it does not understand: a doubt, and no gap."""
    babble = checkpoints.hugging_face(says=[938] * (448 - checkpoints.BEFORE))
    path = checkpoints.write_ctranslate2(tmp_path / "babble", babble, base_model.path)
    with EngineProcess("faster-whisper", Model("babble", path, "")) as process:
        [brief] = process.recognise([np.ones(16_000, np.float32)], ["kk"])
        [longer] = process.recognise([np.ones(320_000, np.float32)], ["kk"])
    assert len(brief.segments[0].words) == TOKENS_AT_ONCE + TOKENS_A_SECOND
    assert len(longer.segments[0].words) == TOKENS_AT_ONCE + 20 * TOKENS_A_SECOND
    assert worst(brief) is worst(longer) is Doubt.LOOP


def test_what_is_longer_than_speech_of_its_length_but_no_loop_is_written_to_its_end(
    base_model: Model, tmp_path: Path
) -> None:
    said = [*range(1_000, 1_000 + 300), 50_257]
    path = checkpoints.write_ctranslate2(tmp_path / "long", checkpoints.hugging_face(says=said), base_model.path)
    with EngineProcess("faster-whisper", Model("long", path, "")) as process:
        [hypothesis] = process.recognise([np.ones(16_000, np.float32)], ["en"])
        [hinted] = process.recognise([np.ones(16_000, np.float32)], ["en"], ["Lake"])
    text, other = ("".join(word.text for word in each.segments[0].words) for each in (hypothesis, hinted))
    assert len(text) > 600
    assert len(other) > 600


def test_no_samples_are_no_words(recogniser: EngineProcess) -> None:
    assert recogniser.recognise([NOTHING], ["kk"])[0].segments == ()
    assert recogniser.align([NOTHING], "kk", ["сөз"]) == ((),)


def test_the_libraries_reach_no_terminal(
    base_model: Model, speech: Samples, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT2_VERBOSE", "2")
    monkeypatch.setenv("MKL_VERBOSE", "1")  # speaks on standard output
    with EngineProcess("faster-whisper", base_model) as process:
        process.detect_languages([speech])
    assert capfd.readouterr() == ("", "")


def test_a_parent_who_wants_a_library_to_speak_gets_the_same_encoder(
    base_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version() -> str:
        with EngineProcess("faster-whisper", base_model) as process:
            process.recognise([NOTHING], ["en"])
            return process.version

    usual = version()
    monkeypatch.setenv("ONEDNN_VERBOSE", "1")
    assert version() == usual


def test_words_are_the_same_whether_the_languages_were_asked_before_or_not(base_model: Model, speech: Samples) -> None:
    # After a kill they were not: the ledger has the languages, and a new child is asked for the words alone.
    sounds = [speech[:80_000], speech[60_000:110_000], speech[100_000:]]
    with EngineProcess("faster-whisper", base_model) as process:
        told = process.detect_languages(sounds)
        after = process.recognise(sounds, ["en"] * 3)
        assert process.detect_languages(sounds) == told
    with EngineProcess("faster-whisper", base_model) as process:
        assert process.recognise(sounds, ["en"] * 3) == after
        assert process.detect_languages(sounds) == told


def test_a_killed_child_is_replaced_and_the_work_is_done(base_model: Model, speech: Samples) -> None:
    with EngineProcess("faster-whisper", base_model) as process:
        first = process.pid
        assert first
        threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()
        assert process.recognise([speech], ["en"])[0].segments
        assert process.pid != first


def test_a_hung_child_is_seen_to_do_nothing_and_replaced(base_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    with EngineProcess("faster-whisper", base_model) as process:
        first = process.pid
        assert first
        os.kill(first, signal.SIGSTOP)
        monkeypatch.setattr(watch, "STILL_S", 3.0)
        assert process.recognise([NOTHING], ["en"])[0].segments == ()
        assert process.pid != first
        assert _gone(first)


def test_a_child_that_computes_for_ever_is_ended_by_what_it_took_before(
    base_model: Model, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EngineProcess("faster-whisper", base_model) as process:
        process.recognise([NOTHING], ["en"])
        first = process.pid
        monkeypatch.setattr(watch, "LOOK_S", 0.001)  # It is looked at before it has answered, whatever else goes on.
        monkeypatch.setattr(watch, "LEAST_S", (0.05, 300.0))
        monkeypatch.setattr(watch, "SLOWER", (0.0, 20.0))
        assert process.recognise([speech[:80_000]], ["en"])[0].segments, "the second child gets the time that it needs"
        assert process.pid != first


def test_nobody_waits_for_an_answer_that_is_not_wanted_any_more(base_model: Model) -> None:
    wanted = threading.Event()
    wanted.set()

    def check() -> None:
        if not wanted.is_set():
            raise JobCancelled("stopped")

    with EngineProcess("faster-whisper", base_model, check=check) as process:
        first = process.pid
        assert first
        os.kill(first, signal.SIGSTOP)  # However long its answer would take.
        threading.Timer(0.5, wanted.clear).start()
        began_s = time.monotonic()
        with pytest.raises(JobCancelled):
            process.recognise([NOTHING], ["en"])
        assert time.monotonic() - began_s < 20, "a stopped engine never answers"
        assert _gone(first)


@contextmanager
def _killing(process: EngineProcess) -> Iterator[None]:
    """Kill every child that the process starts."""
    enough = threading.Event()

    def kill() -> None:
        while not enough.wait(0.02):
            if pid := process.pid:
                os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        enough.set()
        killer.join()


def test_a_child_that_dies_twice_fails_the_chunk_and_the_next_one_gets_a_new_child(
    base_model: Model, speech: Samples
) -> None:
    with EngineProcess("faster-whisper", base_model) as process:
        with _killing(process), pytest.raises(EngineFailed, match="failed twice on the same sound"):
            process.recognise([speech], ["en"])[0]
        assert process.recognise([NOTHING], ["en"])[0].segments == ()


@pytest.mark.parametrize("nonsense", ["head -c 4000 /dev/zero", "printf 'Traceback: no such thing'", "exit 3"])
def test_a_child_that_talks_nonsense_is_not_believed(
    base_model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nonsense: str
) -> None:
    liar = tmp_path / "python"
    liar.write_text(f"#!/bin/sh\n{nonsense}\n")
    liar.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(liar))
    with (
        pytest.raises(EngineFailed, match="could not load the model “base”"),
        EngineProcess("faster-whisper", base_model),
    ):
        pytest.fail("it was believed")


def test_weights_that_the_engine_cannot_use_are_said(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"not weights")
    with (
        pytest.raises(EngineFailed, match="could not load the model “mine”"),
        EngineProcess("faster-whisper", Model("mine", tmp_path, "")),
    ):
        pytest.fail("it was loaded")


def test_the_child_ends_with_its_parent_even_when_that_is_killed_at_work(base_model: Model) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_A_CHILD, base_model.path], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert not _gone(child)
        parent.send_signal(signal.SIGKILL)
    assert _wait_until_gone(child)


def test_the_child_ends_with_its_block(base_model: Model) -> None:
    with EngineProcess("faster-whisper", base_model) as process:
        child = process.pid
    assert child
    assert _gone(child)
    assert process.pid is None


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_a_frame_that_is_too_long_is_nonsense(pipe: tuple[int, int]) -> None:
    os.write(pipe[1], b"Warning: something")
    with pytest.raises(PipeFailed, match="nonsense"):
        receive(pipe[0], look)


def give_up() -> None:
    raise PipeFailed("enough")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_S", 0.02)


@pytest.mark.usefixtures("impatient")
def test_half_a_frame_is_waited_for_until_whoever_looks_on_has_enough(pipe: tuple[int, int]) -> None:
    os.write(pipe[1], LENGTH.pack(10) + b"half")
    with pytest.raises(PipeFailed, match="enough"):
        receive(pipe[0], give_up)


@pytest.mark.usefixtures("impatient")
def test_what_nobody_takes_is_not_sent_for_ever(pipe: tuple[int, int]) -> None:
    os.set_blocking(pipe[1], False)
    with pytest.raises(PipeFailed, match="enough"):
        send(pipe[1], frame(RecogniseMessage(("en",), (), (bytes(2_000_000),))), give_up)


@pytest.mark.parametrize(
    ("tag", "code"), [("kk", "kk"), ("kk-Latn", "kk"), ("en-GB", "en"), ("nb", "no"), ("und", None), ("ky", None)]
)
def test_language_tags_are_those_that_whisper_knows(tag: str, code: str | None) -> None:
    assert to_whisper(tag, {"kk", "en", "no", "jw"}) == code


def test_a_language_code_comes_back_as_a_tag() -> None:
    assert (from_whisper("jw"), from_whisper("kk")) == ("jv", "kk")


def test_pieces_of_a_word_become_one_word() -> None:
    pieces = [Piece(" side", 0.0, 0.4, 0.9), Piece("-by", 0.4, 0.6, 0.8), Piece("-side.", 0.6, 1.0, 0.7)]
    (word,) = join_pieces(pieces, "en")
    assert (word.text, word.start_ms, word.end_ms, word.probability) == ("side-by-side.", 0, 1_000, 0.7)


def test_a_language_without_spaces_keeps_its_pieces() -> None:
    pieces = [Piece("你", 0.0, 0.4, 0.9), Piece("好", 0.4, 0.6, 0.8)]
    assert [word.text for word in join_pieces(pieces, "zh")] == ["你", "好"]
