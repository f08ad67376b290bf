"""Every route of the desk's own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.newsroom import decisions, listing
from webapp.newsroom.desk import assigning, comments, coverage

OF_ONE = "/programmes/<programme_id>"

DESK_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/programmes", "GET", listing.programmes),
    (f"{OF_ONE}/ask", "POST", decisions.ask),
    (f"{OF_ONE}/consent", "POST", decisions.take_consent_back),
    (f"{OF_ONE}/assign", "POST", assigning.assign_programme),
    (f"{OF_ONE}/unassign", "POST", assigning.unassign_programme),
    (f"{OF_ONE}/comments", "GET", comments.comments),
    (f"{OF_ONE}/comments", "POST", comments.add_comment),
    (f"{OF_ONE}/comments/<thread_id>/<comment_id>", "POST", comments.change_comment),
    (f"{OF_ONE}/coverage", "GET", coverage.coverage),
    (f"{OF_ONE}/coverage.json", "GET", coverage.coverage_file),
    (f"{OF_ONE}/links.<any(html, csv, json, jsonld):name>", "GET", coverage.links_file),
)
