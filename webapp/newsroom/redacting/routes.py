"""The routes of redaction. A route without a row in tests/security/access_newsroom.py fails the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.newsroom.redacting import listing, places
from webapp.newsroom.redacting.public_preview import public_preview

A_LIST = "/programmes/<programme_id>/redactions"
REDACTING_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    (A_LIST, "GET", listing.redactions),
    (f"{A_LIST}/person", "POST", listing.redact_person),
    (f"{A_LIST}/span", "POST", listing.redact_span),
    (f"{A_LIST}/words", "POST", listing.redact_words),
    (f"{A_LIST}/places", "GET", places.redaction_places),
    (f"{A_LIST}/places", "POST", places.decide_places),
    (f"{A_LIST}/<redaction_id>/lift", "POST", listing.lift_redaction),
    ("/programmes/<programme_id>/preview", "GET", public_preview),
)
