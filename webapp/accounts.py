"""People, and who is signed in."""

from __future__ import annotations

import enum
import hashlib
import logging
import secrets
import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from webapp.errors import LastAdmin, NotAName, SignInRefused, UnknownUser, UserExists
from webapp.people.passwords import (
    NO_PASSWORD,
    count_attempt,
    forget_attempt,
    hash_password,
    is_outdated,
    matches,
)
from webapp.people.weak import check_password

ADMIN = "admin"
ROLES = ("contributor", "journalist", "approver", ADMIN)
"""From least to most. Who sees which programme says `webapp.people.assignments`."""
DECIDERS = ("approver", ADMIN)
"""Who approves, publishes and withdraws, and sees every programme."""
STAFF = ("journalist", *DECIDERS)
"""Who uses what the newsroom has in common: names and terms, known voices, the order of the machine's work."""

NAME_CHARACTERS = 64
SESSION_MS = 12 * 3600 * 1000
MOST_SESSIONS = 50
"""Of one person; the oldest ends where there would be more."""


log = logging.getLogger(__name__)


class How(enum.StrEnum):
    """By what somebody signed in."""

    PASSWORD = "password"  # noqa: S105 (a word of a table)
    PASSKEY = "passkey"
    IDENTITY = "identity"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody signed in, as far as that helps them to know it again, and no further."""

    browser: str
    network: str
    """The address without its last part."""


@dataclass(frozen=True, slots=True)
class User:
    """An account."""

    user_id: str
    name: str
    role: str

    @property
    def is_decider(self) -> bool:
        return self.role in DECIDERS

    @property
    def is_admin(self) -> bool:
        return self.role == ADMIN

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def sees_everything(self) -> bool:
        return self.is_decider


def add_user(db: Database, name: str, role: str, password: str) -> User:
    """Make an account.

    :param role: one of `ROLES`.
    :raises NotAName: the name is empty, too long, or has characters that cannot be seen.
    :raises WeakPassword: the password is too short, or one of those that are tried first (`webapp.people.weak`).
    :raises UserExists: an account has this name already, however it is capitalised.
    """
    name = free_name(db, name)
    check_password(db, name, password)
    return _add_user(db, name, role, hash_password(password))


def add_user_without_password(db: Database, name: str, role: str) -> User:
    """Make an account whose owner signs in otherwise.

    :param role: one of `ROLES`.
    :raises NotAName: the name is empty, too long, or has characters that cannot be seen.
    :raises UserExists: an account has this name already, however it is capitalised.
    """
    return _add_user(db, name, role, NO_PASSWORD)


def free_name(db: Database, name: str) -> str:
    """Return a name as a new account would have it.

    :raises NotAName: the name is empty, too long, or has characters that cannot be seen.
    :raises UserExists: an account has this name already, however it is capitalised.
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not 0 < len(name) <= NAME_CHARACTERS or not name.isprintable():
        raise NotAName(f"A user's name is 1 to {NAME_CHARACTERS} visible characters; choose another.")
    if next(_rows(db, name), None):
        raise UserExists(f"There is a user “{name}” already; choose another name.")
    return name


def get_user(db: Database, name: str) -> User:
    """:raises UnknownUser: no active account has this name."""
    for row in _rows(db, name):
        if row["disabled_at"] is None:
            return user_of(row)
    raise UnknownUser(f"There is no user “{name}”; make the account with “muragat user add”.")


def set_password(db: Database, name: str, password: str) -> None:
    """Give an account another password, and sign it out everywhere.

    :raises UnknownUser: no active account has this name.
    :raises WeakPassword: the password is too short, or one of those that are tried first (`webapp.people.weak`).
    """
    user = get_user(db, name)
    check_password(db, user.name, password)
    password_hash = hash_password(password)
    with immediate(db):
        db.table("user").update(user.user_id, {"password_hash": password_hash, "password_changed_at": utc_now()})
        db.table("session").delete_where("user_id = ?", [user.user_id])
        db.table("failed_sign_in").delete_where("name = ?", [name_key(user.name)])


def set_role(db: Database, name: str, role: str) -> User:
    """Give an account another role, from its next request on.

    :param role: one of `ROLES`.
    :raises UnknownUser: no active account has this name.
    :raises LastAdmin: nobody else is an admin.
    """
    with immediate(db):
        user = get_user(db, name)
        if role != ADMIN:
            require_another_admin(db, user)
        db.table("user").update(user.user_id, {"role": role})
    return User(user.user_id, user.name, role)


def disable_user(db: Database, name: str) -> None:
    """End an account, from its next request on; its name stays with what it did.

    :raises UnknownUser: no active account has this name.
    :raises LastAdmin: nobody else is an admin.
    """
    with immediate(db):
        user = get_user(db, name)
        require_another_admin(db, user)
        db.table("user").update(user.user_id, {"disabled_at": utc_now()})
        db.table("session").delete_where("user_id = ?", [user.user_id])


def require_another_admin(db: Database, user: User) -> None:
    """:raises LastAdmin: this is the only admin."""
    others = db.table("user").count_where("role = ? AND disabled_at IS NULL AND user_id != ?", [ADMIN, user.user_id])
    if user.is_admin and not others:
        raise LastAdmin(f"{user.name} is the only admin; make somebody else an admin first.")


def new_password() -> str:
    """Return a random password of 80 bits that can be read aloud."""
    return "-".join(new_id("")[:4] for _ in range(4))


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: capitals and composition make no difference."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())


def sign_in(db: Database, name: str, password: str, where: Where | None = None) -> tuple[User, str]:
    """Return the user and the token of a new session.

    Takes as long for a name without an account as for one with it.

    :raises TooManySignIns: several sign-ins with this name failed; ``retry_after_s`` says how long to wait.
    :raises SignInRefused: name and password do not belong together, or the account is disabled.
    """
    user = require_password(db, name, password)
    return user, begin_session(db, user, How.PASSWORD, where)


def require_password(db: Database, name: str, password: str) -> User:
    """Return whose name and password these are.

    :raises TooManySignIns: this failed several times with this name; ``retry_after_s`` says how long to wait.
    :raises SignInRefused: name and password do not belong together, or the account is disabled.
    """
    attempt = count_attempt(db, name_key(name))
    row = next(_rows(db, name), None)
    is_right = matches(str(row["password_hash"]) if row else None, password)
    if row is None or row["disabled_at"] is not None or not is_right:
        # By the account alone: what was typed as a name may be the password.
        log.warning("a password was refused: %s", row["user_id"] if row else "no such account")
        raise SignInRefused("The name or the password is not right.")
    renewed = hash_password(password) if is_outdated(str(row["password_hash"])) else None
    with immediate(db):
        forget_attempt(db, attempt)
        if renewed:
            # Only where it is still the same: somebody may have changed it meanwhile.
            db.execute(
                "UPDATE user SET password_hash = ? WHERE user_id = ? AND password_hash = ?",
                [renewed, row["user_id"], row["password_hash"]],
            )
    return user_of(row)


def begin_session(db: Database, user: User, how: How, where: Where | None = None) -> str:
    """Return the token of a new session; only its sha256 is stored."""
    token = secrets.token_urlsafe(32)
    now_ms = _now_ms()
    with immediate(db):
        db.table("session").delete_where("expires_at_ms <= ?", [now_ms])
        db.table("session").insert(
            {
                "token_sha256": token_sha256(token),
                "user_id": user.user_id,
                "created_at": utc_now(),
                "expires_at_ms": now_ms + SESSION_MS,
                "session_id": new_id("s"),
                "how": str(how),
                "browser": where.browser if where else None,
                "network": where.network if where else None,
            }
        )
        db.execute(
            "DELETE FROM session WHERE user_id = ? AND rowid NOT IN"
            " (SELECT rowid FROM session WHERE user_id = ? ORDER BY rowid DESC LIMIT ?)",
            [user.user_id, user.user_id, MOST_SESSIONS],
        )
    return token


def signed_in(db: Database, token: str) -> User | None:
    """Return whose session this is, ``None`` where it has ended or never was."""
    rows = db.query(
        "SELECT user.* FROM session JOIN user USING (user_id)"
        " WHERE token_sha256 = ? AND expires_at_ms > ? AND disabled_at IS NULL",
        [token_sha256(token), _now_ms()],
    )
    return next(map(user_of, rows), None)


def sign_out(db: Database, token: str) -> None:
    """End a session; one that has ended already stays so."""
    db.table("session").delete_where("token_sha256 = ?", [token_sha256(token)])


def user_of(row: Mapping[str, object]) -> User:
    """Return the account of a row of ``user``."""
    return User(str(row["user_id"]), str(row["name"]), str(row["role"]))


def token_sha256(token: str) -> str:
    """Return what is stored of a random token: 256 bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _add_user(db: Database, name: str, role: str, password_hash: str) -> User:
    with immediate(db):
        name = free_name(db, name)
        user = User(new_id("u"), name, role)
        db.table("user").insert(
            {
                "user_id": user.user_id,
                "name": name,
                "name_key": name_key(name),
                "password_hash": password_hash,
                "role": role,
                "created_at": utc_now(),
            }
        )
    return user


def _rows(db: Database, name: str) -> Iterator[Mapping[str, object]]:
    return db.table("user").rows_where("name_key = ?", [name_key(name)])


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
