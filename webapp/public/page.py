"""What every page of the public site is sent with."""

from __future__ import annotations

import gzip
import hashlib

from flask import Response, make_response, render_template, request

GZIP_LEVEL = 5
ETAG_CHARACTERS = 32
ONE_PROGRAMME = "programme_id"
"""In the address of what is about one programme."""


def page_response(template: str, **values: object) -> Response:
    """Return a page, compressed where the reader takes that.

    One of a single programme may be kept, and is asked about each time. One that names several may not: what is
    withdrawn must leave no list behind, and a tag of a list would tell what others did.
    """
    page = written(template, **values)
    if ONE_PROGRAMME in (request.view_args or {}):
        return kept_response(page)
    response = _response(page)
    response.cache_control.no_store = True
    return response


def written(template: str, **values: object) -> bytes:
    """Return a page as most readers take it: compressed, for ten hours of speech are 7 MB of markup, and a tenth so."""
    return gzip.compress(render_template(template, **values).encode(), GZIP_LEVEL, mtime=0)


def kept_response(page: bytes) -> Response:
    """Return a page that `written` has made; not again to whoever has it already."""
    response = _response(page)
    # Asked about each time: a withdrawn programme must not live on in a cache.
    response.cache_control.no_cache = True
    # Weak: compressed or not, it is the same page.
    response.set_etag(hashlib.sha256(page).hexdigest()[:ETAG_CHARACTERS], weak=True)
    response.make_conditional(request)
    return response


def _response(page: bytes) -> Response:
    response = make_response()
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(page)
        response.content_encoding = "gzip"
    else:
        response.set_data(gzip.decompress(page))
    return response
