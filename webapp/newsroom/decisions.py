"""Ask for an approval, approve, publish, withdraw."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import review
from webapp.desk.asked import ask_for_approval, send_back
from webapp.desk.consent import note_consent_withdrawn
from webapp.desk.errors import NotAsked
from webapp.edition import publish as edition
from webapp.edition.note import REMOVED
from webapp.edition.records import PublicReason
from webapp.errors import ApprovalRefused, BadNote, ChangedSince, NotChecked, NoteNeeded, NotPublished
from webapp.gate.ask import ask_for_check
from webapp.gate.require import let_out_unheard
from webapp.interface import gettext
from webapp.newsroom.failures import failure_page
from webapp.newsroom.programme import Refusal, programme_page
from webapp.newsroom.request import archive, database, programme, user
from webapp.newsroom.request import edition as edition_place
from webapp.newsroom.sentences import sentence
from webapp.obstacles import ObstacleKind

CONSENT_TAKEN_BACK = "Consent was taken back."


def ask(programme_id: str) -> AnyResponse:
    """Tell approvers that the programme is ready for them.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    ask_for_approval(database(), programme_id, user())
    flash(gettext("Approvers see now that this programme waits for them."))
    return _back(programme_id)


def refuse_approval(programme_id: str) -> AnyResponse:
    """Send a programme back for which somebody asked for an approval, with a reason.

    :raise 403: the role does not approve.
    :raise 404: no such programme, or not theirs.
    :raise 409: nobody has asked since the last decision.
    :raise 422: no reason is given.
    """
    programme(programme_id)
    decider = review.require_decider(database(), user().name)
    reason = " ".join(request.form.get("reason", "").split())
    if not reason:
        return failure_page(HTTPStatus.UNPROCESSABLE_ENTITY, gettext("Say why it is sent back; go back and write it."))
    try:
        send_back(database(), programme_id, decider, reason)
    except NotAsked:
        return failure_page(HTTPStatus.CONFLICT, gettext("Nobody has asked for an approval since it was decided last."))
    flash(gettext("Sent back. Whoever works on it reads why in their work."))
    return _back(programme_id)


def approve(programme_id: str) -> AnyResponse:
    """Vouch for the programme as the person saw it.

    :raise 403: the role does not approve, or the last change is theirs and no reason is given.
    :raise 404: no such programme, or not theirs.
    :raise 409: there is nothing to approve, or something stands against it and no reason is given, or none is enough.
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
            seen_obstacles=request.form["stood"].split() if "stood" in request.form else None,
        )
    except ChangedSince as error:
        return make_response(failure_page(HTTPStatus.PRECONDITION_FAILED, sentence(error)))
    except ApprovalRefused as error:
        is_own = any(each.kind is ObstacleKind.OWN_WORK for each in error.obstacles)
        code = HTTPStatus.FORBIDDEN if is_own else HTTPStatus.CONFLICT
        refusal = Refusal(approval=True, reason=request.form.get("reason", ""))
        return make_response(programme_page(programme_id, refusal), code)
    if ask_for_check(archive(), database(), programme_id):
        flash(gettext("Approved. A machine looks and listens through it now; publish it when that has ended."))
    else:
        flash(gettext("Approved. It can be published now."))
    return _back(programme_id)


def publish(programme_id: str) -> AnyResponse:
    """Write the approved programme into the public edition.

    :raise 403: the role does not publish.
    :raise 404: no such programme, or not theirs.
    :raise 409: it is not approved as it stands, its sound is not prepared, or what is kept back was found in it.
    :raise 422: readers must be told why it is corrected; the page comes back with what was typed.
    """
    programme(programme_id)
    typed = request.form.get("note", "")
    note = REMOVED if "removed" in request.form else typed
    if unheard := request.form.get("unheard", "").strip():
        let_out_unheard(database(), programme_id, user().name, unheard)
    try:
        edition.publish(archive(), database(), edition_place(), programme_id, user().name, note)
    except (NoteNeeded, BadNote) as error:
        refusal = Refusal(note_problem=sentence(error), note=typed)
        return make_response(programme_page(programme_id, refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotChecked:
        flash(gettext("A machine looks and listens through it now; publish it when that has ended."))
        return _back(programme_id)
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


def take_consent_back(programme_id: str) -> AnyResponse:
    """Note that somebody who is heard no longer consents; what is public is withdrawn at once.

    :raise 403: the role does not withdraw.
    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    decider = review.require_decider(database(), user().name)
    reason = " ".join(request.form.get("reason", "").split()) or CONSENT_TAKEN_BACK
    try:
        edition.withdraw(
            archive(), database(), edition_place(), programme_id, decider.name, reason, PublicReason.CONSENT
        )
        flash(gettext("Withdrawn. Readers are told that somebody who is heard no longer consents."))
    except NotPublished:  # Then nothing has to be taken away, and it must not come to be public by mistake.
        note_consent_withdrawn(database(), programme_id, decider, reason)
        flash(gettext("Noted. It is not public; whoever approves it must answer this in writing."))
    return _back(programme_id)


def _back(programme_id: str) -> AnyResponse:
    return redirect(url_for("show", programme_id=programme_id), HTTPStatus.SEE_OTHER)
