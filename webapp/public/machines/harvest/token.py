"""Resumption tokens: all that is needed to go on, so that nothing is remembered here between two requests.

A token holds the last record's place in the order of change rather than a count: a record that changes while somebody
harvests moves to the end, and no other is missed. What a token holds is checked like any request, so it is not signed.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

import msgspec

from webapp.public.machines.harvest.arguments import Verb
from webapp.public.machines.harvest.errors import ErrorCode, HarvestError

LIFE = timedelta(days=1)


class Token(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verb: Verb
    prefix: str
    after: tuple[str, str]
    """Moment and id of the last record that was told."""
    expires: int
    """Unix time."""
    since: str | None = None
    until: str | None = None
    set_spec: str | None = None

    def written(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def expiry() -> datetime:
    """Return until when a token of this moment is good."""
    return (datetime.now(UTC) + LIFE).replace(microsecond=0)


def read_token(text: str, verb: Verb) -> Token:
    """Return what a token of this verb holds.

    :raises HarvestError: it is none, of another verb, or has expired (badResumptionToken).
    """
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        token = msgspec.json.decode(content, type=Token)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise HarvestError(ErrorCode.BAD_RESUMPTION, "This is no resumption token.") from error
    if token.verb is not verb:
        raise HarvestError(ErrorCode.BAD_RESUMPTION, f"This token was given by {token.verb}.")
    if token.expires < datetime.now(UTC).timestamp():
        raise HarvestError(ErrorCode.BAD_RESUMPTION, "This token has expired; begin anew, from the last date you have.")
    return token
