"""People's words are put where they are spoken, and stay people's words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme, current_recording
from media.ingest import ingest_file
from tests.transcribe.spoken.passages import PASSAGES, words_of
from tests.transcribe.texts import add_sound, run_of, segment, type_words
from transcribe.alignment.edited import read_segments, with_new_times
from transcribe.alignment.evidence import Evidence
from transcribe.new_times import NewTimes, store_times
from transcribe.pipeline import do_job
from transcribe.records import JobState, Segment, Word
from transcribe.revise import current_text, revisions_of
from transcribe.transcripts import store_transcript

MARKET = next(passage for passage in PASSAGES if passage.name == "market")
END_MS = 20_000


def market_as_a_machine_heard_it() -> tuple[Segment, ...]:
    """Its sentences; of the second the machine has only the first words, drawn out over all of it."""
    truth = words_of(MARKET)
    edges = [0, *(place + 1 for place, word in enumerate(truth) if word.text.endswith("."))]
    sentences = [truth[first:end] for first, end in pairwise(edges)]
    segments = []
    for number, sentence in enumerate(sentences):
        words = [Word(word.text, word.start_ms, word.end_ms, 0.9) for word in sentence]
        if number == 1:
            words = [words[0], replace(words[1], end_ms=words[-1].end_ms)]
        segments.append(Segment(f"s{number}", words[0].start_ms, words[-1].end_ms, tuple(words), language="en"))
    return tuple(segments)


@pytest.fixture
def market(archive: Archive, db: Database) -> str:
    programme_id = add_programme(db, {"title": "Market", "language": "en"}).programme_id
    with MARKET.sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, MARKET.sound.name)
    recording = current_recording(db, programme_id)
    assert recording
    run = run_of(recording, *market_as_a_machine_heard_it())
    provenance = replace(run.provenance, language="en")
    store_transcript(db, programme_id, replace(run, provenance=provenance))
    return programme_id


def test_corrected_words_get_the_times_at_which_they_are_spoken(archive: Archive, db: Database, market: str) -> None:
    truth = words_of(MARKET)
    before = current_text(db, market)
    job = do_job(archive, db, "retime", market, {})
    assert (job.state, job.error) == (
        JobState.SUCCEEDED,
        "Nobody has corrected these words, so their times were left as they are.",
    )
    said = [word for word in truth if before.segments[1].start_ms <= word.start_ms < before.segments[1].end_ms]
    typed = " ".join(word.text for word in said)
    type_words(db, market, "s1", typed, "Айгүл", page=before)
    edited = current_text(db, market)
    assert max(abs(w.start_ms - t.start_ms) for w, t in zip(edited.segments[1].words, said, strict=True)) > 500

    assert do_job(archive, db, "retime", market, {}).error is None
    timed = current_text(db, market)
    assert [each.text for each in timed.segments] == [each.text for each in edited.segments]
    assert [each.edited_by for each in timed.segments] == [None, "Айгүл", None, None]
    assert [each.segment_id for each in timed.segments] == [each.segment_id for each in edited.segments]
    errors = [abs(w.start_ms - t.start_ms) for w, t in zip(timed.segments[1].words, said, strict=True)]
    assert median(errors) <= 80
    assert max(errors) <= 250
    assert timed.segments[0] == edited.segments[0]
    revision = timed.revision
    assert revision is not None
    assert (revision.author, revision.timed_by, revision.number) == ("Айгүл", "faster-whisper base", 2)
    assert timed.sha256 != edited.sha256, "what was approved was other times"

    assert do_job(archive, db, "retime", market, {}).error is not None, "nothing is left to do"
    assert len(revisions_of(db, market)) == 2
    assert (edited.timed, timed.timed) == (frozenset(), {"s1"})
    type_words(db, market, "s1", f"{typed} иә", "Айгүл")
    assert current_text(db, market).timed == frozenset()


@pytest.mark.release
def test_one_passage_is_timed_when_it_is_asked_for(archive: Archive, db: Database, market: str) -> None:
    truth = words_of(MARKET)
    before = current_text(db, market)
    spans = [each.span for each in before.segments]
    said = [[word for word in truth if span.start_ms <= word.start_ms < span.end_ms] for span in spans]
    for number in (1, 3):  # Of both the times are shared out at first.
        drawn_out = " ".join(word.text for word in (*said[number], *said[number][-1:]))
        type_words(db, market, f"s{number}", drawn_out, "Айгүл")
    type_words(db, market, "s1", " ".join(word.text for word in said[1]), "Айгүл")
    edited = current_text(db, market)
    job = do_job(archive, db, "retime", market, {"segment": "s1"})
    assert (job.state, job.error) == (JobState.SUCCEEDED, None)
    timed = current_text(db, market)
    assert [each.text for each in timed.segments] == [each.text for each in edited.segments]
    errors = [abs(w.start_ms - t.start_ms) for w, t in zip(timed.segments[1].words, said[1], strict=True)]
    assert (median(errors) <= 80, max(errors) <= 250) == (True, True)
    assert timed.segments[3] == edited.segments[3], "what was not asked for stays"
    assert do_job(archive, db, "retime", market, {"segment": "s0"}).error is not None, "nobody has corrected it"
    assert list((archive.work).glob("tmp*")) == []


def test_what_people_change_meanwhile_stays_theirs(db: Database) -> None:
    recording = add_sound(db)
    programme_id = recording.programme_id
    run = run_of(recording, segment("s1", "Бір екі үш"), segment("s2", "Төрт бес", start_ms=5_000))
    store_transcript(db, programme_id, run)
    type_words(db, programme_id, "s1", "Бір", "Айгүл")
    type_words(db, programme_id, "s2", "Төрт", "Айгүл")
    before = current_text(db, programme_id).segments
    after = tuple(replace(each, words=(replace(each.words[0], end_ms=each.start_ms + 99),)) for each in before)
    meanwhile = current_text(db, programme_id)
    type_words(db, programme_id, "s1", "Алты", "Болат", page=meanwhile)

    revision = store_times(db, programme_id, NewTimes(before, after, "faster-whisper base"))
    assert revision is not None
    assert revision.author == "Болат", "the last editor may still not approve"
    assert revision.changes == (after[1],)
    now = current_text(db, programme_id).segments
    assert [(each.text, each.edited_by) for each in now] == [("Алты", "Болат"), ("Төрт", "Айгүл")]
    assert store_times(db, programme_id, NewTimes(before, after, "faster-whisper base")) is None

    # A form that was opened before the times changed is no conflict: the words in it are those that stand there.
    saved = type_words(db, programme_id, "s2", "Төртінші", "Болат", page=meanwhile)
    assert saved.changes[0].text == "Төртінші"


@st.composite
def texts(draw: st.DrawFn) -> tuple[tuple[Segment, ...], Evidence]:
    counts = draw(st.lists(st.integers(0, 4), min_size=1, max_size=5))
    edges = sorted(draw(st.lists(st.integers(0, END_MS), min_size=2 * sum(counts), max_size=2 * sum(counts))))
    segments, first = [], 0
    for number, count in enumerate(counts):
        pairs = zip(
            edges[2 * first : 2 * (first + count) : 2], edges[2 * first + 1 : 2 * (first + count) : 2], strict=True
        )
        tokens = draw(st.lists(st.sampled_from(["сөз", "–", "2006", "Иә,"]), min_size=count, max_size=count))
        words = tuple(Word(text, start, end) for text, (start, end) in zip(tokens, pairs, strict=True))
        editor = draw(st.sampled_from([None, "Айгүл"]))
        span = (words[0].start_ms, words[-1].end_ms) if words else (edges[2 * first - 1] if first else 0,) * 2
        segments.append(Segment(f"s{number}", *span, words, edited_by=editor))
        first += count
    words_said = read_segments(segments, "kk")
    places = sorted(draw(st.sets(st.integers(0, len(words_said) - 1)))) if words_said else []
    times = sorted(draw(st.lists(st.integers(0, END_MS), min_size=2 * len(places), max_size=2 * len(places))))
    ones, ints = np.ones(len(places)), np.ones(len(places), np.int64)
    starts, ends = np.array(times[::2], np.int64), np.array(times[1::2], np.int64)
    heard = Evidence(np.array(places, np.int64), ones, ones, starts, ends, ints, ints)
    return tuple(segments), heard


@given(texts())
def test_no_word_is_changed_and_times_ascend(text: tuple[tuple[Segment, ...], Evidence]) -> None:
    segments, heard = text
    changed = {each.segment_id: each for each in with_new_times(segments, read_segments(segments, "kk"), heard, END_MS)}
    after = [changed.get(each.segment_id, each) for each in segments]
    assert [replace(each, words=(), start_ms=0, end_ms=0) for each in after] == [
        replace(each, words=(), start_ms=0, end_ms=0) for each in segments
    ]
    assert [[word.text for word in each.words] for each in after] == [
        [word.text for word in each.words] for each in segments
    ]
    edges = [edge for each in after for word in each.words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= END_MS)
    for place, each in enumerate(segments):
        beside = segments[max(0, place - 1) : place + 2]
        assert each.segment_id not in changed or any(other.edited_by for other in beside)
