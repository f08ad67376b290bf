"""What stays a loop is heard a second time, once; the second hearing is found again like the first."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from tests.transcribe import checkpoints
from tests.transcribe.spoken.passages import PASSAGES
from transcribe.models import Model
from transcribe.pipeline import do_job
from transcribe.records import Doubt, JobState
from transcribe.transcripts import get_transcript

OPTIONS = {"engine": "faster-whisper", "speakers": "off"}
KAZAKH = next(passage for passage in PASSAGES if passage.language == "kk")


def add(archive: Archive, db: Database) -> str:
    programme_id = add_programme(db, {"title": "Нан", "language": "kk"}).programme_id
    with KAZAKH.sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, KAZAKH.sound.name)
    return programme_id


def test_a_chunk_that_stays_a_loop_is_asked_for_once_more(
    archive: Archive, db: Database, base_model: Model, tmp_path: Path
) -> None:
    babble = checkpoints.hugging_face(says=[938] * (448 - checkpoints.BEFORE))
    options = OPTIONS | {"model": str(checkpoints.write_ctranslate2(tmp_path / "babble", babble, base_model.path))}
    programme_id = add(archive, db)
    job = do_job(archive, db, "transcribe", programme_id, options)
    assert job.state is JobState.SUCCEEDED
    results = list(db.query("SELECT chunk_key FROM chunk_result"))
    assert len(results) == 2, "one batch of one chunk, and its pieces"
    run = get_transcript(db, programme_id)
    assert run.segments
    assert all(Doubt.LOOP in segment.doubts for segment in run.segments if segment.words)

    do_job(archive, db, "transcribe", programme_id, options)
    assert list(db.query("SELECT chunk_key FROM chunk_result")) == results, "the engine was asked nothing"
    assert get_transcript(db, programme_id) == run


def test_what_is_written_in_the_place_of_a_loop_looks_no_surer_than_it_is(archive: Archive, db: Database) -> None:
    """Whisper base loops on this Kazakh speech, and without its loop says little that is right."""
    programme_id = add(archive, db)
    do_job(archive, db, "transcribe", programme_id, OPTIONS | {"model": "base"})
    run = get_transcript(db, programme_id)
    assert run.segments
    assert all(set(segment.doubts) & {Doubt.LOOP, Doubt.LOW_PROBABILITY} for segment in run.segments if segment.words)
