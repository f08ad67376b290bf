"""Meetings with human links from their abstracts to what was said (`meetings_*.jsonl.gz`)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import msgspec

from media.records import Span
from transcribe.bench_link.cases import Case, Query, Truth, grid, segment
from transcribe.linking.evidence import gather

MARK = re.compile(r"\{[^}]*\}")
"""{vocalsound} and the like are the corpus' own."""
WINDOW_MS, STEP_MS = 20_000, 10_000
KINDS = ("general", "corpus_abstract")
EXACT = "exact"
RECOGNISED, REFERENCE = "recognised", "reference"
COLUMN = {REFERENCE: 5, RECOGNISED: 6}


Unit = tuple[int, int, str, float, float, str, str | None]
"""Turn, sentence, speaker, start and end in seconds, words as transcribed by people and by a recogniser."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One line of the file."""

    id: str
    times: str
    units: list[Unit]
    summaries: list[Summary]


@dataclass(frozen=True, slots=True)
class Summary:
    kind: str
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    gold: list[tuple[str, int]]
    """Kind of evidence and unit."""


def read_meetings(path: Path) -> Iterator[Meeting]:
    """Yield the meetings of a file whose sentences have times of their own.

    :raises OSError: it cannot be read. :raises msgspec.ValidationError: it has another form.
    """
    decoder = msgspec.json.Decoder(Meeting)
    with gzip.open(path, "rb") as lines:
        yield from (meeting for meeting in map(decoder.decode, lines) if meeting.times == EXACT)


def cases_of(meeting: Meeting, text: str) -> Iterator[Case]:
    """Yield one case for each abstract of the whole meeting, with the sentences that annotators found borne out.

    :param text: `RECOGNISED` or `REFERENCE`.
    """
    column = COLUMN[text]
    segments = []
    for number, unit in enumerate(meeting.units):
        said = " ".join(MARK.sub(" ", str(unit[column] or "")).split())
        if said:
            segments.append(segment(number, _span(unit), said, unit[2], "en"))
    if not segments:
        return
    heard = gather(segments, "en")
    windows = grid(segments, heard, WINDOW_MS, STEP_MS)
    units = tuple(sorted({each.span for each in segments}))
    for summary in meeting.summaries:
        queries = tuple(_queries(summary.sentences, meeting)) if summary.kind in KINDS else ()
        if queries:
            yield Case(meeting.id, heard, windows, "en", queries, units)


def _queries(sentences: Sequence[Sentence], meeting: Meeting) -> Iterator[Query]:
    for sentence in sentences:
        gold = {_span(meeting.units[at]) for _, at in sentence.gold}
        if gold:
            yield Query(sentence.text, tuple(sorted(gold)))


def _span(unit: Unit) -> Span:
    start_ms, end_ms = round(unit[3] * 1000), round(unit[4] * 1000)
    return Span(start_ms, max(end_ms, start_ms + 1))


def with_strangers(cases: Sequence[Case]) -> Iterator[Case]:
    """Yield the cases with as many sentences of another meeting's abstracts put between their own.

    Meetings whose names differ in the last letter only are of one team, and tell of the same things.
    """
    for at, case in enumerate(cases):
        elsewhere = [other for other in (*cases[at + 1 :], *cases[:at]) if other.group[:-1] != case.group[:-1]]
        others = [query for other in elsewhere for query in other.queries]
        strange = [Query(query.text, (), Truth.OTHER) for query in others[: len(case.queries)]]
        mixed = [query for pair in zip_longest(case.queries, strange) for query in pair if query]
        yield replace(case, queries=tuple(mixed))
