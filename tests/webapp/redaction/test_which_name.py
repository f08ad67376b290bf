"""Of a published programme nobody can tell which name was kept back: with another in its place it is the same."""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np
import pytest

from media.records import Span
from tests.webapp.editions import MADE_AT, programme_text
from tests.webapp.redaction.test_apply import content_of, kept, person, published, translated
from transcribe.records import (
    Candidate,
    Claim,
    Doubt,
    Link,
    Linking,
    Omitted,
    Part,
    PartKind,
    Segment,
    Verdict,
    Word,
)
from transcribe.translation.records import sources_sha256
from webapp.edition.meaning import Meaning
from webapp.edition.passages import encode_passages, passages_of
from webapp.english import English

GIVEN_MS, SURNAME_MS = (300, 380), (400, 380)
NAMES = (
    ("Айгүл", "Омарова", "Aigul Omarova", 0, 0.9),
    ("Гүлбаршын", "Жақсыбаева-Сейтқали", "Gulbarshyn Zhaksybayeva-Seitkali", 1, 0.2),
    ("Ли", "Цой", "Li Tsoi", 0, 0.3),
    ("John", "O’Connor", "John O’Connor", 1, 0.95),
)
"""Given name, surname, both in English; how long each is heard; how sure the machine was of them."""


def _said(given: str, surname: str, which: int, probability: float) -> tuple[Segment, ...]:
    given_ms, surname_ms = GIVEN_MS[which], SURNAME_MS[which]
    doubt = Doubt.LOW_PROBABILITY if probability < 0.5 else None
    doubts = (Doubt.OTHER_SCRIPT,) if given.isascii() else ()

    def name(text: str, start_ms: int, end_ms: int) -> Word:
        return Word(text, start_ms, end_ms, probability, doubt, probability)

    first = (
        Word("Менің", 0, 400, 0.8),
        Word("атым", 450, 800, 0.8),
        name(given, 1000, 1000 + given_ms),
        name(surname + ",", 1000 + given_ms, 1000 + given_ms + surname_ms),
        Word("мен", 2600, 2800, 0.8),
        Word("Аралдан", 2900, 3400, 0.8),
    )
    second = (Word("Кеше", 6000, 6400, 0.9), name(given + "ға", 6450, 6450 + given_ms), Word("айттым", 7300, 7700, 0.9))
    third = (name(surname, 10_020, 10_020 + surname_ms), Word("келді", 10_700, 11_000, 0.9))
    return (
        Segment("a", 0, 3400, first, speaker=given, language="kk", doubts=doubts),
        Segment("b", 6000, 7700, second),
        Segment("c", 10_020, 11_000, third),
    )


def _everything(given: str, surname: str, english: str, which: int, probability: float) -> tuple[bytes, bytes]:
    """Return the document and its words for a search, as bytes."""
    text = dataclasses.replace(programme_text("p1", "x"), segments=_said(given, surname, which, probability))
    first = english.split(maxsplit=1)[0]
    sentences = (f"{english} came from Aral.", "It is early.", f"People call her {first}.")
    content = content_of(
        text,
        " ".join(sentences),
        title=f"{given} туралы",
        people=f"{given} {surname}; Берік",
        citation=f"{surname}, 2026",
    )
    claims, position = [], 0
    for number, sentence in enumerate(sentences):
        claims.append(Claim(f"c{number}", number, sentence, position, position + len(sentence)))
        position += len(sentence) + 1
    heard = Span(1000, 1000 + GIVEN_MS[which] + SURNAME_MS[which])
    aral = sentences[0].index("Aral")
    parts = (
        Part(PartKind.NAME, english, 0, len(english), Verdict.SUPPORTED, f"{given} {surname},", heard),
        Part(PartKind.NAME, "Aral", aral, aral + 4, Verdict.SUPPORTED, "Аралдан", Span(2900, 3400)),
    )
    others = (Candidate(Span(10_020, 11_000), probability), Candidate(Span(6450, 7700), probability / 2))
    links = (
        Link("l0", claims[0], Verdict.SUPPORTED, 0.9, (Span(1000, 3400),), others, f"{given} {surname},", parts),
        Link("l1", claims[1], Verdict.NOT_FOUND, 0.1, (), (), "", ()),
        Link("l2", claims[2], Verdict.PARTLY, 0.5, (Span(6450, 6450 + GIVEN_MS[which]),), (), given + "ға", ()),
    )
    assert content.summary
    omitted = (Omitted(Span(10_020, 11_000), 0.5, f"{surname} келді"),)
    linking = Linking("k1", "p1", text.sha256, content.summary.document_id, ("anchors",), links, omitted, MADE_AT)
    content = translated(
        dataclasses.replace(content, linking=linking),
        f"My name is {english}, I am from Aral.",
        f"Yesterday I told {first}.",
        f"{english.split()[1]} came.",
    )
    source = sources_sha256([text.segments[1]])
    wrote = English("e1", "p1", "b", source, f"I told {first} yesterday.", "me", MADE_AT)
    meaning = Meaning("n", (Span(0, 3400), Span(6000, 7700)), np.full((2, 3), len(given), np.float16))
    names = (f"{given} {surname}", english, *english.split(), given, surname)
    document = published(dataclasses.replace(content, english={"b": wrote}), kept(person(*names)), meaning)
    return msgspec.json.encode(document), encode_passages(passages_of(document))


@pytest.mark.parametrize("other", NAMES[1:], ids=lambda each: each[2])
def test_nobody_can_tell_which_name_it_was(other: tuple[str, str, str, int, float]) -> None:
    assert _everything(*other) == _everything(*NAMES[0])
