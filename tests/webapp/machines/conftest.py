"""One edition of the demo programmes for all tests of machines' addresses that only read."""

from __future__ import annotations

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
