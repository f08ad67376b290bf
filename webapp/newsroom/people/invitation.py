"""What an invited person sees: a form that makes their account, once."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, current_app, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import How, User, add_user, add_user_without_password, free_name
from webapp.errors import NotAName, PasskeyRefused, UserExists, WeakPassword
from webapp.interface import gettext
from webapp.newsroom.people import ceremony, passkeys
from webapp.newsroom.people.entering import let_in
from webapp.newsroom.people.identity import IDENTITY, known_identity
from webapp.newsroom.request import database
from webapp.newsroom.sentences import sentence
from webapp.people.identities import link
from webapp.people.invitations import Invitation, find_invitation, use_invitation
from webapp.people.passkeys import add_passkey
from webapp.people.weak import CHARACTERS


def see_invitation(token: str) -> str:
    """Show the form.

    :raise 404: the invitation is not valid any more, or never was.
    """
    return _page(find_invitation(database(), token), token, {})


def ask_for_first_passkey(token: str) -> Response:
    """Say what a browser must answer to make the account with a passkey, as JSON.

    :raise 404: the invitation is not valid any more, or this newsroom has no passkeys.
    :raise 422: no account can have the name; before a passkey is made of it, which would stay in vain.
    """
    passkeys.site()
    found = find_invitation(database(), token)
    try:
        name = free_name(database(), request.form.get("name", ""))
    except (NotAName, UserExists) as error:
        return make_response(jsonify(problem=sentence(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return passkeys.ask_for_new(found.invitation_id, name)


def take_invitation(token: str) -> AnyResponse:
    """Make the account with what the person chose, and sign them in.

    :raise 404: the invitation is not valid any more, or never was.
    :raise 422: the name or the password cannot be used; the invitation still can.
    """
    found = find_invitation(database(), token)
    try:
        user = use_invitation(database(), token, _make)
    except (NotAName, UserExists) as error:
        return _again(found, token, {"name": sentence(error)})
    except WeakPassword as error:
        return _again(found, token, {"password": sentence(error)})
    except PasskeyRefused as error:
        return _again(found, token, {"passkey": sentence(error)})
    return let_in(user, How.INVITATION, url_for("index"))


def _make(invitation: Invitation) -> User:
    name, db = request.form.get("name", ""), database()
    if request.form.get("credential"):
        made = passkeys.new_passkey(invitation.invitation_id)
        user = add_user_without_password(db, name, invitation.role)
        add_passkey(db, user, made, gettext("Passkey"))
        return user
    identity = known_identity()
    if identity and request.form.get("by") == IDENTITY:
        user = add_user_without_password(db, name, invitation.role)
        link(db, user, identity)
        ceremony.finish(IDENTITY)
        return user
    return add_user(db, name, invitation.role, request.form.get("password", ""))


def _again(invitation: Invitation, token: str, problems: Mapping[str, str]) -> AnyResponse:
    return make_response(_page(invitation, token, problems), HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(invitation: Invitation, token: str, problems: Mapping[str, str]) -> str:
    return render_template(
        "newsroom/people/invitation.html",
        invitation=invitation,
        token=token,
        typed={"name": request.form.get("name", invitation.whom or "")},
        problems=problems,
        settings=current_app.config["SETTINGS"],
        identity=known_identity(),
        shortest=CHARACTERS,
    )
