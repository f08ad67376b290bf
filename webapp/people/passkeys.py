"""Passkeys of an account: kept, used, removed. What a browser says of one is judged in `webapp.people.passkey_door`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from webapp.accounts import User, user_of
from webapp.errors import PasskeyCopied, PasskeyRefused, UnknownPasskey
from webapp.people.ways_in import require_another_way

LABEL_CHARACTERS = 64
MOST = 20
"""Of one person."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a browser has made."""

    credential_id: bytes
    public_key: bytes
    """COSE."""
    sign_count: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner knows it."""

    passkey_id: str
    credential_id: bytes
    public_key: bytes
    """COSE."""
    sign_count: int
    label: str
    created_at: str
    last_used_at: str | None
    suspected_at: str | None
    """When it was refused because there may be two of it; it is not taken again."""


def add_passkey(db: Database, user: User, made: NewPasskey, label: str) -> None:
    """Keep a passkey.

    :param label: what its owner calls it.
    :raises PasskeyRefused: it is kept already, or there are `MOST`.
    """
    label = " ".join(label.split())[:LABEL_CHARACTERS]
    with immediate(db):
        if len(passkeys_of(db, user)) >= MOST or _find(db, made.credential_id):
            raise PasskeyRefused("This passkey is here already, or you have too many; remove one first.")
        db.table("passkey").insert(
            {
                "passkey_id": new_id("y"),
                "user_id": user.user_id,
                "credential_id": made.credential_id,
                "public_key": made.public_key,
                "sign_count": made.sign_count,
                "label": label if label.isprintable() else "",
                "created_at": utc_now(),
            }
        )


def passkeys_of(db: Database, user: User) -> tuple[Passkey, ...]:
    """Return a person's passkeys, the oldest first."""
    rows = db.query("SELECT * FROM passkey WHERE user_id = ? ORDER BY rowid", [user.user_id])
    return tuple(map(_passkey, rows))


def find_passkey(db: Database, credential_id: bytes) -> tuple[User, Passkey]:
    """Return whose passkey a browser names.

    :raises PasskeyRefused: nobody's, or it is not taken any more, or the account has ended.
    """
    row = _find(db, credential_id)
    if row is None or row["disabled_at"] is not None or row["suspected_at"] is not None:
        raise PasskeyRefused("This passkey is not known here; sign in by your password.")
    return user_of(row), _passkey(row)


def note_use(db: Database, passkey: Passkey, sign_count: int) -> None:
    """Keep how often a passkey was used, as it counts itself; one that counts nothing always says 0.

    :param sign_count: that it said now, signed.
    :raises PasskeyCopied: it counts no more than at its last use; it is not taken again.
    """
    with immediate(db):
        row = db.execute("SELECT sign_count FROM passkey WHERE passkey_id = ?", [passkey.passkey_id]).fetchone()
        is_copy = row is not None and (sign_count or row[0]) and sign_count <= row[0]
        change = {"suspected_at": utc_now()} if is_copy else {"sign_count": sign_count, "last_used_at": utc_now()}
        db.table("passkey").update(passkey.passkey_id, change)
    if is_copy:
        raise PasskeyCopied(
            "This passkey counts fewer uses than before: there may be a copy of it. It is not taken any more; sign in "
            "by your password and remove it."
        )


def remove_passkey(db: Database, user: User, passkey_id: str) -> None:
    """Let one passkey of a person sign in no more.

    :raises UnknownPasskey: they have none of this id.
    :raises NoOtherWay: they could not sign in any more.
    """
    with immediate(db):
        found = next((each for each in passkeys_of(db, user) if each.passkey_id == passkey_id), None)
        if found is None:
            raise UnknownPasskey("You have no such passkey; load the page again.")
        if found.suspected_at is None:
            require_another_way(db, user)
        db.execute("DELETE FROM passkey WHERE passkey_id = ?", [passkey_id])


def _find(db: Database, credential_id: bytes) -> Mapping[str, object] | None:
    rows = db.query(
        "SELECT passkey.*, user.name, user.role, user.disabled_at FROM passkey JOIN user USING (user_id)"
        " WHERE credential_id = ?",
        [credential_id],
    )
    return next(iter(rows), None)


def _passkey(row: Mapping[str, object]) -> Passkey:
    return Passkey(**{name: row[name] for name in Passkey.__slots__})  # type: ignore[arg-type]
