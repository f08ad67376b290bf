"""Programmes joined from documents in Kazakh, Russian and English (`kk_*.jsonl.gz`), as they might be heard."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby
from pathlib import Path

import msgspec

from media.records import Span
from transcribe.bench_link.cases import Case, Query, Truth, segment
from transcribe.bench_link.damage import damaged
from transcribe.bench_link.falsified import names_in, negated, other_name, other_number
from transcribe.bench_link.shortened import shortened
from transcribe.linking.evidence import gather
from transcribe.linking.windows import windows_of

SHORT, LONG = (8, 12), (28, 36)
"""Fewest and most documents of a programme."""
WORD_MS, PAUSE_MS = 500, 500
RUSSIAN = 0.1
"""Share of the lines that are in Russian, as people change over."""
QUERIES = 15
"""Sentences of a summary, at most."""
SWAPPED = 0.2
"""Chance that two neighbours of a summary change places."""
SHUFFLED = 0.5
"""Chance that a summary keeps no order at all. With both, order weighs what it does in the abstracts of meetings."""
HOUR_MS = 3_600_000
LONG_ENOUGH = 8
"""Words of a line that a summary may tell."""


@dataclass(frozen=True, slots=True)
class Line:
    doc: str
    en: str
    kk: str
    ru: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Joined documents, and what could be told of them."""

    name: str
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    """Of the next programme, for sentences that this one does not bear out."""
    seed: int


def read_programmes(path: Path, seed: int, size: tuple[int, int] = SHORT) -> Iterator[Programme]:
    """Yield all documents of a file, each in one programme, joined by a fixed draw; none where there are too few.

    :param size: fewest and most documents of a programme.
    :raises OSError: it cannot be read. :raises msgspec.ValidationError: it has another form.
    """
    decoder = msgspec.json.Decoder(Line)
    with gzip.open(path, "rb") as lines:
        documents = [tuple(found) for _, found in groupby(map(decoder.decode, lines), lambda line: line.doc)]
    draw = random.Random(seed)  # noqa: S311 (a draw to repeat, no secret)
    draw.shuffle(documents)
    joined: list[tuple[Line, ...]] = []
    while documents:
        count = draw.randint(*size)
        these, documents = documents[:count], documents[count:]
        if len(these) >= size[0]:
            joined.append(tuple(line for document in these for line in document))
    if len(joined) < 2:  # noqa: PLR2004 (one has none beside it whose sentences it does not bear out)
        return
    for number, lines_of in enumerate(joined):
        others = joined[(number + 1) % len(joined)]
        yield Programme(f"{path.stem.split('.')[0]} {size[0]} {number}", lines_of, others, seed + number)


def case_of(programme: Programme, damage: float, spoken: str = "kk") -> Case:
    """Return a summary that is true throughout.

    :param damage: share of the words that were misheard, 0…1. :param spoken: ``kk``, or ``en`` for the language of the
        summary.
    """
    return _case(programme, damage, _told(programme), spoken)


def doubtful_case(programme: Programme, damage: float, spoken: str = "kk") -> Case:
    """Return a summary of which half is another programme's. :param spoken: as for `case_of`."""
    draw = random.Random(programme.seed)  # noqa: S311
    told = _told(programme)
    tellable = [line for line in programme.others if _is_tellable(line)]
    lines = draw.sample(tellable, min(len(told), len(tellable)))
    both = [*told, *(Query(shortened(line.en, draw), (), Truth.OTHER) for line in lines)]
    draw.shuffle(both)
    in_order = iter(told)
    return _case(programme, damage, [next(in_order) if query.gold else query for query in both], spoken)


def falsified_cases(programme: Programme, damage: float) -> Iterator[tuple[Case, Case]]:
    """Yield for each way to make a sentence false two summaries: of true sentences, and of the same made false."""
    for truth in (Truth.NUMBER, Truth.NAME, Truth.NEGATION):
        pairs = _falsified(programme, truth)
        if pairs:
            yield (
                _case(programme, damage, [true for true, _ in pairs]),
                _case(programme, damage, [false for _, false in pairs]),
            )


def _falsified(programme: Programme, truth: Truth) -> list[tuple[Query, Query]]:
    draw = random.Random(programme.seed)  # noqa: S311
    others = sorted({name for line in programme.others for name in names_in(line.en, line.kk)})
    pairs = []
    for line, span in zip(programme.lines, _spans(programme.lines), strict=True):
        text = shortened(line.en, draw)
        match truth:
            case Truth.NUMBER:
                changed = other_number(text, draw)
            case Truth.NAME:
                changed = other_name(text, names_in(line.en, line.kk), others, draw)
            case _:
                changed = negated(text)
        if changed and _is_tellable(line):
            pairs.append((Query(text, (span,)), Query(changed, (span,), truth)))
    chosen = sorted(draw.sample(range(len(pairs)), min(QUERIES, len(pairs))))
    return [pairs[at] for at in chosen]


def an_hour(programmes: Sequence[Programme]) -> Case:
    """Return an hour without errors, of programmes joined, the first again where they are short."""
    lines: list[Line] = []
    length_ms = 0
    for line in cycle(line for programme in programmes for line in programme.lines):
        if length_ms >= HOUR_MS:
            break
        lines.append(line)
        length_ms += WORD_MS * len(line.kk.split()) + PAUSE_MS
    return case_of(Programme("an hour", tuple(lines), programmes[0].others, programmes[0].seed), 0.0)


def _case(programme: Programme, damage: float, queries: Sequence[Query], spoken: str = "kk") -> Case:
    draw = random.Random(programme.seed)  # noqa: S311
    vocabulary = sorted({word for line in programme.lines for word in getattr(line, spoken).split()})
    segments = []
    for number, (line, span) in enumerate(zip(programme.lines, _spans(programme.lines), strict=True)):
        language = "ru" if draw.random() < RUSSIAN and spoken == "kk" else spoken
        said = damaged(getattr(line, language), damage, vocabulary, draw)
        if said:
            segments.append(segment(number, span, said, None, language))
    heard = gather(segments, spoken)
    return Case(programme.name, heard, windows_of(heard), "en", tuple(queries), tuple(_spans(programme.lines)))


def _spans(lines: Sequence[Line]) -> list[Span]:
    spans, now_ms = [], 0
    for line in lines:
        spans.append(Span(now_ms, now_ms + WORD_MS * len(line.kk.split())))
        now_ms = spans[-1].end_ms + PAUSE_MS
    return spans


def _is_tellable(line: Line) -> bool:
    return len(line.en.split()) >= LONG_ENOUGH


def _told(programme: Programme) -> list[Query]:
    """Return true sentences, mostly in the programme's order or in none."""
    draw = random.Random(programme.seed)  # noqa: S311
    tellable = [number for number, line in enumerate(programme.lines) if _is_tellable(line)]
    spans = _spans(programme.lines)
    chosen = sorted(draw.sample(tellable, min(QUERIES, len(tellable))))
    told = [Query(shortened(programme.lines[number].en, draw), (spans[number],)) for number in chosen]
    for at in range(len(told) - 1):
        if draw.random() < SWAPPED:
            told[at], told[at + 1] = told[at + 1], told[at]
    if draw.random() < SHUFFLED:
        draw.shuffle(told)
    return told
