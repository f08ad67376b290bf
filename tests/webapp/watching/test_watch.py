"""What others put into a folder is brought in when it has arrived whole, once, and nothing of it is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import current_document, get_programme, list_programmes, recordings_of
from media.errors import StorageFull
from tests.media.sounds import KINDS, ticks, write
from tests.webapp.command_line import Muragat
from transcribe.jobs import list_jobs
from webapp.cli.programmes import read_facts
from webapp.importing.lists.records import Outcome
from webapp.watching import taking
from webapp.watching.errors import NotToBeWatched
from webapp.watching.look import Settling, groups_in, is_being_written
from webapp.watching.taking import REASON, Places, set_aside
from webapp.watching.watch import Told, look, watched

KIND = KINDS["wav of telephones"]


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    root = tmp_path_factory.mktemp("sounds")
    return [write(root / f"{n}.wav", KIND, ticks(KIND.rate_hz, 1, level=(n + 1) / 10)) for n in range(6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def places(folder: Path) -> Iterator[Places]:
    with watched(folder) as places:
        yield places


class Watcher:
    """Looks at moments of its own clock."""

    def __init__(self, archive: Archive, db: Database, places: Places) -> None:
        self.archive, self.db, self.places = archive, db, places
        self.settling, self.now_s = Settling(10), 0.0

    def look(self, later_s: float = 0) -> list[Told]:
        self.now_s += later_s
        return list(look(self.archive, self.db, self.places, self.settling, read_facts, self.now_s))

    def settle(self) -> list[Told]:
        """Look, and look again when all has settled."""
        return [*self.look(), *self.look(10)]


@pytest.fixture
def watcher(archive: Archive, db: Database, places: Places) -> Watcher:
    return Watcher(archive, db, places)


def outcomes(told: list[Told]) -> dict[str, Outcome]:
    return {each.result.name: each.result.outcome for each in told if each.result}


def all_files(folder: Path) -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(str(path) for path in found if path.name not in {"lock", "muragat-programme.txt"})


def test_it_waits_until_nothing_changes(watcher: Watcher, folder: Path, sounds: list[Path]) -> None:
    data, path = sounds[0].read_bytes(), folder / "Ауыл таңы.wav"
    path.write_bytes(data[:1_000])
    assert watcher.look() == []
    assert watcher.look(9) == []
    path.write_bytes(data)
    assert watcher.look(5) == []
    assert watcher.look(9) == []
    assert outcomes(watcher.look(1)) == {"Ауыл таңы.wav": Outcome.ADDED}
    (programme,) = list_programmes(watcher.db)
    assert (programme.title, programme.language) == ("Ауыл таңы", "und")
    (recording,) = recordings_of(watcher.db, programme.programme_id)
    assert watcher.archive.original_path(recording.sha256).read_bytes() == data
    assert recording.access_sha256
    assert list_jobs(watcher.db) == []
    done = folder / "done" / "Ауыл таңы.wav"
    assert (done / "Ауыл таңы.wav").read_bytes() == data
    assert (done / "muragat-programme.txt").read_text().split()[0] == programme.programme_id
    assert watcher.settle() == []


def test_with_what_lies_beside_it(watcher: Watcher, folder: Path, sounds: list[Path]) -> None:
    shutil.copy(sounds[0], folder / "talk.wav")
    (folder / "talk.txt").write_text("A village plants saxaul.")
    (folder / "talk.toml").write_text('title = "Сексеуіл"')
    (folder / "facts.toml").write_text('language = "kk"\nseries = "Ауыл"\ntitle = "common"')
    (folder / "later.txt").write_text("Its sound is not here yet.")
    assert outcomes(watcher.settle()) == {"talk.wav": Outcome.ADDED}
    (programme,) = list_programmes(watcher.db)
    assert (programme.title, programme.language, programme.series) == ("Сексеуіл", "kk", "Ауыл")
    summary = current_document(watcher.db, programme.programme_id, "summary")
    assert summary
    assert summary.text == "A village plants saxaul."
    here = ["done/talk.wav/talk.toml", "done/talk.wav/talk.txt", "done/talk.wav/talk.wav", "facts.toml", "later.txt"]
    assert all_files(folder) == here


UNFINISHED = ("a.wav.part", "a.wav.crdownload", ".a.wav.Xy12", "~a.wav", "a.wav.PARTIAL", "a.wav.filepart", "Thumbs.db")


def test_what_others_still_copy_is_left_alone(watcher: Watcher, folder: Path, sounds: list[Path]) -> None:
    for name in UNFINISHED:
        shutil.copy(sounds[0], folder / name)
    (folder / "a folder").mkdir()
    shutil.copy(sounds[0], folder / "a folder" / "b.wav")
    before = all_files(folder)
    assert watcher.settle() == []
    assert all_files(folder) == before


def test_what_is_open_for_writing_has_not_arrived(watcher: Watcher, folder: Path, sounds: list[Path]) -> None:
    with (folder / "a.wav").open("wb") as slow:
        slow.write(sounds[0].read_bytes())
        slow.flush()
        assert is_being_written(folder / "a.wav")
        assert watcher.settle() == []
    assert not is_being_written(folder / "a.wav")
    assert outcomes(watcher.look(10)) == {"a.wav": Outcome.ADDED}


def test_what_cannot_be_used_fails_with_the_reason_beside_it(
    watcher: Watcher, folder: Path, sounds: list[Path]
) -> None:
    (folder / "page.pdf").write_bytes(b"%PDF-1.7")
    (folder / "song.mp3").write_bytes(b"no sound")
    (folder / "empty.wav").touch()
    (folder / "link.wav").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.wav")
    shutil.copy(sounds[1], folder / "bad facts.wav")
    (folder / "bad facts.toml").write_text("title = ")
    (folder / "twice.wav").write_bytes(b"1")
    (folder / "twice.mp3").write_bytes(b"2")
    (folder / "twice.txt").write_text("Whose?")
    found = outcomes(watcher.settle())
    assert set(found.values()) == {Outcome.FAILED}
    reasons = {path.parent.name: path.read_text() for path in (folder / "failed").glob(f"*/{REASON}")}
    said = {
        "page.pdf": "not a sound file",
        "song.mp3": "not a sound file",
        "empty.wav": "is empty",
        "link.wav": "is a link",
        "pipe.wav": "not a file",
        "bad facts.wav": "is not TOML",
        "twice.mp3": "has the same name",
    }
    assert set(reasons) == set(said)
    for name, words in said.items():
        assert words in reasons[name], (name, reasons[name])
        assert "\n" not in reasons[name].strip()
    assert (folder / "failed" / "link.wav" / "link.wav").readlink() == Path("/etc/passwd")
    assert (folder / "failed" / "twice.mp3" / "twice.txt").read_text() == "Whose?"
    assert list_programmes(watcher.db) == []
    assert list((folder / ".muragat" / "taking").iterdir()) == []


def test_the_same_again_is_no_second_programme(watcher: Watcher, folder: Path, sounds: list[Path]) -> None:
    for _ in range(2):
        shutil.copy(sounds[0], folder / "a.wav")
        watcher.settle()
    shutil.copy(sounds[0], folder / "other name.wav")
    assert outcomes(watcher.settle()) == {"other name.wav": Outcome.THERE}
    assert len(list_programmes(watcher.db)) == 1
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["a.wav", "a.wav (2)", "other name.wav"]
    assert "already" in (folder / "done" / "other name.wav" / "muragat-programme.txt").read_text()


def test_a_full_disk_and_a_busy_archive_are_nobodys_fault(
    watcher: Watcher, folder: Path, sounds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(sounds[0], folder / "a.wav")
    with monkeypatch.context() as full:

        def no_room(*_: object, **__: object) -> Iterator[object]:
            raise StorageFull("The disk of the archive is full.")

        full.setattr(taking, "bring_entries", no_room)
        assert [each.trouble for each in watcher.settle()] == ["The disk of the archive is full."]
    other = watcher.archive.open(())
    other.conn.execute("BEGIN IMMEDIATE")
    watcher.db.execute("PRAGMA busy_timeout = 50")
    (busy,) = watcher.look()
    other.rollback()
    assert "tried again" in busy.trouble
    assert list((folder / "failed").iterdir()) == []
    assert outcomes(watcher.look()) == {"a.wav": Outcome.ADDED}


def test_what_grew_while_it_was_taken_is_said(
    watcher: Watcher, folder: Path, sounds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(sounds[0], folder / "a.wav")
    whole = taking.bring_entries

    def grow(archive: Archive, db: Database, entries: object) -> Iterator[object]:
        yield from whole(archive, db, entries)  # type: ignore[arg-type]
        with (folder / ".muragat" / "taking" / "a.wav" / "a.wav").open("ab") as late:
            late.write(b"more")

    monkeypatch.setattr(taking, "bring_entries", lambda *arguments: iter(list(grow(*arguments))))
    watcher.settle()
    assert "only the beginning" in (folder / "failed" / "a.wav" / REASON).read_text()


def test_a_group_that_a_kill_has_cut_in_two_comes_together(
    folder: Path, archive: Archive, db: Database, sounds: list[Path]
) -> None:
    shutil.copy(sounds[0], folder / "talk.wav")
    (folder / "talk.txt").write_text("A village plants saxaul.")
    with watched(folder) as places:
        (group,) = groups_in(folder)
        own = set_aside(places, group)
        (own / "talk.wav").rename(folder / "talk.wav")  # As it is before the last of its moves.
    with watched(folder) as places:
        assert all_files(folder) == ["talk.txt", "talk.wav"]
        Watcher(archive, db, places).settle()
    (programme,) = list_programmes(db)
    assert current_document(db, programme.programme_id, "summary")
    assert get_programme(db, programme.programme_id).title == "talk"


def test_one_watches_at_a_time(places: Places, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotToBeWatched, match="already"), watched(folder):
        pass
    with pytest.raises(NotToBeWatched, match="no folder"), watched(tmp_path / "nothing"):
        pass


def test_no_log_names_a_file(tmp_path: Path, folder: Path, sounds: list[Path]) -> None:
    """A file may be called by its source; what the command prints goes to the journal where nobody looks on."""
    shutil.copy(sounds[0], folder / "Айгерім.wav")
    (folder / "Болат.mp3").write_bytes(b"no sound")
    muragat = Muragat(tmp_path / "archive")
    said = muragat("watch", folder, "--once", "--settled", "0.1")
    (programme,) = msgspec.json.decode(muragat.done("list", "--json"))
    assert said.returncode == 1
    assert said.stdout == f"added  {programme['id']}\n"
    assert said.stderr == "failed  –  The reason lies beside it, in failed/.\n"
    assert (folder / "failed" / "Болат.mp3" / REASON).read_text()
