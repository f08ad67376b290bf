"""What lies under the waveform: voices and doubts, joined where no gap can be seen."""

from __future__ import annotations

from dataclasses import replace

from media.records import Span
from tests.webapp.editions import MADE_AT, approved
from transcribe.records import Doubt
from webapp.edition.records import EditionDocument, EditionSegment, EditionSound, EditionWord
from webapp.edition.render import render_document
from webapp.public.reading.lanes import LANES, lanes

FINEST_MS = 100


def segment(
    start_ms: int,
    end_ms: int,
    speaker: str | None = None,
    doubts: tuple[Doubt, ...] = (),
    words: tuple[Doubt | None, ...] = (),
) -> EditionSegment:
    step_ms = (end_ms - start_ms) // max(1, len(words))
    said = tuple(
        EditionWord("сөз", start_ms + n * step_ms, start_ms + (n + 1) * step_ms, 0.9, doubt)
        for n, doubt in enumerate(words)
    )
    return EditionSegment(f"s{start_ms}", start_ms, end_ms, said, speaker, None, doubts, human=False)


def document(*segments: EditionSegment) -> EditionDocument:
    """Return a document of 80 s, in which a gap of 100 ms is the longest that cannot be seen."""
    rendered = render_document(approved(sound=EditionSound("0" * 64, 1, 80_000)), 1, MADE_AT)
    assert rendered.transcript
    return replace(rendered, transcript=replace(rendered.transcript, segments=segments))


def test_voices_are_in_the_order_in_which_they_are_heard() -> None:
    found = lanes(document(segment(0, 1000, "Айгүл"), segment(1000, 3000, "S1"), segment(3000, 4000, "Айгүл")))
    assert [(lane.name, lane.said_ms) for lane in found.speakers] == [("Айгүл", 2000), ("Speaker 1", 2000)]
    assert found.speakers[0].spans == (Span(0, 1000), Span(3000, 4000))


def test_one_voice_is_no_lane() -> None:
    assert lanes(document(segment(0, 1000, "S1"), segment(1000, 2000), segment(2000, 3000, "S1"))).speakers == ()


def test_gaps_that_cannot_be_seen_are_closed_and_others_are_not() -> None:
    pieces = [segment(0, 1000, "A"), segment(1000 + FINEST_MS, 2000, "A"), segment(2101, 3000, "A")]
    found = lanes(document(*pieces, segment(3000, 4000, "B")))
    assert found.speakers[0].spans == (Span(0, 2000), Span(2101, 3000))
    assert found.speakers[0].said_ms == 1000 + 900 + 899


def test_more_voices_than_patterns_share_the_last() -> None:
    crowd = [segment(n * 1000, n * 1000 + 500 + n, f"Voice {n}") for n in range(9)]
    found = lanes(document(*crowd)).speakers
    assert len(found) == LANES
    assert [lane.name for lane in found] == [*(f"Voice {n}" for n in range(4, 9)), "other voices"]
    assert found[-1].spans[0] == Span(0, 500)
    assert sum(lane.said_ms for lane in found) == sum(500 + n for n in range(9))


def test_doubts_are_of_passages_and_of_words() -> None:
    sure, unsure, unspoken = None, Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN
    found = lanes(
        document(
            segment(0, 1000, doubts=(Doubt.LOOP,)),
            segment(10_000, 14_000, words=(sure, unsure, unsure, unspoken)),
        )
    )
    assert found.doubts == (Span(0, 1000), Span(11_000, 13_000))


def test_neither_words_nor_sound() -> None:
    bare = replace(document(), transcript=None, sound=None)
    assert (lanes(bare).speakers, lanes(bare).doubts) == ((), ())
