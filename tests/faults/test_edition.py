"""kill -9 while the edition is written: a reader finds the old edition or the new one, never a mixture."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.webapp.editions import make_sound
from webapp.edition.index import open_index, words_name
from webapp.edition.layout import Layout, read_document, read_tombstone
from webapp.edition.passages import indexed_words, read_passages
from webapp.edition.store import edition_writer
from webapp.edition.words import Words, read_words

WRITER = """
import dataclasses
import sys
from pathlib import Path
from media.database import utc_now
from tests.webapp.editions import approved, make_sound
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer, remove_blocked

layout, files = Layout(Path(sys.argv[1])), make_sound(Path(sys.argv[2]))
for number in range(int(sys.argv[3]), 10**6):
    with edition_writer(layout):
        made = approved(f"p{number % 3}", text=f"сөз{number} " * 50, sound=files.sound)
        add_version(layout, dataclasses.replace(made, approved_at=utc_now()), files)
    print(number, flush=True)
    if number % 5 == 4:
        block(layout, f"p{number % 3}")
        remove_blocked(layout)
"""


def verify(layout: Layout) -> None:
    """Check that all that the index names is there and is what its name says."""
    connection = open_index(layout)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        versions = connection.execute("SELECT * FROM version").fetchall()
        listed = connection.execute("SELECT * FROM programme").fetchall()
        words = read_words(layout.words_path(words_name(connection)))
    finally:
        connection.close()
    for row in versions:
        path = layout.document_path(row["programme_id"], row["sha256"])
        assert hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]
        document = read_document(path)
        assert document.version == row["number"]
        assert document.sound is not None
        sound = layout.sound_path(document.sound.sha256)
        assert hashlib.sha256(sound.read_bytes()).hexdigest() == document.sound.sha256
        assert layout.peaks_path(document.sound.sha256).stat().st_size > 0
    for row in listed:
        files = {v["number"]: v["sha256"] for v in versions if v["programme_id"] == row["programme_id"]}
        assert row["version"] == max(files)
        # All that a search needs is there, and no more words of the programme than it has.
        said = read_passages(layout.passages_path(row["programme_id"], files[row["version"]]))
        having = {words.word(place) for place in range(len(words)) if row["number"] in programmes_of(words, place)}
        assert having == indexed_words(read_document(document_path(layout, row, files)), said)


def programmes_of(words: Words, place: int) -> list[int]:
    return words.postings[words.posting_starts[place] : words.posting_starts[place + 1]].tolist()


def document_path(layout: Layout, row: sqlite3.Row, files: dict[int, str]) -> Path:
    return layout.document_path(row["programme_id"], files[row["version"]])


def kill_often(tmp_path: Path, times: int) -> None:
    layout = Layout(tmp_path / "edition")
    make_sound(tmp_path / "sound")
    chance = random.Random(7)
    acknowledged = -1
    for _ in range(times):
        command = [sys.executable, "-c", WRITER, str(layout.root), str(tmp_path / "sound"), str(acknowledged + 1)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        acknowledged = int(writer.stdout.readline())
        time.sleep(chance.uniform(0, 0.15))
        writer.kill()
        for line in writer.stdout:
            acknowledged = int(line)
        writer.wait()
        writer.stdout.close()
        verify(layout)
        programme_id = f"p{acknowledged % 3}"
        was_blocked = read_tombstone(layout.tombstone_path(programme_id)) is not None
        assert was_blocked or _has(layout, f"сөз{acknowledged}") or _has(layout, f"сөз{acknowledged + 3}")
        with edition_writer(layout):
            verify(layout)
        assert not list(layout.root.rglob(".making-*"))


def _has(layout: Layout, word: str) -> bool:
    return any(word in path.read_text() for path in layout.document_paths())


def test_kill_writer(tmp_path: Path) -> None:
    kill_often(tmp_path, times=8)


@pytest.mark.release
@pytest.mark.timeout(1_800)
def test_kill_writer_often(tmp_path: Path) -> None:
    kill_often(tmp_path, times=200)
