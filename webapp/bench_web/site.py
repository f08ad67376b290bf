"""The public site in a process of its own, as `muragat serve` runs it, at an address of this machine alone."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from webapp.bench_web.errors import BenchFailed
from webapp.edition.layout import Layout
from webapp.serve import public_command

HOST = "127.0.0.1"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
END_S = 10


@dataclass(frozen=True, slots=True)
class Site:
    """A server that listens."""

    port: int
    process_id: int = 0
    """Of what listens; 0 where that is not ours to look at."""

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"


@contextmanager
def public_site(layout: Layout) -> Iterator[Site]:
    """Serve an edition until the block ends.

    :raises BenchFailed: it does not start.
    """
    with listening([*public_command(layout.root, HOST, 0), "--with-parent"]) as site:
        yield site


@contextmanager
def listening(command: Sequence[str]) -> Iterator[Site]:
    """Run a server that says its address on standard error, and end it with the block.

    :raises BenchFailed: it does not start.
    """
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:  # noqa: S603
        try:
            yield Site(_port(child), child.pid)
        finally:
            child.terminate()
            try:
                child.wait(END_S)
            except subprocess.TimeoutExpired:
                child.kill()


def _port(child: subprocess.Popen[str]) -> int:
    if child.stderr is None:  # It was started with one.
        raise AssertionError(child)
    said = ""
    for line in child.stderr:
        if found := ADDRESS.search(line):
            # What it logs is read, lest it wait for that.
            threading.Thread(target=child.stderr.read, daemon=True).start()
            return int(found[1])
        said = line.strip()
    raise BenchFailed(f"A server of the measurement did not start ({said or 'it said nothing'}).")


def python_module(name: str, *arguments: str) -> list[str]:
    """Return the command line of one of our own modules."""
    return [sys.executable, "-P", "-m", name, *arguments]
