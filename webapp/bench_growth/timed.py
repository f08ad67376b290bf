"""`python -m webapp.bench_growth.timed COMMAND …`: run a command and write down what it took, as a line of JSON.

A process of its own, which holds little: the system counts to a child's memory what its parent held when it began.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

KILOBYTE = 1024


def main(command: list[str]) -> int:
    """Return the command's exit code."""
    before = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 our own
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    took = {"seconds": round(time.perf_counter() - before, 2), "peak_bytes": usage.ru_maxrss * KILOBYTE}
    sys.stdout.write(json.dumps(took) + "\n")
    return child.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
