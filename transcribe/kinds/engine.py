"""What a job hears with: this machine's engine, or the cluster's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from transcribe.cluster.place import cluster_named, require_cluster
from transcribe.conversations import Hears, OneAtATime
from transcribe.engines.supervisor import EngineProcess
from transcribe.kinds.work import Work
from transcribe.models import Model


@contextmanager
def engine_of(work: Work, engine: str, model: Model) -> Iterator[Hears]:
    """Yield the engine while the block lasts; the cluster's where the environment names one.

    :raises BadCluster: what the environment says of the cluster cannot be used.
    :raises EngineUnavailable: the engine's library is missing. :raises EngineFailed: it cannot use the model.
    """
    place = cluster_named(os.environ)
    if place is None:
        with EngineProcess(engine, model, check=work.check) as process:
            yield OneAtATime(process)
        return
    require_cluster()
    from transcribe.cluster.remote import RemoteEngine  # noqa: PLC0415 (Dask: only where there is a cluster)

    with RemoteEngine(place, work, engine, model) as far:
        yield far
