"""A round of fixity takes hours: what was withdrawn meanwhile is missing because it has to be, and stays away."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.backup.make import make_backup
from media.backup.place import BackupPlace
from media.backup.records import Tree
from media.rounds.look import look
from media.rounds.records import Fault
from media.rounds.store import open_rounds
from tests.webapp.editions import approved, make_sound
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer, remove_blocked
from webapp.rounds import expected, put_right


@pytest.mark.parametrize("is_swept", [True, False], ids=["it was swept", "it is only blocked"])
def test_what_was_withdrawn_while_a_round_went_on_is_not_put_back(
    archive: Archive, db: Database, tmp_path: Path, *, is_swept: bool
) -> None:
    layout = Layout(tmp_path / "edition")
    files = make_sound(tmp_path / "sound", 2_000)
    with edition_writer(layout):
        add_version(layout, approved("p1", sound=files.sound), files)
        add_version(layout, approved("p2"), None)
    place = BackupPlace(tmp_path / "backups")
    make_backup(place, [Tree("archive", archive.root), Tree("edition", layout.root)], lambda _: None)
    found = expected(archive, db, layout)
    gone, stays = (next(layout.programmes.glob(f"{name}/*.json")) for name in ("p1", "p2"))
    block(layout, "p1")
    if is_swept:
        remove_blocked(layout)
    else:
        gone.unlink()
    stays.unlink()
    with closing(open_rounds(archive)) as rounds:
        findings = look(rounds, found.watched, found.unknown, lambda: True).findings
    assert {each.path for each in findings if each.fault is Fault.MISSING} >= {gone, stays}
    right = put_right(archive, db, layout, place, findings)
    assert [each.path for each in right] == [stays]
    assert stays.exists()
    assert [path.name for path in gone.parent.iterdir()] == ["withdrawn.json"]
    assert not layout.sound_path(files.sound.sha256).exists()
