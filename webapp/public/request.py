"""What belongs to one request: its look at the edition."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, g, request

from webapp.public.shelf import Shelf

LAST_PAGE = 1_000_000
"""No list is that long; larger numbers would not fit into SQLite's."""


def shelf() -> Shelf:
    """Return the request's view of the edition, the same from its first line to its last."""
    if "shelf" not in g:
        edition: Path = current_app.config["EDITION"]
        g.shelf = Shelf(edition)
    opened: Shelf = g.shelf
    return opened


def page_number() -> int:
    """Return which page of a list is asked for; the first where that is no number."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def close_shelf(_error: BaseException | None) -> None:
    opened: Shelf | None = g.pop("shelf", None)
    if opened:
        opened.close()
