"""`muragat bench asr`: ours beside its peers, on the same sound, weights, beam and precision, in turns."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec

from media.decoder.messages import PcmMade, Task
from media.errors import UnreadableFile
from media.sandbox import decode
from media.sound import sound_duration_ms
from transcribe.bench_child import ENGINE_OF, OURS, REFERENCE, Turn
from transcribe.errors import EngineFailed
from transcribe.models import find_model
from transcribe.score import score

MODEL = "base"
NOT_HEARD = "und"


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One engine over all files and rounds."""

    name: str
    seconds_median: float
    """Of a round: the whole of all files, from 16 kHz samples to words, without loading the model."""
    seconds_min: float
    seconds_max: float
    times_real: float
    """Seconds of sound by median second of work."""
    peak_rss_mb: float
    """Of all its processes together, in the round that took most."""
    wer: float
    """To the reference given, else to openai-whisper."""


@dataclass(frozen=True, slots=True)
class AsrBench:
    """What `bench_asr` measured."""

    sound_seconds: float
    rounds: int
    wer_to: str
    engines: tuple[EngineResult, ...]

    def table(self) -> str:
        """Return the figures as lines of text."""
        head = f"{self.sound_seconds:.0f} s of sound, {self.rounds} rounds; WER to {self.wer_to}"
        columns = f"{'engine':26} {'seconds':>8} {'min':>7} {'max':>7} {'× real':>7} {'RSS MB':>7} {'WER':>7}"
        rows = (
            f"{e.name:26} {e.seconds_median:8.1f} {e.seconds_min:7.1f} {e.seconds_max:7.1f}"
            f" {e.times_real:7.1f} {e.peak_rss_mb:7.0f} {e.wer:7.4f}"
            for e in self.engines
        )
        return "\n".join((head, columns, *rows))


def bench_asr(
    files: Sequence[Path], rounds: int, models: Path, say: Callable[[str], None], *, reference: str | None = None
) -> AsrBench:
    """Recognise the files by every engine, each turn in a process of its own.

    :param models: where weights are joined and converted.
    :param say: is told what goes on.
    :param reference: the words of all files together; without it openai-whisper's count.
    :raises UnreadableFile: a file is not there.
    :raises WeightsMissing: the base model is not on this machine.
    :raises EngineFailed: an engine did not finish.
    """
    paths = {name: find_model(engine, MODEL, models).path for name, engine in ENGINE_OF.items()}
    with tempfile.TemporaryDirectory(prefix="muragat-bench-") as directory:
        sounds = [_decoded(file, Path(directory) / f"{number}.s16") for number, file in enumerate(files)]
        turns = {name: list[Turn]() for name in ENGINE_OF}
        for number in range(rounds):
            for name, path in paths.items():
                turn = _take_turn(name, path, sounds)
                turns[name].append(turn)
                say(f"round {number + 1} of {rounds}: {name} {turn.seconds:.1f} s, {turn.peak_rss_mb:.0f} MB")
        sound_seconds = sum(map(sound_duration_ms, sounds)) / 1000
    truth = reference if reference is not None else turns[REFERENCE][0].text
    wer_to = "the reference" if reference is not None else REFERENCE
    return AsrBench(sound_seconds, rounds, wer_to, tuple(_results(turns, sound_seconds, truth)))


def _results(turns: dict[str, list[Turn]], sound_seconds: float, truth: str) -> Iterator[EngineResult]:
    for name, taken in turns.items():
        seconds = [turn.seconds for turn in taken]
        yield EngineResult(
            name=name,
            seconds_median=median(seconds),
            seconds_min=min(seconds),
            seconds_max=max(seconds),
            times_real=sound_seconds / median(seconds),
            peak_rss_mb=max(turn.peak_rss_mb for turn in taken),
            wer=score(truth, taken[0].text, NOT_HEARD).wer,
        )


def _decoded(file: Path, target: Path) -> Path:
    if not file.is_file():
        raise UnreadableFile(f"There is no file {file}; check the name.")
    decode(Task.PCM, file, (target,), PcmMade, file_name=file.name)
    return target


def _take_turn(name: str, model: Path, sounds: Sequence[Path]) -> Turn:
    command = [sys.executable, "-m", "transcribe.bench_child", name, str(model), *map(str, sounds)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own module)
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise EngineFailed(f"{name} did not finish ({last}); see “muragat doctor”.")
    return msgspec.json.decode(result.stdout, type=Turn)


__all__ = ["OURS", "AsrBench", "EngineResult", "bench_asr"]
