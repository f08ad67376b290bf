"""A folder in the form of the benchmark's data, of words that were written for this project."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

TOWNS = [
    ("Shalkar", "Шалқар", "Шалкар"),
    ("Turgay", "Торғай", "Тургай"),
    ("Zaysan", "Зайсаң", "Зайсан"),
    ("Karkaraly", "Қарқаралы", "Каркаралы"),
    ("Taskala", "Тасқала", "Таскала"),
]
TOLD = [
    (
        "In {} the people have planted {} apple trees along the old road this spring.",
        "{} тұрғындары биыл көктемде ескі жолдың бойына {} алма ағашын отырғызды.",
        "Жители посёлка {} этой весной посадили вдоль старой дороги {} яблонь.",
    ),
    (
        "The school of {} has received {} books in Kazakh for its new library.",
        "{} мектебі жаңа кітапханасына қазақ тілінде {} кітап алды.",
        "Школа посёлка {} получила для новой библиотеки {} книг на казахском языке.",
    ),
    (
        "A doctor from {} says that {} children were treated for a cough last winter.",
        "{} дәрігері өткен қыста {} бала жөтелден емделгенін айтады.",
        "Врач из посёлка {} говорит, что прошлой зимой от кашля лечили {} детей.",
    ),
    (
        "Fishermen near {} are mending {} nets before the ice melts on the lake.",
        "{} маңындағы балықшылар көлдің мұзы ерігенше {} ау жөндеп жатыр.",
        "Рыбаки у посёлка {} чинят {} сетей, пока на озере не растаял лёд.",
    ),
]
FIRST_NUMBER, STEP = 12, 7
SECONDS = 6.0


def make(folder: Path, documents: int) -> Path:
    """Write parallel texts, train and held out, and meetings, train and val."""
    lines = [line for document in range(documents) for line in _lines(document)]
    for name in ("kk_flores200_devtest", "kk_small_docs"):
        _write(folder / f"{name}.jsonl.gz", lines)
    for name in ("train", "val"):
        _write(folder / f"meetings_{name}.jsonl.gz", [_meeting(f"{name}{number}a", number) for number in range(4)])
    return folder


def _lines(document: int) -> Iterator[dict[str, str]]:
    for told in range(2):
        number = FIRST_NUMBER + STEP * (2 * document + told)
        town = TOWNS[(document + told) % len(TOWNS)]
        texts = TOLD[(document + 2 * told) % len(TOLD)]
        spoken = [text.format(name, number) for text, name in zip(texts, town, strict=True)]
        yield {"doc": f"d{document}", **dict(zip(("en", "kk", "ru"), spoken, strict=True))}


def _meeting(name: str, first: int) -> dict[str, object]:
    said = [line["en"] for document in range(6) for line in _lines(first * 6 + document)]
    units = [
        [at, 0, "Grad A", at * SECONDS, (at + 0.9) * SECONDS, text, f"{{pause}} {text.lower().rstrip('.')}"]
        for at, text in enumerate(said)
    ]
    sentences = [{"text": f"They hear that {said[at][:60]}.", "gold": [["L", at]]} for at in (1, 5, 9)]
    summaries = [{"qid": "q", "kind": "general", "query": "", "relevant_turns": [], "sentences": sentences}]
    return {
        "id": name,
        "split": "val",
        "domain": "Committee",
        "times": "exact",
        "units": units,
        "summaries": summaries,
    }


def _write(path: Path, records: Sequence[object]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
