"""Approve, publish, withdraw."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import review
from webapp.edition import publish as edition
from webapp.edition.records import PublicReason
from webapp.errors import ChangedSince
from webapp.interface import gettext
from webapp.newsroom.failures import failure_page
from webapp.newsroom.request import archive, database, programme, user
from webapp.newsroom.request import edition as edition_place
from webapp.newsroom.sentences import sentence


def approve(programme_id: str) -> AnyResponse:
    """Vouch for the programme as the person saw it.

    :raise 403: the role does not approve, or the last change is theirs and no reason is given.
    :raise 404: no such programme, or not theirs.
    :raise 409: there is nothing to approve.
    :raise 412: it has changed since the page was loaded.
    """
    programme(programme_id)
    review.require_decider(database(), user().name)
    with_translation = "translation" in request.form
    try:
        review.approve(
            database(),
            programme_id,
            user().name,
            request.form.get("reason"),
            with_translation=with_translation,
            seen_sha256=request.form.get("seen_translated" if with_translation else "seen", ""),
        )
    except ChangedSince as error:
        return make_response(failure_page(HTTPStatus.PRECONDITION_FAILED, sentence(error)))
    flash(gettext("Approved. It can be published now."))
    return _back(programme_id)


def publish(programme_id: str) -> AnyResponse:
    """Write the approved programme into the public edition.

    :raise 403: the role does not publish.
    :raise 404: no such programme, or not theirs.
    :raise 409: it is not approved as it stands, or its sound is not prepared.
    """
    programme(programme_id)
    edition.publish(archive(), database(), edition_place(), programme_id, user().name)
    flash(gettext("Published. The public can read and hear it now."))
    return _back(programme_id)


def withdraw(programme_id: str) -> AnyResponse:
    """Take the programme out of the public edition at once.

    :raise 403: the role does not withdraw.
    :raise 404: no such programme, or not theirs.
    :raise 409: it is not public.
    :raise 422: no reason is given, or one for readers that is not among the choices.
    """
    programme(programme_id)
    review.require_decider(database(), user().name)
    reason = " ".join(request.form.get("reason", "").split())
    if not reason:
        return failure_page(HTTPStatus.UNPROCESSABLE_ENTITY, gettext("Say why it is withdrawn; go back and write it."))
    try:
        public_reason = PublicReason(request.form.get("public_reason", PublicReason.NEWSROOM))
    except ValueError:
        return failure_page(HTTPStatus.UNPROCESSABLE_ENTITY, gettext("Choose what readers are told; go back."))
    edition.withdraw(archive(), database(), edition_place(), programme_id, user().name, reason, public_reason)
    flash(gettext("Withdrawn. The public can no longer read or hear it."))
    return _back(programme_id)


def _back(programme_id: str) -> AnyResponse:
    return redirect(url_for("show", programme_id=programme_id), HTTPStatus.SEE_OTHER)
