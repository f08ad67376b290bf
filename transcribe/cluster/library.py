"""The one door to Dask: what it reads from the machine, writes to it, opens and believes is settled here.

Imported by the cluster's own modules alone, so that nobody without a cluster loads it.
"""

from __future__ import annotations

import logging

import dask
from distributed import Client, Scheduler, Security, Worker
from distributed.comm import CommClosedError, get_address_host
from distributed.core import rpc
from distributed.stealing import WorkStealing
from distributed.utils import get_ip

from transcribe.cluster.unpickling import hold

MOST_DEATHS = 10
"""So many workers may end over one question before it counts as what ends them."""
SETTINGS = {
    "distributed.scheduler.allowed-failures": MOST_DEATHS,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.worker-ttl": "5 minutes",
    "distributed.worker.profile.enabled": False,  # a thread that looks at all others
    "distributed.worker.memory.target": False,  # nothing is spilled: a worker has no disk of ours
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.comm.timeouts.connect": "10s",
    "distributed.comm.timeouts.tcp": "30s",
    "distributed.admin.large-graph-warning-threshold": "1GB",  # sound is large, and meant to be
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.system-monitor.disk": False,
    "distributed.admin.low-level-log-length": 0,
    "distributed.admin.log-length": 0,
    "distributed.diagnostics.nvml": False,
}

# Whatever lies in ~/.config/dask, /etc/dask or a variable DASK_…: only what stands here counts.
dask.config.refresh(paths=[], env={})
dask.config.set(SETTINGS)
for name in ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application", "bokeh"):
    # Importing it has given them handlers that print; what they print may be what was said.
    logger = logging.getLogger(name)
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.CRITICAL + 1)
hold()

__all__ = [
    "Client",
    "CommClosedError",
    "Scheduler",
    "Security",
    "WorkStealing",
    "Worker",
    "get_address_host",
    "get_ip",
    "rpc",
]
