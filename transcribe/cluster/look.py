"""See how it is with the cluster that the environment names."""

from __future__ import annotations

import time

from transcribe.cluster.link import LOOK_S, Link, Standing
from transcribe.cluster.place import ClusterPlace

MOST_S = 10.0
SHORT_S = 0.1


def look(place: ClusterPlace) -> Standing:
    """Return how it is, after a few seconds at most. :raises BadCluster: the certificates cannot be used."""
    with Link(place) as link:
        deadline = time.monotonic() + MOST_S
        while not link.standing.is_reached and time.monotonic() < deadline:
            link.take(SHORT_S)
        if link.standing.is_reached and not link.standing.members:
            link.take(LOOK_S)
        return link.standing
