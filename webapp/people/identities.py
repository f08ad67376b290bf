"""Accounts and identities of the provider: an admin says which belong together, by an invitation or an address."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate, utc_now
from webapp.accounts import User, get_user, user_of
from webapp.errors import IdentityRefused, NotAName
from webapp.people.ways_in import require_another_way

ADDRESS_CHARACTERS = 254


@dataclass(frozen=True, slots=True)
class Identity:
    """For whom the provider vouches."""

    issuer: str
    subject: str
    email: str | None
    """``None`` where the provider has not verified it."""


def account_of(db: Database, identity: Identity) -> User:
    """Return whose identity this is; linked now where an admin expects its verified address.

    :raises IdentityRefused: it is nobody's, or the account has ended.
    """
    with immediate(db):
        for row in db.query(
            "SELECT user.* FROM identity JOIN user USING (user_id)"
            " WHERE issuer = ? AND subject = ? AND disabled_at IS NULL",
            [identity.issuer, identity.subject],
        ):
            return user_of(row)
        expected = "SELECT user.* FROM identity_expected JOIN user USING (user_id) WHERE email = ?"
        for row in db.query(f"{expected} AND disabled_at IS NULL", [_plain(identity.email or "")]):
            user = user_of(row)
            link(db, user, identity)
            db.execute("DELETE FROM identity_expected WHERE user_id = ?", [user.user_id])
            return user
    raise IdentityRefused("No account here belongs to this identity; ask an admin to invite you.")


def link(db: Database, user: User, identity: Identity) -> None:
    """Let an identity sign in to an account.

    :raises IdentityRefused: it belongs to another account, or the account has another already.
    """
    with immediate(db):
        taken = db.execute(
            "SELECT 1 FROM identity WHERE (issuer = ? AND subject = ?) OR user_id = ?",
            [identity.issuer, identity.subject, user.user_id],
        )
        if taken.fetchone():
            raise IdentityRefused("This identity, or this account, is linked already; ask an admin.")
        db.table("identity").insert(
            {
                "issuer": identity.issuer,
                "subject": identity.subject,
                "user_id": user.user_id,
                "email": identity.email,
                "created_at": utc_now(),
            }
        )


def linked_address(db: Database, user: User) -> str | None:
    """Return what a person's identity is called by: its address, else its id there; ``None`` where none is linked."""
    rows = db.execute("SELECT coalesce(email, subject) FROM identity WHERE user_id = ?", [user.user_id])
    row = rows.fetchone()
    return str(row[0]) if row else None


def unlink(db: Database, user: User) -> None:
    """Let a person's identity sign in no more; where none is linked, nothing changes.

    :raises NoOtherWay: they could not sign in any more.
    """
    with immediate(db):
        if linked_address(db, user) is not None:
            require_another_way(db, user)
            db.execute("DELETE FROM identity WHERE user_id = ?", [user.user_id])


def expect(db: Database, user_name: str, address: str, by: User) -> None:
    """Let whoever the provider knows by this verified address be linked to an account; empty: nobody any more.

    :raises UnknownUser: no active account has this name.
    :raises NotAName: it is no address of mail.
    :raises IdentityRefused: it is expected for another account.
    """
    plain = _plain(address)
    local, at, host = plain.rpartition("@")
    if plain and not (local and at and "." in host and plain.isprintable() and len(plain) <= ADDRESS_CHARACTERS):
        raise NotAName("This is no e-mail address; write one like name@example.org.")
    with immediate(db):
        user = get_user(db, user_name)
        others = db.execute("SELECT 1 FROM identity_expected WHERE email = ? AND user_id != ?", [plain, user.user_id])
        if others.fetchone():
            raise IdentityRefused("This address is expected for another account already.")
        if expected_address(db, user) == (plain or None):
            return
        db.execute("DELETE FROM identity_expected WHERE user_id = ?", [user.user_id])
        if plain:
            row = {"user_id": user.user_id, "email": plain, "by_name": by.name, "created_at": utc_now()}
            db.table("identity_expected").insert(row)


def expected_address(db: Database, user: User) -> str | None:
    """Return by which address an identity may be linked to an account."""
    row = db.execute("SELECT email FROM identity_expected WHERE user_id = ?", [user.user_id]).fetchone()
    return str(row[0]) if row else None


def _plain(address: str) -> str:
    return address.strip().casefold()
