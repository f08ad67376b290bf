"""One's own account: how one signs in, and where one is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import current_app, flash, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from media.errors import MuragatError
from webapp.accounts import How, begin_session, set_password
from webapp.errors import NotFresh, PasskeyRefused, SignInRefused, TooManySignIns, WeakPassword
from webapp.interface import gettext, ngettext
from webapp.newsroom.guard import TOKEN
from webapp.newsroom.people.entering import where
from webapp.newsroom.people.fresh import require_own_password
from webapp.newsroom.people.passkeys import new_passkey, site
from webapp.newsroom.request import database, user
from webapp.newsroom.sentences import sentence
from webapp.people.identities import linked_address, unlink
from webapp.people.passkeys import Passkey, add_passkey, passkeys_of, remove_passkey
from webapp.people.sessions import Session, end_other_sessions, end_session, sessions_of
from webapp.people.settings import Settings
from webapp.people.ways_in import WaysIn, ways_in
from webapp.people.weak import CHARACTERS


@dataclass(frozen=True, slots=True)
class Account:
    """What the page shows."""

    ways: WaysIn
    sessions: tuple[Session, ...]
    passkeys: tuple[Passkey, ...]
    identity: str | None
    """What the provider calls this person, ``None`` where no identity is linked."""


def account() -> str:
    """Show one's own account."""
    return _page({})


def change_password() -> AnyResponse:
    """Give oneself another password; every other session ends, this one gets another token.

    :raise 422: the old one is not right, the new one too weak, or the two new ones differ.
    :raise 429: too many guesses.
    """
    new = request.form.get("new", "")
    try:
        require_own_password(request.form.get("password", ""))
        if new != request.form.get("again", ""):
            return _again({"again": gettext("The two new passwords differ; write them again.")})
        set_password(database(), user().name, new)
    except (SignInRefused, NotFresh) as error:
        return _again({"password": _said(error)})
    except TooManySignIns as error:
        response = _again({"password": sentence(error)}, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    except WeakPassword as error:
        return _again({"new": sentence(error)})
    session.clear()
    session[TOKEN] = begin_session(database(), user(), How.PASSWORD, where())
    flash(gettext("The password is changed. You are signed out everywhere else."))
    return redirect(url_for("account"), HTTPStatus.SEE_OTHER)


def add_own_passkey() -> AnyResponse:
    """Keep a new passkey of one's own.

    :raise 404: this newsroom has no passkeys.
    :raise 422: the answer is not to what was asked, or the password is not right.
    """
    site()
    try:
        made = new_passkey(user().user_id)
        require_own_password(request.form.get("password", ""))
        add_passkey(database(), user(), made, request.form.get("label", "") or gettext("Passkey"))
    except (SignInRefused, NotFresh, PasskeyRefused, TooManySignIns) as error:
        return _again({"passkey": _said(error)})
    flash(gettext("The passkey is added."))
    return redirect(url_for("account"), HTTPStatus.SEE_OTHER)


def remove_own_passkey(passkey_id: str) -> AnyResponse:
    """Let a passkey of one's own sign in no more.

    :raise 404: there is none of this id. :raise 409: it is the only way to sign in.
    """
    remove_passkey(database(), user(), passkey_id)
    flash(gettext("The passkey is removed."))
    return redirect(url_for("account"), HTTPStatus.SEE_OTHER)


def end_one_session(session_id: str) -> AnyResponse:
    """Sign one of one's own browsers out.

    :raise 404: there is none of this id.
    """
    end_session(database(), user(), session_id)
    flash(gettext("That browser is signed out."))
    return redirect(url_for("account"), HTTPStatus.SEE_OTHER)


def end_all_other_sessions() -> AnyResponse:
    """Sign out all of one's own browsers but this one."""
    ended = end_other_sessions(database(), user(), session[TOKEN])
    flash(
        ngettext("%(num)s other browser is signed out.", "%(num)s other browsers are signed out.", ended)
        % {"num": ended}
    )
    return redirect(url_for("account"), HTTPStatus.SEE_OTHER)


def remove_identity() -> AnyResponse:
    """Sign in by the identity provider no more.

    :raise 409: it is the only way to sign in.
    """
    unlink(database(), user())
    flash(gettext("The identity is not linked any more."))
    return redirect(url_for("account"), HTTPStatus.SEE_OTHER)


def _said(error: MuragatError) -> str:
    return gettext("This is not your password.") if isinstance(error, SignInRefused) else sentence(error)


def _again(problems: Mapping[str, str], code: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> AnyResponse:
    return make_response(_page(problems), code)


def _page(problems: Mapping[str, str]) -> str:
    db, person = database(), user()
    settings: Settings = current_app.config["SETTINGS"]
    shown = Account(
        ways=ways_in(db, person),
        sessions=sessions_of(db, person, session[TOKEN]),
        passkeys=passkeys_of(db, person),
        identity=linked_address(db, person),
    )
    return render_template(
        "newsroom/people/account.html",
        account=shown,
        settings=settings,
        problems=problems,
        shortest=CHARACTERS,
    )
