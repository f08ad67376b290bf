"""What stands against an approval in the reader's language, and where it is mended."""

from __future__ import annotations

from flask import url_for

from webapp.desk.overrides import Overridden
from webapp.interface import gettext
from webapp.obstacles import Obstacle


def obstacle_said(obstacle: Obstacle | Overridden) -> str:
    """Return its sentence."""
    return gettext(obstacle.message) % obstacle.values


def obstacle_address(obstacle: Obstacle, programme_id: str) -> str:
    """Return the address of the page, or of the place on it, where it is mended."""
    page = url_for("show", programme_id=programme_id)
    return f"{page}{obstacle.where}" if obstacle.where.startswith("#") else f"{page}/{obstacle.where}".rstrip("/")
