"""What tests of the write API begin with: a newsroom of their own, and a script of its admin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.api.asking import Script, script
from tests.webapp.desk import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def admin(desk: Desk) -> Script:
    return script(desk)


@pytest.fixture
def place(desk: Desk) -> str:
    return f"/programmes/{desk.programme_id}"
