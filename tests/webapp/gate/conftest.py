"""The key with which what is kept back can be read."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.webapp.redaction.kept_back import KEY
from webapp.redaction.vault import KEY_VARIABLE


@pytest.fixture(autouse=True, scope="module")
def _key() -> Iterator[None]:
    before = os.environ.get(KEY_VARIABLE)
    os.environ[KEY_VARIABLE] = KEY
    yield
    if before is None:
        del os.environ[KEY_VARIABLE]
    else:
        os.environ[KEY_VARIABLE] = before
