"""Newsrooms that a test may change and have back as they were.

An app translates its pages into code when they are first shown, which costs more than all that the tests ask of it; so
one is made for each kind of route and kept, and its archive is put back.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from media.catalogue import set_facts
from tests.webapp.desk import Desk, make_desk, with_a_second_run
from tests.webapp.linked import with_links

HISTORY, LINKS, USUAL = "facts/history", "<claim_id>", ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A newsroom, and every file of its archive as it was."""

    desk: Desk
    files: Mapping[Path, bytes]

    def again(self) -> Desk:
        """Return the newsroom as it was at first; nothing may be open of it."""
        self.desk.app.config["KEPT_CONNECTIONS"].take().db.close()  # What this thread keeps.
        root = self.desk.archive.root.parent
        for path in _files(root):
            if path not in self.files:
                path.unlink()
        for path, data in self.files.items():
            if not path.exists() or path.read_bytes() != data:
                path.unlink(missing_ok=True)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        return self.desk


def stage_for(rule: str) -> Stage:
    """Return the newsroom that has what a route is about."""
    return _stage(next(kind for kind in (HISTORY, LINKS, USUAL) if kind in rule))


@cache
def _stage(kind: str) -> Stage:
    desk = make_desk(Path(mkdtemp(prefix="muragat-stage-")))
    if kind == LINKS:
        with_links(desk)
    else:
        with_a_second_run(desk)
    with closing(desk.open()) as db:
        if kind == HISTORY:
            set_facts(db, desk.programme_id, {"title": "Басқа"})
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root = desk.archive.root.parent
    return Stage(desk, {path: path.read_bytes() for path in _files(root)})


def _files(root: Path) -> list[Path]:
    """Return the files under a directory; models are shared, and not looked into."""
    return [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
