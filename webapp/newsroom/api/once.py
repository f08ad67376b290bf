"""What was made under a key is made once: a script that does not know whether it was heard asks again.

The key is asked for, after draft-ietf-httpapi-idempotency-key-header: what a second asking holds, or how soon it came,
would tell no more than that it may be one.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from flask import request
from sqlite_utils import Database

from media.database import utc_now
from webapp.accounts import User
from webapp.newsroom.api.problems import NotInTable

HEADER = "Idempotency-Key"
KEY_CHARACTERS = 200


class NoIdempotencyKey(NotInTable):
    """What makes something says nothing by which a second asking would be known."""


def asked_key() -> str:
    """Return the request's key.

    :raises NoIdempotencyKey: 400, it has none.
    :raises NotInTable: 400, it is empty, too long, or not printable ASCII.
    """
    key = request.headers.get(HEADER)
    if key is None:
        raise NoIdempotencyKey(
            HTTPStatus.BAD_REQUEST,
            f"Send {HEADER} with a name that you choose for this programme, such as a UUID: asked again under it, "
            "because no answer came, nothing is made twice.",
        )
    if not (0 < len(key) <= KEY_CHARACTERS and key.isascii() and key.isprintable()):
        raise NotInTable(
            HTTPStatus.BAD_REQUEST, f"{HEADER} is 1 to {KEY_CHARACTERS} printable characters; a UUID will do."
        )
    return key


def made_before(db: Database, person: User, key: str) -> str | None:
    """Return the programme that this person's scripts made under a key; belongs into the transaction that makes it.

    :raises NotInTable: 422, something else was asked under it.
    """
    for row in db.query("SELECT * FROM made_once WHERE user_id = ? AND key = ?", [person.user_id, key]):
        if row["request_sha256"] != _request_sha256():
            raise NotInTable(
                HTTPStatus.UNPROCESSABLE_ENTITY, f"This {HEADER} was used for something else; use a new one for each."
            )
        return str(row["programme_id"])
    return None


def note_made(db: Database, person: User, key: str, programme_id: str) -> None:
    """Keep what was made under a key; part of the transaction that makes it."""
    db.table("made_once").insert(
        {
            "user_id": person.user_id,
            "key": key,
            "request_sha256": _request_sha256(),
            "programme_id": programme_id,
            "created_at": utc_now(),
        }
    )


def _request_sha256() -> str:
    return hashlib.sha256(request.get_data()).hexdigest()
