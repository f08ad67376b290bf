"""What tests of the desk begin with: a newsroom of their own, and its archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.webapp.desk import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db
