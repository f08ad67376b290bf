"""What was read off a page and is not sure: shown with the programme, until somebody has looked at it."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.errors import ChangedSince
from webapp.importing.store import settle
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.sentences import sentence


def settle_doubt(programme_id: str) -> AnyResponse:
    """Note that somebody says that a fact of a page is right.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    seen = zip(request.form.getlist("fact"), request.form.getlist("value"), strict=False)
    try:
        settle(database(), programme_id, seen, user().name)
    except ChangedSince as error:
        flash(sentence(error), "alarm")
    return redirect(url_for("show", programme_id=programme_id, _anchor="unsure"), HTTPStatus.SEE_OTHER)
