"""Archives as earlier releases wrote them: each opens with this one, and nothing that people did is lost."""

from __future__ import annotations

import gzip
import random
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from media.archive import Archive
from media.catalogue import current_document, list_programmes
from media.database import lacking
from tests.conftest import REPOSITORY
from tests.transcribe.texts import type_words
from tests.webapp.command_line import Muragat
from tests.webapp.desk import SUMMARY, make_desk
from tests.webapp.upgrading.keep import ARCHIVES, BY_A_PERSON
from transcribe.revise import current_text
from webapp.audit import verify
from webapp.schema import SCHEMAS

ACCOUNTS = "SELECT user_id, name, password_hash, role, disabled_at FROM user ORDER BY user_id"
KEPT = sorted(ARCHIVES.iterdir())
OPEN = """
import sys
from pathlib import Path
from media.archive import Archive
from webapp.schema import SCHEMAS
print("ready", flush=True)
Archive(Path(sys.argv[1])).open(SCHEMAS)
"""


def lay(kept: Path, root: Path) -> Archive:
    """Lay out an archive as it was kept."""
    archive = Archive(root)
    archive.create()
    with closing(sqlite3.connect(archive.database_path)) as connection:
        connection.executescript(gzip.decompress(kept.read_bytes()).decode())
    return archive


def shape(archive: Archive) -> dict[str, str]:
    """Return every table, index and trigger of a database, whatever its spaces are."""
    with closing(sqlite3.connect(archive.database_path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", "", sql).replace('"', "") for name, sql in found}


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return shape(make_desk(tmp_path_factory.mktemp("new")).archive)


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name.partition(".")[0])
def test_it_opens_with_all_that_was_in_it(kept: Path, tmp_path: Path, new: dict[str, str]) -> None:
    archive = lay(kept, tmp_path / "archive")
    with closing(sqlite3.connect(archive.database_path)) as before:
        people = before.execute(ACCOUNTS).fetchall()
    assert len(people) > 5
    with closing(archive.open(SCHEMAS)) as db:
        (programme,) = list_programmes(db)
        summary = current_document(db, programme.programme_id, "summary")
        assert summary
        assert summary.text == SUMMARY
        text = current_text(db, programme.programme_id)
        (segment,) = [each for each in text.segments if each.text == BY_A_PERSON]
        assert segment.edited_by == "journalist"
        assert db.execute(ACCOUNTS).fetchall() == people
        assert list(verify(db)) == []
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        type_words(db, programme.programme_id, segment.segment_id, "Бүгін", "journalist")
        assert "Бүгін" in [each.text for each in current_text(db, programme.programme_id).segments]
    assert shape(archive) == new, "and is made as a new one is"


def test_the_command_makes_a_backup_first(tmp_path: Path) -> None:
    muragat = Muragat(lay(KEPT[0], tmp_path / "archive").root)
    to_do = lacking(muragat.archive / "archive.db", SCHEMAS)
    assert len(to_do) > 5
    said = muragat.done("upgrade", tmp_path / "backups")
    assert f"{len(to_do)} changes were made" in said
    assert lacking(muragat.archive / "archive.db", SCHEMAS) == ()
    assert "nothing was done" in muragat.done("upgrade", tmp_path / "backups")
    # What was put back from it is what it was before: it lacks what was changed.
    other = Archive(tmp_path / "other")
    restored = Muragat(other.root)
    restored.done("restore", tmp_path / "backups")
    assert len(restored.done("list").splitlines()) == 1
    assert "name it with --archive" in Muragat(tmp_path / "nothing")("upgrade", tmp_path / "backups").stderr


def test_a_killed_upgrade_goes_on(tmp_path: Path) -> None:
    chance = random.Random(3)
    archive = lay(KEPT[0], tmp_path / "archive")
    for _ in range(4):
        command = [sys.executable, "-c", OPEN, str(archive.root)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as opening:
            assert opening.stdout
            opening.stdout.readline()
            time.sleep(chance.random() * 0.1)
            opening.kill()
    with closing(archive.open(SCHEMAS)) as db:
        (programme,) = list_programmes(db)
        assert BY_A_PERSON in [each.text for each in current_text(db, programme.programme_id).segments]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert lacking(archive.database_path, SCHEMAS) == ()
