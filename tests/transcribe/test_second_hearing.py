"""A real loop is heard a second time, once; the second hearing is found again like the first."""

from __future__ import annotations

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from tests.transcribe.spoken.passages import PASSAGES
from transcribe.pipeline import do_job
from transcribe.records import Doubt, JobState
from transcribe.transcripts import get_transcript

OPTIONS = {"engine": "faster-whisper", "model": "base", "speakers": "off"}


def test_a_chunk_in_which_the_engine_loops_is_asked_for_once_more(archive: Archive, db: Database) -> None:
    """Whisper base loops on this Kazakh speech."""
    passage = next(passage for passage in PASSAGES if passage.language == "kk")
    programme_id = add_programme(db, {"title": "Нан", "language": "kk"}).programme_id
    with passage.sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, passage.sound.name)
    job = do_job(archive, db, "transcribe", programme_id, OPTIONS)
    assert job.state is JobState.SUCCEEDED
    results = list(db.query("SELECT chunk_key FROM chunk_result"))
    assert len(results) == 2, "one batch of one chunk, and its pieces"
    run = get_transcript(db, programme_id)
    assert run.segments
    assert all(set(segment.doubts) & {Doubt.LOOP, Doubt.LOW_PROBABILITY} for segment in run.segments if segment.words)

    do_job(archive, db, "transcribe", programme_id, OPTIONS)
    assert list(db.query("SELECT chunk_key FROM chunk_result")) == results, "the engine was asked nothing"
    assert get_transcript(db, programme_id) == run
