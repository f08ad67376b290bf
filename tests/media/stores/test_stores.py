"""The door to stores: a directory and what fsspec knows behave alike; what is kept otherwise than given is noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from media.stores.door import BLOCK_BYTES, Store
from media.stores.errors import NoStore, StoreFailed
from media.stores.opening import open_store
from media.stores.remote import RemoteStore

CONTENT = bytes(range(256)) * 5_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Forgetful(MemoryFileSystem):  # type: ignore[misc]
    """Keeps all but the last byte."""

    protocol = "forgetful"

    def put_file(self, lpath: str, rpath: str, **_: Any) -> None:
        self.pipe_file(rpath, Path(lpath).read_bytes()[:-1])


@pytest.fixture(params=["directory", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    address = str(tmp_path / "store") if request.param == "directory" else f"memory://{tmp_path.name}"
    yield open_store(address)
    if request.param == "memory":
        system = fsspec.filesystem("memory")
        if system.exists(f"/{tmp_path.name}"):
            system.rm(f"/{tmp_path.name}", recursive=True)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "given"
    path.write_bytes(CONTENT)
    return path


def test_what_was_put_is_read(store: Store, given: Path) -> None:
    assert store.sizes() == {}
    store.put("sound/a.m4a", given, SHA256)
    store.put("words/b", given, SHA256)
    assert store.sizes() == {"sound/a.m4a": len(CONTENT), "words/b": len(CONTENT)}
    assert store.sizes("words") == {"words/b": len(CONTENT)}
    assert b"".join(store.read("sound/a.m4a")) == CONTENT


@pytest.mark.parametrize(
    ("first", "length"), [(0, 1), (5, 300), (BLOCK_BYTES - 1, 2), (len(CONTENT) - 3, 99), (7, None), (len(CONTENT), 5)]
)
def test_a_part_is_those_bytes(store: Store, given: Path, first: int, length: int | None) -> None:
    store.put("a", given, SHA256)
    end = len(CONTENT) if length is None else first + length
    assert b"".join(store.read("a", first, length)) == CONTENT[first:end]


def test_what_is_put_again_takes_its_place_and_can_be_told(store: Store, given: Path) -> None:
    store.put("a", given, SHA256)
    before = store.stamp("a")
    given.write_bytes(b"other")
    store.put("a", given, hashlib.sha256(b"other").hexdigest())
    assert b"".join(store.read("a")) == b"other"
    assert store.stamp("a") != before


def test_what_is_removed_is_gone_and_may_have_been(store: Store, given: Path) -> None:
    store.put("a/b", given, SHA256)
    for _ in range(2):
        store.remove("a/b")
        assert store.sizes() == {}
    store.remove("never/was")
    for look in (lambda: list(store.read("a/b")), lambda: store.stamp("a/b")):
        with pytest.raises(FileNotFoundError):
            look()


def test_a_file_that_is_not_what_it_should_be_gets_no_name(store: Store, given: Path) -> None:
    with pytest.raises(StoreFailed):
        store.put("a", given, "0" * 64)
    assert store.sizes() == {}


def test_what_a_store_keeps_otherwise_is_taken_away_again(given: Path) -> None:
    store = RemoteStore("forgetful://x", Forgetful(), "/forgetful")
    with pytest.raises(StoreFailed, match="has kept a otherwise"):
        store.put("a", given, SHA256)
    assert store.sizes() == {}


@pytest.mark.parametrize("address", ["nothing://x", "gopher2://bucket/prefix"])
def test_what_is_no_store_is_said_in_a_sentence(address: str) -> None:
    with pytest.raises(NoStore, match="cannot be used here"):
        open_store(address)


def test_a_store_that_does_not_answer_is_said_in_a_sentence() -> None:
    class Away(MemoryFileSystem):  # type: ignore[misc]
        def find(self, *_: Any, **__: Any) -> dict[str, Any]:
            raise TimeoutError

    with pytest.raises(StoreFailed, match="TimeoutError"):
        RemoteStore("s3://b", Away(), "/b").sizes()
