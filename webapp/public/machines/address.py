"""Absolute addresses: a machine keeps them where a page's relative ones would mean nothing."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid5

from flask import request, url_for

from media.records import Span

PROGRAMMES = UUID("6f0c2d5e-6a0c-5c0e-9f3a-3c1f0d6b7a21")
"""Of muragat's programmes: their ids below it are the same wherever a site moves."""


def absolute(endpoint: str, **values: object) -> str:
    """Return the address of a route of this site, as the request named the site."""
    return url_for(endpoint, _external=True, **values)  # type: ignore[arg-type]


def site() -> str:
    """Return the site's root, with a slash at its end."""
    return request.url_root


def this_address(**changed: object) -> str:
    """Return the address that was asked for, its query included.

    :param changed: what of the query is to be otherwise.
    """
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in changed]
    query = urlencode([*asked, *changed.items()])
    return request.base_url + (f"?{query}" if query else "")


def page_of(programme_id: str, number: int | None = None) -> str:
    """Return the address of a programme's page, or of one version's."""
    return absolute("pages.programme", programme_id=programme_id, number=number)


def moment_of(programme_id: str, span: Span) -> str:
    """Return the address of a span on a programme's page."""
    return f"{page_of(programme_id)}#{span.media_fragment()}"


def lasting_id(programme_id: str) -> str:
    """Return a name of the programme that is an address of nothing and so never moves."""
    return f"urn:uuid:{uuid5(PROGRAMMES, programme_id)}"
