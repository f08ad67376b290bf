"""How far a download is: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

from transcribe.weights.download import Progress

LINE_SECONDS = 10.0


@contextmanager
def download_progress() -> Iterator[Progress]:
    """Yield what takes a file's name, its bytes that are here and all of them, and shows it on stderr."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    with tqdm(unit="B", unit_scale=True, unit_divisor=1000, file=sys.stderr, leave=False) as bar:

        def show(name: str, done: int, total: int) -> None:
            bar.set_description_str(name, refresh=False)
            bar.total = total or None
            bar.update(done - bar.n)

        yield show


def _lines() -> Progress:
    last = time.monotonic()

    def show(name: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            click.echo(f"{name}: {done / 1e6:.0f} of {total / 1e6:.0f} MB", err=True)

    return show
