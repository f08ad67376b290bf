"""A job's progress, with the time left: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

from transcribe.records import Job

MS_PER_SECOND = 1000
LINE_SECONDS = 5.0

Show = Callable[[Job], None]


@contextmanager
def job_progress(label: str) -> Iterator[Show]:
    """Yield what takes a job's newest state and shows it on stderr."""
    if not sys.stderr.isatty():
        yield _lines(label)
        return
    with tqdm(
        total=0,
        desc=label,
        unit="s",
        bar_format="{desc}: {percentage:3.0f} % of {total:.0f} s of sound, {remaining} left",
        file=sys.stderr,
        leave=False,
    ) as bar:

        def show(job: Job) -> None:
            bar.total = job.total / MS_PER_SECOND
            bar.update(job.done / MS_PER_SECOND - bar.n)

        yield show


def _lines(label: str) -> Show:
    started = time.monotonic()
    last = started

    def show(job: Job) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < LINE_SECONDS or not 0 < job.done < job.total:
            return
        last = now
        left = (now - started) * (job.total - job.done) / job.done
        click.echo(f"{label}: {100 * job.done // job.total} %, about {left:.0f} s left", err=True)

    return show
