"""What earlier releases have packed comes in with this one, with all that was in it."""

from __future__ import annotations

import gzip
import re
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.database import connect
from tests.webapp.packing.keep import KEPT, KEY
from tests.webapp.packing.worked import ADMIN, SEEN, newsroom
from tests.webapp.upgrading.keep import ARCHIVES
from transcribe.revise import current_text
from webapp.audit import verify
from webapp.english import english_of
from webapp.packing.errors import NotUnpacked
from webapp.packing.found import find_packed
from webapp.packing.older import make_as_it_was
from webapp.packing.unpack import Outcome, unpack
from webapp.redaction.opened import opened
from webapp.redaction.vault import KEY_VARIABLE
from webapp.review import content
from webapp.schema import SCHEMAS

BAGS = sorted(KEPT.iterdir())


@pytest.mark.parametrize("kept", BAGS, ids=lambda path: path.name.partition(".")[0])
def test_a_kept_bag_comes_in(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    with tarfile.open(kept) as tar:
        tar.extractall(tmp_path / "bag")  # noqa: S202 (it is ours)
    archive = newsroom(tmp_path / "there")
    with closing(archive.open(SCHEMAS)) as db:
        (found,) = find_packed(tmp_path / "bag")
        brought = unpack(archive, db, found.open(), ADMIN)
        assert brought.outcome is Outcome.UNPACKED
        assert unpack(archive, db, found.open(), ADMIN).outcome is Outcome.THERE
        assert any(each.edited_by == "journalist" for each in current_text(db, brought.programme_id).segments)
        assert SEEN in {each.text for each in english_of(db, brought.programme_id).values()}
        assert opened(content(db, brought.programme_id).redactions).standing
        assert list(verify(db)) == []


def test_one_is_kept() -> None:
    assert BAGS


def shape(db: Database | sqlite3.Connection) -> dict[str, str]:
    """Return every table and index, whatever its spaces are; triggers were written in other words earlier."""
    found = db.execute("SELECT name, sql FROM sqlite_master WHERE type != 'trigger' AND sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", "", sql).replace('"', "") for name, sql in found}


@pytest.mark.parametrize("kept", sorted(ARCHIVES.iterdir()), ids=lambda path: path.name.partition(".")[0])
def test_tables_are_made_as_an_older_release_had_them(kept: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "older.db")) as older:
        older.executescript(gzip.decompress(kept.read_bytes()).decode())
        had = older.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
        wanted = shape(older)
    with closing(connect(tmp_path / "made.db", ())) as made:
        make_as_it_was(made, had)
        assert shape(made) == wanted
        for migrations in SCHEMAS:
            migrations.apply(made)
        with closing(connect(tmp_path / "new.db", SCHEMAS)) as new:
            assert shape(made) == shape(new)


def test_a_newer_release_is_refused(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "made.db", ())) as made, pytest.raises(NotUnpacked, match="newer muragat"):
        make_as_it_was(made, [("media", "m999_later")])
