"""One edition of the demo programmes for all tests of quotes that only read."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.webapp.published import public_client, published_once


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)
