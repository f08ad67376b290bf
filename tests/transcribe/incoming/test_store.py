"""A file becomes a run or a script with its origin; people's words stay, and nothing looks surer than was said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import add_programme, current_document
from media.database import connect, immediate
from media.records import Recording
from tests.transcribe.texts import add_sound, run_of, segment, type_words
from transcribe.errors import NoSound, OfAnotherSound
from transcribe.incoming.schema import incoming_migrations
from transcribe.incoming.store import TranscriptFile, bring_in, brought_as, brought_to, open_transcript
from transcribe.incoming.turns import Turn, with_speakers
from transcribe.merge import Kind
from transcribe.newer_run import accept, accept_unedited, compare
from transcribe.records import Doubt, ProgrammeText, Segment, Word, WordsBy
from transcribe.revise import current_text, revisions_of
from transcribe.schema import SCHEMAS, transcribe_migrations
from transcribe.transcripts import IMPORTED, list_transcripts, store_transcript

SRT = "1\n00:00:00,100 --> 00:00:01,000\nБір екі\n\n2\n00:00:05,000 --> 00:00:05,900\nТөрт он\n"
RUN = (segment("s1", "Бір екі үш"), segment("s2", "Төрт бес", start_ms=5_000))


def srt(text: str = SRT, words_by: WordsBy | None = None, user: str | None = None) -> TranscriptFile:
    return open_transcript(text.encode(), "C:\\desk\\Made at home.srt", words_by, user)


def words_of(text: ProgrammeText) -> list[str]:
    return [each.text for each in text.segments]


@pytest.fixture
def recording(db: Database) -> Recording:
    return add_sound(db)


def test_a_file_becomes_the_run_that_it_says_it_is(db: Database, recording: Recording) -> None:
    json = '{"text": "", "language": "kk", "segments": [{"seek": 0, "start": 0, "end": 1, "text": " сөз"}]}'
    brought = bring_in(db, recording.programme_id, open_transcript(json.encode(), "heard.json"))
    text = current_text(db, recording.programme_id)
    assert brought.run == text.transcript
    assert (text.transcript.method, text.revision) == (IMPORTED, None)
    made = text.transcript.provenance
    assert (made.engine, made.words_by, made.language) == ("openai-whisper", WordsBy.MACHINE, "kk")
    assert text.segments[0].edited_by is None
    [kept] = brought_to(db, recording.programme_id)
    assert (kept.file_name, kept.format, kept.user_name) == ("heard.json", "whisper", None)
    assert kept.transcript_id == text.transcript.transcript_id


def test_of_whom_nobody_says_anything_nobody_knows(db: Database, recording: Recording) -> None:
    bring_in(db, recording.programme_id, srt())
    text = current_text(db, recording.programme_id)
    assert text.transcript.provenance.words_by is WordsBy.UNKNOWN
    assert text.editors == ()
    assert {doubt for each in text.segments for doubt in each.doubts} == {Doubt.SHARED_TIMES}


def test_words_that_somebody_says_people_wrote_are_theirs_and_no_machine_takes_their_place(
    db: Database, recording: Recording
) -> None:
    store_transcript(db, recording.programme_id, run_of(recording, *RUN))
    brought = bring_in(db, recording.programme_id, srt(words_by=WordsBy.HUMAN, user="Айгүл"))
    text = current_text(db, recording.programme_id)
    assert not brought.is_offered
    assert (words_of(text), text.editors) == (["Бір екі", "Төрт он"], ("Айгүл",))
    store_transcript(db, recording.programme_id, run_of(recording, *RUN))
    assert words_of(current_text(db, recording.programme_id)) == ["Бір екі", "Төрт он"]


@pytest.mark.parametrize("words_by", list(WordsBy))
def test_peoples_words_stay_and_those_of_a_file_are_offered(
    db: Database, recording: Recording, words_by: WordsBy
) -> None:
    pid = recording.programme_id
    store_transcript(db, pid, run_of(recording, *RUN))
    type_words(db, pid, "s1", "Бір екі төрт", "Дана")
    before = current_text(db, pid)
    brought = bring_in(db, pid, srt(words_by=words_by, user="Айгүл"))
    assert brought.is_offered
    assert current_text(db, pid) == before
    assert len(revisions_of(db, pid)) == 1
    found = {each.kind: each for each in compare(db, pid).differences}
    assert [found[kind].offered.text for kind in (Kind.HUMAN, Kind.MACHINE)] == ["Бір екі", "Төрт он"]
    accept_unedited(db, compare(db, pid), "Марат")
    taken = current_text(db, pid).segments[1]
    assert (taken.text, taken.edited_by) == ("Төрт он", "Марат" if words_by is WordsBy.HUMAN else None)
    other = compare(db, pid).differences[0]
    accept(db, compare(db, pid), "s1", "Марат", seen_sha256=other.sha256)
    assert current_text(db, pid).segments[0].edited_by == ("Марат" if words_by is WordsBy.HUMAN else None)


def test_the_same_file_again_is_no_second_run(db: Database, recording: Recording) -> None:
    for _ in range(2):
        bring_in(db, recording.programme_id, srt())
    assert len(list_transcripts(db, recording.programme_id)) == 1
    assert len(brought_to(db, recording.programme_id)) == 2


def test_without_times_it_is_a_script_whose_words_are_to_be_found(db: Database, recording: Recording) -> None:
    text = "Aigul: Good day.\nSpeaker 2: Good night.\n\nAigul: And bye."
    brought = bring_in(db, recording.programme_id, open_transcript(text.encode(), "a.txt", user_name="Айгүл"))
    script = current_document(db, recording.programme_id, "script")
    assert brought.run is None
    assert script
    assert (script.text, script.saved_by) == ("Good day.\n\nGood night.\n\nAnd bye.", "Айгүл")
    kept = brought_as(db, script.document_id)
    assert kept
    assert kept.turns == (Turn("Aigul", 2), Turn("S2", 2), Turn("Aigul", 2))
    assert brought_as(db, "d0") is None


def test_speakers_of_a_script_are_carried_to_where_its_words_were_found() -> None:
    def found(text: str, *doubts: Doubt) -> Segment:
        return Segment("s", 0, 1, tuple(Word(word, 0, 1) for word in text.split()), doubts=doubts)

    segments = (found("Good"), found("day."), found("uh", Doubt.NOT_IN_SCRIPT), found("Good night."), found("And bye."))
    told = with_speakers(
        segments,
        "Good day.\n\n… —\n\nGood night.\n\nAnd bye.",
        (Turn("A", 2), Turn(None, 2), Turn("B", 2), Turn("A", 2)),
    )
    assert [each.speaker for each in told] == ["A", "A", None, "B", "A"]


def test_it_needs_the_sound_that_it_is_of(db: Database) -> None:
    programme = add_programme(db, {"title": "T", "language": "kk"})
    with pytest.raises(NoSound, match="needs it; bring both"):
        bring_in(db, programme.programme_id, srt())
    long = SRT.replace("00:00:05,900", "09:00:00,000").replace("00:00:05,000", "08:59:59,000")
    with pytest.raises(OfAnotherSound):
        bring_in(db, add_sound(db).programme_id, srt(long))
    assert list(db.query("SELECT * FROM brought_transcript")) == []


def test_an_archive_from_before_keeps_its_runs_and_what_watches_over_them(tmp_path: Path) -> None:
    before = SCHEMAS[: SCHEMAS.index(incoming_migrations)]
    with closing(connect(tmp_path / "archive.db", before)) as db, immediate(db):
        recording = add_sound(db)
        run = store_transcript(db, recording.programme_id, run_of(recording, *RUN))
        db.execute("CREATE TABLE noted (id TEXT)")
        db.execute(
            "CREATE TRIGGER note AFTER INSERT ON transcript BEGIN INSERT INTO noted VALUES (new.transcript_id); END"
        )
    assert transcribe_migrations in before
    with closing(connect(tmp_path / "archive.db", SCHEMAS)) as db:
        assert list_transcripts(db, recording.programme_id) == [run]
        imported = bring_in(db, recording.programme_id, srt())
        assert imported.run
        assert list(db.query("SELECT id FROM noted")) == [{"id": imported.run.transcript_id}]
        assert list(db.query("PRAGMA foreign_key_check")) == []
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            db.execute("UPDATE transcript SET method = 'guessed'")
