"""Kazakh programmes joined from translated news, heard with errors, and English summaries made of their lines.

As T2 of the linking benchmark: 8–12 documents joined, some lines in Russian, words damaged, queries shortened and
partly out of order.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import gather
from transcribe.linking.link import Linker
from transcribe.records import Claim, Link, Segment

RUSSIAN_LINES = 0.1
LETTERS = "абвгдежзийклмнопрстуфхцчшыіәғқңөұүя"
SHORTENED_TO = 0.75
SHORTEST_QUERY = 6
SUMMARY_SENTENCES = 12
FOREIGN_SENTENCES = 4
SWAPS = 2


@dataclass(frozen=True)
class Query:
    """A sentence of a summary and where its line is heard."""

    text: str
    gold: Span


@dataclass(frozen=True)
class KazakhProgramme:
    segments: tuple[Segment, ...]
    queries: tuple[Query, ...]
    foreign: tuple[str, ...]
    """Sentences of news that is not in the programme."""


def documents(shared_data: Path) -> list[list[Mapping[str, str]]]:
    path = shared_data / "linking" / "kk_ntrex128_docs.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [list(lines) for _, lines in groupby(map(json.loads, lines), key=lambda line: line["doc"])]


def make_programme(docs: list[list[Mapping[str, str]]], first: int, count: int, damage: float) -> KazakhProgramme:
    """Join ``count`` documents from ``first`` on; the same arguments always give the same programme."""
    chance = random.Random(f"{first} {count} {damage}")
    lines = [line for doc in docs[first : first + count] for line in doc]
    vocabulary = [word for line in lines for word in line["kk"].split()]
    said = [
        _damaged(line["ru" if chance.random() < RUSSIAN_LINES else "kk"].split(), damage, vocabulary, chance)
        for line in lines
    ]
    segments = read_aloud([" ".join(words) or "…" for words in said], probability=0.9)
    long_enough = [index for index, line in enumerate(lines) if len(line["en"].split()) >= SHORTEST_QUERY]
    asked = sorted(chance.sample(long_enough, SUMMARY_SENTENCES))
    for _ in range(SWAPS):
        one, other = chance.sample(range(len(asked)), 2)
        asked[one], asked[other] = asked[other], asked[one]
    elsewhere = docs[:first] + docs[first + count :]
    foreign = [doc[1]["en"] for doc in chance.sample(elsewhere, FOREIGN_SENTENCES)]
    return KazakhProgramme(
        segments,
        tuple(Query(_shortened(lines[index]["en"]), segments[index].span) for index in asked),
        tuple(_shortened(text) for text in foreign),
    )


def link_queries(programme: KazakhProgramme, embedder: Embedder | None) -> tuple[Link, ...]:
    """Return the links of the queries, then those of the foreign sentences."""
    texts = [query.text for query in programme.queries] + list(programme.foreign)
    claims = [Claim(f"c{position}", position, text, 0, len(text)) for position, text in enumerate(texts)]
    linker = Linker(gather(programme.segments, "kk"), "en", embedder, words_are_known=False, link_id=str)
    return linker.link(claims, lambda done, total: None).links


def hits_at_1(programme: KazakhProgramme, links: tuple[Link, ...]) -> int:
    """Return for how many queries the best span, whether it was taken or not, overlaps their line."""
    best = [link.spans or tuple(candidate.span for candidate in link.alternatives[:1]) for link in links]
    return sum(
        any(query.gold.overlap_ms(span) for span in spans)
        for query, spans in zip(programme.queries, best, strict=False)
    )


def _shortened(text: str) -> str:
    """Return three quarters of a sentence, without marks that would end it."""
    words = text.replace("?", "").replace("!", "").split()
    return " ".join(words[: max(SHORTEST_QUERY, int(len(words) * SHORTENED_TO))]).rstrip(".,;:“”\"'") + "."


def _damaged(words: list[str], rate: float, vocabulary: list[str], chance: random.Random) -> list[str]:
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
