"""One long programme, written in every format and by a peer, in turns."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median

from transcribe.formats import DEFAULT, FORMATS, Export, render
from transcribe.formats.bundle import pack
from webapp.bench_formats.peers import peers
from webapp.bench_web.corpus import make_approved
from webapp.downloads.asked import ALL
from webapp.downloads.of_edition import export_of
from webapp.edition.render import render_document

PROGRAMME = 0
"""Of the corpus: a Kazakh one."""
PUBLISHED_AT = "2026-11-24T09:00:00.000Z"
SITE = "https://archive.example"


@dataclass(frozen=True, slots=True)
class Written:
    """One file, and how long it took."""

    name: str
    size_bytes: int
    seconds: float
    """Of the processor; the median of all rounds, after one that loads libraries."""


@dataclass(frozen=True, slots=True)
class FormatsBench:
    words: int
    segments: int
    rounds: int
    cores: int
    ours: tuple[Written, ...]
    zipped: Written
    """All formats, and packing them."""
    beside: Mapping[str, tuple[Written, ...]]
    """By writer; what each can write."""

    @property
    def total_s(self) -> float:
        """For every format, one after another."""
        return sum(each.seconds for each in self.ours)

    def ratio(self, peer: str) -> float:
        """Return how much longer a peer needs for the formats that it writes than we do."""
        own = {each.name: each.seconds for each in self.ours}
        theirs = self.beside[peer]
        return sum(each.seconds for each in theirs) / sum(own[each.name] for each in theirs)


def bench_formats(words: int, rounds: int, tell: Callable[[str], None]) -> FormatsBench:
    """Write a programme of so many words in every format, so many times.

    :param tell: is told how far it is.
    """
    export = make_export(words)
    return FormatsBench(
        words=sum(len(segment.words) for segment in export.segments),
        segments=len(export.segments),
        rounds=rounds,
        cores=os.cpu_count() or 1,
        ours=by_ours(export, rounds, tell),
        zipped=_timed(ALL, rounds, lambda: pack(export, "bench", DEFAULT), tell),
        beside={
            peer: tuple(_timed(name, rounds, write, partial(_tell_of, tell, peer)) for name, write in writers.items())
            for peer, writers in peers(export).items()
        },
    )


def make_export(words: int) -> Export:
    """Return a programme of so many words as a public site gives it out."""
    document = render_document(make_approved(PROGRAMME, words), 1, PUBLISHED_AT)
    if document.transcript is None:
        raise AssertionError("a programme of the corpus has words")
    return export_of(document, document.transcript, SITE)


def by_ours(export: Export, rounds: int, tell: Callable[[str], None]) -> tuple[Written, ...]:
    """Write it in every format."""
    return tuple(_timed(name, rounds, partial(render, name, export), tell) for name in FORMATS)


def _tell_of(tell: Callable[[str], None], peer: str, line: str) -> None:
    tell(f"{peer}: {line}")


def _timed(name: str, rounds: int, write: Callable[[], bytes], tell: Callable[[str], None]) -> Written:
    size_bytes, taken = len(write()), []
    for _ in range(rounds):
        begun_s = time.process_time()
        write()
        taken.append(time.process_time() - begun_s)
    tell(f"{name}: {median(taken):.3f} s")
    return Written(name, size_bytes, round(median(taken), 4))
