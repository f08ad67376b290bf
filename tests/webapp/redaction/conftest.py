"""The key of the tests, and a newsroom for each that writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import KEY, named_desk
from webapp.redaction.vault import KEY_VARIABLE


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return named_desk(tmp_path)


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Database]]:
    """One newsroom for the tests of a module that store nothing."""
    desk = named_desk(tmp_path_factory.mktemp("read"))
    db = desk.open()
    yield desk, db
    db.close()


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()
