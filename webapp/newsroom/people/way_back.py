"""What somebody sees who has forgotten their password and was given a link; and how an admin makes it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.errors import WeakPassword
from webapp.interface import gettext
from webapp.newsroom.people.staff import active, for_admins, link_to
from webapp.newsroom.request import database, user
from webapp.newsroom.sentences import sentence
from webapp.people.ways_back import come_back, find_way_back, make_way_back
from webapp.people.weak import CHARACTERS


@for_admins
def make_link(user_id: str) -> AnyResponse:
    """Make a link, and show it this once.

    :raise 404: there is no such account, or it has ended.
    """
    whose = active(user_id).user
    until_ms, token = make_way_back(database(), whose, user())
    link = link_to("see_way_back", token)
    page = render_template("newsroom/people/way_back_made.html", person=whose, until_ms=until_ms, link=link)
    return make_response(page, HTTPStatus.CREATED)


def see_way_back(token: str) -> str:
    """Show the form.

    :raise 404: the link is not valid any more, or never was.
    """
    return _page(token, {})


def take_way_back(token: str) -> AnyResponse:
    """Set the password that was chosen, and let its person sign in by it.

    :raise 404: the link is not valid any more, or never was.
    :raise 422: the password cannot be used, or the two differ; the link still works.
    """
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _again(token, {"again": gettext("The two new passwords differ; write them again.")})
    try:
        come_back(database(), token, new)
    except WeakPassword as error:
        return _again(token, {"new": sentence(error)})
    flash(gettext("The password is set. Sign in by it."))
    return redirect(url_for("sign_in"), HTTPStatus.SEE_OTHER)


def _again(token: str, problems: Mapping[str, str]) -> AnyResponse:
    return make_response(_page(token, problems), HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(token: str, problems: Mapping[str, str]) -> str:
    whose = find_way_back(database(), token)
    return render_template(
        "newsroom/people/way_back.html", person=whose, token=token, problems=problems, shortest=CHARACTERS
    )
