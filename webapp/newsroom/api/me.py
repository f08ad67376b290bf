"""Who asks, and by what."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from webapp.newsroom.api.door import token
from webapp.newsroom.api.operation import Operation
from webapp.newsroom.request import user
from webapp.people.tokens import Scope


class Me(msgspec.Struct, frozen=True):
    """The token of this request, and its person as they are now."""

    person: str
    role: str
    token: Annotated[str, Meta(description="Its name.")]
    scopes: tuple[Scope, ...]
    expires_at_ms: Annotated[int, Meta(description="Unix time.")]


def me() -> Me:
    asks = token()
    return Me(user().name, user().role, asks.name, asks.scopes, asks.expires_at_ms)


OPERATIONS = (
    Operation(
        "me",
        "GET",
        "/me",
        "Get who asks",
        "The person, their role at this moment, and what the token may be used for.",
        Scope.READ,
        me,
        Me,
    ),
)
