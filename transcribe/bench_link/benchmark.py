"""`muragat bench link`: T1–T6 of the linking benchmark."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from transcribe.bench_link.answers import Answer, answer, answers
from transcribe.bench_link.asked import Asked, Floats, ask
from transcribe.bench_link.cases import Case, Truth
from transcribe.bench_link.meetings import RECOGNISED, REFERENCE, cases_of, read_meetings, with_strangers
from transcribe.bench_link.minutes import Minutes, minutes_of, said_by_best, said_by_us, truth_of
from transcribe.bench_link.parallel import (
    Programme,
    an_hour,
    case_of,
    doubtful_case,
    falsified_cases,
    read_programmes,
)
from transcribe.bench_link.plain import plain_bm25, plain_e5
from transcribe.bench_link.retrieval import (
    BM25,
    E5,
    NAMES,
    OURS,
    Difference,
    Retrieval,
    differences_of,
    hits_of,
    retrieval_of,
    scorer_of,
)
from transcribe.bench_link.train import ACROSS, MEETINGS_TRAIN, PARALLEL_TRAIN, SEED, WITHIN
from transcribe.bench_link.units import unit_f1_of_links, unit_f1_of_windows
from transcribe.bench_link.verdicts import Calibration, Told, calibration_of, cross_fitted, told_by_parts, told_of
from transcribe.errors import NoBenchData
from transcribe.linking.embeddings import Embedder
from transcribe.linking.features import Channel

DAMAGE = {"0": 0.0, "25": 0.25, "50": 0.5}
"""Shares of the words that were misheard, in per cent."""
ABLATIONS: Mapping[str, Sequence[Channel]] = {
    "anchors": ACROSS[0],
    "anchors+words": WITHIN[0],
}


@dataclass(frozen=True, slots=True)
class T1:
    methods: Mapping[str, Retrieval]
    differences: Sequence[Difference]
    ablation: Mapping[str, Retrieval]


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured; a part is absent where there was no data for it."""

    t1: Mapping[str, T1] = field(default_factory=dict)
    """By text: recognised, reference."""
    t2: Mapping[str, Mapping[str, Retrieval]] = field(default_factory=dict)
    """By share of misheard words, by method."""
    t3: Mapping[str, Sequence[Told]] = field(default_factory=dict)
    """By share of misheard words."""
    t4: Mapping[str, Calibration] = field(default_factory=dict)
    """By data."""
    t5: Mapping[str, Minutes] = field(default_factory=dict)
    """By method."""
    t6_seconds: float | None = None
    """To link an hour, its vectors not kept; not measured where only a sample is."""


def bench_link(
    data: Path, embedder: Embedder, fresh: Embedder, say: Callable[[str], None], sample: int | None
) -> Result:
    """Measure everything that there is data for.

    :param embedder: may remember vectors. :param fresh: may not; for the time that linking takes.
    :param sample: so many meetings and programmes at most, ``None`` for all.
    :raises NoBenchData: the folder has neither meetings nor parallel texts.
    :raises EngineFailed: the embedder stopped.
    """
    meetings = [path for path in sorted(data.glob("meetings_*.jsonl.gz")) if path.name != MEETINGS_TRAIN]
    parallel = [path for path in sorted(data.glob("kk_*docs*.jsonl.gz")) if path.name != PARALLEL_TRAIN]
    programmes = [each for path in parallel for each in islice(read_programmes(path, SEED), sample)]
    by_text = {text: _cases(meetings, text, sample) for text in (RECOGNISED, REFERENCE)}
    if not programmes and not any(by_text.values()):
        raise NoBenchData(
            f"There is nothing to measure on in {data}; give a folder with meetings_*.jsonl.gz (with exact times) or "
            "kk_*docs.jsonl.gz (16 documents at least)."
        )
    measured = _Measured(embedder, fresh, say)
    t1 = {text: measured.t1(cases, text) for text, cases in by_text.items() if cases}
    spoken = by_text[RECOGNISED]
    return Result(
        t1=t1,
        t2=measured.t2(programmes) if programmes else {},
        t3=measured.t3(programmes) if programmes else {},
        t4=measured.t4(programmes, spoken),
        t5=measured.t5(spoken) if spoken else {},
        t6_seconds=measured.t6(programmes) if programmes and sample is None else None,
    )


def _cases(paths: Sequence[Path], text: str, sample: int | None) -> list[Case]:
    return [
        case for path in paths for meeting in islice(read_meetings(path), sample) for case in cases_of(meeting, text)
    ]


@dataclass(frozen=True, slots=True)
class _Measured:
    embedder: Embedder
    fresh: Embedder
    say: Callable[[str], None]

    def t1(self, cases: Sequence[Case], text: str) -> T1:
        asked = list(self._ask(cases, f"T1 {text}"))
        scored = {BM25: plain_bm25(cases), E5: plain_e5(cases, self.embedder)}
        hits = {
            OURS: hits_of(asked, scorer_of(WITHIN[-1])),
            **{name: hits_of(asked, _given(scores)) for name, scores in scored.items()},
        }
        f1 = {
            OURS: unit_f1_of_links(list(answers(cases, self.embedder)), cases),
            **{name: unit_f1_of_windows(asked, _given(scores), cases) for name, scores in scored.items()},
        }
        return T1(
            methods={name: retrieval_of(found, f1[name]) for name, found in hits.items()},
            differences=differences_of(hits),
            ablation={name: retrieval_of(hits_of(asked, scorer_of(channels))) for name, channels in ABLATIONS.items()},
        )

    def t2(self, programmes: Sequence[Programme]) -> Mapping[str, Mapping[str, Retrieval]]:
        found = {}
        for name, damage in DAMAGE.items():
            cases = [case_of(programme, damage) for programme in programmes]
            asked = list(self._ask(cases, f"T2 {name} %"))
            scorers = {
                OURS: scorer_of(ACROSS[-1]),
                E5: _given(plain_e5(cases, self.embedder)),
                NAMES: scorer_of(ACROSS[0]),
            }
            found[name] = {method: retrieval_of(hits_of(asked, score)) for method, score in scorers.items()}
        return found

    def t3(self, programmes: Sequence[Programme]) -> Mapping[str, Sequence[Told]]:
        found = {}
        for name, damage in DAMAGE.items():
            self.say(f"T3 {name} %")
            found[name] = list(self._told(programmes, damage))
        return found

    def _told(self, programmes: Sequence[Programme], damage: float) -> Iterator[Told]:
        true_ones: list[Answer] = []
        false_ones: list[Answer] = []
        for each in self._doubtful(programmes, damage):
            (true_ones if each.query.gold else false_ones).append(each)
        yield told_of("another programme's", true_ones, false_ones)
        pairs = [pair for programme in programmes for pair in falsified_cases(programme, damage)]
        for truth in sorted({false.queries[0].truth for _, false in pairs}):
            these = [(true, false) for true, false in pairs if false.queries[0].truth is truth]
            true_ones = list(answers((true for true, _ in these), self.embedder))
            false_ones = list(answers((false for _, false in these), self.embedder))
            told = told_of(truth.value, true_ones, false_ones)
            yield told if truth is Truth.NEGATION else told_by_parts(told, true_ones, false_ones)

    def t4(self, programmes: Sequence[Programme], spoken: Sequence[Case]) -> Mapping[str, Calibration]:
        self.say("T4")
        found = {
            f"kazakh {name} %": calibration_of(list(self._doubtful(programmes, damage)))
            for name, damage in DAMAGE.items()
            if programmes
        }
        if spoken:
            asked = list(ask(with_strangers(spoken), self.embedder))
            found["meetings, best window"] = cross_fitted(asked, WITHIN[-1])
        return found

    def t5(self, cases: Sequence[Case]) -> Mapping[str, Minutes]:
        self.say("T5")
        truth = np.concatenate([truth_of(case) for case in cases])
        ours = np.concatenate([said_by_us(case, self.embedder) for case in cases])
        best = np.concatenate([said_by_best(case, ask([case], None), _given(plain_bm25([case]))) for case in cases])
        return {OURS: minutes_of(truth, ours), BM25: minutes_of(truth, best)}

    def t6(self, programmes: Sequence[Programme]) -> float:
        self.say("T6")
        case = an_hour(programmes)
        started = time.monotonic()
        answer(case, self.fresh)
        return round(time.monotonic() - started, 1)

    def _ask(self, cases: Sequence[Case], what: str) -> Iterator[Asked]:
        for number, case in enumerate(cases, start=1):
            self.say(f"{what}: {number} of {len(cases)}")
            yield from ask([case], self.embedder)

    def _doubtful(self, programmes: Sequence[Programme], damage: float) -> Iterator[Answer]:
        yield from answers((doubtful_case(programme, damage) for programme in programmes), self.embedder)


def _given(scores: Mapping[tuple[int, str], Floats]) -> Callable[[Asked], Floats]:
    return lambda asked: scores[id(asked.windows), asked.query.text]
