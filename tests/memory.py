"""What the system says of the memory of a process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process at one moment, in kB (1,024 bytes)."""

    resident_kb: int
    peak_kb: int
    """The most that was ever resident: the system's own mark, which no look misses."""


def memory_of(process_id: int) -> Memory | None:
    """Return what a process holds; ``None`` where it has ended."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    said = dict(re.findall(r"^(VmHWM|VmRSS):\s+(\d+) kB$", status, re.MULTILINE))
    return Memory(int(said["VmRSS"]), int(said["VmHWM"])) if said else None
