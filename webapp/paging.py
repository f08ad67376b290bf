"""Which page of a list is asked for."""

from __future__ import annotations

from flask import request

LAST_PAGE = 1_000_000
"""No list is that long; larger numbers would not fit into SQLite's."""


def page_number() -> int:
    """Return the page that ``?page=`` asks for, the first where that is no page."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
