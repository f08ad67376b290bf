"""A programme leaves whole: every row, every original, and nothing of others."""

from __future__ import annotations

import base64
import json
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.bagit.check import check_bag
from media.bagit.errors import BagExists
from media.catalogue import add_document, current_recording, set_facts
from media.errors import UnknownProgramme
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, fill, make_desk
from webapp.audit import entries
from webapp.english import write_english
from webapp.erasing.belongings import belongings
from webapp.packing.errors import NotPacked
from webapp.packing.pack import Packed, pack
from webapp.packing.rows import NAME, shape_of
from webapp.packing.treatment import HISTORY, LEFT_OUT, LIVE
from webapp.review import approve

OTHER = "Мұнда басқа сөздер тұрады және олар қалады"
ODD = "Бұл < & { --> \u202eمرحبا 🎙 \x07 \u2028 сөз"


@dataclass(frozen=True, slots=True)
class Made:
    desk: Desk
    packed: Packed
    again: Packed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    at = tmp_path_factory.mktemp("packed")
    desk = make_desk(at / "desk")
    with closing(desk.open()) as db:
        fill(desk.archive, db, "contributor_other", OTHER)
        work_on(db, desk)
        packed = pack(desk.archive, db, desk.programme_id, at / "one")
        again = pack(desk.archive, db, desk.programme_id, at / "two")
    return Made(desk, packed, again)


def work_on(db: Database, desk: Desk) -> None:
    pid = desk.programme_id
    add_document(db, pid, "script", ODD, language="kk")
    set_facts(db, pid, {"title": ODD, "notes": "one\ntwo"}, user_name="journalist")
    type_words(db, pid, desk.segment_id, "Басқа < сөз 🎙", "journalist")
    write_english(db, pid, desk.segment_id, "A word", "journalist", base_id=None, source_sha256="")
    approve(db, pid, "approver")


def test_the_bag_is_whole(made: Made) -> None:
    assert check_bag(made.packed.place) == ()


def test_every_row_of_it_is_there_as_it_is_and_none_of_others(made: Made) -> None:
    root = made.packed.place / "data" / "rows"
    expected, pid = 0, made.desk.programme_id
    with closing(made.desk.open()) as db:
        for each in belongings(db):
            path = root / f"{each.table}.jsonl"
            if each.table in LEFT_OUT:
                assert not path.exists()
                continue
            shape = shape_of(db, each.table)
            sql = f"SELECT * FROM {each.table} WHERE {each.condition} ORDER BY {shape.order}"  # noqa: S608 our own words
            rows = list(db.query(sql, each.values(pid)))
            numbered = {shape.key, *shape.references, NAME}
            found = [read(line) for line in path.read_bytes().split(b"\n")[:-1]] if path.exists() else []
            plain = {*shape.columns} - numbered
            assert [by_name(row, plain) for row in found] == [by_name(row, plain) for row in rows], each.table
            expected += len(rows)
        lines = (made.packed.place / "audit" / "1.jsonl").read_bytes().splitlines()
        audit = [json.loads(line)["sha256"] for line in lines]
        assert audit == [entry.sha256 for entry in entries(db, pid)]
    assert expected > 12
    assert {"revision", "revision_segment", "english", "review_event"} <= {path.stem for path in root.iterdir()}
    assert audit
    assert not any(OTHER.encode() in path.read_bytes() for path in root.iterdir())


def by_name(row: dict[str, object], columns: set[str]) -> str:
    return repr(sorted((name, value) for name, value in row.items() if name in columns))


def test_what_becomes_of_each_table_is_said(made: Made) -> None:
    with closing(made.desk.open()) as db:
        tables = {each.table for each in belongings(db)}
    assert tables == LIVE | HISTORY | LEFT_OUT, "say of a new table in webapp/packing/treatment.py what becomes of it"
    assert len(LIVE) + len(HISTORY) + len(LEFT_OUT) == len(tables), "and of each one thing"


def read(line: bytes) -> dict[str, object]:
    row: dict[str, object] = json.loads(line)
    return {
        name: base64.b64decode(value["base64"]) if isinstance(value, dict) else value for name, value in row.items()
    }


def test_the_sound_is_there_byte_for_byte(made: Made) -> None:
    with closing(made.desk.open()) as db:
        recording = current_recording(db, made.desk.programme_id)
    assert recording
    there = list((made.packed.place / "data" / "originals").iterdir())
    assert [path.name for path in there] == [recording.sha256]
    assert there[0].read_bytes() == made.desk.archive.original_path(recording.sha256).read_bytes()


def test_packed_twice_it_is_the_same_bytes(made: Made) -> None:
    one, two = ((each.place / "manifest-sha512.txt").read_bytes() for each in (made.packed, made.again))
    assert one == two


def test_it_says_that_it_is_not_for_publication_and_only_its_owner_reads_it(made: Made) -> None:
    root = made.packed.place
    assert "Not for publication" in (root / "bag-info.txt").read_text()
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (root, *root.rglob("*"))}
    assert modes == {0}


def test_what_is_there_already_stays(made: Made) -> None:
    with closing(made.desk.open()) as db, pytest.raises(BagExists):
        pack(made.desk.archive, db, made.desk.programme_id, made.packed.place.parent)
    assert check_bag(made.packed.place) == ()


def test_nothing_is_left_of_what_cannot_be_packed_whole(made: Made, tmp_path: Path) -> None:
    archive = made.desk.archive
    with closing(made.desk.open()) as db:
        recording = current_recording(db, made.desk.programme_id)
        assert recording
        path = archive.original_path(recording.sha256)
        data = path.read_bytes()
        for wrong in (data[:-1] + bytes([data[-1] ^ 1]), None):
            path.unlink()
            if wrong is not None:
                path.write_bytes(wrong)
            else:
                assert not path.exists()
            with pytest.raises(NotPacked):
                pack(archive, db, made.desk.programme_id, tmp_path)
            path.write_bytes(data)
        with pytest.raises(UnknownProgramme):
            pack(archive, db, "p0", tmp_path)
    assert list(tmp_path.iterdir()) == []
