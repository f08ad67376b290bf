"""Documents that a process keeps decoded: the last ones, and never more than there is room for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.editions import approved
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer
from webapp.public.documents import KeptDocuments


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Three versions: the first two of one size, the last larger."""
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number, words in enumerate((200, 200, 500)):
            add_version(layout, approved(f"p{number}", text="сөз " * words), None)
    return list(layout.document_paths())


def test_a_kept_document_is_not_read_again(paths: list[Path]) -> None:
    documents = KeptDocuments(sum(path.stat().st_size for path in paths))
    assert [documents.read(path) is documents.read(path) for path in paths] == [True] * 3
    assert [documents.read(path).facts.programme_id for path in paths] == ["p0", "p1", "p2"]


def test_what_was_not_asked_for_longest_makes_room(paths: list[Path]) -> None:
    documents = KeptDocuments(paths[0].stat().st_size + paths[1].stat().st_size)
    first, second = documents.read(paths[0]), documents.read(paths[1])
    assert documents.read(paths[0]) is first
    third = documents.read(paths[2])
    assert documents.read(paths[2]) is third
    assert documents.read(paths[0]) is not first
    assert documents.read(paths[1]) is not second


def test_one_that_is_larger_than_the_room_is_kept_alone(paths: list[Path]) -> None:
    documents = KeptDocuments(1)
    assert documents.read(paths[2]) is documents.read(paths[2])
    kept = documents.read(paths[0])
    assert documents.read(paths[0]) is kept
