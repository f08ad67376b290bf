"""How a session begins and ends in a browser, by whatever way somebody came in."""

from __future__ import annotations

import time
from http import HTTPStatus

from flask import redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import How, User, Where, begin_session, sign_out
from webapp.newsroom.guard import SHOWN, TOKEN
from webapp.newsroom.request import database
from webapp.people.device import browser_name, network_of


def where() -> Where:
    """Return from where this request comes, as far as a person needs it to know it again."""
    return Where(browser_name(request.user_agent.string), network_of(request.remote_addr))


def let_in(user: User, how: How, to: str, shown_ms: int | None = None) -> AnyResponse:
    """Begin a session. The cookie of before is dropped with all in it: nobody can have planted this one.

    :param shown_ms: Unix time at which they showed who they are; ``None`` for now, 0 where nobody knows.
    """
    token = begin_session(database(), user, how, where())
    end_session()
    session[TOKEN] = token
    session[SHOWN] = time.time_ns() // 1_000_000 if shown_ms is None else shown_ms
    return redirect(to, HTTPStatus.SEE_OTHER)


def end_session() -> None:
    """End the session of this browser, here and in the archive."""
    token = session.get(TOKEN)
    if token:
        sign_out(database(), token)
    session.clear()
