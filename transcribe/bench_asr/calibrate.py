"""How well probabilities tell right words from wrong ones, and the curves that make them tell it better."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from media.decoder.messages import PcmMade, Task
from media.sandbox import decode
from media.sound import sound_duration_ms
from media.text_file import read_text
from transcribe.bench_asr.corpus import NoCorpus, corpus_pairs
from transcribe.calibration import Calibration
from transcribe.engines.supervisor import EngineProcess
from transcribe.first_hearing import hear_first
from transcribe.isotonic import Curve, Floats, fit
from transcribe.models import find_model
from transcribe.normalise import without_remarks
from transcribe.scoring.score import compare
from transcribe.stitch import stitch

BINS = 10
"""Of equal width, in which confidence and share of right words are compared (Naeini et al. 2015)."""
RESAMPLES = 1000
SEED = 0
LEAST_WORDS = 200
"""A curve for fewer would be a guess."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The words of one sound."""

    name: str
    probabilities: tuple[float, ...]
    right: tuple[bool, ...]
    """Each stands so in the reference."""


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """What a language's words showed. Errors are expected calibration errors (ECE), 0…1, of held-out words: each sound
    is judged by a curve that was fitted to the others."""

    language: str
    sounds: int
    words: int
    right: int
    raw_error: float
    """Of the engine's own probabilities."""
    error: float
    error_low: float
    error_high: float
    """95 % of `RESAMPLES` bootstrap samples of the words lie between these."""


@dataclass(frozen=True, slots=True)
class CalibrationBench:
    engine: str
    engine_version: str
    model: str
    languages: tuple[LanguageFigures, ...]
    calibrations: tuple[Calibration, ...]
    """Fitted to all sounds of each language that has `LEAST_WORDS` words."""

    def table(self) -> str:
        """Return the figures as Markdown."""
        lines = [
            "| language | sounds | words | right | ECE raw | ECE held out | 95 % |",
            "|---|--:|--:|--:|--:|--:|---|",
            *(
                f"| {each.language} | {each.sounds} | {each.words} | {each.right / max(1, each.words):.3f} "
                f"| {each.raw_error:.3f} | {each.error:.3f} | {each.error_low:.3f}–{each.error_high:.3f} |"
                for each in self.languages
            ),
            "",
            f"{self.engine} {self.engine_version}, model {self.model}.",
        ]
        return "\n".join(lines)


def bench_calibrate(folder: Path, engine: str, model: str, models: Path) -> CalibrationBench:
    """Hear the sounds of each language's folder (``kk/x.wav``, ``kk/x.txt``) and compare with the words beside them.

    :raises NoCorpus: there is no such folder, or one holds no such pair.
    :raises WeightsMissing: :raises EngineFailed: see `find_model` and `EngineProcess`.
    """
    languages = sorted(path for path in folder.iterdir() if path.is_dir())
    if not languages:
        raise NoCorpus(f"{folder} has no folder for a language; make {folder}/en with x.wav and x.txt in it.")
    found = find_model(engine, model, models)
    with EngineProcess(engine, found) as process:
        judged = {path.name: tuple(_judge(process, path)) for path in languages}
        version = process.version
    return CalibrationBench(
        engine=engine,
        engine_version=version,
        model=found.name,
        languages=tuple(measure(language, sounds) for language, sounds in judged.items()),
        calibrations=tuple(
            Calibration(engine, found.sha256, language, *_count(sounds), _fit(sounds))
            for language, sounds in judged.items()
            if _count(sounds)[0] >= LEAST_WORDS
        ),
    )


def written(calibrations: Sequence[Calibration]) -> bytes:
    """Return the file that `transcribe.calibration` reads."""
    return msgspec.json.format(msgspec.json.encode(calibrations), indent=1) + b"\n"


def measure(language: str, sounds: Sequence[Judged]) -> LanguageFigures:
    """Return what the words of a language show, each sound held out in its turn."""
    right = _right(sounds)
    raw = _probabilities(sounds)
    held_out = np.concatenate([_held_out(sounds, place) for place in range(len(sounds))])
    low, high = _interval(held_out, right)
    words, count = _count(sounds)
    error, raw_error = calibration_error(held_out, right), calibration_error(raw, right)
    return LanguageFigures(language, len(sounds), words, count, raw_error, error, low, high)


def calibration_error(confidences: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Return the mean over the words of |confidence − share of right words| in their bin; 0 of no words."""
    if not len(right):
        return 0.0
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    off = np.bincount(bins, confidences - right, BINS)
    return float(np.abs(off).sum() / len(right))


def _held_out(sounds: Sequence[Judged], place: int) -> Floats:
    others = [each for number, each in enumerate(sounds) if number != place]
    own = _probabilities(sounds[place : place + 1])
    return _fit(others).at(own) if _count(others)[0] else own


def _interval(confidences: Floats, right: npt.NDArray[np.bool_]) -> tuple[float, float]:
    random = np.random.default_rng(SEED)
    draws = (random.integers(0, len(right), len(right)) for _ in range(RESAMPLES if len(right) else 0))
    errors = [calibration_error(confidences[draw], right[draw]) for draw in draws]
    low, high = np.quantile(errors or [0.0], (0.025, 0.975))
    return float(low), float(high)


def _fit(sounds: Sequence[Judged]) -> Curve:
    return fit(_probabilities(sounds), _right(sounds))


def _probabilities(sounds: Sequence[Judged]) -> Floats:
    return np.array(list(chain.from_iterable(each.probabilities for each in sounds)), np.float64)


def _right(sounds: Sequence[Judged]) -> npt.NDArray[np.bool_]:
    return np.array(list(chain.from_iterable(each.right for each in sounds)), np.bool_)


def _count(sounds: Sequence[Judged]) -> tuple[int, int]:
    return sum(len(each.right) for each in sounds), sum(sum(each.right) for each in sounds)


def _judge(process: EngineProcess, folder: Path) -> list[Judged]:
    with tempfile.TemporaryDirectory(prefix="muragat-") as directory:
        target = Path(directory) / "sound.s16"
        judged = []
        for sound, text in corpus_pairs(folder):
            decode(Task.PCM, sound, (target,), PcmMade, file_name=sound.name)
            judged.append(_judge_sound(process, target, sound.name, without_remarks(read_text(text)), folder.name))
            target.unlink()
        return judged


def _judge_sound(process: EngineProcess, sound: Path, name: str, reference: str, language: str) -> Judged:
    chunks, hypotheses = hear_first(process, sound, language)
    segments = stitch(chunks, hypotheses, sound_sha256="", duration_ms=sound_duration_ms(sound), language=language)
    words = [word for segment in segments for word in segment.words]
    comparison = compare(reference.split(), [word.text for word in words], language)
    wrong = {
        place
        for stretch in comparison.stretches
        if not stretch.agrees
        for spoken in comparison.hypothesis[stretch.hypothesis]
        for place in range(spoken.first, spoken.last + 1)
    }
    right = tuple(place not in wrong for place in range(len(words)))
    return Judged(name, tuple(word.probability or 0.0 for word in words), right)
