"""Who changes how they sign in shows first that it is they who sit there."""

from __future__ import annotations

import time

from flask import session

from webapp.accounts import require_password
from webapp.errors import NotFresh, NotKnownSinceWhen
from webapp.newsroom.guard import SHOWN
from webapp.newsroom.request import database, user
from webapp.people.ways_in import ways_in

FRESH_MS = 10 * 60 * 1000


def require_own_password(password: str) -> None:
    """Let only those go on who know their password or, where they have none, have signed in just now.

    :raises SignInRefused: it is not theirs. :raises TooManySignIns: that happened too often.
    :raises NotFresh: they have no password, and showed who they are more than ten minutes ago.
    :raises NotKnownSinceWhen: they have no password, and the identity provider does not say when that was.
    """
    if ways_in(database(), user()).has_password:
        require_password(database(), user().name, password)
        return
    shown_ms = session.get(SHOWN)
    if shown_ms == 0:
        raise NotKnownSinceWhen(
            "The identity provider does not say when you signed in there; ask an admin to set a password for you."
        )
    if shown_ms is None or time.time_ns() // 1_000_000 - shown_ms > FRESH_MS:
        raise NotFresh("Sign out and in again, then do this within ten minutes.")
