"""Writes an edition of many programmes, in as many processes as there are cores."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from transcribe.records import canonical_json
from webapp.bench_web.corpus import LANGUAGES, Plan, make_document
from webapp.edition.fold import fold
from webapp.edition.layout import Layout

BATCH = 50
"""Programmes that a process makes before it reports."""
COUNTED = 16
"""Distinct words are counted of so many batches at most, in two halves: their growth is the same further on."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an edition was filled with."""

    programmes: int
    words: int
    document_bytes: int
    """Of all edition files."""
    heaps_exponent: float | None
    """How distinct words grow with words, in the commonest language. ``None`` of too few.

    In real text 0.5 (English) to 0.8 (languages that put ending on ending), less the more there is.
    """


@dataclass(frozen=True, slots=True)
class Written:
    """One programme's edition file."""

    path: Path
    size_bytes: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Batch:
    words: int
    document_bytes: int
    forms: frozenset[str]
    """Words as search knows them, of one language's transcripts; empty where they are not counted."""
    counted: int
    """Words that ``forms`` are of."""


def make_edition(layout: Layout, plan: Plan) -> Made:
    """Write all programmes of a plan, each an edition file under the name of its hash; no index."""
    firsts = range(0, plan.programmes, BATCH)
    # Spawned: a fork of a process that has threads may hang.
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(firsts)), mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_make_batch, layout, plan, first, first < COUNTED * BATCH) for first in firsts]
        batches = [job.result() for job in jobs]
    return Made(
        programmes=plan.programmes,
        words=sum(batch.words for batch in batches),
        document_bytes=sum(batch.document_bytes for batch in batches),
        heaps_exponent=_heaps_exponent([batch for batch in batches if batch.counted]),
    )


def write_document(layout: Layout, number: int, words: int) -> Written:
    """Write one programme's edition file."""
    document = make_document(number, words)
    content = canonical_json(document)
    path = layout.document_path(document.facts.programme_id, hashlib.sha256(content).hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    segments = document.transcript.segments if document.transcript else ()
    return Written(path, len(content), tuple(word.text for segment in segments for word in segment.words))


def _make_batch(layout: Layout, plan: Plan, first: int, is_counted: bool) -> _Batch:
    size, count, counted = 0, 0, 0
    forms: set[str] = set()
    for number in range(first, min(first + BATCH, plan.programmes)):
        written = write_document(layout, number, plan.words(number))
        size, count = size + written.size_bytes, count + len(written.words)
        if is_counted and number % len(LANGUAGES) == 0:
            forms.update(_forms(written.words))
            counted += len(written.words)
    return _Batch(count, size, frozenset(forms), counted)


def _forms(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield from fold(word).split()


def _heaps_exponent(batches: list[_Batch]) -> float | None:
    """Return by how much forms grow from the first half of the batches to all: log of forms by log of words."""
    if len(batches) < 2:  # noqa: PLR2004 (two halves)
        return None
    half = batches[: len(batches) // 2]
    few, many = (len(frozenset().union(*(batch.forms for batch in some))) for some in (half, batches))
    more_words = sum(batch.counted for batch in batches) / sum(batch.counted for batch in half)
    return round(math.log(many / few) / math.log(more_words), 3)
