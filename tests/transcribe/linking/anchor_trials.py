"""What names and numbers alone can do: rank the lines of a programme, and see what was changed in a sentence.

Programmes are translated news (NTREX-128), heard with errors as in T2 and T3 of the linking benchmark. Documents
0–59 were looked at while the rules were made; 60–122 were not.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from transcribe.linking.anchors import Anchor, AnchorKind, anchors_of
from transcribe.linking.evidence import Heard, gather
from transcribe.linking.hits import Hit, find_hits
from transcribe.linking.weights import HEARD

Line = Mapping[str, str]
SEEN, HELD_OUT = range(60), range(60, 123)
RUSSIAN_LINES = 0.1
LETTERS = "абвгдежзийклмнопрстуфхцчшыіәғқңөұүя"
SHORTENED_TO = 0.75
SHORTEST_QUERY = 6
SENTENCES = 12
WEIGHT = {AnchorKind.NAME: 1.5, AnchorKind.NUMBER: 1.5, AnchorKind.WORD: 0.6}
COUNTS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy".split()  # noqa: SIM905
ORDERS = "second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905


def documents(shared_data: Path) -> list[list[Line]]:
    with gzip.open(shared_data / "linking" / "kk_ntrex128_docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [list(lines) for _, lines in groupby(map(json.loads, lines), key=lambda line: line["doc"])]


@dataclass(frozen=True)
class Query:
    text: str
    line: int


@dataclass(frozen=True)
class Programme:
    heard: Heard
    lines: tuple[Span, ...]
    queries: tuple[Query, ...]


def make_programme(docs: Sequence[Sequence[Line]], damage: float) -> Programme:
    """Join documents, some lines in Russian; the same arguments always give the same programme."""
    chance = random.Random(f"{docs[0][0]['doc']} {len(docs)} {damage}")
    lines = [line for doc in docs for line in doc]
    vocabulary = [word for line in lines for word in line["kk"].split()]
    said = [
        _damaged(line["ru" if chance.random() < RUSSIAN_LINES else "kk"].split(), damage, vocabulary, chance)
        for line in lines
    ]
    segments = read_aloud([" ".join(words) or "…" for words in said])
    long_enough = [index for index, line in enumerate(lines) if len(line["en"].split()) >= SHORTEST_QUERY]
    asked = sorted(chance.sample(long_enough, min(SENTENCES, len(long_enough))))
    queries = tuple(Query(_shortened(lines[index]["en"]), index) for index in asked)
    return Programme(gather(segments, "kk"), tuple(segment.span for segment in segments), queries)


def first_ranks(programme: Programme) -> list[bool]:
    """Return for each query whether its own line has the most of its anchors."""
    return [int(np.argmax(line_scores(query.text, programme))) == query.line for query in programme.queries]


def line_scores(query: str, programme: Programme) -> NDArray[np.float64]:
    """Return which share of a sentence's anchors each line has, rare ones counting for more: shape (lines,)."""
    anchors = anchors_of(query, "en")
    strengths = np.zeros((len(anchors), len(programme.lines)))
    starts = np.array([span.start_ms for span in programme.lines])
    for row, hits in zip(strengths, find_hits(anchors, programme.heard), strict=True):
        for hit in hits:
            line = int(np.searchsorted(starts, start_ms(hit, programme.heard), side="right")) - 1
            row[line] = max(row[line], hit.strength)
    rarity = np.log((len(starts) + 1) / ((strengths > 0).sum(axis=1) + 1))
    return np.asarray((np.array([WEIGHT[anchor.kind] for anchor in anchors]) * rarity) @ strengths, np.float64)


def start_ms(hit: Hit, heard: Heard) -> int:
    return heard.words[heard.tokens[hit.first].word].start_ms


@dataclass(frozen=True)
class Trial:
    """A name or number of a sentence, as it is or changed, and whether it was heard in the sentence's own line."""

    text: str
    sentence: str
    line: Line
    is_true: bool
    was_heard: bool


def balanced_accuracy(trials: Sequence[Trial]) -> float:
    true = [trial.was_heard for trial in trials if trial.is_true]
    false = [not trial.was_heard for trial in trials if not trial.is_true]
    return (sum(true) / len(true) + sum(false) / len(false)) / 2


def number_trials(docs: Sequence[Sequence[Line]]) -> list[Trial]:
    """Return every number of the documents, as it is and with another in its place."""
    return list(_trials(docs, lambda anchor: anchor.number is not None and anchor.required, _other_number))


def name_trials(docs: Sequence[Sequence[Line]], *, places: bool) -> list[Trial]:
    """Return every name that must be heard, as it is and with another name of the documents in its place."""

    def wanted(anchor: Anchor) -> bool:
        return anchor.kind is AnchorKind.NAME and anchor.required and anchor.is_place is places

    sentences = [line["en"] for doc in docs for line in doc]
    pool = sorted({anchor.text for text in sentences for anchor in anchors_of(text, "en") if wanted(anchor)})
    return list(_trials(docs, wanted, lambda name, chance: chance.choice(pool)))


def _trials(
    docs: Sequence[Sequence[Line]],
    wanted: Callable[[Anchor], bool],
    other: Callable[[str, random.Random], str | None],
) -> Iterator[Trial]:
    chance = random.Random("changed")
    for doc in docs:
        segments = read_aloud([line["kk"] for line in doc])
        told = [told for line in doc for told in _tellings(line, wanted, other, chance)]
        heard = gather(segments, "kk")
        hits = iter(find_hits([anchor for each in told for anchor in each.anchors], heard))
        spans = {line["en"]: segment.span for line, segment in zip(doc, segments, strict=True)}
        for each in told:
            near = [_is_heard(next(hits), heard, spans[each.line["en"]]) for _ in each.anchors]
            yield Trial(each.text, each.sentence, each.line, each.is_true, all(near))


@dataclass(frozen=True)
class _Telling:
    """A sentence as it is or with one thing changed, and the anchors in question: a changed “5-3” has two."""

    text: str
    sentence: str
    line: Line
    is_true: bool
    anchors: tuple[Anchor, ...]


def _tellings(
    line: Line,
    wanted: Callable[[Anchor], bool],
    other: Callable[[str, random.Random], str | None],
    chance: random.Random,
) -> Iterator[_Telling]:
    for anchor in filter(wanted, anchors_of(line["en"], "en")):
        yield _Telling(anchor.text, line["en"], line, True, (anchor,))
        changed = other(anchor.text, chance)
        if changed is None or changed in line["en"]:
            continue
        sentence = line["en"].replace(anchor.text, changed, 1)
        parts = tuple(part for part in anchors_of(sentence, "en") if part.text == changed and part.required)
        if parts:
            yield _Telling(changed, sentence, line, False, parts)


def _is_heard(hits: Sequence[Hit], heard: Heard, span: Span) -> bool:
    return any(hit.strength >= HEARD and span.start_ms <= start_ms(hit, heard) < span.end_ms for hit in hits)


def _other_number(text: str, chance: random.Random) -> str | None:
    """Change one digit, or one number word for another."""
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    if digits:
        place = chance.choice(digits)
        digit = chance.choice([digit for digit in "123456789" if digit != text[place]])
        return text[:place] + digit + text[place + 1 :]
    for words in (COUNTS, ORDERS):
        for word in words:
            if re.search(rf"\b{word}\b", text, re.IGNORECASE):
                new = chance.choice([other for other in words if other != word])
                return re.sub(rf"\b{word}\b", new, text, count=1, flags=re.IGNORECASE)
    return None


def _shortened(text: str) -> str:
    words = text.replace("?", "").replace("!", "").split()
    return " ".join(words[: max(SHORTEST_QUERY, int(len(words) * SHORTENED_TO))]).rstrip(".,;:“”\"'") + "."


def _damaged(words: Sequence[str], rate: float, vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    """Return words with errors of the kinds that recognisers make: lost, added, other and misheard ones."""
    heard: list[str] = []
    for word in words:
        kind = chance.random() / rate if rate else 1
        if kind >= 1:
            heard.append(word)
        elif kind < 0.15:
            continue
        elif kind < 0.3:
            heard += [word, chance.choice(vocabulary)]
        elif kind < 0.55:
            heard.append(chance.choice(vocabulary))
        else:
            heard.append(_misheard(word, chance))
    return heard


def _misheard(word: str, chance: random.Random) -> str:
    letters = list(word)
    for _ in range(max(1, len(letters) // 4)):
        letters[chance.randrange(len(letters))] = chance.choice(LETTERS)
    return "".join(letters)
