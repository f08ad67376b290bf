"""The lists that feeds and harvesters are made of: by the last publication, and what is gone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.exceptions import Gone, NotFound

from tests.webapp.editions import approved
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer, remove_blocked
from webapp.public.shelf import Shelf


def publish(
    layout: Layout, programme_id: str, series: str | None = None, language: str = "kk", text: str = "бір"
) -> str:
    one = approved(programme_id, language=language, text=text)
    facts = dataclasses.replace(one.programme, series=series)
    with edition_writer(layout):
        return add_version(layout, dataclasses.replace(one, programme=facts), None).published_at


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    layout = Layout(tmp_path)
    publish(layout, "p1", "Дала")
    publish(layout, "p2", "Дала", "ru")
    publish(layout, "p3")
    publish(layout, "gone")
    publish(layout, "p1", "Дала", text="екі")
    block(layout, "gone")
    remove_blocked(layout)
    block(layout, "p3")
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.close()


def test_last_published_come_first_and_withdrawn_are_left_out(shelf: Shelf) -> None:
    assert [entry.programme_id for entry in shelf.entries(limit=9)] == ["p1", "p2"]
    assert [entry.programme_id for entry in shelf.entries(limit=1, offset=1)] == ["p2"]
    assert [entry.version for entry in shelf.entries(limit=1)] == [2]
    assert shelf.count() == 2


def test_lists_are_narrowed(shelf: Shelf) -> None:
    newest, oldest = shelf.entries(limit=9)
    assert shelf.entries(language="ru", limit=9) == [oldest]
    assert shelf.entries(series="Дала", language="kk", limit=9) == [newest]
    assert shelf.entries(series="Дал", limit=9) == []
    assert shelf.entries(since=newest.updated_at, limit=9) == [newest]
    assert shelf.entries(until=newest.updated_at, limit=9) == [oldest]


def test_withdrawn_are_told_the_last_first_whether_the_index_knows_or_not(shelf: Shelf) -> None:
    last, first = shelf.withdrawn()
    assert (last.programme_id, first.programme_id) == ("p3", "gone")
    assert shelf.withdrawn(since=last.withdrawn_at) == [last]
    assert shelf.withdrawn(until=last.withdrawn_at) == [first]


def test_one_entry(shelf: Shelf) -> None:
    assert shelf.entry("p1").version == 2
    for programme_id in ("gone", "p3"):
        with pytest.raises(Gone):
            shelf.entry(programme_id)
    with pytest.raises(NotFound):
        shelf.entry("nobody")
