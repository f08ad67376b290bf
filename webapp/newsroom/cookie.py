"""The one cookie of the newsroom: signed, out of the reach of scripts, and only over TLS where there is TLS."""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

NAME = "newsroom"


class Cookie(SecureCookieSessionInterface):
    """Flask's session cookie, with Secure set by how the page was asked for: a desk has no TLS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def setup_cookie(app: Flask, key: bytes) -> None:
    """Make an app's session live in this cookie until the browser is closed."""
    app.secret_key = key
    app.config["SESSION_COOKIE_NAME"] = NAME
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.session_interface = Cookie()
