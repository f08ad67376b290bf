"""How fast and how alike: our recognition beside the engines' own, on the same weights and the same sound."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import msgspec

from media.decoder.messages import PcmMade, Task
from media.errors import MuragatError
from media.records import Span
from media.sandbox import decode
from media.sound import sound_duration_ms
from transcribe.bench_asr.errors import Difference, Errors, paired_difference, word_errors
from transcribe.engines.connection import SETTINGS
from transcribe.engines.protocol import BEAM_SIZE, PRECISION
from transcribe.errors import EngineFailed
from transcribe.models import find_model
from transcribe.scoring.score import TimeError, compare, time_error
from transcribe.weights.ggml_format import ggml_once

MODEL = "base"
OURS, SEQUENTIAL, WHISPER_CPP, REFERENCE = "muragat", "faster-whisper", "whisper.cpp", "openai-whisper"
BATCHED = {size: f"{SEQUENTIAL} batched {size}" for size in (8, 16)}
ENGINE_OF = {
    OURS: SEQUENTIAL,
    SEQUENTIAL: SEQUENTIAL,
    **dict.fromkeys(BATCHED.values(), SEQUENTIAL),
    WHISPER_CPP: SEQUENTIAL,
    REFERENCE: REFERENCE,
}
"""Competitor → the engine whose weights it loads; whisper.cpp the same in its own format."""
PEERS = tuple(name for name in ENGINE_OF if name != OURS)
KB_PER_MB = 1000
PYWHISPERCPP = "pywhispercpp"
"""The package that brings whisper.cpp."""


class NoJudge(MuragatError):
    """Words are to be compared, but neither a reference is given nor the engine measured that counts without one."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word as a competitor heard it; times from the start of the sound."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What one competitor did in one round; its process tells it."""

    seconds: float
    """From the samples of all files to their words, without loading the model."""
    peak_rss_kb: int
    """Of the whole process."""
    language: str
    words: tuple[tuple[TimedWord, ...], ...]
    """Of each sound."""

    @property
    def text(self) -> str:
        return "\n".join(" ".join(word.text for word in words) for words in self.words)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one competitor did in all rounds."""

    name: str
    seconds_median: float
    seconds_min: float
    seconds_max: float
    times_real: float
    """Seconds of sound recognised in a second of work (median)."""
    peak_rss_mb: float
    """The highest of all rounds."""
    wer: float
    ours_worse: Difference
    """Our word error rate less this one's."""
    word_times_ms: float | None
    """Median difference of its word times from openai-whisper's, over the words that both heard."""


@dataclass(frozen=True, slots=True)
class AsrBench:
    """All competitors, in the order of their names above."""

    engines: tuple[Figures, ...]
    sound_seconds: float
    rounds: int
    threads: int
    wer_to: str
    """What the word error rates are counted against."""
    reference_words: int

    def table(self) -> str:
        """Return the figures as Markdown, with what they mean."""
        lines = [
            "| | seconds (min–max) | × real time | peak RSS, MB | WER | ours worse by (95 %) | word times, ms |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *(
                f"| {each.name} | {each.seconds_median:.1f} ({each.seconds_min:.1f}–{each.seconds_max:.1f}) "
                f"| {each.times_real:.2f} | {each.peak_rss_mb:.0f} | {each.wer:.4f} "
                f"| {each.ours_worse} | {'' if each.word_times_ms is None else round(each.word_times_ms)} |"
                for each in self.engines
            ),
            "",
            f"{self.sound_seconds:.1f} s of sound; rounds: {self.rounds}, in turns, each in a process of its own on "
            f"{self.threads} threads; model {MODEL}, {PRECISION} (openai-whisper float32, whisper.cpp float16), "
            f"beam {BEAM_SIZE}, word times, language detected. Seconds count from the decoded 16 kHz samples to the "
            "words, after the model is loaded and warm; peak RSS is the whole process. "
            f"WER against {self.wer_to}, {self.reference_words} words. “Ours worse by”: our WER less the other's and "
            "its 95 % interval, a bootstrap of stretches of the reference, the same of both. Word times: median "
            "difference from openai-whisper's.",
        ]
        return "\n".join(lines)


def bench_asr(
    files: Sequence[Path],
    rounds: int,
    models: Path,
    say: Callable[[str], None],
    *,
    reference: str | None,
    beside: Sequence[str] = (),
) -> AsrBench:
    """Let all competitors recognise the files, in turns.

    :param say: is told what happens, a line each.
    :param reference: the words of the files in their order; without it openai-whisper's words are what is right.
    :param beside: only these peers; none are all that are installed.
    :raises NoJudge: nothing says which words are right.
    :raises UnreadableSound: a file has no sound that can be used.
    :raises WeightsMissing: the model is not on this machine.
    :raises EngineFailed: a competitor's process failed.
    """
    turns: dict[str, list[Turn]] = {name: [] for name in _competitors(beside, say)}
    if reference is None and REFERENCE not in turns:
        raise NoJudge(f"Nothing says which words are right; give them with --reference, or measure {REFERENCE} too.")
    with tempfile.TemporaryDirectory(prefix="muragat-bench-") as directory:
        sounds = [_decoded(path, Path(directory) / f"{number}.s16") for number, path in enumerate(files)]
        for number in range(rounds):
            for name in _order(tuple(turns), number):
                turn = _turn(name, models, sounds)
                turns[name].append(turn)
                say(f"round {number + 1} of {rounds}: {name}, {turn.seconds:.1f} s")
        sound_seconds = sum(map(sound_duration_ms, sounds)) / 1000
    judge = turns[REFERENCE][0] if REFERENCE in turns else None
    right = judge.text if judge and reference is None else reference or ""
    language = (judge or turns[OURS][0]).language
    errors = {name: word_errors(right, done[0].text, language) for name, done in turns.items()}
    return AsrBench(
        engines=tuple(_figures(name, done, sound_seconds, errors, judge) for name, done in turns.items()),
        sound_seconds=sound_seconds,
        rounds=rounds,
        threads=_threads(),
        wer_to="openai-whisper" if reference is None else "the reference",
        reference_words=len(errors[OURS]),
    )


def _competitors(beside: Sequence[str], say: Callable[[str], None]) -> tuple[str, ...]:
    """Return ours and the peers that are wanted and installed; whisper.cpp alone may not be."""
    names = tuple(name for name in ENGINE_OF if name == OURS or name in beside or not beside)
    if WHISPER_CPP not in names or find_spec(PYWHISPERCPP):
        return names
    say(f"{WHISPER_CPP} is left out; install it with “pip install {PYWHISPERCPP}” to have it measured too.")
    return tuple(name for name in names if name != WHISPER_CPP)


def _decoded(path: Path, target: Path) -> Path:
    decode(Task.PCM, path, (target,), PcmMade, file_name=path.name)
    return target


def _order(names: Sequence[str], number: int) -> Sequence[str]:
    """Every round starts with another, so that none is always the one that finds the machine warm."""
    start = number % len(names)
    return (*names[start:], *names[:start])


def _threads() -> int:
    return os.cpu_count() or 1


def _weights(name: str, models: Path) -> Path:
    model = find_model(ENGINE_OF[name], MODEL, models)
    return ggml_once(model.path, model.sha256, models) if name == WHISPER_CPP else model.path


def _turn(name: str, models: Path, sounds: Sequence[Path]) -> Turn:
    weights = _weights(name, models)
    command = [sys.executable, "-P", "-m", "transcribe.bench_asr.peer", name, str(weights), str(_threads())]
    child = subprocess.run(  # noqa: S603 (our own module)
        [*command, *map(str, sounds)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env=os.environ | SETTINGS,
    )
    if child.returncode:
        why = (child.stderr.decode(errors="replace").splitlines() or ["it died"])[-1]
        raise EngineFailed(f"{name} failed in the measurement ({why}); see “muragat doctor”.")
    return msgspec.json.decode(child.stdout.splitlines()[-1], type=Turn)


def _figures(
    name: str, turns: Sequence[Turn], sound_seconds: float, errors: Mapping[str, Errors], judge: Turn | None
) -> Figures:
    seconds = [turn.seconds for turn in turns]
    return Figures(
        name=name,
        seconds_median=round(median(seconds), 2),
        seconds_min=round(min(seconds), 2),
        seconds_max=round(max(seconds), 2),
        times_real=round(sound_seconds / median(seconds), 2),
        peak_rss_mb=round(max(turn.peak_rss_kb for turn in turns) / KB_PER_MB, 1),
        wer=round(float(errors[name].sum()) / len(errors[name]), 4),
        ours_worse=paired_difference(errors[OURS], errors[name]),
        word_times_ms=_time_difference_ms(judge, turns[0]) if judge else None,
    )


def _time_difference_ms(judge: Turn, turn: Turn) -> float | None:
    pairs = [(true, heard) for true, heard in zip(judge.words, turn.words, strict=True) if true and heard]
    found = [_time_error(true, heard, judge.language) for true, heard in pairs]
    known = [error.median_ms for error in found if error]
    return round(median(known), 1) if known else None


def _time_error(judge: Sequence[TimedWord], words: Sequence[TimedWord], language: str) -> TimeError | None:
    comparison = compare([word.text for word in judge], [word.text for word in words], language)
    return time_error(comparison, list(map(_span, judge)), list(map(_span, words)))


def _span(word: TimedWord) -> Span:
    return Span(word.start_ms, max(word.start_ms, word.end_ms))
