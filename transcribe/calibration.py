"""How often words of some raw probability are right: fitted against references, for one engine, model and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from media.language import UNDETERMINED
from transcribe.isotonic import Curve
from transcribe.records import Hypothesis, Word

FITTED = Path(__file__).with_name("calibration.json")
"""What “muragat bench calibrate” wrote."""
DIGITS = 3
"""Of a confidence: more would promise more than a few hundred words can tell."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """One curve, and the words that it was fitted to."""

    engine: str
    model_sha256: str
    language: str
    """The first part of a BCP 47 tag."""
    words: int
    right: int
    curve: Curve


def find_calibration(engine: str, model_sha256: str, language: str) -> Calibration | None:
    """Return the calibration for words of this origin, ``None`` where nobody has measured it."""
    subtag = language.partition("-")[0].lower()
    return fitted().get((engine, model_sha256, subtag)) if subtag != UNDETERMINED else None


def with_confidence(hypothesis: Hypothesis, engine: str, model_sha256: str) -> Hypothesis:
    """Return what was heard with each word's confidence, where its language is calibrated."""
    calibration = find_calibration(engine, model_sha256, hypothesis.language)
    if calibration is None:
        return hypothesis
    curve = calibration.curve
    segments = (replace(segment, words=tuple(_confident(segment.words, curve))) for segment in hypothesis.segments)
    return replace(hypothesis, segments=tuple(segments))


def _confident(words: Sequence[Word], curve: Curve) -> list[Word]:
    confidences = curve.at(np.array([word.probability or 0.0 for word in words])).round(DIGITS).tolist()
    return [replace(word, confidence=confidence) for word, confidence in zip(words, confidences, strict=True)]


@cache
def fitted() -> dict[tuple[str, str, str], Calibration]:
    """Return all calibrations by (engine, sha256 of the weights, language)."""
    found = msgspec.json.decode(FITTED.read_bytes(), type=tuple[Calibration, ...])
    return {(each.engine, each.model_sha256, each.language): each for each in found}
