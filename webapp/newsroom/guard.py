"""The door: whoever is not signed in gets nothing but the pages listed here."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, current_app, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from media.database import act_as
from webapp.accounts import signed_in
from webapp.newsroom.api.door import is_api, require_token
from webapp.newsroom.request import database
from webapp.newsroom.typed import typed

OPEN = frozenset({"static", "healthz", "readyz"})
"""Endpoints that ask nobody who they are."""
SIGN_IN = "sign_in"
FOR_ANYBODY = frozenset(
    {
        SIGN_IN,
        "enter",
        "ask_for_passkey",
        "enter_by_passkey",
        "go_to_provider",
        "come_from_provider",
        "see_invitation",
        "take_invitation",
        "ask_for_first_passkey",
        "see_way_back",
        "take_way_back",
    }
)
"""Endpoints that are there for those who are not signed in yet."""
UPLOADS = frozenset({"take", "bring"})
"""Endpoints that files are sent to, as large as a recording; every other form is held in memory."""
STREAMS = frozenset({"continue_upload", "override_upload"})
"""Endpoints that pieces of a file are sent to, as the body itself."""
READING = frozenset({"GET", "HEAD"})
TOKEN = "token"  # noqa: S105 (the name of the cookie's field)
SHOWN = "shown"
"""Of the cookie: when its person showed who they are."""


def require_sign_in() -> AnyResponse | None:
    """Answer in the place of every page that is not open; an address that leads nowhere is not open either."""
    g.user = None
    if is_api():
        return require_token()
    if request.endpoint in OPEN:
        return None
    token = session.get(TOKEN)
    if token:
        g.user = signed_in(database(), token)
    if g.user:
        act_as(database().conn, g.user.name)
    is_file = request.endpoint in UPLOADS and request.mimetype == "multipart/form-data"
    if g.user and (is_file or request.endpoint in STREAMS):
        request.max_content_length = current_app.config["MAX_UPLOAD_BYTES"]
    if g.user or request.endpoint in FOR_ANYBODY:
        return None
    if request.method in READING:
        return redirect(url_for(SIGN_IN, to=page_to(request.path)))
    return _ended()


def page_to(address: str | None) -> str:
    """Return a page of this site that an address names, the first page where it names none.

    Only what a route answers to GET: no address can lead to another site or do anything.
    """
    path = (address or "").partition("?")[0]
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return url_for("index")
    return path if endpoint not in OPEN | FOR_ANYBODY else url_for("index")


def _ended() -> Response:
    page = render_template("newsroom/ended.html", typed=typed(), to=page_to(request.path))
    return make_response(page, HTTPStatus.UNAUTHORIZED)
