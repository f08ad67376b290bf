"""`muragat bench link --train`: learn the figures of linking from data, and write them to a file.

Rank and trust are learnt from train, curves from val. Where words are shared, from meetings; where they are not, from
programmes joined of translated documents, half of which are train and half val.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from transcribe.bench_link.asked import Asked, ask
from transcribe.bench_link.cases import Case
from transcribe.bench_link.learn import candidates, learn_curve, learn_rank, learn_trust
from transcribe.bench_link.meetings import RECOGNISED, cases_of, read_meetings, with_strangers
from transcribe.bench_link.parallel import LONG, SHORT, case_of, doubtful_case, read_programmes
from transcribe.linking.embeddings import Embedder
from transcribe.linking.features import SPEAKER, Channel, names_of
from transcribe.linking.fuse import FILE, Fusion, Made, key_of

MEETINGS_TRAIN, MEETINGS_VAL = "meetings_train.jsonl.gz", "meetings_val.jsonl.gz"
PARALLEL_TRAIN = "kk_flores200_devtest.jsonl.gz"
"""The other parallel texts are left to be measured on."""
EACH = 12
"""One meeting of so many is learnt from: the figures hardly change with more."""
SEED = 1
DAMAGE = (0.0, 0.25, 0.5)
"""One programme is heard without errors, the next with some, the next with many."""

ACROSS = ((Channel.ANCHORS,), (Channel.ANCHORS, Channel.EMBEDDINGS, Channel.SENTENCES))
WITHIN = ((Channel.ANCHORS, Channel.WORDS), (Channel.ANCHORS, Channel.WORDS, Channel.EMBEDDINGS))
"""Sets of channels for a summary in another language than its programme, and in the same."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Sentences to learn from."""

    rank: Sequence[Asked]
    trust: Sequence[Asked]
    curve: Sequence[Asked]


def train(data: Path, embedder: Embedder) -> Made:
    """Return the figures for every set of channels.

    :raises OSError: the data cannot be read. :raises EngineFailed: the embedder stopped.
    """
    across, within = _across(data, embedder), _within(data, embedder)
    fusions = {key_of(channels): _fusion(across, channels, unknown=(SPEAKER,)) for channels in ACROSS}
    fusions |= {key_of(channels): _fusion(within, channels) for channels in WITHIN}
    files = (MEETINGS_TRAIN, MEETINGS_VAL, PARALLEL_TRAIN)
    return Made(
        command="muragat bench link --train",
        data={name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in files},
        fusions=fusions,
    )


def written(made: Made) -> bytes:
    """Return the file's bytes: equal figures, equal bytes."""
    return msgspec.json.format(msgspec.json.encode(made, order="deterministic"), indent=1) + b"\n"


def write(made: Made, folder: Path) -> Path:
    """Write the file into a folder, and return its path."""
    path = folder / FILE
    path.write_bytes(written(made))
    return path


def _fusion(lessons: Lessons, channels: Sequence[Channel], unknown: Sequence[str] = ()) -> Fusion:
    """Return the figures for channels. :param unknown: features that the lessons say nothing of: they weigh nothing."""
    names = names_of(channels)
    known = learn_rank(lessons.rank, [name for name in names if name not in unknown])
    rank = {name: known.get(name, 0.0) for name in names}
    trust = learn_trust(*candidates(lessons.trust, rank))
    return Fusion(rank=rank, trust=trust, curve=learn_curve(*candidates(lessons.curve, rank), trust))


def _across(data: Path, embedder: Embedder) -> Lessons:
    return _programmes(data, "kk", embedder)


def _within(data: Path, embedder: Embedder) -> Lessons:
    """Return meetings, whose abstracts are far from what was said, and programmes whose summaries are close to it."""
    close = _programmes(data, "en", embedder)
    train_cases = list(_meetings(data / MEETINGS_TRAIN, EACH))
    return Lessons(
        rank=[*close.rank, *ask(train_cases, embedder)],
        trust=[*close.trust, *ask(with_strangers(train_cases), embedder)],
        curve=[*close.curve, *ask(with_strangers(list(_meetings(data / MEETINGS_VAL, 1))), embedder)],
    )


def _programmes(data: Path, spoken: str, embedder: Embedder) -> Lessons:
    """Return lessons from the same texts in short programmes and in long ones: among more windows chance finds more."""
    rank: list[Asked] = []
    trust: list[Asked] = []
    curve: list[Asked] = []
    for size in (SHORT, LONG):
        programmes = list(read_programmes(data / PARALLEL_TRAIN, SEED, size))
        for number, programme in enumerate(programmes):
            damage = DAMAGE[number % len(DAMAGE)]
            doubtful = list(ask([doubtful_case(programme, damage, spoken)], embedder))
            if number < len(programmes) // 2:
                rank += ask([case_of(programme, damage, spoken)], embedder)
                trust += doubtful
            else:
                curve += doubtful
    return Lessons(rank, trust, curve)


def _meetings(path: Path, each: int) -> Iterator[Case]:
    for meeting in islice(read_meetings(path), 0, None, each):
        yield from cases_of(meeting, RECOGNISED)
