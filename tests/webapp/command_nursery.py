"""Commands that are born quickly: every one is a fork of a process that has imported the command line once.

It is a process of its own, with the arguments, environment, directory, streams and end that it would have had anyway.
For each line on standard input, an `Order` as JSON, the answer is the exit status, or nothing where it took too long.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
from dataclasses import asdict, dataclass

if __name__ == "__main__":
    sys.path.pop(0)  # The directory of this file: nothing that a command imports lies there.


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run, and where; the three streams are paths of files."""

    arguments: list[str]
    environment: dict[str, str]
    directory: str
    stdin: str
    stdout: str
    stderr: str
    most_seconds: float


def become(order: Order) -> None:
    """Make a new process what it would be if it had been started for this alone."""
    os.chdir(order.directory)
    os.environ.clear()
    os.environ.update(order.environment)
    for number, path, flags in (
        (0, order.stdin, os.O_RDONLY),
        (1, order.stdout, os.O_WRONLY | os.O_CREAT),
        (2, order.stderr, os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 (they stay open to the end of the process)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["muragat", *order.arguments]


def ended(pid: int, most_seconds: float) -> int | None:
    """Return the status of a child, or nothing where it was killed after so long."""
    handle = os.pidfd_open(pid)
    is_over, _, _ = select.select([handle], [], [], most_seconds)
    os.close(handle)
    if not is_over:
        os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return status if is_over else None


def serve() -> Order | None:
    """Start a process for each order; return the order in each of them, and nothing at the end of all."""
    for line in sys.stdin:
        order = Order(**json.loads(line))
        pid = os.fork()
        if not pid:
            return order
        sys.stdout.write(f"{json.dumps(ended(pid, order.most_seconds))}\n")
        sys.stdout.flush()
    return None


def as_line(order: Order) -> str:
    return f"{json.dumps(asdict(order))}\n"


if __name__ == "__main__":
    from importlib import import_module

    from webapp.cli.main import COMMANDS, main

    for module in COMMANDS:
        import_module(f"webapp.cli.{module}")
    gc.freeze()  # A command that ends would look through all that was imported, and so copy every page of it.
    mine = serve()
    if mine:
        become(mine)
        main()
