"""Runs are numbered, immutable, and never stored twice in a row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlite_utils import Database

from tests.transcribe.texts import add_sound, run_of, segment
from transcribe.errors import NoText, UnknownRun
from transcribe.records import Doubt, content_sha256
from transcribe.transcripts import get_transcript, list_transcripts, store_transcript


def test_runs_are_numbered_and_found_again(db: Database) -> None:
    recording = add_sound(db)
    first = store_transcript(db, recording.programme_id, run_of(recording, segment("s1", "Бір екі")))
    second = store_transcript(db, recording.programme_id, run_of(recording, segment("s1", "Бір, екі")))
    assert (first.number, second.number) == (1, 2)
    assert list_transcripts(db, recording.programme_id) == [second, first]
    assert get_transcript(db, recording.programme_id) == second
    assert get_transcript(db, recording.programme_id, 1) == first


def test_every_part_of_a_run_comes_back(db: Database) -> None:
    recording = add_sound(db)
    given = replace(segment("s1", "Бір екі"), speaker="A", language="kk", doubts=(Doubt.LOOP, Doubt.GAP))
    stored = store_transcript(db, recording.programme_id, run_of(recording, given))
    found = get_transcript(db, recording.programme_id)
    assert found == stored
    assert found.segments == (given,)
    assert found.sha256 == content_sha256((given,))
    assert found.provenance.options == {"beam_size": 5, "word_timestamps": True}


def test_the_newest_run_is_not_stored_again(db: Database) -> None:
    recording = add_sound(db)
    one, other = run_of(recording, segment("s1", "Бір")), run_of(recording, segment("s1", "Екі"))
    first = store_transcript(db, recording.programme_id, one)
    assert store_transcript(db, recording.programme_id, one) == first
    store_transcript(db, recording.programme_id, other)
    assert store_transcript(db, recording.programme_id, one).number == 3, "it is newest again, as was asked for"


def test_the_same_words_by_another_engine_are_another_run(db: Database) -> None:
    recording = add_sound(db)
    run = run_of(recording, segment("s1", "Бір"))
    store_transcript(db, recording.programme_id, run)
    other = replace(run, provenance=replace(run.provenance, engine="openai-whisper"))
    assert store_transcript(db, recording.programme_id, other).number == 2


def test_silence_is_a_run_without_segments(db: Database) -> None:
    recording = add_sound(db)
    assert store_transcript(db, recording.programme_id, run_of(recording)).segments == ()


def test_what_is_missing_is_said(db: Database) -> None:
    recording = add_sound(db)
    with pytest.raises(NoText, match=f"muragat transcribe {recording.programme_id}"):
        get_transcript(db, recording.programme_id)
    store_transcript(db, recording.programme_id, run_of(recording))
    with pytest.raises(UnknownRun, match="has no run 2"):
        get_transcript(db, recording.programme_id, 2)
