"""Backups under load, killed at any moment: each that is listed is whole and has every edit acknowledged before."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.backup.make import make_backup
from media.backup.place import BackupPlace
from media.backup.records import Tree
from media.backup.restore import restore
from media.backup.verify import verify
from media.fixity import file_sha256
from tests.conftest import REPOSITORY
from tests.faults.processes import actor
from tests.faults.test_edits import add_words, check_history, words_in
from transcribe.revise import current_text
from transcribe.schema import SCHEMAS

KEEP = """
import sys
from pathlib import Path
from media.backup.make import make_backup
from media.backup.place import BackupPlace
from media.backup.records import Tree
print("ready", flush=True)
make_backup(BackupPlace(Path(sys.argv[1])), [Tree("archive", Path(sys.argv[2]))], lambda _: None)
"""


def test_an_edit_that_was_acknowledged_before_is_in_it(archive: Archive, db: Database, tmp_path: Path) -> None:
    programme_id = add_words(db, 40)
    place, tree = BackupPlace(tmp_path / "backups"), Tree("archive", archive.root, frozenset((archive.models,)))
    with ExitStack() as stack:
        writers = [
            stack.enter_context(actor("edit_on", archive.database_path, programme_id, name, 12)) for name in "abc"
        ]
        before = [writer.read() for writer in writers]
        made = make_backup(place, [tree], lambda _: None)
        after = [word for writer in writers for word in writer.read_until("")]
    assert verify(place, place.read(made.name)) == ()
    back = Archive(tmp_path / "back")
    restore(place, place.read(made.name), {"archive": back.root}, back.database_path)
    with closing(back.open(SCHEMAS)) as there:
        words = words_in(current_text(there, programme_id))
        assert set(before) <= set(words) <= {*before, *after}
        assert len(words) == len(set(words))
        check_history(there, programme_id)


def kill_often(root: Path, times: int) -> None:
    chance = random.Random(11)
    tree, place = root / "tree", BackupPlace(root / "backups")
    tree.mkdir()
    with closing(Database(tree / "archive.db")) as db:
        db["word"].insert_all({"text": f"{number}" * 500} for number in range(2_000))
    command = [sys.executable, "-c", KEEP, str(place.root), str(tree)]
    takes_s = 0.0
    for number in range(times):
        (tree / f"{number}").write_bytes(chance.randbytes(200_000))
        before = place.names()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as making:
            assert making.stdout
            assert making.stdout.readline() == "ready\n"
            begun = time.monotonic()
            if number % 5:  # One in five comes to its end, and says how long one takes.
                time.sleep(chance.random() * takes_s)
                making.kill()
        if number % 5 == 0:
            takes_s = time.monotonic() - begun
        assert place.names()[: len(before)] == before
        for name in place.names()[len(before) :]:
            for file in place.read(name).files:
                assert all(file_sha256(place.blob_path(blob)) == blob for blob in file.blobs)
    made = make_backup(place, [Tree("archive", tree)], lambda _: None)
    assert verify(place, place.read(made.name)) == ()
    assert {path.name for path in tree.iterdir()} == {
        file.path.partition("/")[2] for file in place.read(made.name).files
    }
    assert [path for path in place.root.rglob(".making-*") if path.parent in (place.root, place.files)] == []


def test_kill_backup(tmp_path: Path) -> None:
    kill_often(tmp_path, times=6)


@pytest.mark.release
@pytest.mark.timeout(1_800)
def test_kill_backup_often(tmp_path: Path) -> None:
    kill_often(tmp_path, times=300)
