"""What every page of the public site is sent with."""

from __future__ import annotations

import gzip

from flask import Response, make_response, render_template, request

GZIP_LEVEL = 5


def page_response(template: str, **values: object) -> Response:
    """Return a page, compressed where the reader takes that."""
    response = make_response(render_template(template, **values))
    # Asked for anew each time: a withdrawn programme must not live on in a cache.
    response.cache_control.no_cache = True
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        # Ten hours of speech are 7 MB of markup, and a tenth of it compressed.
        response.set_data(gzip.compress(response.get_data(), GZIP_LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response
