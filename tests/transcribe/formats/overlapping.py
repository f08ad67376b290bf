"""Transcripts that are hard on formats: awkward words, people who speak at once, words that last no time, ten hours."""

from __future__ import annotations

from hypothesis import strategies as st

from media.records import Programme, Span
from transcribe.formats import Export
from transcribe.formats.tiers import tiers
from transcribe.incoming import read_transcript_file
from transcribe.incoming.records import FoundSegment
from transcribe.records import Doubt, Provenance, Segment, Word

PROVENANCE = Provenance("faster-whisper", "1.2.1", "base", "ab" * 32, "cd" * 32, "kk", {"beam_size": 5})
AWKWARD = (
    "<", "&", "{", "-->", "\\N", "&amp;", "<b>", "]]>", "#", "…", '"', '""', '"quoted"', "'", "\\", "!", ";;", "<NA>",
    "=SUM(1)", "Ақтөбе", "سلام", "שלום", "😀", "👩‍👩‍👧", "1", "-0", "001", "item[1]:", "</ANNOTATION_VALUE>", "text",
    "xmin", "%", "_", "@",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
)
SPEAKERS = (None, "S1", "S2", 'A <b> & "B"', "Айгүл", "speech@S1", "words@S1")
TEN_HOURS_MS = 36_000_000


@st.composite
def transcripts(draw: st.DrawFn, *, exact: bool = False) -> tuple[Segment, ...]:
    """Return segments in the order of time.

    :param exact: no word lasts no time, and none of a segment begins before the one before it has ended.
    """
    segments = []
    start_ms = draw(st.integers(0, TEN_HOURS_MS))
    # Five of a word each would be read as a file that has a caption a word.
    for number in range(draw(st.integers(0, 4))):
        clock_ms, words = start_ms, []
        for text in draw(st.lists(WORDS, min_size=1, max_size=6)):
            clock_ms += draw(st.integers(0 if exact else -200, 900))
            clock_ms = max(clock_ms, 0)
            end_ms = clock_ms + draw(st.integers(1 if exact else 0, 900))
            words.append(Word(text, clock_ms, end_ms, 0.5))
            clock_ms = end_ms
        language = draw(st.sampled_from([None, "kk", "ru"]))
        speaker = draw(st.sampled_from(SPEAKERS))
        edited_by = draw(st.sampled_from([None, "aru"]))
        segments.append(
            Segment(
                f"s{number}",
                min([start_ms, *(word.start_ms for word in words)]),
                max(word.end_ms for word in words),
                tuple(words),
                speaker,
                language,
                edited_by=edited_by,
            )
        )
        # The next may begin before this one has ended.
        start_ms += draw(st.integers(0, 3_000))
    return tuple(segments)


def export(segments: tuple[Segment, ...], *, for_publication: bool = True) -> Export:
    programme = Programme("p1", 'Water --> in the <desert> & "sea"', "kk", citation="Cite me", rights="CC BY 4.0")
    return Export(programme, segments, "recognised", PROVENANCE, "run 1", "2026-11-24T10:00:00.000Z", for_publication)


GAP = Segment("g", 5_000, 9_000, (), doubts=(Doubt.GAP,))
UNHEARD = Segment("u", 0, 400, (Word("Су", 0, 400, 0.9), Word("жоқ", 400, 400, None, Doubt.NOT_SPOKEN)))


def read(data: bytes) -> tuple[FoundSegment, ...]:
    return read_transcript_file(data, "a file").found.segments


Row = tuple[Span | None, str, tuple[tuple[str, Span | None], ...]]


def said(segments: tuple[FoundSegment, ...]) -> list[Row]:
    """Return what a reader found, to be held against `laid`."""
    return sorted(
        (each.span, each.speaker or "", tuple((word.text, word.span) for word in each.words)) for each in segments
    )


def laid(segments: tuple[Segment, ...]) -> list[Row]:
    """Return what tiers hold of a transcript: where it fits on them, exactly what the record has (`test_tiers`)."""
    return sorted(
        (each.span, tier.speaker or "", tuple((word.text, span) for word, span in each.words))
        for tier in tiers(segments)
        for each in tier.laid
        if each.words
    )
