"""The diarization error rate is the one that counting millisecond by millisecond gives."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.errors import BadTranscript
from transcribe.formats.rttm import read_rttm
from transcribe.speakers.assignment import best_assignment
from transcribe.speakers.error_rate import SpeakerError, speaker_error
from transcribe.speakers.turns import Turn


def turns(names: str) -> st.SearchStrategy[list[Turn]]:
    spans = st.tuples(st.integers(0, 60), st.integers(0, 25)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
    return st.lists(st.builds(Turn, spans, st.sampled_from(names)), max_size=6)


def counted(reference: list[Turn], hypothesis: list[Turn], collar_ms: int) -> tuple[int, int, int, int]:
    """Return missed, false, confused and speech, by looking at each millisecond under each matching of labels."""
    edges = {edge for turn in reference for edge in (turn.span.start_ms, turn.span.end_ms)}
    clock = [ms for ms in range(90) if not any(edge - collar_ms <= ms < edge + collar_ms for edge in edges)]
    true, heard = ([speaking(side, ms) for ms in clock] for side in (reference, hypothesis))
    labels, names = sorted(set().union(*heard)), sorted(set().union(*true))
    missed = sum(max(0, len(t) - len(h)) for t, h in zip(true, heard, strict=True))
    false = sum(max(0, len(h) - len(t)) for t, h in zip(true, heard, strict=True))
    both = sum(min(len(t), len(h)) for t, h in zip(true, heard, strict=True))
    chosen = itertools.permutations([*names, *[None] * len(labels)], len(labels))
    right = max(
        sum(
            len({dict(zip(labels, choice, strict=True))[label] for label in h} & t)
            for t, h in zip(true, heard, strict=True)
        )
        for choice in chosen
    )
    return missed, false, both - right, sum(map(len, true))


def speaking(side: list[Turn], ms: int) -> set[str]:
    return {turn.speaker for turn in side if turn.span.start_ms <= ms < turn.span.end_ms}


def parts(error: SpeakerError) -> tuple[int, int, int, int]:
    return error.missed_ms, error.false_alarm_ms, error.confused_ms, error.speech_ms


@given(turns("abc"), turns("xyz"), st.sampled_from([0, 3]))
def test_error_is_what_counting_gives(reference: list[Turn], hypothesis: list[Turn], collar_ms: int) -> None:
    error = speaker_error(reference, hypothesis, collar_ms=collar_ms)
    assert parts(error) == counted(reference, hypothesis, collar_ms)
    assert error.der == pytest.approx(sum(parts(error)[:3]) / (error.speech_ms or 1_000))


@given(turns("abc"), st.permutations("abc"))
def test_other_labels_for_the_same_voices_are_no_error(reference: list[Turn], labels: list[str]) -> None:
    renamed = [Turn(turn.span, labels["abc".index(turn.speaker)]) for turn in reference]
    assert speaker_error(reference, renamed).der == 0


def test_all_speech_as_one_voice_confuses_the_shorter_voices() -> None:
    reference = [Turn(Span(0, 6_000), "a"), Turn(Span(6_000, 10_000), "b")]
    error = speaker_error(reference, [Turn(Span(0, 10_000), "S1")], collar_ms=250)
    assert parts(error) == (0, 0, 3_500, 9_000)
    assert (error.reference_speakers, error.hypothesis_speakers) == (2, 1)


def test_reference_without_speech_counts_as_a_second() -> None:
    assert speaker_error([], []).der == 0
    assert speaker_error([], [Turn(Span(0, 2_500), "S1")]).der == 2.5


@given(
    st.integers(1, 5).flatmap(
        lambda columns: st.lists(st.lists(st.integers(0, 9), min_size=columns, max_size=columns), max_size=5)
    )
)
def test_assignment_gains_most(gains: list[list[int]]) -> None:
    pairs = best_assignment(gains)
    columns = len(gains[0]) if gains else 0
    assert len(pairs) == min(len(gains), columns)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    padded = [*range(columns), *[None] * len(gains)]
    most = max(
        sum(gains[row][column] for row, column in enumerate(choice) if column is not None)
        for choice in itertools.permutations(padded, len(gains))
    )
    assert sum(gains[row][column] for row, column in pairs) == most


def test_rttm() -> None:
    text = "SPKR-INFO x 1 <NA> <NA> <NA> unknown a <NA> <NA>\nSPEAKER x 1 1.5 0.25 <NA> <NA> b <NA> <NA>\n\n"
    assert read_rttm(text) == (Turn(Span(1_500, 1_750), "b"),)


@pytest.mark.parametrize(
    "line",
    [
        "SPEAKER x 1 one 0.25 <NA> <NA> b <NA> <NA>",
        "SPEAKER x 1 1.0 -0.25 <NA> <NA> b <NA> <NA>",
        "SPEAKER x 1 nan 1 <NA> <NA> b <NA> <NA>",
        "SPEAKER x 1 inf 1 <NA> <NA> b <NA> <NA>",
        "SPEAKER x 1 1.0",
        "SPEAKER x 1 0 1 <NA> <NA> b <NA> <NA>\nSPEAKER y 1 0 1 <NA> <NA> b <NA> <NA>",
    ],
)
def test_rttm_that_cannot_be_read_is_said(line: str) -> None:
    with pytest.raises(BadTranscript):
        read_rttm(line)


@given(st.text())
def test_rttm_is_read_or_refused(text: str) -> None:
    try:
        read_rttm(text)
    except BadTranscript:
        return
