"""One edition of the demo programmes for all tests of machines' addresses that only read."""

from __future__ import annotations

import os

import pytest
from flask.testing import FlaskClient

from tests.webapp.published import public_client, published_once
from webapp.edition.layout import Layout


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return published_once(tmp_path_factory)


@pytest.fixture(scope="module")
def client(layout: Layout) -> FlaskClient:
    return public_client(layout.root)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the official schemas where nobody brought them: the project may not have them."""
    if "MURAGAT_SCHEMAS" in os.environ:
        return
    official = [item for item in items if item.name.partition("[")[0].endswith("_by_the_official_schema")]
    config.hook.pytest_deselected(items=official)
    items[:] = [item for item in items if item not in official]
