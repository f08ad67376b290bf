"""Start the benchmark's machines, and ask the system what they use."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from media.environment import for_children
from transcribe.cluster.certificates import make_all
from transcribe.cluster.place import ClusterPlace


@dataclass
class Machines:
    """A scheduler and what was started beside it; all of them end with the block."""

    address: str
    certificates: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def place(self) -> ClusterPlace:
        """As the head sees it."""
        return ClusterPlace(self.address, self.certificates / "head")

    def start(self, name: str, *arguments: object) -> None:
        command = [sys.executable, "-P", "-m", "transcribe.bench_cluster.machines", str(os.getpid()), name]
        self.running.append(
            subprocess.Popen([*command, *map(str, arguments)], env=for_children())  # noqa: S603 (our own module)
        )

    def start_workers(self, count: int, engine: str, model: str, models: Path) -> None:
        """Start real ones, of one thread each."""
        for _ in range(count):
            self.start("worker", self.address, self.certificates / "worker", engine, model, models)

    def start_sleepers(self, count: int, seconds: float) -> None:
        """Start one process with so many workers that sleep over each question."""
        self.start("sleepers", self.address, self.certificates / "worker", count, seconds)

    @property
    def scheduler_pid(self) -> int:
        return self.running[0].pid


@contextmanager
def machines() -> Iterator[Machines]:
    """Yield a scheduler of this machine, at a free port, with certificates of its own."""
    with TemporaryDirectory(prefix="muragat-") as directory:
        certificates = Path(directory, "certs")
        make_all(certificates)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        found = Machines(f"tls://127.0.0.1:{port}", certificates)
        try:
            found.start("scheduler", "127.0.0.1", port, certificates / "scheduler")
            yield found
        finally:
            for process in found.running:
                process.kill()
            for process in found.running:
                process.wait()


def processor_s(pid: int) -> float:
    """Return the processor time that a process has used, in seconds."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def processor_of_all_s(pid: int) -> float:
    """Return the processor time that a process and its living children have used, in seconds."""
    return sum(processor_s(process.pid) for process in _family(pid))


def memory_mb(pid: int) -> float:
    """Return the memory of a process, in MB."""
    return float(psutil.Process(pid).memory_info().rss / 1e6)


def _family(pid: int) -> list[Any]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]
