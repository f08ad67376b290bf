"""The embedded default: voices by the d-vector network, clustered.

After “Speaker diarization with LSTM” (Wang et al. 2018), with clusters by mean similarity instead of spectral ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from media.records import Span
from transcribe.speakers.clusters import Groups, Labels, cluster, joined, single
from transcribe.speakers.labels import machine_label
from transcribe.speakers.network import WIDTH
from transcribe.speakers.turns import Turn, join
from transcribe.speakers.voices import voices
from transcribe.speakers.weights import PACKAGE, VERSION, network_tensors
from transcribe.speakers.windows import STEP_MS, Place, places

BLOCK = 1_000
"""Windows whose voices are clustered at once: some minutes of speech."""
ONE_VOICE = 0.59
"""Mean similarity above which groups are of one voice; chosen on conversations with known turns (docs/speakers.md)."""
SURELY_ONE_VOICE = 0.68
"""The same within a block: the few groups that are left there are compared again with those of the other blocks."""
MOST_GROUPS = 1_000
"""Of all blocks, before they are merged among each other: half an hour of talk has some hundred."""
FINER = np.arange(ONE_VOICE, 0.95, 0.02).tolist()
"""Tried in this order where more voices are asked for than `ONE_VOICE` finds."""
LEAST_VOICE_MS = 2_000
"""A group with less speech is no voice of its own but part of the most alike one: a laugh, two at once, a jingle."""
LEAST_VOICE_SHARE = 0.003
"""The same by its share of all speech: ten seconds in an hour."""


class DVector:
    """Tells voices apart by resemblyzer's weights."""

    name = f"{PACKAGE} {VERSION}"

    def __init__(self, models: Path) -> None:
        """Load the weights.

        :param models: the archive's directory of models.
        :raises WeightsMissing: they are not installed.
        :raises WeightsCorrupt: they are not what they must be.
        """
        self._tensors = network_tensors(models)

    def turns(
        self, sound: Path, speech: Sequence[Span], speakers: int | None, check: Callable[[], None]
    ) -> tuple[Turn, ...]:
        where = places(speech)
        if not where:
            return ()
        groups, members = self._groups(sound, where, check)
        labels = _voices(groups, speakers)[members]
        return join(
            Turn(place.span, machine_label(label + 1)) for place, label in zip(where, labels.tolist(), strict=True)
        )

    def _groups(self, sound: Path, where: Sequence[Place], check: Callable[[], None]) -> tuple[Groups, Labels]:
        """Return few groups of windows that surely are of one voice each, and the group of each window.

        The voices of single windows are forgotten block by block: ten hours take no more memory than one.
        """
        found: Groups | None = None
        members = np.zeros(0, np.intp)
        moments = [place.centre_ms for place in where]
        blocks = [moments[first : first + BLOCK] for first in range(0, len(moments), BLOCK)]
        for block in map(single, voices(self._tensors, sound, blocks, check)):
            labels = cluster(block, SURELY_ONE_VOICE)
            groups = block.merged(labels)
            members = np.concatenate([members, labels + (len(found.sizes) if found else 0)])
            found = joined(found, groups) if found else groups
            if len(found.sizes) > MOST_GROUPS:
                labels = cluster(found, SURELY_ONE_VOICE, most=MOST_GROUPS // 2)
                found, members = found.merged(labels), labels[members]
        return found or single(np.zeros((0, WIDTH), np.float32)), members


def _voices(groups: Groups, speakers: int | None) -> Labels:
    """Return which voice each group is, 0 to k − 1."""
    labels = _as_many_as_there_are(groups, ONE_VOICE)
    if speakers is None:
        return labels
    for alike in FINER:
        finer = _as_many_as_there_are(groups, alike)
        labels = finer if finer.max() > labels.max() else labels
        if labels.max() + 1 >= speakers:
            break
    return cluster(groups.merged(labels), float("inf"), most=speakers)[labels]


def _as_many_as_there_are(groups: Groups, alike: float) -> Labels:
    clusters = cluster(groups, alike)
    people = groups.merged(clusters)
    least = max(LEAST_VOICE_MS, LEAST_VOICE_SHARE * STEP_MS * people.sizes.sum()) / STEP_MS
    large = np.flatnonzero(people.sizes >= min(least, people.sizes.max()))
    return people.nearest(large)[clusters]
