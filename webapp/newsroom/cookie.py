"""The one cookie of the newsroom: signed, out of the reach of scripts, and only over TLS where there is TLS."""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

NAME = "newsroom"
ONE_HOST = "__Host-"
"""With it a browser takes the cookie over TLS alone, and from this host alone: no other of the domain can plant one."""


class Cookie(SecureCookieSessionInterface):
    """Flask's session cookie, with Secure set by how people open the newsroom: a desk has no TLS."""

    def __init__(self, *, is_behind_tls: bool) -> None:
        self._is_behind_tls = is_behind_tls

    def get_cookie_secure(self, app: Flask) -> bool:
        return self._is_behind_tls or request.is_secure


def setup_cookie(app: Flask, key: bytes, *, is_behind_tls: bool) -> None:
    """Make an app's session live in this cookie until the browser is closed.

    :param is_behind_tls: people open the newsroom by https, which ends before it.
    """
    app.secret_key = key
    app.config["SESSION_COOKIE_NAME"] = f"{ONE_HOST}{NAME}" if is_behind_tls else NAME
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.session_interface = Cookie(is_behind_tls=is_behind_tls)
