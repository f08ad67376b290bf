"""What belongs to one request: its look at the edition."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, g

from webapp.public.shelf import Shelf


def shelf() -> Shelf:
    """Return the request's view of the edition, the same from its first line to its last."""
    if "shelf" not in g:
        edition: Path = current_app.config["EDITION"]
        g.shelf = Shelf(edition)
    opened: Shelf = g.shelf
    return opened


def close_shelf(_error: BaseException | None) -> None:
    opened: Shelf | None = g.pop("shelf", None)
    if opened:
        opened.close()
