"""kill -9 while the edition is written: a reader finds the old edition or the new one, never a mixture."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from pathlib import Path

import pytest

from tests.faults.publisher import PROGRAMMES, is_withdrawn_by, killed_writers
from tests.webapp.published import public_client
from webapp.edition.index import open_index, words_name
from webapp.edition.layout import Layout, read_document, read_tombstone
from webapp.edition.passages import indexed_words, read_passages
from webapp.edition.store import edition_writer, published_versions
from webapp.edition.words import Words, read_words

WITHDRAWN = -1
"""Instead of the number of the step that a reader finds."""
STATUS_OF = {None: 404, WITHDRAWN: 410}
OK = 200


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


def may_be_found(done: int, place: int) -> set[int | None]:
    """Return what a reader may find of a programme when a writer was killed: the step that wrote it, or none.

    :param done: the last step that was done; the next one had begun.
    """
    before = max((number for number in range(done + 1) if number % PROGRAMMES == place), default=None)
    found: set[int | None] = {WITHDRAWN if before is not None and is_withdrawn_by(before) else before}
    if (done + 1) % PROGRAMMES == place:
        found |= {done + 1, WITHDRAWN} if is_withdrawn_by(done + 1) else {done + 1}
    return found


def is_found(layout: Layout, place: int) -> int | None:
    programme_id = f"p{place}"
    if read_tombstone(layout, programme_id):
        return WITHDRAWN
    versions = published_versions(layout, programme_id)
    if not versions:
        return None
    document = read_document(layout.document_path(programme_id, versions[max(versions)]))
    assert document.transcript
    (word,) = {word.text for segment in document.transcript.segments for word in segment.words}
    return int(word.removeprefix("сөз"))


def kill_often(tmp_path: Path, times: int) -> set[int | None]:
    """Kill writers and look what readers find each time; return all that was found."""
    layout = Layout(tmp_path / "edition")
    with edition_writer(layout):
        pass
    client = public_client(layout.root)
    seen: set[int | None] = set()
    with killed_writers("withdrawn", layout, tmp_path / "sounds", random.Random(7)) as kill:
        for _ in range(times):
            done = kill()
            verify(layout)
            for place in range(PROGRAMMES):
                found = is_found(layout, place)
                assert found in may_be_found(done, place), f"p{place} after step {done}"
                assert client.get(f"/programmes/p{place}").status_code == STATUS_OF.get(found, OK)
                seen.add(found)
            with edition_writer(layout):  # Whoever comes next tidies up.
                verify(layout)
            assert not list(layout.root.rglob(".making-*"))
            for place in range(PROGRAMMES):
                if is_found(layout, place) == WITHDRAWN:
                    assert [path.name for path in layout.tombstone_path(f"p{place}").parent.iterdir()] == [
                        layout.tombstone_path("").name
                    ]
    return seen


def test_kill_writer(tmp_path: Path) -> None:
    assert kill_often(tmp_path, times=10)


@pytest.mark.release
@pytest.mark.timeout(3_600)
def test_kill_writer_often(tmp_path: Path) -> None:
    seen = kill_often(tmp_path, times=1000)
    assert WITHDRAWN in seen
    assert len(seen) > PROGRAMMES
