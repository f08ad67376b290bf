"""The index follows the edition: nothing of what left is in its bytes, and a writer's death changes nothing."""

from __future__ import annotations

import dataclasses
import sqlite3
from pathlib import Path

import pytest

from media.database import utc_now
from tests.webapp.editions import approved, found
from tests.webapp.published import public_client
from webapp.edition.alphabet import encode
from webapp.edition.catalogue import FORMAT
from webapp.edition.fold import fold
from webapp.edition.index import ensure_index, index_format, open_index, put_in, rebuild_index
from webapp.edition.layout import Layout
from webapp.edition.passages import encode_passages, passages_of, read_folded, read_passages
from webapp.edition.render import render_document
from webapp.edition.store import (
    add_version,
    block,
    edition_writer,
    published_versions,
    remove_blocked,
    renew_index,
)
from webapp.public.shelf import Shelf


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "edition")


def publish(layout: Layout, programme_id: str, text: str, title: str = "A programme") -> None:
    one = dataclasses.replace(approved(programme_id, title, text=text), approved_at=utc_now())
    with edition_writer(layout):
        add_version(layout, one, None)


def holding(layout: Layout, word: str, but: str = "") -> list[str]:
    """Return the files of the store that hold a word in any of the ways in which they write one."""
    ways = {
        word.encode(),
        fold(word).encode(),
        encode(fold(word)),
        word.encode("utf-16-le"),
        fold(word).upper().encode(),
    }
    return [
        str(path.relative_to(layout.root))
        for path in sorted(layout.root.rglob("*"))
        if path.is_file() and path.suffix != (but or None) and any(way in path.read_bytes() for way in ways)
    ]


def test_every_way_of_writing_a_word_is_looked_for(layout: Layout) -> None:
    publish(layout, "p1", "Жақсыбаева")
    kept = {Path(name).suffix for name in holding(layout, "Жақсыбаева")}
    assert kept == {".json", ".passages", ".words"}
    assert holding(layout, "Жақсыбаева", but=".json")


def test_nothing_is_left_of_a_withdrawn_programme(layout: Layout) -> None:
    publish(layout, "p1", "Жақсыбаева Secretname", title="Құпия атау")
    publish(layout, "p2", "бір екі үш")
    block(layout, "p1")
    assert found(layout, "жақсыбаева") == [], "at once"
    remove_blocked(layout)
    for word in ("Жақсыбаева", "Secretname", "Құпия"):
        assert holding(layout, word) == []
    assert found(layout, "бір") == ["p2"]
    assert list(layout.blocked.iterdir()) == []


def test_corrected_word_is_only_in_the_version_that_said_it(layout: Layout) -> None:
    publish(layout, "p1", "Жақсыбаева келді", title="Құпия атау")
    publish(layout, "p1", "Гүлнәр келді", title="Жаңа атау")
    assert found(layout, "жақсыбаева") == []
    assert found(layout, "гүлнәр келді") == ["p1"]
    for word in ("Жақсыбаева", "Құпия"):
        (name,) = holding(layout, word)
        assert Path(name).suffix == ".json"


def test_many_changes_end_where_a_rebuild_does(layout: Layout) -> None:
    for number in range(12):
        publish(layout, f"p{number % 4}", f"сөз{number} ортақ {'жер ' * number}")
        if number % 5 == 4:
            block(layout, f"p{number % 4}")
            remove_blocked(layout)
    queries = [f"сөз{number}" for number in range(12)] + ["ортақ", "жер", "сөз"]
    changed = [found(layout, query) for query in queries]
    rebuild_index(layout)
    assert [found(layout, query) for query in queries] == changed
    assert found(layout, "сөз11") == ["p3"]
    assert found(layout, "сөз9") == []


def test_word_of_several_programmes_stays_while_one_has_it(layout: Layout) -> None:
    publish(layout, "p1", "ортақ")
    publish(layout, "p2", "ортақ")
    block(layout, "p1")
    remove_blocked(layout)
    assert found(layout, "ортақ") == ["p2"]


def first_format(layout: Layout) -> None:
    """Put in the place of the index one of the first release, as far as it matters: other tables, no format."""
    old = layout.root / "old.db"
    with sqlite3.connect(old) as connection:
        connection.executescript(
            "CREATE TABLE programme (programme_id TEXT PRIMARY KEY, title TEXT);"
            "CREATE TABLE version (programme_id TEXT, number INTEGER, sha256 TEXT, sound_sha256 TEXT,"
            " published_at TEXT);"
            "CREATE TABLE passage (passage_id INTEGER PRIMARY KEY, words TEXT);"
        )
        rows = open_index(layout).execute("SELECT * FROM version").fetchall()
        connection.executemany("INSERT INTO version VALUES (?, ?, ?, ?, ?)", [tuple(row) for row in rows])
    connection.close()
    old.rename(layout.index_path)
    for path in (*layout.words.iterdir(), *layout.programmes.glob("*/*.passages")):
        path.unlink()


def test_edition_of_an_older_release_waits_for_its_writer(layout: Layout) -> None:
    publish(layout, "p1", "бір екі үш")
    first_format(layout)
    client = public_client(layout.root)
    for place in ("/", "/search?q=бір", "/programmes/p1", "/browse", "/healthz"):
        answer = client.get(place)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert b"Traceback" not in answer.data
    assert "is being made anew" in client.get("/").text
    renew_index(layout)
    assert client.get("/programmes/p1").status_code == 200
    assert "1 programme" in client.get("/search?q=бір").text
    assert index_format(open_index(layout)) == FORMAT


def test_nothing_is_made_where_nothing_was_published(layout: Layout) -> None:
    renew_index(layout)
    assert not layout.root.exists()


def test_programme_of_an_older_release_can_be_withdrawn(layout: Layout) -> None:
    publish(layout, "p1", "Жақсыбаева")
    first_format(layout)
    block(layout, "p1")
    remove_blocked(layout)
    assert holding(layout, "Жақсыбаева") == []
    assert public_client(layout.root).get("/programmes/p1").status_code == 410


def test_words_that_were_lost_are_made_again(layout: Layout) -> None:
    publish(layout, "p1", "бір екі үш")
    (words,) = layout.words.iterdir()
    words.unlink()
    assert public_client(layout.root).get("/search?q=бір").status_code == 503
    assert public_client(layout.root).get("/programmes/p1").status_code == 200, "what needs no search works on"
    with edition_writer(layout):
        pass
    assert found(layout, "бір") == ["p1"]


def test_one_file_of_words_and_one_of_passages_are_kept(layout: Layout) -> None:
    for number in range(3):
        publish(layout, "p1", f"сөз{number}")
    assert len(list(layout.words.iterdir())) == 1
    assert len(list(layout.programmes.glob("*/*.passages"))) == 1
    (layout.words / "left.words").touch()
    (layout.programmes / "p1" / "left.passages").touch()
    (layout.programmes / "p1" / ".making-x").touch()
    with edition_writer(layout):
        pass
    assert len(list(layout.words.iterdir())) == 1
    assert len(list((layout.programmes / "p1").iterdir())) == 4, "three versions, one file of passages"


def test_writer_that_died_after_the_tombstone_is_made_up_for(layout: Layout) -> None:
    publish(layout, "p1", "Жақсыбаева")
    publish(layout, "p2", "бір")
    block(layout, "p1")
    publish(layout, "p2", "екі")  # The next to write, whoever it is.
    assert holding(layout, "Жақсыбаева") == []
    assert found(layout, "екі") == ["p2"]


def test_writer_that_died_while_a_programme_came_back(layout: Layout) -> None:
    publish(layout, "p1", "бір")
    block(layout, "p1")
    remove_blocked(layout)
    tombstone = layout.tombstone_path("p1").read_bytes()
    publish(layout, "p1", "екі")
    # As it is before the writer takes these away, the last that it does.
    layout.tombstone_path("p1").write_bytes(tombstone)
    layout.blocked_path("p1").touch()
    assert public_client(layout.root).get("/programmes/p1").status_code == 410
    assert found(layout, "екі") == []
    publish(layout, "p1", "үш")
    assert public_client(layout.root).get("/programmes/p1").status_code == 200
    assert found(layout, "үш") == ["p1"]
    assert holding(layout, "екі") == []


def test_a_mark_without_a_tombstone_is_taken_away(layout: Layout) -> None:
    publish(layout, "p1", "бір")
    layout.blocked.mkdir(exist_ok=True)
    layout.blocked_path("p1").touch()
    ensure_index(layout)
    assert found(layout, "бір") == ["p1"]


def test_a_failed_change_leaves_the_index_as_it_was(layout: Layout) -> None:
    publish(layout, "p1", "бір")
    with pytest.raises(FileNotFoundError):
        put_in(layout, layout.document_path("p2", "0" * 64))
    assert found(layout, "бір") == ["p1"]
    assert not list(layout.root.rglob(".making-*"))


def test_facts_that_are_no_dates_are_none(layout: Layout) -> None:
    one = approved("p1")
    facts = dataclasses.replace(one.programme, aired="<script>", published="2026-13-01")
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(one, programme=facts), None)
    shelf = Shelf(layout.root)
    assert [entry.date for entry in shelf.newest(9, 0)] == [None]
    shelf.close()
    assert public_client(layout.root).get("/timeline").status_code == 200


@pytest.mark.parametrize("words", [1, 60, 400, 40_000])
def test_folded_words_are_read_alone(tmp_path: Path, words: int) -> None:
    text = " ".join(f"сөз{number}" for number in range(words))
    passages = passages_of(render_document(approved(text=text, summary=None), 1, ""))
    path = tmp_path / "p"
    path.write_bytes(encode_passages(passages))
    assert read_folded(path) == passages.folded == read_passages(path).folded
    assert passages.words(0, len(passages))[-words:] == text.split()
    assert passages.words(len(passages) - 1, len(passages)) == text.split()[-1:]


def test_an_index_made_anew_has_a_version_that_stands_alone_and_none_before_it(layout: Layout) -> None:
    """A writer was killed before it had removed what is protected now."""
    with edition_writer(layout):
        add_version(layout, approved("p1", text="бір екі"), None)
        (older,) = layout.document_paths()
        left = older.read_bytes()
        add_version(layout, approved("p1", text="бір үш"), None, alone=True)
    older.write_bytes(left)
    rebuild_index(layout)
    assert list(published_versions(layout, "p1")) == [2]
