"""Say who works on a programme, and until when."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.errors import NotADay, NotAssigned, UnknownUser
from webapp.interface import gettext
from webapp.newsroom.failures import failure_page
from webapp.newsroom.request import database, programme, user
from webapp.people.assignments import assign, unassign


def assign_programme(programme_id: str) -> AnyResponse:
    """Let somebody work on the programme, or give them another day for it.

    :raise 403: the person who asks is neither an approver nor an admin, or the other is a contributor.
    :raise 404: no such programme, or not theirs.
    :raise 422: nobody has this name, or the day is none.
    """
    programme(programme_id)
    try:
        given = assign(
            database(), programme_id, request.form.get("name", ""), user().name, request.form.get("due") or None
        )
    except UnknownUser:
        return failure_page(HTTPStatus.UNPROCESSABLE_ENTITY, gettext("Nobody has this name; choose one from the list."))
    except NotADay:
        return failure_page(HTTPStatus.UNPROCESSABLE_ENTITY, gettext("Write the date as year, month, day: 2026-11-24."))
    flash(gettext("%(name)s works on it now.") % {"name": given.user_name})
    return _back(programme_id)


def unassign_programme(programme_id: str) -> AnyResponse:
    """Let somebody work on the programme no more.

    :raise 403: the person who asks is neither an approver nor an admin.
    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    name = request.form.get("name", "")
    try:
        unassign(database(), programme_id, name, user().name)
    except (UnknownUser, NotAssigned):
        flash(gettext("Nobody of this name was assigned; the page shows who is."))
    else:
        flash(gettext("%(name)s works on it no more.") % {"name": name})
    return _back(programme_id)


def _back(programme_id: str) -> AnyResponse:
    return redirect(url_for("show", programme_id=programme_id, _anchor="assigned"), HTTPStatus.SEE_OTHER)
