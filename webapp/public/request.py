"""What belongs to one request: its look at the edition."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import current_app, g

from webapp.interface import gettext
from webapp.public.explained import Explained
from webapp.public.shelf import Shelf


def shelf() -> Shelf:
    """Return the request's view of the edition, the same from its first line to its last."""
    if "shelf" not in g:
        edition: Path = current_app.config["EDITION"]
        g.shelf = Shelf(edition)
    opened: Shelf = g.shelf
    return opened


def check_page(page: int, pages: int) -> None:
    """Let pass the pages of a list; the first is there also where there is nothing.

    :raise 404: it is behind the last.
    """
    if page > max(1, pages):
        raise Explained(HTTPStatus.NOT_FOUND, gettext("This list has no such page; go back to its first."))


def close_shelf(_error: BaseException | None) -> None:
    opened: Shelf | None = g.pop("shelf", None)
    if opened:
        opened.close()
