"""The routes of what is imported. A route without a row in tests/security/access_newsroom.py fails the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.newsroom.importing import doubts, reading

IMPORTING_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/add/page", "POST", reading.read_saved_page),
    ("/programmes/<programme_id>/doubts", "POST", doubts.settle_doubt),
)
