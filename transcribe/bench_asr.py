"""How fast and how alike: our recognition beside the engines' own, on the same weights and the same sound."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec

from media.decoder.messages import PcmMade, Task
from media.sandbox import decode
from media.sound import sound_duration_ms
from transcribe.engines.connection import SETTINGS
from transcribe.engines.protocol import BEAM_SIZE, PRECISION
from transcribe.errors import EngineFailed
from transcribe.models import find_model
from transcribe.score import score

MODEL = "base"
OURS, SEQUENTIAL, BATCHED, REFERENCE = "muragat", "faster-whisper", "faster-whisper batched 8", "openai-whisper"
ENGINE_OF = {OURS: "faster-whisper", SEQUENTIAL: "faster-whisper", BATCHED: "faster-whisper", REFERENCE: REFERENCE}
"""Competitor → whose weights it loads."""
KB_PER_MB = 1000


@dataclass(frozen=True, slots=True)
class Turn:
    """What one competitor did in one round; its process tells it."""

    seconds: float
    """From the samples of all files to their words, without loading the model."""
    peak_rss_kb: int
    """Of the whole process."""
    language: str
    text: str


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


@dataclass(frozen=True, slots=True)
class AsrBench:
    """All competitors, in the order of their names above."""

    engines: tuple[Figures, ...]
    sound_seconds: float
    rounds: int
    threads: int
    wer_to: str
    """What the word error rates are counted against."""

    def table(self) -> str:
        """Return the figures as Markdown, with what they mean."""
        lines = [
            "| | seconds (min–max) | × real time | peak RSS, MB | WER |",
            "|---|--:|--:|--:|--:|",
            *(
                f"| {each.name} | {each.seconds_median:.1f} ({each.seconds_min:.1f}–{each.seconds_max:.1f}) "
                f"| {each.times_real:.2f} | {each.peak_rss_mb:.0f} | {each.wer:.4f} |"
                for each in self.engines
            ),
            "",
            f"{self.sound_seconds:.1f} s of sound, {self.rounds} rounds in turns, each turn in a process of its own on "
            f"{self.threads} threads; model {MODEL}, {PRECISION}, beam {BEAM_SIZE}, word times, language detected. "
            "Seconds count from the decoded 16 kHz samples to the words, after the model is loaded and warm; peak RSS "
            f"is the whole process. WER against {self.wer_to}.",
        ]
        return "\n".join(lines)


def bench_asr(
    files: Sequence[Path], rounds: int, models: Path, say: Callable[[str], None], *, reference: str | None
) -> AsrBench:
    """Let all competitors recognise the files, in turns.

    :param say: is told what happens, a line each.
    :param reference: the words of the files; without it openai-whisper's words are what is right.
    :raises UnreadableSound: a file has no sound that can be used.
    :raises WeightsMissing: the model is not on this machine.
    :raises EngineFailed: a competitor's process failed.
    """
    turns: dict[str, list[Turn]] = {name: [] for name in ENGINE_OF}
    with tempfile.TemporaryDirectory(prefix="muragat-bench-") as directory:
        sounds = [_decoded(path, Path(directory) / f"{number}.s16") for number, path in enumerate(files)]
        for number in range(rounds):
            for name in _order(number):
                turn = _turn(name, models, sounds)
                turns[name].append(turn)
                say(f"round {number + 1} of {rounds}: {name}, {turn.seconds:.1f} s")
        sound_seconds = sum(map(sound_duration_ms, sounds)) / 1000
    judge = turns[REFERENCE][0]
    right = judge.text if reference is None else reference
    return AsrBench(
        engines=tuple(_figures(name, done, sound_seconds, right, judge.language) for name, done in turns.items()),
        sound_seconds=sound_seconds,
        rounds=rounds,
        threads=_threads(),
        wer_to="openai-whisper" if reference is None else "the reference",
    )


def _decoded(path: Path, target: Path) -> Path:
    decode(Task.PCM, path, (target,), PcmMade, file_name=path.name)
    return target


def _order(number: int) -> list[str]:
    """Every round starts with another, so that none is always the one that finds the machine warm."""
    names = list(ENGINE_OF)
    start = number % len(names)
    return names[start:] + names[:start]


def _threads() -> int:
    return os.cpu_count() or 1


def _turn(name: str, models: Path, sounds: Sequence[Path]) -> Turn:
    model = find_model(ENGINE_OF[name], MODEL, models)
    command = [sys.executable, "-P", "-m", "transcribe.bench_asr_child", name, str(model.path), str(_threads())]
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


def _figures(name: str, turns: Sequence[Turn], sound_seconds: float, right: str, language: str) -> Figures:
    seconds = [turn.seconds for turn in turns]
    return Figures(
        name=name,
        seconds_median=round(median(seconds), 2),
        seconds_min=round(min(seconds), 2),
        seconds_max=round(max(seconds), 2),
        times_real=round(sound_seconds / median(seconds), 2),
        peak_rss_mb=round(max(turn.peak_rss_kb for turn in turns) / KB_PER_MB, 1),
        wer=round(score(right, turns[0].text, language).wer, 4),
    )
