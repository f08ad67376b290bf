"""Passkeys in pages: what a browser is asked, and what it answers."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from flask import Response, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import How
from webapp.errors import PasskeyRefused
from webapp.newsroom.guard import page_to
from webapp.newsroom.people import ceremony
from webapp.newsroom.people.entering import let_in
from webapp.newsroom.request import database, user
from webapp.people.passkeys import (
    NewPasskey,
    Passkey,
    find_passkey,
    note_use,
    passkeys_of,
)
from webapp.public.site_address import SiteAddress

NEW, USE = "new passkey", "passkey"


def site() -> SiteAddress:
    """Return the address that passkeys belong to.

    :raise 404: this newsroom has none, and so no passkeys.
    """
    address = current_app.config["SETTINGS"].address
    if not isinstance(address, SiteAddress):
        raise NotFound
    return address


def ask_for_passkey() -> Response:
    """Say what a browser must answer to sign in by a passkey, as JSON.

    :raise 404: this newsroom has no passkeys.
    """
    from webapp.people import passkey_door  # noqa: PLC0415 (heavy, and not everybody has one)

    asked = passkey_door.ask_for_use(site())
    ceremony.begin(USE, challenge=_text(asked.challenge))
    return Response(asked.options, mimetype="application/json")


def enter_by_passkey() -> AnyResponse:
    """Begin a session by a passkey's answer.

    :raise 404: this newsroom has no passkeys.
    :raise 409: the answer is not of a passkey that is known here, or not to what was asked.
    """
    from webapp.people import passkey_door  # noqa: PLC0415 (heavy, and not everybody has one)

    here, said, asked = site(), request.form.get("credential", ""), ceremony.finish(USE)
    if asked is None:
        raise PasskeyRefused("This took too long; try again.")
    person, passkey = find_passkey(database(), passkey_door.named_by(said))
    note_use(database(), passkey, passkey_door.check_use(here, said, _bytes(asked["challenge"]), passkey))
    return let_in(person, How.PASSKEY, page_to(request.form.get("to")))


def ask_for_new_passkey() -> Response:
    """Say what a browser must answer to add a passkey to one's own account, as JSON.

    :raise 404: this newsroom has no passkeys.
    """
    return ask_for_new(user().user_id, user().name, passkeys_of(database(), user()))


def ask_for_new(of: str, name: str, kept: Sequence[Passkey] = ()) -> Response:
    """Say what a browser must answer with a new passkey, as JSON.

    :param of: the id of the person, or of the invitation by which there will be one.
    """
    from webapp.people import passkey_door  # noqa: PLC0415 (heavy, and not everybody has one)

    asked = passkey_door.ask_for_new(site(), of, name, kept)
    ceremony.begin(NEW, challenge=_text(asked.challenge), of=of)
    return Response(asked.options, mimetype="application/json")


def new_passkey(of: str) -> NewPasskey:
    """Return the passkey that the form at hand brings.

    :param of: as it was asked for.
    :raises PasskeyRefused: it does not answer what this browser was asked.
    """
    from webapp.people import passkey_door  # noqa: PLC0415 (heavy, and not everybody has one)

    asked = ceremony.finish(NEW)
    if asked is None or asked["of"] != of:
        raise PasskeyRefused("This took too long; try again.")
    return passkey_door.check_new(site(), request.form.get("credential", ""), _bytes(asked["challenge"]))


def _text(challenge: bytes) -> str:
    return base64.urlsafe_b64encode(challenge).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
