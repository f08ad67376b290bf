"""kill -9 while a programme comes in or is stored: it is there whole or not, and the same command goes on."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.fixity import file_sha256
from media.ocfl.check_root import check_root
from media.ocfl.root import StorageRoot
from tests.webapp.dying import FAR, in_a_child
from tests.webapp.packing.conftest import Bagged
from tests.webapp.packing.worked import ADMIN, comment, newsroom
from webapp.audit import entries, verify
from webapp.packing.pack_ocfl import pack_ocfl
from webapp.packing.unpack import Outcome, unpack
from webapp.schema import SCHEMAS


class Incoming:
    """An archive into which the programme comes, again and again."""

    def __init__(self, packed: Bagged, root: Path) -> None:
        self._packed, self._root = packed, root
        self._empty = newsroom(root / "empty").root

    def kill(self, step: int = FAR) -> int:
        archive = Archive(self._root / f"at-{step}")
        shutil.copytree(self._empty, archive.root)
        source, programme_id = self._packed.source, self._packed.programme_id
        done = in_a_child(self._root / "steps", archive, lambda db: unpack(archive, db, source, ADMIN), step)
        with closing(archive.open(SCHEMAS)) as db:
            whole = db.execute("SELECT count(*) FROM revision").fetchone()[0] > 0
            assert whole or step != FAR, "it came in where nobody killed it"
            assert db.execute("SELECT count(*) FROM programme").fetchone()[0] == whole
            assert [each.action for each in entries(db, programme_id)] == ["unpacked"] * whole
            again = unpack(archive, db, source, ADMIN).outcome
            assert again is (Outcome.THERE if whole else Outcome.UNPACKED), f"killed at step {step}"
            assert list(verify(db)) == []
            (sha256,) = db.execute("SELECT sha256 FROM recording").fetchone()
        assert file_sha256(archive.original_path(sha256)) == sha256
        return done


def test_coming_in(packed: Bagged, tmp_path: Path) -> None:
    incoming = Incoming(packed, tmp_path)
    steps = incoming.kill()
    assert steps > 100
    for step in (2, steps // 2, steps - 3):
        assert incoming.kill(step) <= step


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_coming_in_at_every_step(packed: Bagged, tmp_path: Path) -> None:
    incoming = Incoming(packed, tmp_path)
    steps = incoming.kill()
    for step in range(1, steps):
        assert incoming.kill(step) <= step
        shutil.rmtree(tmp_path / f"at-{step}")


class Outgoing:
    """A storage root with one version, to which a second comes, again and again."""

    def __init__(self, packed: Bagged, root: Path) -> None:
        self._packed, self._root = packed, root
        self._one = root / "one"
        with closing(packed.desk.open()) as db:
            self._pack(db, StorageRoot.create(self._one))
            comment(db, packed.desk, random.Random(4))

    def _pack(self, db: Database, root: StorageRoot) -> str:
        with root.alone():
            return pack_ocfl(self._packed.desk.archive, db, self._packed.programme_id, root).version

    def kill(self, step: int = FAR) -> int:
        root = StorageRoot(self._root / f"at-{step}")
        shutil.copytree(self._one, root.root)
        done = in_a_child(self._root / "steps", self._packed.desk.archive, lambda db: self._pack(db, root), step)
        assert step != FAR or list(root.root.glob("*/*/*/*/v2")), "it was stored where nobody killed it"
        with closing(self._packed.desk.open()) as db:
            assert self._pack(db, root) == "v2", f"killed at step {step}"
        judged = list(check_root(root.root))
        assert len(judged) == 2
        assert all(problems == () for _, problems in judged), f"killed at step {step}"
        return done


def test_a_second_version(packed: Bagged, tmp_path: Path) -> None:
    outgoing = Outgoing(packed, tmp_path)
    steps = outgoing.kill()
    assert steps > 100
    for step in (steps // 2, *range(steps - 28, steps, 9)):
        assert outgoing.kill(step) <= step


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_a_second_version_at_every_step(packed: Bagged, tmp_path: Path) -> None:
    outgoing = Outgoing(packed, tmp_path)
    steps = outgoing.kill()
    for step in range(1, steps):
        assert outgoing.kill(step) <= step
        shutil.rmtree(tmp_path / f"at-{step}")
