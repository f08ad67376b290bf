"""A recording that sounds the same as another programme's: people say whether it is."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from webapp.alike.decide import decide
from webapp.alike.errors import NotKeptWith
from webapp.alike.records import SameAnswer
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.sentences import sentence


def decide_alike(programme_id: str, other_id: str) -> AnyResponse:
    """Keep a programme's recording with another programme, or say that they are not the same.

    :raise 400: that is no answer.
    :raise 404: no such programme, or not theirs; or nobody found that it sounds like the other, or that is not theirs.
    """
    programme(programme_id)
    answer = request.form.get("answer", "")
    if answer not in tuple(SameAnswer):
        raise BadRequest
    try:
        decide(database(), programme_id, other_id, SameAnswer(answer), user())
    except NotKeptWith as error:
        flash(sentence(error), "alarm")
    return redirect(url_for("show", programme_id=programme_id, _anchor="alike"), HTTPStatus.SEE_OTHER)
