"""A programme that was erased is in no byte of the archive; where bytes may be left, it is not called done."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from media.catalogue import add_document, current_recording, find_recording, set_facts
from media.errors import UnknownProgramme
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, fill, look_for_summary, make_desk, with_a_translation
from transcribe import lease
from transcribe.jobs import enqueue
from transcribe.linking.kept_vectors import vector_key
from transcribe.owner import this_process
from transcribe.revise import current_text
from transcribe.speakers.known_voices import Suggestion, allow, know, store_prints, suggest
from transcribe.speakers.voices_file import open_voices
from webapp.accounts import get_user
from webapp.audit import entries, verify
from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.publish import publish
from webapp.english import write_english
from webapp.erasing.belongings import belongings, unknown_tables
from webapp.erasing.erase import ask, go_on
from webapp.erasing.manifest import manifest_path
from webapp.erasing.records import Obstacle, Step
from webapp.erasing.store import find_erasure, list_erasures
from webapp.errors import NotAllowed, NotErased
from webapp.review import approve
from webapp.uploads.records import Piece, Wanted
from webapp.uploads.store import Uploads

NAME, VILLAGE = "Бұлдырқай", "Qylmoshberdi"
"""In every corner of the programme that goes."""
REASON = "The family asked for it."


@dataclass(frozen=True, slots=True)
class Erased:
    desk: Desk
    programme_id: str
    sound_sha256: str
    stays: str
    """A programme with other words and sound, which nobody erased."""
    stays_sha256: str


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Erased:
    desk = make_desk(tmp_path_factory.mktemp("erased"))
    with closing(desk.open()) as db:
        stays, _, _ = fill(desk.archive, db, "contributor_other", "Мұнда басқа сөздер тұрады және олар қалады")
        sow(desk, db)
        assert not [fault.sentence for fault in verify(db)]
        assert in_bytes(desk, NAME) >= {"archive.db-wal", "voices.db"}
        sound, other = current_recording(db, desk.programme_id), current_recording(db, stays)
        assert sound
        assert other
        ask(desk.archive, db, desk.edition, desk.programme_id, "admin", REASON)
        assert go_on(desk.archive, db, desk.edition, desk.programme_id, "admin") == ()
    return Erased(desk, desk.programme_id, sound.sha256, stays, other.sha256)


def sow(desk: Desk, db: Database) -> None:
    """Put the name wherever a programme has words, and let it have been public."""
    pid = desk.programme_id
    facts = {"title": f"{NAME} туралы", "people": f"{NAME}; {VILLAGE}", "places": VILLAGE, "series": "Ауыл үні"}
    set_facts(db, pid, facts)
    add_document(db, pid, "script", f"Бұл {NAME} деген адам", language="kk")
    add_document(db, pid, "summary", f"{NAME} lives in {VILLAGE}.", language="en")
    text = current_text(db, pid)
    type_words(db, pid, desk.segment_id, f"{NAME} айтты", "journalist", speaker=NAME)
    write_english(db, pid, desk.segment_id, f"{NAME} said", "journalist", base_id=None, source_sha256="")
    with_a_translation(desk, f"{NAME} said it")
    db.execute("UPDATE recording SET file_name = ? WHERE programme_id = ?", [f"{NAME}.mp3", pid])
    db.execute("UPDATE job SET error = ? WHERE job_id = ?", [f"failed on {NAME}", desk.job_id])
    db.execute(
        "INSERT INTO text_vector VALUES ('e 1', ?, ?)", [vector_key("query", f"{NAME} lives in {VILLAGE}."), b"1"]
    )
    db.execute("INSERT INTO text_vector VALUES ('e 1', ?, ?)", [vector_key("query", "Somebody else."), b"2"])
    with closing(open_voices(desk.archive, make=True) or db) as voices:
        allow(voices, "Ауыл үні", "admin")
        know(voices, "Ауыл үні", [NAME], "journalist")
        store_prints(voices, "Ауыл үні", pid, {NAME: np.ones(4, np.float32)}, "net")
        suggest(voices, "Ауыл үні", text.transcript.transcript_id, [Suggestion("voice 1", NAME, 0.9)])
    same_sound_waits(desk, db)
    # What fixity set aside is called by the bytes that it should have, which of public sound are not the original's.
    desk.archive.damaged.mkdir()
    (desk.archive.damaged / f"{'0' * 64}.m4a.1a2b3c4d").write_bytes(b"a voice")
    (desk.archive.damaged / f"{'1' * 64}.json.1a2b3c4d").write_text(f"{NAME} lives in {VILLAGE}.")
    look_for_summary(db, pid)
    approve(db, pid, "approver")
    publish(desk.archive, db, desk.edition, pid, "approver")


def same_sound_waits(desk: Desk, db: Database) -> None:
    """Let somebody have sent the same sound once more, and not used it."""
    recording = current_recording(db, desk.programme_id)
    assert recording
    data, sender = desk.archive.original_path(recording.sha256).read_bytes(), get_user(db, "admin").user_id
    uploads = Uploads(desk.archive)
    upload_id = uploads.begin(db, sender, Wanted(len(data), f"{NAME}.mp3")).upload_id
    assert uploads.append(db, sender, upload_id, Piece(0, len(data), io.BytesIO(data))).sha256 == recording.sha256


def in_bytes(desk: Desk, name: str) -> set[str]:
    """Return which files have a name among their bytes, or are called by it."""
    forms = [name.encode(), name.encode("utf-16-le"), name.casefold().encode()]
    roots = (desk.archive.root, desk.edition)
    files = [(root, path) for root in roots for path in root.rglob("*") if path.is_file()]
    return {
        path.relative_to(root).as_posix()
        for root, path in files
        if any(form in path.read_bytes() for form in forms) or name in path.name
    }


def test_no_copy_waits_to_be_used(erased: Erased) -> None:
    assert list(erased.desk.archive.uploads.iterdir()) == []


def test_nothing_that_was_set_aside_as_damaged_is_left(erased: Erased) -> None:
    assert list(erased.desk.archive.damaged.iterdir()) == []


def test_no_byte_is_left(erased: Erased) -> None:
    assert in_bytes(erased.desk, NAME) == set()
    assert in_bytes(erased.desk, VILLAGE) == set()


def test_no_row_is_left(erased: Erased) -> None:
    with closing(erased.desk.open()) as db:
        for each in belongings(db):
            assert db.table(each.table).count_where(each.condition, each.values(erased.programme_id)) == 0, each.table
        assert [row["vector"] for row in db.table("text_vector").rows] == [b"2"]
    voices = open_voices(erased.desk.archive)
    assert voices
    with closing(voices):
        assert [voices.table(table).count for table in ("known_person", "voice_print", "voice_suggestion")] == [0, 0, 0]


def test_no_file_is_left(erased: Erased) -> None:
    archive = erased.desk.archive
    assert not [path for path in archive.root.rglob("*") if path.name.startswith(erased.sound_sha256)]
    assert [path for path in archive.root.rglob("*") if path.name.startswith(erased.stays_sha256)]
    assert not manifest_path(archive, erased.programme_id).exists()
    left = list((erased.desk.edition / "programmes" / erased.programme_id).iterdir())
    assert [path.name for path in left] == ["withdrawn.json"]
    assert read_tombstone(Layout(erased.desk.edition), erased.programme_id)


def test_the_others_stay(erased: Erased) -> None:
    with closing(erased.desk.open()) as db:
        assert "басқа" in current_text(db, erased.stays).segments[0].text
        assert find_recording(db, erased.stays_sha256)
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_audit_says_who_and_still_holds(erased: Erased) -> None:
    with closing(erased.desk.open()) as db:
        assert [fault.sentence for fault in verify(db)] == []
        said = [(each.user_name, each.action) for each in entries(db, erased.programme_id)]
        assert said[-1] == ("admin", "erasure: done")
        asked = find_erasure(db, erased.programme_id)
        assert asked
        assert (asked.step, asked.asked_by, asked.reason) == (Step.DONE, "admin", REASON)
        assert [each.programme_id for each in list_erasures(db)] == [erased.programme_id]


def test_asked_again_it_is_done(erased: Erased) -> None:
    with closing(erased.desk.open()) as db:
        ask(erased.desk.archive, db, erased.desk.edition, erased.programme_id, "admin", "")
        assert go_on(erased.desk.archive, db, erased.desk.edition, erased.programme_id, "admin") == ()


def test_every_table_is_known(erased: Erased) -> None:
    """A new table refers to the programme, or is named in `webapp.erasing.belongings`."""
    with closing(erased.desk.open()) as db:
        assert unknown_tables(db) == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Desk, Database]]:
    made = make_desk(tmp_path)
    with closing(made.open()) as db:
        yield made, db


def test_only_an_admin(desk: tuple[Desk, Database]) -> None:
    made, db = desk
    for name in ("contributor_owner", "journalist", "approver"):
        with pytest.raises(NotAllowed):
            ask(made.archive, db, made.edition, made.programme_id, name, REASON)
    with pytest.raises(UnknownProgramme):
        ask(made.archive, db, made.edition, "nobody", "admin", REASON)
    with pytest.raises(UnknownProgramme):
        go_on(made.archive, db, made.edition, made.programme_id, "admin")
    assert current_recording(db, made.programme_id)


@pytest.mark.parametrize("reason", ["", "  ", "Сексеуіл туралы", "because A village plants saxaul. so"])
def test_a_reason_without_words_of_it(desk: tuple[Desk, Database], reason: str) -> None:
    made, db = desk
    with pytest.raises(NotErased):
        ask(made.archive, db, made.edition, made.programme_id, "admin", reason)
    assert list_erasures(db) == []


def test_pending_while_somebody_reads_the_log(desk: tuple[Desk, Database]) -> None:
    made, db = desk
    ask(made.archive, db, made.edition, made.programme_id, "admin", REASON)
    db.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(made.archive.database_path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM programme").fetchone()
        pending = go_on(made.archive, db, made.edition, made.programme_id, "admin")
        assert [each.obstacle for each in pending] == [Obstacle.LOG_IN_USE]
        asked = find_erasure(db, made.programme_id)
        assert asked
        assert asked.step is Step.REMOVED
        reader.execute("COMMIT")
    assert go_on(made.archive, db, made.edition, made.programme_id, "admin") == ()


def test_pending_while_words_lie_in_another_file(desk: tuple[Desk, Database]) -> None:
    made, db = desk
    copy = made.archive.root / "copy.txt"
    copy.write_text("notes: A village plants saxaul. It is early.")
    ask(made.archive, db, made.edition, made.programme_id, "admin", REASON)
    pending = go_on(made.archive, db, made.edition, made.programme_id, "admin")
    assert [(each.obstacle, each.where) for each in pending] == [(Obstacle.BYTES_LEFT, "copy.txt")]
    copy.unlink()
    assert go_on(made.archive, db, made.edition, made.programme_id, "admin") == ()


def test_what_another_programme_says_too_is_not_left(desk: tuple[Desk, Database]) -> None:
    made, db = desk
    other, _, _ = fill(made.archive, db, "journalist")  # The same words and the same summary.
    ask(made.archive, db, made.edition, made.programme_id, "admin", REASON)
    assert go_on(made.archive, db, made.edition, made.programme_id, "admin") == ()
    assert current_text(db, other).segments


def test_work_on_it_is_stopped(desk: tuple[Desk, Database], monkeypatch: pytest.MonkeyPatch) -> None:
    made, db = desk
    monkeypatch.setattr("webapp.erasing.erase.STOPPING_SECONDS", 0)
    db.execute("UPDATE job SET state = 'succeeded'")
    held = lease.claim(db, enqueue(db, "link", made.programme_id, {}).job_id, this_process())
    assert held
    ask(made.archive, db, made.edition, made.programme_id, "admin", REASON)
    assert go_on(made.archive, db, made.edition, made.programme_id, "admin") == ()
    assert db.execute("SELECT count(*) FROM job").fetchone()[0] == 0
