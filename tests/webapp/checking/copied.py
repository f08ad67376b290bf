"""A newsroom like another, in a place of its own."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from media.archive import Archive
from tests.webapp.desk import Desk


def copied(desk: Desk, root: Path) -> Desk:
    """Return a copy that can be changed."""
    with closing(desk.open()) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(desk.archive.root, root / "copy")
    return replace(desk, archive=Archive(root / "copy"), edition=root / "edition")
