"""Error pages: one sentence in the reader's language, and nothing that tells the inside."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.edition.records import PublicReason
from webapp.interface import gettext
from webapp.public.explained import Explained
from webapp.public.machines.problem import problem
from webapp.public.machines.register import is_for_machines
from webapp.public.quoting.register import IN_FRAMES_OF_OTHERS
from webapp.public.shelf import NoSuchVersion, RemovedVersion, Withdrawn
from webapp.public.versions.said import withdrawn_because


def register(app: Flask) -> None:
    """Answer every error of the app with a page, or with a problem where a program asks.

    Flask logs what was not foreseen before it gets here.
    """
    app.register_error_handler(HTTPException, _error_page)


def _error_page(error: HTTPException) -> Response:
    code = error.code or InternalServerError.code
    sentence = _sentence(error, code)
    if is_for_machines():
        response = problem(code, sentence)
    else:
        page = "public/error_in_frame.html" if request.endpoint in IN_FRAMES_OF_OTHERS else "public/error.html"
        said = {"title": _title(code), "sentence": sentence, "back": _way_back(error)}
        tombstone = error.tombstone if isinstance(error, Withdrawn) else None
        response = make_response(render_template(page, **said, tombstone=tombstone), code)
    for name, value in error.get_headers():  # Allow (405), Content-Range (416)
        if name not in response.headers:
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-cache"
    return response


def _way_back(error: HTTPException) -> tuple[str, str] | None:
    """Return an address that helps, and what it is called."""
    if isinstance(error, NoSuchVersion | RemovedVersion):
        return url_for("versions.versions", programme_id=error.programme_id), gettext("All versions")
    return error.back if isinstance(error, Explained) else None


def _title(code: int) -> str:
    """Return what a browser calls the page."""
    titles = {
        404: gettext("Not found"),
        410: gettext("Withdrawn programme"),
        416: gettext("Not found"),
        503: gettext("Not ready yet"),
    }
    if code in titles:
        return titles[code]
    return gettext("Not understood") if code < InternalServerError.code else gettext("Out of order")


def _sentence(error: HTTPException, code: int) -> str:
    if isinstance(error, Explained):
        return error.sentence
    if isinstance(error, NoSuchVersion):
        return gettext("This programme has no such version.")
    if isinstance(error, RemovedVersion):
        return gettext("This version is not served any more: the newsroom has taken something out of it.")
    if isinstance(error, Withdrawn):
        return withdrawn_because(error.tombstone.reason if error.tombstone else PublicReason.NEWSROOM)
    sentences = {
        404: gettext("There is no such page here; look for the programme by its words."),
        405: gettext("This page cannot be used in that way; go back and follow a link."),
        410: withdrawn_because(PublicReason.NEWSROOM),
        416: gettext("The recording does not reach that far."),
        503: gettext("The list of programmes is being made anew; try again in a few minutes."),
    }
    if code in sentences:
        return sentences[code]
    if code < InternalServerError.code:
        return gettext("The site does not understand this request; go back and follow a link.")
    return gettext("The site has failed here; try again in a minute.")
