"""Bags from strangers: whatever is wrong with one is said in one sentence, and nothing of it is brought in."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.bagit.check import check_bag
from media.errors import MuragatError
from tests.webapp.packing.conftest import Bagged
from tests.webapp.packing.worked import ADMIN, newsroom
from webapp.packing.found import find_packed
from webapp.packing.unpack import unpack
from webapp.schema import SCHEMAS

ABOUT = "data/programme.json"
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return newsroom(tmp_path_factory.mktemp("there"), noise=1)


@pytest.fixture
def db(there: Archive) -> Iterator[Database]:
    with closing(there.open(SCHEMAS)) as db:
        yield db


def standing(archive: Archive, db: Database) -> tuple[list[str], list[Path]]:
    """Return all that an archive holds."""
    files = [path for path in archive.root.rglob("*") if path.is_file() and "archive.db" not in path.name]
    return list(db.conn.iterdump()), sorted(files)


def refuse(archive: Archive, db: Database, bag: Path) -> str:
    """Let a bag be refused, with nothing of it left; return the sentence."""
    before = standing(archive, db)
    with pytest.raises(MuragatError) as refused:
        bring(archive, db, bag)
    assert standing(archive, db) == before
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


def bring(archive: Archive, db: Database, bag: Path) -> None:
    for found in find_packed(bag):
        unpack(archive, db, found.open(), ADMIN)


def copy(packed: Bagged, to: Path) -> Path:
    shutil.copytree(packed.place, to)
    for path in to.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return to


def made_again(bag: Path) -> Path:
    """Write the manifests of a bag anew: a stranger can."""
    for name, is_in in (("manifest", True), ("tagmanifest", False)):
        for algorithm in ("sha256", "sha512"):
            lines = [
                f"{hashlib.new(algorithm, path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n"
                for path in sorted(bag.rglob("*"))
                if path.is_file()
                and path.relative_to(bag).as_posix().startswith("data/") == is_in
                and not path.name.startswith("tagmanifest-")
            ]
            (bag / f"{name}-{algorithm}.txt").write_text("".join(lines))
    return bag


def rows(table: str, change: Callable[[dict[str, Any]], Any]) -> Change:
    """Change each row of a table."""

    def changed(bag: Path) -> None:
        path = bag / "data" / "rows" / f"{table}.jsonl"
        found = [json.loads(line) for line in path.read_bytes().splitlines()]
        for row in found:
            change(row)
        path.write_text("".join(json.dumps(row) + "\n" for row in found))

    return changed


def without_last(name: str) -> Change:
    def changed(bag: Path) -> None:
        lines = (bag / name).read_bytes().splitlines(keepends=True)
        (bag / name).write_bytes(b"".join(lines[:-1]))

    return changed


def text(name: str, data: bytes) -> Change:
    def changed(bag: Path) -> None:
        (bag / name).parent.mkdir(exist_ok=True)
        (bag / name).write_bytes(data)

    return changed


def link_out(bag: Path) -> None:
    (bag / "data" / "rows" / "more.jsonl").symlink_to("/etc/passwd")


def outside(bag: Path) -> None:
    for algorithm in ("sha256", "sha512"):
        with (bag / f"manifest-{algorithm}.txt").open("a") as file:
            file.write(f"{hashlib.new(algorithm, b'').hexdigest()}  data/../../../outside\n")


def another_sound(bag: Path) -> None:
    (original,) = (bag / "data" / "originals").iterdir()
    original.write_bytes(b"another")


def original_outside(bag: Path) -> None:
    rows("recording", lambda row: row.update(sha256="../../../../etc/passwd"))(bag)


def less_kept_back(bag: Path) -> None:
    for name in ("data/rows/redaction_row.jsonl", "data/sealed.jsonl"):
        without_last(name)(bag)


def names_in_clear(bag: Path) -> None:
    path = bag / "data" / "sealed.jsonl"
    clear = {"sealed": {"base64": "eyJuYW1lcyI6WyJ4Il19"}}
    lines = [json.dumps(json.loads(line) | clear) for line in path.read_bytes().splitlines()]
    path.write_text("".join(f"{line}\n" for line in lines))


NOT_MADE_AGAIN: dict[str, tuple[Change, str]] = {
    "a link": (link_out, "is a link"),
    "a name that leads outside": (outside, "not in the bag"),
    "a file too many": (text("data/more", b"x"), "and not in manifest"),
    "a tag too many": (text("audit/2.jsonl", b""), "and not in tagmanifest"),
    "half of it": (lambda bag: shutil.rmtree(bag / "data" / "originals"), "not in the bag"),
    "changed sound": (another_sound, "is not what it was"),
    "a changed row": (without_last("data/rows/revision.jsonl"), "is not what it was"),
    "files elsewhere": (text("fetch.txt", b"https://example.org/a 1 data/a\n"), "elsewhere"),
    "no manifest": (lambda bag: (bag / "manifest-sha512.txt").unlink(), "not in the bag"),
}
MADE_AGAIN: dict[str, tuple[Change, str]] = {
    "no programme": (lambda bag: (bag / "data" / "programme.json").unlink(), "holds no programme"),
    "a newer form": (text("data/programme.json", b'{"format":"muragat-programme/2","programme_id":"p1"}'), "newer"),
    "another programme": (
        text("data/programme.json", b'{"format":"muragat-programme/1","programme_id":"p1"}'),
        "another",
    ),
    "no form": (text(ABOUT, b"{"), "cannot be read"),
    "a newer release": (
        text("data/migrations.jsonl", b'{"migration_set":"media","name":"m999_later"}\n'),
        "newer muragat",
    ),
    "no migrations": (lambda bag: (bag / "data" / "migrations.jsonl").unlink(), "lacks migrations"),
    "changed sound": (another_sound, "is not what it is called by"),
    "sound outside": (original_outside, "Nothing was brought in"),
    "a table of none": (text("data/rows/user.jsonl", b'{"user_id":"u1","name":"root"}\n'), "belongs to no programme"),
    "results of a machine": (text("data/rows/chunk_result.jsonl", b"{}\n"), "belongs to no programme"),
    "a file of none": (text("data/script.sh", b"x"), "belongs to no programme"),
    "no row": (text("data/rows/english.jsonl", b"[]\n"), "no row"),
    "half a row": (text("data/rows/english.jsonl", b'{"english_id":"x'), "middle of a line"),
    "deep": (text("data/rows/english.jsonl", b'{"a":' + b"[" * 9000 + b"\n"), "no row"),
    "no text": (text("data/rows/english.jsonl", b'{"a":"\xff"}\n'), "no text"),
    "a column of none": (rows("document", lambda row: row.update(secret="x")), "nobody knows"),
    "a wrong kind": (rows("document", lambda row: row.update(kind="recipe")), "cannot have"),
    "a number as text": (rows("transcript", lambda row: row.update(number="one")), "cannot have"),
    "too large a number": (rows("transcript", lambda row: row.update(number=1 << 70)), "cannot have"),
    "a row of another": (rows("comment_row", lambda row: row.update(programme_id="p2")), "another programme"),
    "a changed word": (rows("english", lambda row: row.update(text="x")), "not what the audit"),
    "a changed decision": (rows("review_event", lambda row: row.update(user_name="x")), "not what the audit"),
    "a changed override": (rows("overridden", lambda row: row.update(reason="x")), "not what the audit"),
    "a decision of no type": (rows("review_event", lambda row: row.update(kind=None)), "cannot have"),
    "a redaction less": (without_last("data/rows/redaction_row.jsonl"), "belong to nothing"),
    "a redaction and its words less": (less_kept_back, "not what the audit"),
    "names in clear": (names_in_clear, "is not sealed"),
    "no audit": (lambda bag: shutil.rmtree(bag / "audit"), "lacks the audit"),
    "a changed audit": (text("audit/1.jsonl", b'{"number":1}\n'), "no entry"),
    "an audit with a gap at its end": (without_last("audit/1.jsonl"), "not what the audit"),
    "a segment that is none": (
        rows("revision_segment", lambda row: row.update(segment="{}")),
        "Nothing was brought in",
    ),
}


@pytest.mark.parametrize("name", NOT_MADE_AGAIN)
def test_not_whole(packed: Bagged, there: Archive, db: Database, tmp_path: Path, name: str) -> None:
    change, said = NOT_MADE_AGAIN[name]
    bag = copy(packed, tmp_path / "bag")
    change(bag)
    assert said in refuse(there, db, bag)


@pytest.mark.parametrize("name", MADE_AGAIN)
def test_not_true(packed: Bagged, there: Archive, db: Database, tmp_path: Path, name: str) -> None:
    change, said = MADE_AGAIN[name]
    bag = copy(packed, tmp_path / "bag")
    change(bag)
    assert check_bag(made_again(bag)) == ()
    assert said.lower() in refuse(there, db, bag).lower()


def test_where_the_sound_is_here_already(packed: Bagged, there: Archive, db: Database) -> None:
    (original,) = (packed.place / "data" / "originals").iterdir()
    db.execute("UPDATE recording SET sha256 = ?", [original.name])
    try:
        assert "is in this archive already" in refuse(there, db, packed.place)
    finally:
        db.execute("UPDATE recording SET sha256 = 'another'")


def test_where_an_id_of_it_is_here_already(packed: Bagged, there: Archive, db: Database) -> None:
    line = (packed.place / "data" / "rows" / "document.jsonl").read_bytes().splitlines()[0]
    before = db.execute("SELECT document_id FROM document LIMIT 1").fetchone()[0]
    db.execute("PRAGMA foreign_keys = OFF")  # Links name it.
    db.execute("UPDATE document SET document_id = ?", [json.loads(line)["document_id"]])
    try:
        assert "has the id" in refuse(there, db, packed.place)
    finally:
        db.execute("UPDATE document SET document_id = ?", [before])
        db.execute("PRAGMA foreign_keys = ON")


def test_a_directory_without_any(there: Archive, db: Database, tmp_path: Path) -> None:
    assert "no packed programme" in refuse(there, db, tmp_path)
