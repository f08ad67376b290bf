"""A job's progress on the terminal, with the time left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from transcribe.records import Job

MS_PER_SECOND = 1000


@contextmanager
def job_progress(label: str) -> Iterator[Callable[[Job], None]]:
    """Yield what takes a job's newest state and draws it on stderr."""
    with tqdm(
        total=None,
        desc=label,
        unit="s",
        bar_format="{desc}: {percentage:3.0f} % of {total:.0f} s of sound, {remaining} left",
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
    ) as bar:

        def show(job: Job) -> None:
            bar.total = job.total / MS_PER_SECOND
            bar.update(job.done / MS_PER_SECOND - bar.n)

        yield show
