"""Nobody can tell how many letters are kept back from the times of the words beside them."""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np
import pytest

from media.records import Span
from tests.webapp.editions import MADE_AT, programme_text
from tests.webapp.redaction.test_apply import content_of, kept, person, published, words_of
from transcribe.records import Candidate, Claim, Doubt, Link, Linking, ProgrammeText, Segment, Verdict, Word
from transcribe.retime import retime
from webapp.edition.meaning import Meaning
from webapp.edition.render import Approved, render_document
from webapp.redaction.apply import redact

NAMES = ("Абылай", "Құрманбек", "Ермек")
HEARD = ("менің", "атым", "абы", "лай", "еді", "бұрын", "мен", "осында")
"""As a machine heard it, 500 ms each, after a word that it heard well."""
AFTER = ("еді", "ол", "кезде", "біз", "көшіп", "келдік")
SUMMARY = "He says his name. It is early."


def typed(name: str, pieces: int) -> ProgrammeText:
    """Return two measured words, and between them what a person typed: other words than the machine heard.

    :param pieces: into how many segments people split it.
    """
    heard = [Word(text, 1_000 + 500 * place, 1_500 + 500 * place, 0.4) for place, text in enumerate(HEARD)]
    said = retime(heard, ["менің", "шын", "атым", name, *AFTER], Span(1_000, 5_000))
    first, last = Word("Сәлем", 0, 900, 0.9), Word("дедім", 5_000, 5_600, 0.9)
    words = [dataclasses.replace(word, probability=None) for word in said]
    if pieces == 1:
        segments = (Segment("a", 0, 5_600, (first, *words, last)),)
    else:
        segments = (
            Segment("a", 0, words[5].start_ms, (first, *words[:5])),
            Segment("a.0123456789", words[5].start_ms, 5_600, (*words[5:], last)),
        )
    after = Segment("b", 6_000, 7_000, (Word("Келіңіз", 6_000, 7_000),))
    return dataclasses.replace(programme_text("p1", "x"), segments=(*segments, after))


def everything(text: ProgrammeText, name: str) -> bytes:
    content = content_of(text, SUMMARY, title="Әңгіме")
    assert content.summary
    said = [word for segment in text.segments for word in segment.words]
    at = [word.text for word in said].index(name)
    spans = (Span(said[at + 5].start_ms, said[at + 5].end_ms), Span(said[at + 6].start_ms, said[at + 6].end_ms))
    claim = Claim("c1", 1, SUMMARY[18:], 18, len(SUMMARY))
    links = (Link("l1", claim, Verdict.SUPPORTED, 0.9, spans[:1], (Candidate(spans[1], 0.3, "келдік"),), "көшіп", ()),)
    linking = Linking("k1", "p1", text.sha256, content.summary.document_id, (), links, (), MADE_AT)
    content = dataclasses.replace(content, linking=linking)
    meaning = Meaning("n", (*spans, Span(6_000, 7_000)), np.zeros((3, 3), np.float16))
    approved = Approved(content.programme, content.summary, text, linking, None, MADE_AT, meaning=meaning)
    left = redact(approved, content, kept(person(name)))
    document = render_document(left, 1, MADE_AT)
    assert document.summary
    (sentence,) = (each for each in document.summary.sentences if each.spans)
    assert sentence.alternatives
    assert left.meaning
    assert left.meaning.spans == (Span(6_000, 7_000),)
    return msgspec.json.encode(document)


@pytest.mark.parametrize("pieces", [1, 2])
def test_the_times_beside_a_name_are_the_same_however_long_it_is(pieces: int) -> None:
    first, *others = (everything(typed(name, pieces), name) for name in NAMES)
    assert [other == first for other in others] == [True, True]
    assert all(name.encode() not in first for name in NAMES)


def test_words_share_what_the_mask_leaves_in_their_order() -> None:
    document = published(content_of(typed(NAMES[0], 1), None), kept(person(NAMES[0])))
    shown = [(word.text, word.start_ms, word.end_ms) for word in words_of(document)]
    masked = next(word for word in words_of(document) if word.redacted)
    assert (masked.start_ms, masked.end_ms) == (1_000, 3_000)
    assert shown[:4] == [("Сәлем", 0, 900), ("менің", 900, 941), ("шын", 941, 966), ("атым", 966, 1_000)]
    assert shown[5:] == [
        ("еді", 3_000, 3_250),
        ("ол", 3_250, 3_416),
        ("кезде", 3_416, 3_833),
        ("біз", 3_833, 4_083),
        ("көшіп", 4_083, 4_500),
        ("келдік", 4_500, 5_000),
        ("дедім", 5_000, 5_600),
        ("Келіңіз", 6_000, 7_000),
    ]


@pytest.mark.parametrize(
    "measured", [{"probability": 0.9}, {"probability": 0.9, "doubt": Doubt.LOW_PROBABILITY}], ids=["sure", "doubtful"]
)
def test_what_a_machine_measured_stays_where_it_was(measured: dict[str, object]) -> None:
    text = typed(NAMES[0], 1)
    words = tuple(dataclasses.replace(word, **measured) for word in text.segments[0].words)  # type: ignore[arg-type]
    segment = dataclasses.replace(text.segments[0], words=words)
    document = published(
        content_of(dataclasses.replace(text, segments=(segment, text.segments[1])), None), kept(person(NAMES[0]))
    )
    times = {word.text: word.start_ms for word in words_of(document)}
    is_kept = times["көшіп"] == next(word.start_ms for word in words if word.text == "көшіп")
    assert is_kept == ("doubt" not in measured)


def test_words_of_a_file_that_gives_no_times_of_theirs_may_all_be_beneath_the_mask() -> None:
    text = typed(NAMES[0], 1)
    words = tuple(dataclasses.replace(word, probability=0.9) for word in text.segments[0].words)
    segment = dataclasses.replace(text.segments[0], words=words, doubts=(Doubt.SHARED_TIMES,))
    document = published(
        content_of(dataclasses.replace(text, segments=(segment, text.segments[1])), None), kept(person(NAMES[0]))
    )
    assert {(word.start_ms, word.end_ms) for word in words_of(document)[:-1]} == {(0, 6_000)}
