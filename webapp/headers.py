"""The headers that keep a page to itself, on every response of both apps: errors, 206 and static files too."""

from __future__ import annotations

from flask import Flask, Response
from flask_talisman import Talisman

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    # The nonce is for the one style element that the waveform makes in its shadow root.
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
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


def protect(app: Flask, *, private: bool) -> None:
    """Set the headers on every response of an app; ``csp_nonce()`` is then there in its templates.

    :param private: forbid every cache to keep anything.
    """

    # Before Talisman: what is registered first runs last, and nothing may write over these.
    @app.after_request
    def isolate(response: Response) -> Response:
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if private:
            response.headers["Cache-Control"] = "no-store"
        return response

    Talisman(
        app,
        content_security_policy=CONTENT_SECURITY_POLICY,
        content_security_policy_nonce_in=["style-src"],
        frame_options="DENY",
        permissions_policy=dict.fromkeys(UNUSED_FEATURES, "()"),
        referrer_policy="no-referrer",
        # A desk serves plain http on 127.0.0.1; whoever ends TLS in front redirects and sets the app's cookie flag.
        force_https=False,
        session_cookie_secure=False,
        session_cookie_samesite=app.config["SESSION_COOKIE_SAMESITE"] or "Lax",
    )
