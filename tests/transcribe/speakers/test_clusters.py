"""Clusters are those of mean similarity over all pairs, and numbers of speakers are kept to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcribe.speakers.clusters import Groups, Labels, cluster, joined, single
from transcribe.speakers.dvector import ONE_VOICE, _voices
from transcribe.speakers.network import Voices


def slowly(voices: Voices, least: float) -> list[frozenset[int]]:
    """Merge by the mean over all pairs, found anew at each step."""
    groups = [frozenset([place]) for place in range(len(voices))]
    alike = voices.astype(np.float64) @ voices.T
    while len(groups) > 1:
        pairs = [(alike[np.ix_(list(a), list(b))].mean(), a, b) for i, a in enumerate(groups) for b in groups[:i]]
        best, a, b = max(pairs, key=lambda pair: pair[0])
        if best <= least:
            break
        groups = [group for group in groups if group not in (a, b)] + [a | b]
    return groups


def as_sets(labels: Labels) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in range(labels.max(initial=-1) + 1)}


def some_voices(seed: int, people: int, each: int, spread: float) -> Voices:
    random = np.random.default_rng(seed)
    centres = np.repeat(random.random((people, 16)), each, axis=0)
    raw = np.abs(centres + spread * random.normal(size=centres.shape)).astype(np.float32)
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), np.float32)


@settings(deadline=None)
@given(st.integers(0, 9_999), st.integers(1, 4), st.integers(1, 5), st.sampled_from([0.1, 0.4]), st.floats(0.5, 0.95))
def test_clusters_are_those_that_all_pairs_give(seed: int, people: int, each: int, spread: float, least: float) -> None:
    voices = some_voices(seed, people, each, spread)
    assert as_sets(cluster(single(voices), least)) == set(slowly(voices, least))


@given(st.integers(0, 9_999), st.integers(1, 30))
def test_groups_know_the_mean_of_their_voices(seed: int, count: int) -> None:
    voices = some_voices(seed, count, 1, 0.5)
    labels = cluster(single(voices), 0.8)
    groups = single(voices).merged(labels)
    for number, members in enumerate(as_sets(labels)):
        assert number < len(groups.sizes)
        mean = voices[list(members)].mean(axis=0)
        assert np.isclose(groups.means, mean, atol=1e-5).all(axis=1).any()
    assert groups.sizes.sum() == count


@settings(deadline=None)
@given(st.integers(0, 9_999), st.integers(1, 6), st.integers(1, 6))
def test_there_are_no_more_speakers_than_asked_for(seed: int, people: int, asked: int) -> None:
    groups = single(some_voices(seed, people, 12, 0.2))
    found = _voices(groups, asked)
    assert found.max() + 1 <= asked
    assert len(found) == people * 12


def test_as_many_speakers_as_asked_for_where_there_is_speech_for_them() -> None:
    voices = some_voices(5, 4, 20, 0.05)
    groups = single(voices)
    assert as_sets(_voices(groups, 4)) == {frozenset(range(first, first + 20)) for first in range(0, 80, 20)}
    assert [_voices(groups, asked).max() + 1 for asked in (1, 2, 3)] == [1, 2, 3]


def test_voices_of_a_moment_are_no_speakers() -> None:
    two = some_voices(1, 2, 20, 0.02)
    stranger = np.zeros((1, 16), np.float32)
    stranger[0, 3] = 1
    groups = single(np.concatenate([two, stranger]))
    assert (two[:20] @ two[20:].T).mean() < 0.95
    assert cluster(groups, 0.95).max() == 2
    alone = cluster(single(two), ONE_VOICE)
    assert _voices(joined(single(two), single(stranger)), None).max() == alone.max()


def test_nothing_and_one_voice() -> None:
    one = Groups(np.ones((1, 4), np.float32) / 2, np.ones(1, np.int64))
    assert cluster(one, 0.5).tolist() == [0]
    assert _voices(one, None).tolist() == [0]
    assert _voices(one, 3).tolist() == [0]
    assert cluster(Groups(np.zeros((0, 4), np.float32), np.zeros(0, np.int64)), 0.5).tolist() == []


@pytest.mark.parametrize("most", [1, 2, 5])
def test_merging_goes_on_until_no_more_are_left(most: int) -> None:
    groups = single(some_voices(2, 5, 3, 0.01))
    assert cluster(groups, float("inf"), most=most).max() + 1 == most
