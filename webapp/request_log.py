"""Each request has a random number: lines of the log have it, and so has the answer where it failed.

What was asked is told by the route, never by the address: what people search for, and names in addresses, are in no
log.
"""

from __future__ import annotations

import logging
import secrets
import time
from http import HTTPStatus

from flask import Flask, Response, g, request

from media.wordless import REQUEST

HEADER = "X-Request-Id"
log = logging.getLogger(__name__)


def log_requests(app: Flask, *, each: bool) -> None:
    """Number the requests of an app; to be called before anything else looks at them.

    :param each: write a line a request: the route, the status, how long it took. The public site writes none: what its
        readers read is theirs.
    """

    @app.before_request
    def _begin() -> None:
        REQUEST.set(secrets.token_hex(6))
        g.begun_s = time.monotonic()

    @app.after_request
    def _end(response: Response) -> Response:
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            response.headers[HEADER] = REQUEST.get()
        if each:
            rule = request.url_rule.rule if request.url_rule else "-"
            took_ms = round(1000 * (time.monotonic() - g.begun_s))
            log.info("%s %s %d %d ms", request.method, rule, response.status_code, took_ms)
        return response

    @app.teardown_request
    def _forget(_error: BaseException | None) -> None:
        REQUEST.set("")
