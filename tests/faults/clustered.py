"""A cluster on this machine for the fault tests: real processes, mutual TLS, an engine of quickly computed words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.faults.quick_engine import LOG, PAUSE_SECONDS, add_model, register
from transcribe.cluster.certificates import make_all
from transcribe.cluster.place import PORT

PATIENCE_S = 120.0
"""For a state that comes in a second where nothing else runs."""


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.02)


@dataclass
class Cluster:
    """The machines of one test, and what their engines have begun."""

    nursery: subprocess.Popen[str]
    log: Path
    notes: Path
    """What heads asked and kept."""
    certificates: Path
    model: str
    address: str
    scheduler: int = 0
    workers: list[int] = field(default_factory=list)

    def begun(self) -> list[str]:
        """Return the batches that engines have begun."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def start_scheduler(self) -> None:
        host = self.address.removeprefix("tls://").rpartition(":")[0]
        self.scheduler = self._tell("scheduler", host, PORT, str(self.certificates / "scheduler"))

    def start_worker(self) -> None:
        self.workers.append(self._tell("worker", self.address, str(self.certificates / "worker"), self.model))

    def start_head(self, archive: Path, programme_id: str) -> int:
        return self._tell("head", str(archive), programme_id, self.model, str(self.notes))

    def work_alone(self, archive: Path, programme_id: str) -> int:
        """Let one machine do it without the others, and return its exit status."""
        return self.wait(self._tell("alone", str(archive), programme_id, self.model))

    def asked_again(self) -> set[str]:
        """Return the batches that a head asked for although the ledger had them."""
        kept: set[str] = set()
        again: set[str] = set()
        for line in self.notes.read_text().splitlines():
            what, batch = line.split()
            if what == "kept":
                kept.add(batch)
            elif batch in kept:
                again.add(batch)
        return again

    def kill(self, pid: int) -> int:
        """Kill a machine and return the status that it ended with."""
        return self._tell("kill", pid)

    def stop(self, pid: int) -> int:
        """Tell a machine to end, and return the status that it ended with."""
        return self._tell("stop", pid)

    def wait(self, pid: int) -> int:
        return self._tell("wait", pid)

    def _tell(self, *line: object) -> int:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(json.dumps(line) + "\n")
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())


def address_of_our_own() -> str:
    """Return a scheduler's address that no other process of this machine uses: each has a loopback of its own."""
    pid = os.getpid()
    return f"tls://127.{64 + (pid >> 16 & 63)}.{pid >> 8 & 255}.{pid & 255}:{PORT}"


@contextmanager
def cluster(place: Path, pause_s: float) -> Iterator[Cluster]:
    """Yield a cluster without machines. :param pause_s: that every batch takes at least."""
    register(place / "site")
    make_all(place / "certs")
    address, log = address_of_our_own(), place / "begun"
    environment = os.environ | {
        "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{place / 'site'}",
        LOG: str(log),
        PAUSE_SECONDS: str(pause_s),
        "OPENBLAS_NUM_THREADS": "1",  # What has threads should not fork.
        "MURAGAT_SCHEDULER": address,
        "MURAGAT_CLUSTER_CERTS": str(place / "certs" / "head"),
    }
    with (
        (place / "said").open("w") as said,
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.cluster_nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            env=environment,
            cwd=REPOSITORY,
        ) as nursery,
    ):
        try:
            yield Cluster(nursery, log, place / "notes", place / "certs", add_model(place / "model"), address)
        finally:
            assert nursery.stdin is not None
            nursery.stdin.close()  # It ends its machines.
            nursery.wait()
