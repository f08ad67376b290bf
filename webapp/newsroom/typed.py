"""What somebody typed into a form that is refused: it comes back on the page that says so."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from werkzeug.exceptions import HTTPException

LONGER = (
    *("text", "english", "summary", "reason", "note", "names"),
    *("rights", "disclaimer", "citation", "broadcast", "notes"),
)
"""Fields in which somebody may have written for minutes."""


def typed() -> dict[str, str]:
    """Return the longer texts of a form that is refused, so that its page can give them back."""
    form = sent()
    return {name: form[name] for name in LONGER if form.get(name, "").strip()}


def sent() -> Mapping[str, str]:
    """Return the fields of a form that is refused; none where it cannot be read.

    Only of plain forms: one with files may hold gigabytes.
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        return {}
    try:
        return request.form
    except HTTPException:
        return {}
