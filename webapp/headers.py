"""The headers that keep a page to itself, on every response of both apps: errors, 206 and static files too."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, request
from flask_talisman import Talisman
from flask_talisman.talisman import ONE_YEAR_IN_SECS

from webapp.static_files import ENDPOINT

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
UNUSED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PASSKEYS = "publickey-credentials-get"
"""Used where people sign in; the public site knows nobody."""

ASKED_WITH = "If-None-Match, If-Modified-Since, Range"
TOLD_WITH = "ETag, Last-Modified, Content-Range, Link"
"""Headers that pages of other sites may ask with and read, where they may read anything."""


def protect(
    app: Flask,
    *,
    private: bool,
    is_behind_tls: bool = False,
    is_open_to_other_sites: Callable[[], bool] = lambda: False,
    in_frames_of_others: frozenset[str] = frozenset(),
    sound_from: str | None = None,
) -> None:
    """Set the headers on every response of an app.

    :param private: forbid every cache to keep anything but the static files, which are the program's.
    :param is_behind_tls: people open the app by https, which ends before it: tell browsers never to come otherwise.
    :param is_open_to_other_sites: says of a request whether pages of other sites may read its answer (CORS, CORP).
    :param in_frames_of_others: names of the endpoints that pages of other sites may show in a frame.
    :param sound_from: another origin from which pages may play sound.
    """

    # Before Talisman: what is registered first runs last, and nothing may write over these.
    @app.after_request
    def isolate(response: Response) -> Response:
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if is_open_to_other_sites():
            # No credentials: such a page sees what anybody sees.
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Allow-Headers"] = ASKED_WITH
            response.headers["Access-Control-Expose-Headers"] = TOLD_WITH
        else:
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.endpoint in in_frames_of_others:
            response.headers.remove("X-Frame-Options")
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            policy = response.headers["Content-Security-Policy"]
            response.headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors *")
        if private and not _is_static(response):
            response.headers["Cache-Control"] = "no-store"
        if is_behind_tls:
            response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_IN_SECS}; includeSubDomains"
        return response

    Talisman(
        app,
        content_security_policy=_policy(sound_from),
        frame_options="DENY",
        permissions_policy=dict.fromkeys(UNUSED_FEATURES, "()") | {PASSKEYS: "(self)" if private else "()"},
        referrer_policy="no-referrer",
        # A desk serves plain http on 127.0.0.1; whoever ends TLS in front redirects and sets the app's cookie flag.
        force_https=False,
        session_cookie_secure=False,
        session_cookie_samesite=app.config["SESSION_COOKIE_SAMESITE"] or "Lax",
    )


def _is_static(response: Response) -> bool:
    """Tell whether a response holds a static file; not what says that there is none."""
    found = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED}
    return request.endpoint == ENDPOINT and request.method in {"GET", "HEAD"} and response.status_code in found


def _policy(sound_from: str | None) -> dict[str, str]:
    if sound_from is None:
        return CONTENT_SECURITY_POLICY
    return CONTENT_SECURITY_POLICY | {"media-src": f"'self' {sound_from}"}
