"""The people of the newsroom, as an admin sees and changes them: roles, invitations, and the end of an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden, NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import get_programme
from webapp.accounts import ROLES, STAFF, set_role
from webapp.errors import BadInvitation, IdentityRefused, NotAName, UnknownUser
from webapp.interface import gettext, ngettext
from webapp.newsroom.request import database, user
from webapp.newsroom.sentences import sentence
from webapp.people.assignments import assigned_to, left_by
from webapp.people.directory import Person, everybody, find_person
from webapp.people.identities import expect
from webapp.people.invitations import MOST_DAYS, USUAL_DAYS, invite, open_invitations
from webapp.people.invitations import take_back as take_back_of
from webapp.people.leaving import end_account, hand_over

View = Callable[..., Any]


def for_admins(view: View) -> View:
    """Refuse a page to everybody else.

    :raise 403: somebody who is no admin.
    """

    @wraps(view)
    def guarded(**arguments: str) -> Any:
        if not user().is_admin:
            raise Forbidden
        return view(**arguments)

    return guarded


@for_admins
def people() -> str:
    """Show everybody, and the invitations that can still be used."""
    return _page({}, {})


@for_admins
def make_invitation() -> AnyResponse:
    """Make an invitation, and show its link this once.

    :raise 422: it cannot be made so.
    """
    role = _role()
    days = request.form.get("days", USUAL_DAYS, type=int)
    whom = request.form.get("whom", "")
    try:
        made, token = invite(database(), role, user(), whom, days)
    except BadInvitation as error:
        return make_response(_page({"whom": sentence(error)}, request.form), HTTPStatus.UNPROCESSABLE_ENTITY)
    link = link_to("see_invitation", token)
    return make_response(
        render_template("newsroom/people/invited.html", invitation=made, link=link), HTTPStatus.CREATED
    )


def link_to(endpoint: str, token: str) -> str:
    """Return the whole address of a page that a token opens, to be given to somebody."""
    address = current_app.config["SETTINGS"].address
    root = f"{address.scheme}://{address.host}" if address else request.host_url.rstrip("/")
    return root + url_for(endpoint, token=token)


@for_admins
def take_back(invitation_id: str) -> AnyResponse:
    """Let an invitation be used no more.

    :raise 404: there is none that could be.
    """
    take_back_of(database(), invitation_id, user())
    flash(gettext("The invitation is taken back."))
    return redirect(url_for("people"), HTTPStatus.SEE_OTHER)


@for_admins
def person(user_id: str) -> str:
    """Show one account.

    :raise 404: there is none of this id.
    """
    return _person_page(_found(user_id), {})


@for_admins
def change_role(user_id: str) -> AnyResponse:
    """Give somebody another role.

    :raise 404: there is no such account, or it has ended. :raise 409: nobody else is an admin.
    """
    set_role(database(), active(user_id).user.name, _role())
    flash(gettext("The role is changed."))
    return redirect(url_for("person", user_id=user_id), HTTPStatus.SEE_OTHER)


@for_admins
def expect_identity(user_id: str) -> AnyResponse:
    """Let whoever the provider knows by a verified address sign in to an account.

    :raise 404: there is no such account, or it has ended.
    :raise 422: it is no address, or expected for another account.
    """
    found = active(user_id)
    try:
        expect(database(), found.user.name, request.form.get("address", ""), user())
    except (NotAName, IdentityRefused) as error:
        return make_response(_person_page(found, {"address": sentence(error)}), HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(gettext("Stored."))
    return redirect(url_for("person", user_id=user_id), HTTPStatus.SEE_OTHER)


@for_admins
def end_person(user_id: str) -> AnyResponse:
    """End an account: every way in, at once; what it did stays.

    :raise 404: there is no such account, or it has ended. :raise 409: nobody else is an admin.
    """
    end_account(database(), active(user_id).user.name, user())
    flash(gettext("The account is ended. What they did keeps their name."))
    return redirect(url_for("person", user_id=user_id), HTTPStatus.SEE_OTHER)


@for_admins
def hand_over_work(user_id: str) -> AnyResponse:
    """Give somebody what another, who has left, had to do.

    :raise 404: there is no such account. :raise 403: the other is a contributor.
    """
    _found(user_id)
    to = request.form.get("to", "")
    given = hand_over(database(), user_id, to, user(), request.form.getlist("programme"))
    flash(
        ngettext("%(num)s programme is given to %(name)s.", "%(num)s programmes are given to %(name)s.", given)
        % {"num": given, "name": to}
    )
    return redirect(url_for("person", user_id=user_id), HTTPStatus.SEE_OTHER)


def _found(user_id: str) -> Person:
    try:
        return find_person(database(), user_id)
    except UnknownUser as error:
        raise NotFound from error


def active(user_id: str) -> Person:
    """:raise 404: there is no such account, or it has ended."""
    found = _found(user_id)
    if found.ended_at is not None:
        raise NotFound
    return found


def _role() -> str:
    role = request.form.get("role", "")
    if role not in ROLES:
        raise BadRequest
    return role


def _page(problems: Mapping[str, str], typed: Mapping[str, str]) -> str:
    return render_template(
        "newsroom/people/people.html",
        people=everybody(database()),
        invitations=open_invitations(database()),
        roles=ROLES,
        problems=problems,
        typed=typed,
        usual_days=USUAL_DAYS,
        most_days=MOST_DAYS,
    )


def _person_page(found: Person, problems: Mapping[str, str]) -> str:
    db, ended = database(), found.ended_at is not None
    given = left_by(db, found.user.user_id) if ended else assigned_to(db, found.user.name)
    return render_template(
        "newsroom/people/person.html",
        person=found,
        given=[(each, get_programme(db, each.programme_id)) for each in given],
        others=[each.user for each in everybody(db) if each.ended_at is None and each.user.role in STAFF],
        roles=ROLES,
        problems=problems,
        settings=current_app.config["SETTINGS"],
    )
