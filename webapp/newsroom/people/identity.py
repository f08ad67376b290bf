"""Sign in by the identity provider (OpenID Connect): out to it, and back."""

from __future__ import annotations

import hmac
from http import HTTPStatus

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import How
from webapp.errors import IdentityRefused
from webapp.newsroom.guard import page_to
from webapp.newsroom.people import ceremony
from webapp.newsroom.people.entering import let_in
from webapp.newsroom.request import database
from webapp.people.identities import Identity, account_of
from webapp.people.invitations import find_invitation
from webapp.people.settings import Provider, Settings

ASKED, IDENTITY = "provider", "identity"


def go_to_provider() -> AnyResponse:
    """Send a browser to the identity provider.

    :raise 404: there is none, or the invitation that is to be used is not valid any more.
    :raise 502: it does not answer.
    """
    from webapp.people import provider as door  # noqa: PLC0415 (heavy, and few newsrooms have one)

    provider, back = _provider()
    invitation = request.args.get("invitation", "")
    if invitation:
        find_invitation(database(), invitation)
    asked = door.ask(provider, back)
    ceremony.begin(
        ASKED,
        state=asked.state,
        nonce=asked.nonce,
        verifier=asked.verifier,
        to=page_to(request.args.get("to")),
        invitation=invitation,
    )
    return redirect(asked.url)


def come_from_provider() -> AnyResponse:
    """Take what the identity provider says of somebody, and sign them in.

    :raise 404: there is no provider.
    :raise 403: it is not the answer to what this browser was sent with, or cannot be trusted, or is nobody's here.
    :raise 502: the provider does not answer.
    """
    from webapp.people import provider as door  # noqa: PLC0415 (heavy, and few newsrooms have one)

    provider, back = _provider()
    asked, said = ceremony.finish(ASKED), request.args
    if asked is None or not hmac.compare_digest(asked["state"].encode(), said.get("state", "").encode()):
        raise IdentityRefused("This answer is not to what this browser asked, or was used before; begin again.")
    if said.get("iss", provider.issuer) != provider.issuer:
        raise IdentityRefused("This answer is of another provider; begin again.")
    if "code" not in said:
        raise IdentityRefused(f"{provider.name} did not sign you in; begin again, or use your password.")
    answer = door.answer(provider, back, said["code"], nonce=asked["nonce"], verifier=asked["verifier"])
    identity = answer.identity
    if asked["invitation"]:
        ceremony.begin(IDENTITY, issuer=identity.issuer, subject=identity.subject, email=identity.email or "")
        return redirect(url_for("see_invitation", token=asked["invitation"]), HTTPStatus.SEE_OTHER)
    return let_in(account_of(database(), identity), How.IDENTITY, asked["to"], shown_ms=answer.shown_ms)


def known_identity() -> Identity | None:
    """Return for whom the provider has vouched in this browser, where an invitation waits for a name."""
    kept = ceremony.peek(IDENTITY)
    return Identity(kept["issuer"], kept["subject"], kept["email"] or None) if kept else None


def _provider() -> tuple[Provider, str]:
    """Return the provider, and the address to which it sends people back."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.provider is None or settings.address is None:
        raise NotFound
    return settings.provider, f"{settings.address.scheme}://{settings.address.host}{url_for('come_from_provider')}"
