"""Put voices that are alike together: agglomerative clustering by mean similarity (UPGMA; Sokal and Michener 1958).

The mean product of two groups' voices is the product of their means, so a group is its mean and its size, and no
matrix of all pairs is needed: ten hours are put together block by block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcribe.speakers.network import Voices

GONE = -2.0
"""Less than any similarity."""

Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Groups:
    """Voices that were put together."""

    means: Voices
    """Shape (n, d), of the voices in each group; shorter than 1 where they differ."""
    sizes: NDArray[np.int64]
    """Voices in each group."""

    def merged(self, labels: Labels) -> Groups:
        """Return the groups that groups become.

        :param labels: of each group the new one, 0 to k − 1.
        """
        sizes = np.bincount(labels, weights=self.sizes).astype(np.int64)
        sums = np.zeros((len(sizes), self.means.shape[1]), np.float32)
        np.add.at(sums, labels, self.means * self.sizes[:, None])
        return Groups((sums / sizes[:, None]).astype(np.float32), sizes)

    def nearest(self, others: NDArray[np.intp]) -> Labels:
        """Return for each group which of ``others`` (places in this record) it is most like, by direction."""
        directions = self.means / np.linalg.norm(self.means, axis=1, keepdims=True).clip(1e-9)
        return np.asarray((directions @ directions[others].T).argmax(axis=1), np.intp)


def single(voices: Voices) -> Groups:
    """Return each voice as a group of its own."""
    return Groups(voices, np.ones(len(voices), np.int64))


def joined(first: Groups, second: Groups) -> Groups:
    """Return the groups of both, in order."""
    return Groups(np.concatenate([first.means, second.means]), np.concatenate([first.sizes, second.sizes]))


def cluster(groups: Groups, least: float, *, most: int | None = None) -> Labels:
    """Merge the two most alike groups for as long as they are alike enough; return each group's cluster, 0 to k − 1.

    :param least: mean similarity below which nothing is merged.
    :param most: merge on, however unlike, until no more clusters than this are left.
    """
    merging = _Merging(groups)
    while merging.left > 1 and (merging.best > least or (most is not None and merging.left > most)):
        merging.merge()
    return merging.labels()


class _Merging:
    """Keeps for each group the one that it is most like, so that a merge costs one row and not the whole matrix."""

    def __init__(self, groups: Groups) -> None:
        count = len(groups.sizes)
        self.left = count
        self._means = groups.means.copy()
        self._sizes = groups.sizes.astype(np.float32)
        self._parent = np.arange(count)
        self._alike = groups.means @ groups.means.T
        np.fill_diagonal(self._alike, GONE)
        self._nearest = self._alike.argmax(axis=1) if count else np.zeros(0, np.intp)
        self._likeness = self._alike.max(axis=1, initial=GONE)

    @property
    def best(self) -> float:
        return float(self._likeness.max())

    def merge(self) -> None:
        kept = int(self._likeness.argmax())
        gone = int(self._nearest[kept])
        self._parent[gone] = kept
        weight = self._sizes[gone] / (self._sizes[kept] + self._sizes[gone])
        self._means[kept] += weight * (self._means[gone] - self._means[kept])
        self._sizes[kept] += self._sizes[gone]
        self._replace(kept, gone)
        self.left -= 1

    def _replace(self, kept: int, gone: int) -> None:
        row = self._means @ self._means[kept]
        row[(self._likeness == GONE) | (np.arange(len(row)) == kept) | (np.arange(len(row)) == gone)] = GONE
        for place, values in ((kept, row), (gone, np.full_like(row, GONE))):
            self._alike[place] = self._alike[:, place] = values
        closer = row > self._likeness
        self._nearest[closer], self._likeness[closer] = kept, row[closer]
        lost = np.isin(self._nearest, (kept, gone)) & ~closer & (self._likeness != GONE)
        lost[[kept, gone]] = True
        self._nearest[lost] = self._alike[lost].argmax(axis=1)
        self._likeness[lost] = self._alike[lost].max(axis=1)

    def labels(self) -> Labels:
        roots = self._parent
        while (roots != roots[roots]).any():
            roots = roots[roots]
        return np.unique(roots, return_inverse=True)[1].astype(np.intp)
