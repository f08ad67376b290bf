"""A programme on which everything was done, packed once for all tests that only read it."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.webapp.desk import Desk, make_desk
from tests.webapp.linked import with_links
from tests.webapp.packing.worked import EVERY, KEY, edit, keep_back, publish, withdraw
from webapp.audit import verify
from webapp.packing.found import find_packed
from webapp.packing.pack import pack
from webapp.packing.source import Source
from webapp.redaction.vault import KEY_VARIABLE


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


@dataclass(frozen=True, slots=True)
class Bagged:
    """A programme and its bag."""

    desk: Desk
    place: Path

    @property
    def programme_id(self) -> str:
        return self.desk.programme_id

    @property
    def source(self) -> Source:
        (found,) = find_packed(self.place)
        return found.open()


@pytest.fixture(scope="package")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Bagged:
    at = tmp_path_factory.mktemp("packed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, KEY)
        desk, chance = with_links(make_desk(at)), random.Random(1)
        with closing(desk.open()) as db:
            keep_back(db, desk, chance)
            for work in (*EVERY, *EVERY, publish, withdraw, edit):
                work(db, desk, chance)
            assert list(verify(db)) == []
            return Bagged(desk, pack(desk.archive, db, desk.programme_id, at / "bags").place)
