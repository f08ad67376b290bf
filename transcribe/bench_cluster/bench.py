"""All of the cluster's figures, one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcribe.bench_cluster.curve import Point, measure
from transcribe.bench_cluster.real import Turn, hear

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured."""

    turns: tuple[Turn, ...]
    """One worker, then two."""
    points: tuple[Point, ...]
    """The first two are one sleeping worker and two."""
    sleep_s: float
    """Over a batch of eight chunks of 20 s."""

    def table(self) -> str:
        """Return the figures as text."""
        lines = [
            f"real: {turn.workers} workers of one thread: {turn.seconds:.1f} s; work {turn.work_s:.1f} s of processor, "
            f"head {turn.head_s:.2f} s, scheduler {turn.scheduler_s:.2f} s; {turn.chunks} chunks"
            for turn in self.turns
        ]
        if len(self.turns) == 2:  # noqa: PLR2004 (one and two workers)
            one, two = self.turns
            same = "the same words" if one.sha256 == two.sha256 else "OTHER WORDS"
            lines.append(f"real: two workers are {one.seconds / two.seconds:.2f} times as fast as one, {same}")
        lines.append(f"sleeping {self.sleep_s:g} s over each batch of 8 chunks of 20 s:")
        lines.append(
            "workers  chunks/s  of at most  head ms/chunk  scheduler ms/chunk  head MB  scheduler MB  worker MB"
        )
        lines += map(_line, self.points)
        for turn in self.turns[:1]:
            work_ms = 1000 * turn.work_s / turn.chunks
            lines.append(
                f"a chunk is {work_ms:.0f} ms of work for a worker; giving it out costs the head "
                f"{100 * self.points[0].head_ms / work_ms:.2f} % of that, and the scheduler "
                f"{100 * self.points[0].scheduler_ms / work_ms:.2f} %"
            )
        return "\n".join(lines)


def _line(point: Point) -> str:
    speed = f"{point.workers:7}  {point.chunks_a_second:8.1f}  {point.most_chunks_a_second:10.1f}"
    costs = f"{point.head_ms:13.2f}  {point.scheduler_ms:18.2f}"
    return f"{speed}  {costs}  {point.head_mb:7.0f}  {point.scheduler_mb:12.0f}  {point.worker_mb:9.1f}"


def bench_cluster(
    file: Path | None, simulated: Sequence[int], sleep_s: float, rounds: int, models: Path, say: Say
) -> Result:
    """Measure one and two real workers on a file where there is one, then sleeping ones."""
    turns = []
    for workers in (1, 2) if file else ():
        say(f"real workers that hear {file}: {workers}")
        if file:
            turns.append(hear(file, workers, models))
    points = []
    for workers in (1, 2, *simulated):
        say(f"workers that sleep: {workers}")
        points.append(measure(workers, sleep_s, rounds))
    return Result(tuple(turns), tuple(points), sleep_s)
