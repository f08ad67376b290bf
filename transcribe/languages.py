"""Which language each stretch of sound is in: what an engine hears, made steady over neighbouring stretches.

A hidden Markov model over the stretches (Rabiner 1989, section III.B): an engine's probabilities are the evidence, and
to change the language costs something. It is decoded batch by batch; `Belief` carries what is known into the next one,
so that the first words need no look at the rest of the recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media.language import UNDETERMINED
from transcribe.engines.languages import same_language

SWITCH_COST = 1.4
"""Nats: the language changes from one stretch to the next about once in five times."""
MOST_EVIDENCE = 4.0
"""Nats that one stretch may weigh: less than two changes cost would let no single stretch differ from its neighbours;
far more would let one badly heard stretch decide for all around it."""
FULL_WEIGHT_MS = 10_000
"""Of speech: what is shorter weighs less."""
CLEAR = 2.0
"""Nats: a chunk in which two languages are spoken gives neither so much."""
SELDOM_HEARD = frozenset({"az", "ba", "kk", "ky", "mn", "tg", "tk", "tt", "uz"})
SELDOM_HEARD_FACTOR = 10.0
"""Whisper has learnt 12 hours of Kazakh and 9,761 of Russian (Radford et al. 2022, appendix E), and takes what it
hardly knows for what it knows. docs/languages.md has the figures with this factor and without."""
LEAST_OWN = 0.001
"""Of the language in which a chunk is written, weighed as above: where it is less, another is spoken."""
LEAST_WINDOW_MS = 4_000
"""Of sound that tells a language; what is shorter tells too little."""
LEAST_SHARE = 1e-4
"""A language less probable than this is as good as impossible."""

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Belief:
    """What the stretches so far say of the language of the next."""

    nats: Mapping[str, float]
    """For each language that may be spoken, 0 for the likeliest; empty where nothing is known."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech with what an engine says of its language."""

    speech_ms: int
    heard: Mapping[str, float]
    """BCP 47 tag → probability; ``und`` where the engine cannot tell."""

    @property
    def is_told(self) -> bool:
        return UNDETERMINED not in self.heard


def first_belief(language: str, allowed: Sequence[str]) -> Belief:
    """Return what is known before anything is heard. :param language: of the programme; ``und`` says nothing."""
    if language not in allowed:
        return Belief({})
    return Belief({tag: 0.0 if tag == language else -SWITCH_COST for tag in allowed})


def steady(stretches: Sequence[Stretch], allowed: Sequence[str], before: Belief) -> tuple[tuple[str, ...], Belief]:
    """Return the likeliest language of each stretch, and what they say of the next.

    :param stretches: neighbours, in the order of time.
    :param allowed: languages that may be spoken; none: any that the engine names.
    :return: ``und`` for every stretch where the engine tells nothing.
    """
    told = [stretch for stretch in stretches if stretch.is_told]
    if not told:
        return (UNDETERMINED,) * len(stretches), before
    tags = tuple(allowed) or tuple(sorted({tag for stretch in told for tag in stretch.heard} | set(before.nats)))
    scores = np.array([before.nats.get(tag, -SWITCH_COST if before.nats else 0.0) for tag in tags])
    evidence = [_evidence(stretch, tags) for stretch in stretches]
    path, scores = _likeliest_path(evidence, scores)
    last = dict(zip(tags, scores.tolist(), strict=True))
    return tuple(tags[place] for place in path), Belief(_of_note(last) if not allowed else last)


def is_clear(stretch: Stretch, language: str, allowed: Sequence[str]) -> bool:
    """Return whether a stretch by itself speaks clearly for this language, and not for two of them."""
    others = [tag for tag in allowed if tag != language]
    own, *rest = _evidence(stretch, (language, *others))
    return not stretch.is_told or all(own - each > CLEAR for each in rest)


def is_another(language: str, probability: float | None, speech_ms: int) -> bool:
    """Return whether an engine hears another language than the one in which it was made to write.

    :param probability: of the language in which it wrote; ``None`` where it does not tell.
    """
    return probability is not None and speech_ms >= LEAST_WINDOW_MS and _weighed(language, probability) < LEAST_OWN


def _evidence(stretch: Stretch, tags: Sequence[str]) -> Scores:
    """Return how well each language explains what was heard, in nats from −`MOST_EVIDENCE` to 0."""
    if not stretch.is_told:
        return np.zeros(len(tags))
    shares = [_share(stretch.heard, tag) for tag in tags]
    nats = np.log(np.maximum(shares, LEAST_SHARE))
    weight = min(1.0, stretch.speech_ms / FULL_WEIGHT_MS)
    limited: Scores = weight * np.maximum(nats - nats.max(), -MOST_EVIDENCE)
    return limited


def _share(heard: Mapping[str, float], tag: str) -> float:
    """Engines name no region or script."""
    return _weighed(tag, sum(each for other, each in heard.items() if same_language(tag, other)))


def _weighed(tag: str, share: float) -> float:
    return share * (SELDOM_HEARD_FACTOR if tag.partition("-")[0] in SELDOM_HEARD else 1.0)


def _likeliest_path(evidence: Sequence[Scores], scores: Scores) -> tuple[list[int], Scores]:
    """Viterbi's algorithm. :param scores: before the first stretch. :return: a place for each, and the last scores."""
    came_from = []
    for each in evidence:
        best = int(scores.argmax())
        stay = scores >= scores[best] - SWITCH_COST
        came_from.append(np.where(stay, np.arange(len(scores)), best))
        scores = np.where(stay, scores, scores[best] - SWITCH_COST) + each
        scores = scores - scores.max()
    place = int(scores.argmax())
    path = [place]
    for back in reversed(came_from[1:]):
        place = int(back[place])
        path.append(place)
    return path[::-1], scores


def _of_note(nats: Mapping[str, float]) -> Mapping[str, float]:
    """Of a hundred languages, keep those that do not stand at the price of a change anyway."""
    return {tag: each for tag, each in nats.items() if each > -SWITCH_COST}
