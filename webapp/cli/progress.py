"""A job's progress, with its speed and the time left: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

from transcribe.jobs import OF_SOUND
from transcribe.records import Job
from transcribe.speed import seconds_left

LINE_SECONDS = 5.0

Show = Callable[[Job], None]


@contextmanager
def job_progress(label: str) -> Iterator[Show]:
    """Yield what takes a job's newest state and shows it on stderr."""
    if not sys.stderr.isatty():
        yield _lines(label)
        return
    bar_format = "{desc}: {percentage:3.0f} %|{bar}|{postfix}"
    with tqdm(total=0, desc=label, bar_format=bar_format, file=sys.stderr, leave=False) as bar:

        def show(job: Job) -> None:
            bar.total = job.total
            bar.set_postfix_str(standing(job), refresh=False)
            bar.update(job.done - bar.n)

        yield show


def standing(job: Job) -> str:
    """Return how far a job is, how fast, and how long it will take, as far as that is known."""
    if not job.total:
        return ""
    parts = [f"{100 * job.done // job.total} %"]
    if job.speed and job.kind in OF_SOUND:
        parts.append(f"{job.speed:.1f} × real time")
    left = seconds_left(job.done, job.total, job.speed)
    if left is not None:
        parts.append(f"{_clock(left)} left")
    return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}"


def _lines(label: str) -> Show:
    last = time.monotonic()

    def show(job: Job) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < LINE_SECONDS or not 0 < job.done < job.total:
            return
        last = now
        click.echo(f"{label}: {standing(job)}", err=True)

    return show
