"""In and out of the newsroom."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import accounts
from webapp.errors import SignInRefused, TooManySignIns
from webapp.newsroom.guard import TOKEN, page_to
from webapp.newsroom.request import database
from webapp.newsroom.sentences import sentence


def healthz() -> str:
    """Say that the process answers."""
    return "ok"


def sign_in() -> AnyResponse | str:
    """Ask for name and password."""
    to = page_to(request.args.get("to"))
    if g.user:
        return redirect(to, HTTPStatus.SEE_OTHER)
    return render_template("newsroom/sign_in.html", to=to, name="", problem=None)


def enter() -> AnyResponse:
    """Begin a session. The cookie of before is dropped with all in it: nobody can have planted this one.

    :raise 401: name and password do not belong together.
    :raise 429: too many sign-ins with this name have failed.
    """
    name, to = request.form.get("name", ""), page_to(request.form.get("to"))
    try:
        _, token = accounts.sign_in(database(), name, request.form.get("password", ""))
    except TooManySignIns as error:
        response = _again(name, to, sentence(error), HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    except SignInRefused as error:
        return _again(name, to, sentence(error), HTTPStatus.UNAUTHORIZED)
    _end_session()
    session[TOKEN] = token
    return redirect(to, HTTPStatus.SEE_OTHER)


def leave() -> AnyResponse:
    """End the session here and in the archive."""
    _end_session()
    return redirect(url_for("sign_in"), HTTPStatus.SEE_OTHER)


def _end_session() -> None:
    token = session.get(TOKEN)
    if token:
        accounts.sign_out(database(), token)
    session.clear()


def _again(name: str, to: str, problem: str, code: int) -> Response:
    return make_response(render_template("newsroom/sign_in.html", to=to, name=name, problem=problem), code)
