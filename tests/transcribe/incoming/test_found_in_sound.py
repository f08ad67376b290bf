"""Words of a file are put where they are spoken: those without any time, and those that share their cue's."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from tests.transcribe.spoken.passages import PASSAGES, words_of
from tests.transcribe.texts import segment
from transcribe.alignment.edited import read_segments, with_new_times
from transcribe.alignment.evidence import Evidence
from transcribe.incoming.store import bring_in, open_transcript
from transcribe.pipeline import do_job
from transcribe.records import Doubt, Segment, WordsBy
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED, IMPORTED

RIVER = next(passage for passage in PASSAGES if passage.name == "river")
TRUTH = words_of(RIVER)
SENTENCES = (0, 19, 37, len(TRUTH))
"""Where others begin to speak, in words."""
SPEAKERS = ("Aigul", "Bek", "Aigul")


def said() -> list[str]:
    return [" ".join(word.text for word in TRUTH[first:end]) for first, end in pairwise(SENTENCES)]


def shared(text: str, start_ms: int) -> Segment:
    return replace(segment("s", text, start_ms=start_ms), doubts=(Doubt.SHARED_TIMES,))


def heard(*found: tuple[int, int, int]) -> Evidence:
    """Return what was heard: place, start and end of each word."""
    places, starts, ends = (np.array(column, np.int64) for column in zip(*found, strict=True))
    ones, ints = np.ones(len(found)), np.ones(len(found), np.int64)
    return Evidence(places, ones, ones, starts, ends, ints, ints)


@pytest.fixture
def programme_id(archive: Archive, db: Database) -> str:
    made = add_programme(db, {"title": "River", "language": "en"}).programme_id
    with RIVER.sound.open("rb") as source:
        ingest_file(archive, db, made, source, RIVER.sound.name)
    return made


def off_ms(segments: tuple[Segment, ...]) -> list[int]:
    words = [word for each in segments for word in each.words]
    assert [word.text for word in words] == [word.text for word in TRUTH]
    return [abs(word.start_ms - true.start_ms) for word, true in zip(words, TRUTH, strict=True)]


@pytest.mark.release
def test_words_without_times_are_found_and_keep_who_says_them(
    archive: Archive, db: Database, programme_id: str
) -> None:
    text = "\n\n".join(f"{name}: {sentence}" for name, sentence in zip(SPEAKERS, said(), strict=True))
    bring_in(db, programme_id, open_transcript(text.encode(), "a.txt"))
    assert do_job(archive, db, "align", programme_id, {}).error is None
    found = current_text(db, programme_id)
    assert (found.transcript.method, found.transcript.provenance.words_by) == (ALIGNED, WordsBy.UNKNOWN)
    assert median(off_ms(found.segments)) < 100
    assert list(dict.fromkeys(each.speaker for each in found.segments)) == ["Aigul", "Bek"]

    # The same words as captions of a whole turn each: their times are guesses until they are looked for.
    edges = [*(TRUTH[place].start_ms for place in SENTENCES[:-1]), TRUTH[-1].end_ms]
    cues = "".join(
        f"{number}\n00:00:{start / 1000:06.3f} --> 00:00:{end / 1000:06.3f}\n{sentence}\n\n".replace(".", ",", 2)
        for number, ((start, end), sentence) in enumerate(zip(pairwise(edges), said(), strict=True), start=1)
    )
    bring_in(db, programme_id, open_transcript(cues.encode(), "a.srt"))
    guessed = current_text(db, programme_id)
    assert all(Doubt.SHARED_TIMES in each.doubts for each in guessed.segments)
    assert max(off_ms(guessed.segments)) > 250
    assert do_job(archive, db, "retime", programme_id, {}).error is None
    timed = current_text(db, programme_id)
    assert (timed.transcript.method, timed.transcript.number, timed.revision) == (IMPORTED, 3, None)
    assert median(off_ms(timed.segments)) < 100
    assert not any(each.doubts for each in timed.segments)


def test_a_guess_that_is_not_heard_stays_a_guess() -> None:
    segments = (shared("one two", 0), replace(shared("three four", 2_000), segment_id="t"))
    evidence = heard((0, 100, 300), (1, 400, 600), (2, 2_500, 2_700))
    whole, part = with_new_times(segments, read_segments(segments, "en"), evidence, 9_000)
    assert [(word.start_ms, word.end_ms) for word in whole.words] == [(100, 300), (400, 600)]
    assert (whole.doubts, part.doubts) == ((), (Doubt.SHARED_TIMES,))
    assert (whole.edited_by, part.edited_by) == (None, None)
