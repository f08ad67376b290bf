"""What every test may use: the shared recordings, the base weights, an archive of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from webapp.schema import SCHEMAS

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real recordings and texts that are not part of the project."""
    place = Path(os.environ.get("MURAGAT_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
    if not place.is_dir():
        pytest.skip(f"the shared recordings are not at {place}; set MURAGAT_TEST_DATA")
    return place


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One models directory for the whole session: the weights are joined once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def archive(tmp_path: Path, models_dir: Path) -> Archive:
    archive = Archive(tmp_path / "archive")
    archive.root.mkdir()
    archive.models.symlink_to(models_dir)
    archive.create()
    return archive


@pytest.fixture
def db(archive: Archive) -> Iterator[Database]:
    db = archive.open(SCHEMAS)
    yield db
    db.close()
