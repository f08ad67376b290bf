"""A guest is kept back after she was public: what comes back has her name in no byte, and her name is heard nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from media.catalogue import add_document
from media.masked import find_masked
from media.records import Covers, Span
from tests.webapp.desk import Desk
from tests.webapp.gate.guest import NAMES, approved, checked, guest_desk, keep_guest_back, sounds
from tests.webapp.published import public_client
from transcribe.jobs import list_jobs
from transcribe.records import JobState, Priority
from webapp.cli.main import cli
from webapp.edition.covered import covered_otherwise
from webapp.edition.layout import Layout, read_document
from webapp.edition.publish import publish
from webapp.edition.records import EditionDocument
from webapp.edition.store import published_versions
from webapp.errors import BadNote, NotChecked
from webapp.gate.ask import ask_for_check
from webapp.gate.kept_back import kept_back
from webapp.gate.store import newest_check
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import sweep
from webapp.review import content

NOTE = "Something was removed from this programme."
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the programme."""

    desk: Desk
    db: Database
    before: EditionDocument
    sounds_before: frozenset[str]
    refused: NotChecked
    job_state: JobState
    after: EditionDocument


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[Told]:
    desk = guest_desk(tmp_path_factory.mktemp("guest"), models_dir)
    with closing(desk.open()) as db:
        approved(desk, db)
        before = publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
        sounds_before = frozenset(sounds(desk))
        keep_guest_back(desk, db)
        approved(desk, db)
        with pytest.raises(NotChecked) as refused:
            publish(desk.archive, db, desk.edition, desk.programme_id, "approver", NOTE)
        (waiting,) = [job for job in list_jobs(db, desk.programme_id) if job.kind == "check"]
        assert (waiting.state, waiting.priority) == (JobState.QUEUED, Priority.URGENT)
        with pytest.raises(BadNote, match="kept back"):
            publish(desk.archive, db, desk.edition, desk.programme_id, "approver", "A word about Isakova was wrong.")
        job = checked(desk, db)
        after = publish(desk.archive, db, desk.edition, desk.programme_id, "approver", NOTE)
        yield Told(desk, db, before, sounds_before, refused.value, job.state, after)


def test_nothing_goes_out_before_it_was_looked_and_listened_through(told: Told) -> None:
    assert told.job_state is JobState.SUCCEEDED
    assert not any(name in str(told.refused) for name in NAMES)


def test_what_comes_out_has_the_name_in_no_byte(told: Told) -> None:
    names = [Name((Alias(name),)) for name in NAMES]
    assert [leak for leak in sweep(told.desk.edition, names, resembling=False) if leak.is_certain] == []
    assert told.before.transcript
    assert "Isakova" in " ".join(segment.text for segment in told.before.transcript.segments)


def test_the_sound_is_another_file_and_the_one_with_the_name_is_gone(told: Told) -> None:
    assert told.before.sound
    assert told.after.sound
    assert told.sounds_before == {told.before.sound.sha256}
    assert sounds(told.desk) == {told.after.sound.sha256}
    assert told.after.sound.sha256 != told.before.sound.sha256


def test_no_version_that_had_the_name_is_served(told: Told) -> None:
    layout = Layout(told.desk.edition)
    assert set(published_versions(layout, told.desk.programme_id)) == {2}
    assert [read_document(path).version for path in layout.document_paths()] == [2]
    assert told.after.stands_alone
    client = public_client(told.desk.edition)
    assert told.before.sound
    for address in (
        f"/programmes/{told.desk.programme_id}/versions/1",
        f"/programmes/{told.desk.programme_id}/versions/1/transcript.vtt",
        f"/sound/{told.before.sound.sha256}.m4a",
        f"/sound/{told.before.sound.sha256}.dat",
    ):
        assert client.get(address).status_code in GONE, address
    assert client.get(f"/programmes/{told.desk.programme_id}").status_code == 200


def test_an_engine_has_listened_to_what_is_public(told: Told) -> None:
    found = newest_check(told.db, told.desk.programme_id, content(told.db, told.desk.programme_id).sha256)
    assert found
    assert found.has_passed
    assert found.heard_by == "faster-whisper base"
    assert told.after.sound
    assert found.sound_sha256 == told.after.sound.sha256


def test_publishing_again_listens_to_nothing_and_changes_nothing(told: Told) -> None:
    jobs = len(list_jobs(told.db, told.desk.programme_id))
    again = publish(told.desk.archive, told.db, told.desk.edition, told.desk.programme_id, "approver", NOTE)
    assert again == told.after
    assert len(list_jobs(told.db, told.desk.programme_id)) == jobs


def test_only_the_masked_sound_that_is_public_is_kept(told: Told) -> None:
    now = content(told.db, told.desk.programme_id)
    assert now.recording
    covers = kept_back(now).covers
    assert covers == Covers((Span(4_000, 6_000),))
    assert find_masked(told.desk.archive, now.recording, covers)
    assert len(list((told.desk.archive.masked).rglob("*.m4a"))) == 1


def test_a_public_sound_that_would_be_covered_otherwise_now_is_named(told: Told) -> None:
    """As after an upgrade that knows better when a name may be said."""
    archive = told.desk.archive
    assert list(covered_otherwise(archive, told.db)) == []
    [now_covered] = archive.masked.glob("*/*/*")
    covered_before = now_covered.rename(now_covered.with_name("0"))
    try:
        assert list(covered_otherwise(archive, told.db)) == [told.desk.programme_id]
        said = CliRunner().invoke(cli, ["--archive", str(archive.root), "doctor"]).output
        assert f"covered elsewhere in the public sound of {told.desk.programme_id};" in said
    finally:
        covered_before.rename(now_covered)


def test_no_job_and_no_row_of_the_gate_says_the_name(told: Told) -> None:
    rows = [*told.db.query("SELECT * FROM publication_check"), *told.db.query("SELECT kind, options, error FROM job")]
    assert rows
    assert not any(name.split()[0] in str(row) for row in rows for name in NAMES)


def test_a_masked_sound_that_is_lost_is_made_and_heard_again(told: Told) -> None:
    shutil.rmtree(told.desk.archive.masked)
    with pytest.raises(NotChecked):
        publish(told.desk.archive, told.db, told.desk.edition, told.desk.programme_id, "approver", NOTE)
    assert [job.state for job in list_jobs(told.db, told.desk.programme_id) if job.kind == "check"][:1] == [
        JobState.QUEUED
    ]
    checked(told.desk, told.db)
    assert ask_for_check(told.desk.archive, told.db, told.desk.programme_id) is None
    again = publish(told.desk.archive, told.db, told.desk.edition, told.desk.programme_id, "approver", NOTE)
    assert again == told.after


def test_a_version_with_the_same_kept_back_leaves_the_one_before_and_hears_nothing_anew(told: Told) -> None:
    """The last of this module: it publishes once more."""
    add_document(told.db, told.desk.programme_id, "summary", "She looks after a sound archive.", language="en")
    approved(told.desk, told.db)
    answers = told.db.execute("SELECT count(*) FROM chunk_result").fetchone()[0]
    with pytest.raises(NotChecked):
        publish(told.desk.archive, told.db, told.desk.edition, told.desk.programme_id, "approver", "Shortened.")
    checked(told.desk, told.db)
    assert told.db.execute("SELECT count(*) FROM chunk_result").fetchone()[0] == answers
    made = publish(told.desk.archive, told.db, told.desk.edition, told.desk.programme_id, "approver", "Shortened.")
    assert (made.version, made.stands_alone, made.sound) == (3, False, told.after.sound)
    assert set(published_versions(Layout(told.desk.edition), told.desk.programme_id)) == {2, 3}
