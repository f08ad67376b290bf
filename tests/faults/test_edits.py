"""Human words between many writers, kills and a locked database: what was acknowledged is there."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from itertools import pairwise

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.records import Span
from tests.faults.actors import RECOGNITION, hear
from tests.faults.processes import actor
from tests.transcribe.texts import add_sound, run_of, segment, type_words
from transcribe import jobs, lease
from transcribe.chunk_results import Asked, find_results, store_results
from transcribe.owner import this_process
from transcribe.patience import patiently
from transcribe.records import ProgrammeText
from transcribe.revise import current_text, revisions_of
from transcribe.schema import SCHEMAS
from transcribe.transcripts import store_transcript

PROCESSES = 4
"""Over which the editors are spread, a thread each."""


def add_words(db: Database, segments: int) -> str:
    recording = add_sound(db)
    run = run_of(recording, *(segment(f"s{number}", "Бір екі", start_ms=5_000 * number) for number in range(segments)))
    store_transcript(db, recording.programme_id, run)
    return recording.programme_id


def words_in(text: ProgrammeText) -> list[str]:
    return [word.text for each in text.segments for word in each.words if word.text not in ("Бір", "екі")]


def check_history(db: Database, programme_id: str) -> None:
    revisions = revisions_of(db, programme_id)[::-1]
    assert [revision.number for revision in revisions] == list(range(1, len(revisions) + 1))
    assert all(later.parent_id == earlier.revision_id for earlier, later in pairwise(revisions))


def edit_together(archive: Archive, db: Database, *, editors: int, edits: int, segments: int) -> None:
    programme_id = add_words(db, segments)
    names = [f"e{number}" for number in range(editors)]
    groups = [",".join(names[first::PROCESSES]) for first in range(PROCESSES)]
    with ExitStack() as stack:
        writing = [
            stack.enter_context(actor("edit_on", archive.database_path, programme_id, group, edits)) for group in groups
        ]
        acknowledged = [word for writer in writing for word in writer.read_until("")]
    assert len(acknowledged) == editors * edits
    assert sorted(words_in(current_text(db, programme_id))) == sorted(acknowledged)
    check_history(db, programme_id)


def test_twenty_editors_lose_no_word(archive: Archive, db: Database) -> None:
    edit_together(archive, db, editors=20, edits=5, segments=30)


@pytest.mark.release
@pytest.mark.timeout(7_200)
def test_twenty_editors_lose_no_word_in_ten_thousand_segments(archive: Archive, db: Database) -> None:
    edit_together(archive, db, editors=20, edits=500, segments=10_000)


def kill_editors(archive: Archive, db: Database, kills: int) -> None:
    programme_id = add_words(db, 10)
    acknowledged: list[str] = []
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    for number in range(kills):
        writing = actor("edit_on", archive.database_path, programme_id, f"k{number}", 1_000)
        with writing as editor:
            if number % 2:  # The others perhaps before their first edit.
                acknowledged.append(editor.read())
            with suppress(subprocess.TimeoutExpired):
                editor.process.wait(chance.uniform(0, 0.1))
            editor.process.kill()
            acknowledged += editor.read_until("")
    there = words_in(current_text(db, programme_id))
    assert acknowledged, "no edit was made before the kills"
    assert set(acknowledged) <= set(there), seed
    assert len(there) - len(acknowledged) <= kills, "at most the edit in flight was stored without being acknowledged"
    assert len(there) == len(set(there)), seed
    check_history(db, programme_id)
    assert next(iter(db.query("PRAGMA integrity_check"))) == {"integrity_check": "ok"}


def test_an_acknowledged_edit_outlives_a_kill(archive: Archive, db: Database) -> None:
    kill_editors(archive, db, kills=8)


@pytest.mark.release
@pytest.mark.timeout(3_600)
def test_acknowledged_edits_outlive_very_many_kills(archive: Archive, db: Database) -> None:
    kill_editors(archive, db, kills=1_000)


def test_a_short_lock_is_waited_for(archive: Archive, db: Database) -> None:
    programme_id = add_words(db, 1)
    with actor("hold_lock", archive.database_path, 1):
        type_words(db, programme_id, "s0", "Үш", "Айгүл")
    assert words_in(current_text(db, programme_id)) == ["Үш"]


def test_a_long_lock_gets_a_person_an_answer_and_a_machine_patience(archive: Archive, db: Database) -> None:
    """Nobody's write is lost: the person's is refused while their words are in their hands, the machine's waits."""
    programme_id = add_words(db, 1)
    seen = current_text(db, programme_id)
    job = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    assert job is not None

    def store_in_a_thread() -> None:
        with closing(archive.open(SCHEMAS)) as own:
            patiently(lambda: store_results(own, job, RECOGNITION, [Asked(Span(0, 1), "kk")], [hear(1)]))

    with ThreadPoolExecutor() as threads, actor("hold_lock", archive.database_path, 7) as holder:
        storing = threads.submit(store_in_a_thread)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            type_words(db, programme_id, "s0", "Үш", "Айгүл")
        assert holder.process.poll() is None, "the answer came while the database was locked"
        assert current_text(db, programme_id) == seen, "reading goes on"
        storing.result()
    assert find_results(db, RECOGNITION, [Asked(Span(0, 1), "kk")]) == (hear(1),)
    type_words(db, programme_id, "s0", "Үш", "Айгүл")
    assert words_in(current_text(db, programme_id)) == ["Үш"]
