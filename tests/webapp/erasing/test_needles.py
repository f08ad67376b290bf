"""Words are told in any file by pieces of them: deleted rows of a database, texts over the edge of two blocks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from webapp.erasing.needles import blocks_of, found_in, needles_of, without

SAID = "Бұлдырқай Жұмағұлбек ауылдан шықты"
ROW = '{"segments":[{"text":"' + SAID + '","start_ms":120}],"made":"2026-11-26"}'


def test_a_deleted_row_is_found_in_the_file_until_that_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    needles = needles_of((ROW,))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE kept (text TEXT)")
        db.execute("INSERT INTO kept VALUES (?)", [ROW])
        db.execute("DELETE FROM kept")
        assert len(found_in(needles, [path.read_bytes()])) > 0
        db.execute("VACUUM")
        assert len(found_in(needles, [path.read_bytes()])) == 0


@pytest.mark.parametrize("edge", range(1, 40))
def test_a_piece_over_the_edge_of_two_blocks_is_found(edge: int) -> None:
    needles = needles_of((SAID,))
    said = b"..." + SAID.encode() + b"..."
    assert len(found_in(needles, [said[:edge], said[edge:]])) == len(needles)


def test_ids_numbers_and_keys_are_no_words() -> None:
    assert len(needles_of(('{"segment_id":"s12ab34cd56ef","start_ms":123456789}', "0123456789abcdef" * 4))) == 0


def test_what_is_no_text_is_told_too() -> None:
    vector = bytes(range(256)) * 4
    assert len(found_in(needles_of((vector,)), [b"x" * 7 + vector])) > 0


def test_what_others_say_is_taken_away() -> None:
    needles = needles_of((SAID, "A village plants saxaul."))
    others = found_in(needles, blocks_of(["A village plants saxaul.", b"\x00"]))
    assert 0 < len(without(needles, others)) < len(needles)
    assert len(found_in(without(needles, others), [SAID.encode()])) == len(without(needles, others))
