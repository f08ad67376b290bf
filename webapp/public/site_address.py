"""The address that others know the site by, where requests do not say it: behind a proxy that ends TLS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from webapp.errors import NotAnAddress

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """Scheme and host of a site."""

    scheme: str
    host: str
    """With its port where that is not the scheme's own."""

    @staticmethod
    def parse(text: str) -> SiteAddress:
        """Return what an address such as ``https://archive.example`` says.

        :raises NotAnAddress: it is none, or has a path: the site's own addresses begin at the root.
        """
        try:
            parts = urlsplit(text)
            port = parts.port  # Read for its error: urlsplit itself takes any.
        except ValueError as error:
            raise _refusal(text) from error
        written = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or text.rstrip("/") != written:
            raise _refusal(text)
        if "@" in parts.netloc or not parts.netloc.isascii():
            raise _refusal(text)
        return SiteAddress(parts.scheme, parts.netloc)


def known_as(app: WSGIApplication, address: SiteAddress) -> WSGIApplication:
    """Let an app take every request for one to this address, whatever the request says of itself."""

    def named(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = address.scheme, address.host
        return app(environ, start_response)

    return named


def _refusal(text: str) -> NotAnAddress:
    return NotAnAddress(f"“{text}” is not a site's address; write one like https://archive.example, without a path.")
