"""Diarization error rate: for how much of the time it is wrong who speaks (NIST's md-eval, RT-09 evaluation plan)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.speakers.assignment import best_assignment
from transcribe.speakers.turns import Turn

COLLAR_MS = 250
"""On both sides of every boundary in the reference nothing is counted: people mark them no better."""
EMPTY_COUNTS_AS_MS = 1_000
"""A reference without speech: silence found silent is 0, and every second of invented speech costs 1."""


@dataclass(frozen=True, slots=True)
class SpeakerError:
    """Errors of turns against the reference's, in ms; where two speak at once, each counts."""

    der: float
    """All three by the speech of the reference."""
    missed_ms: int
    false_alarm_ms: int
    confused_ms: int
    speech_ms: int
    """Of the reference, outside the collars."""
    reference_speakers: int
    hypothesis_speakers: int


@dataclass(frozen=True, slots=True)
class _Moment:
    """A stretch in which the same voices speak."""

    duration_ms: int
    true: frozenset[str]
    heard: frozenset[str]


def speaker_error(reference: Sequence[Turn], hypothesis: Sequence[Turn], *, collar_ms: int = COLLAR_MS) -> SpeakerError:
    """Compare turns with the reference's, labels matched one to one as fits best."""
    moments = list(_moments(reference, hypothesis, collar_ms))
    names = _matched(moments)
    speech_ms = sum(moment.duration_ms * len(moment.true) for moment in moments)
    missed_ms = sum(moment.duration_ms * max(0, len(moment.true) - len(moment.heard)) for moment in moments)
    false_ms = sum(moment.duration_ms * max(0, len(moment.heard) - len(moment.true)) for moment in moments)
    confused_ms = sum(moment.duration_ms * _confused(moment, names) for moment in moments)
    return SpeakerError(
        der=(missed_ms + false_ms + confused_ms) / (speech_ms or EMPTY_COUNTS_AS_MS),
        missed_ms=missed_ms,
        false_alarm_ms=false_ms,
        confused_ms=confused_ms,
        speech_ms=speech_ms,
        reference_speakers=len({turn.speaker for turn in reference}),
        hypothesis_speakers=len({turn.speaker for turn in hypothesis}),
    )


def _confused(moment: _Moment, names: dict[str, str]) -> int:
    right = sum(names.get(label) in moment.true for label in moment.heard)
    return min(len(moment.true), len(moment.heard)) - right


def _matched(moments: Sequence[_Moment]) -> dict[str, str]:
    """Return the name in the reference for each label of the hypothesis that has one."""
    together: Counter[tuple[str, str]] = Counter()
    for moment in moments:
        for label in moment.heard:
            for name in moment.true:
                together[label, name] += moment.duration_ms
    labels, names = sorted({label for label, _ in together}), sorted({name for _, name in together})
    gains = [[together[label, name] for name in names] for label in labels]
    return {labels[row]: names[column] for row, column in best_assignment(gains)}


def _moments(reference: Sequence[Turn], hypothesis: Sequence[Turn], collar_ms: int) -> Iterator[_Moment]:
    """Yield what is counted, in order of time, cut wherever anything changes."""
    collars = [Span(max(0, edge_ms - collar_ms), edge_ms + collar_ms) for edge_ms in _edges(reference)]
    changes: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for side, turns in enumerate((reference, hypothesis)):
        for turn in turns:
            changes[turn.span.start_ms].append((side, turn.speaker, 1))
            changes[turn.span.end_ms].append((side, turn.speaker, -1))
    for collar in collars:
        changes[collar.start_ms].append((2, "", 1))
        changes[collar.end_ms].append((2, "", -1))
    speaking: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    since_ms = 0
    for now_ms in sorted(changes):
        true, heard, collared = (frozenset(+voices) for voices in speaking)
        if not collared and (true or heard):
            yield _Moment(now_ms - since_ms, true, heard)
        for side, speaker, change in changes[now_ms]:
            speaking[side][speaker] += change
        since_ms = now_ms


def _edges(reference: Sequence[Turn]) -> set[int]:
    return {edge_ms for turn in reference for edge_ms in (turn.span.start_ms, turn.span.end_ms)}
