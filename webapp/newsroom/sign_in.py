"""In and out of the newsroom."""

from __future__ import annotations

import shutil
import sqlite3
from http import HTTPStatus

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from media.errors import MuragatError
from webapp.accounts import How, require_password
from webapp.errors import SignInRefused, TooManySignIns
from webapp.newsroom.guard import page_to
from webapp.newsroom.people.entering import end_session, let_in
from webapp.newsroom.request import archive, database
from webapp.newsroom.sentences import sentence

ROOM_BYTES = 500 * 10**6
"""Less than a long programme with its copies."""


def healthz() -> str:
    """Say that the process answers."""
    return "ok"


def readyz() -> tuple[str, int]:
    """Say whether work can be done here: the archive opens, and its disk has room."""
    try:
        database().execute("SELECT count(*) FROM job").fetchone()
        has_room = shutil.disk_usage(archive().root).free >= ROOM_BYTES
    except (sqlite3.Error, OSError, MuragatError):
        return "the archive cannot be opened", HTTPStatus.SERVICE_UNAVAILABLE
    return ("ready", HTTPStatus.OK) if has_room else ("the disk is nearly full", HTTPStatus.SERVICE_UNAVAILABLE)


def sign_in() -> AnyResponse | str:
    """Ask for name and password."""
    to = page_to(request.args.get("to"))
    if g.user:
        return redirect(to, HTTPStatus.SEE_OTHER)
    return _page(to, "", None)


def enter() -> AnyResponse:
    """Begin a session by name and password.

    :raise 401: name and password do not belong together.
    :raise 429: too many sign-ins with this name have failed.
    """
    name, to = request.form.get("name", ""), page_to(request.form.get("to"))
    try:
        user = require_password(database(), name, request.form.get("password", ""))
    except TooManySignIns as error:
        response = _again(name, to, sentence(error), HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    except SignInRefused as error:
        return _again(name, to, sentence(error), HTTPStatus.UNAUTHORIZED)
    return let_in(user, How.PASSWORD, to)


def leave() -> AnyResponse:
    """End the session here and in the archive."""
    end_session()
    return redirect(url_for("sign_in"), HTTPStatus.SEE_OTHER)


def _again(name: str, to: str, problem: str, code: int) -> Response:
    return make_response(_page(to, name, problem), code)


def _page(to: str, name: str, problem: str | None) -> str:
    settings = current_app.config["SETTINGS"]
    return render_template("newsroom/sign_in.html", to=to, name=name, problem=problem, settings=settings)
