"""People, their passwords, and who is signed in."""

from __future__ import annotations

import hashlib
import secrets
import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import argon2
from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from webapp.errors import NotAName, SignInRefused, TooManySignIns, UnknownUser, UserExists, WeakPassword

ROLES = ("contributor", "journalist", "approver", "admin")
"""From least to most. Who sees which programme says `webapp.people.assignments`."""
DECIDERS = ("approver", "admin")
"""Who approves, publishes and withdraws, and sees every programme."""
STAFF = ("journalist", *DECIDERS)
"""Who uses what the newsroom has in common: names and terms, known voices, the order of the machine's work."""

NAME_CHARACTERS = 64
PASSWORD_CHARACTERS = 12
SESSION_MS = 12 * 3600 * 1000

FREE_ATTEMPTS = 5
"""Sign-ins that may fail before the next must wait."""
ATTEMPTS_MS = 3600 * 1000
"""How long a failed sign-in counts."""
FIRST_WAIT_MS = 30 * 1000
LONGEST_WAIT_MS = 15 * 60 * 1000

_HASHER = argon2.PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$ii4a/PFNMscAwmPLdq3noQ$+gDHYuMDFQRCVXUdzMS81Og/TQ+v6CFCrK/GYmNoMuI"
"""Of a random password that was thrown away: checked for names without an account, so that the answer takes as long."""


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
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def sees_everything(self) -> bool:
        return self.is_decider


def add_user(db: Database, name: str, role: str, password: str) -> User:
    """Make an account.

    :param role: one of `ROLES`.
    :raises NotAName: the name is empty, too long, or has characters that cannot be seen.
    :raises WeakPassword: the password is too short, or the name itself.
    :raises UserExists: an account has this name already, however it is capitalised.
    """
    name = _check_name(name)
    _check_password(name, password)
    user = User(new_id("u"), name, role)
    password_hash = _HASHER.hash(password)
    with immediate(db):
        if next(_rows(db, name), None):
            raise UserExists(f"There is a user “{name}” already; choose another name.")
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


def get_user(db: Database, name: str) -> User:
    """:raises UnknownUser: no active account has this name."""
    for row in _rows(db, name):
        if row["disabled_at"] is None:
            return _user(row)
    raise UnknownUser(f"There is no user “{name}”; make the account with “muragat user add”.")


def set_password(db: Database, name: str, password: str) -> None:
    """Give an account another password, and sign it out everywhere.

    :raises UnknownUser: no active account has this name.
    :raises WeakPassword: the password is too short, or the name itself.
    """
    user = get_user(db, name)
    _check_password(user.name, password)
    password_hash = _HASHER.hash(password)
    with immediate(db):
        db.table("user").update(user.user_id, {"password_hash": password_hash})
        db.table("session").delete_where("user_id = ?", [user.user_id])
        db.table("failed_sign_in").delete_where("name = ?", [name_key(user.name)])


def disable_user(db: Database, name: str) -> None:
    """End an account, from its next request on; its name stays with what it did.

    :raises UnknownUser: no active account has this name.
    """
    user = get_user(db, name)
    with immediate(db):
        db.table("user").update(user.user_id, {"disabled_at": utc_now()})
        db.table("session").delete_where("user_id = ?", [user.user_id])


def new_password() -> str:
    """Return a random password of 80 bits that can be read aloud."""
    return "-".join(new_id("")[:4] for _ in range(4))


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: capitals and composition make no difference."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())


def sign_in(db: Database, name: str, password: str) -> tuple[User, str]:
    """Return the user and the token of a new session; only the token's sha256 is stored.

    Takes as long for a name without an account as for one with it.

    :raises TooManySignIns: several sign-ins with this name failed; ``retry_after_s`` says how long to wait.
    :raises SignInRefused: name and password do not belong together, or the account is disabled.
    """
    key = name_key(name)
    attempt = _count_attempt(db, key)
    row = next(_rows(db, name), None)
    is_right = _matches(str(row["password_hash"]) if row else _NOBODY, password)
    if row is None or row["disabled_at"] is not None or not is_right:
        raise SignInRefused("The name or the password is not right.")
    token = secrets.token_urlsafe(32)
    now_ms = _now_ms()
    with immediate(db):
        # Another browser's failures stay counted: whoever guesses does not start anew when the owner signs in.
        db.table("failed_sign_in").delete(attempt)
        db.table("session").delete_where("expires_at_ms <= ?", [now_ms])
        db.table("session").insert(
            {
                "token_sha256": _token_sha256(token),
                "user_id": row["user_id"],
                "created_at": utc_now(),
                "expires_at_ms": now_ms + SESSION_MS,
            }
        )
    return _user(row), token


def signed_in(db: Database, token: str) -> User | None:
    """Return whose session this is, ``None`` where it has ended or never was."""
    rows = db.query(
        "SELECT user.* FROM session JOIN user USING (user_id)"
        " WHERE token_sha256 = ? AND expires_at_ms > ? AND disabled_at IS NULL",
        [_token_sha256(token), _now_ms()],
    )
    return next(map(_user, rows), None)


def sign_out(db: Database, token: str) -> None:
    """End a session; one that has ended already stays so."""
    db.table("session").delete_where("token_sha256 = ?", [_token_sha256(token)])


def _count_attempt(db: Database, key: str) -> int:
    """Count a sign-in as failed before it is tried, so that many at once do not all slip through."""
    now_ms = _now_ms()
    with immediate(db):
        db.table("failed_sign_in").delete_where("at_ms <= ?", [now_ms - ATTEMPTS_MS])
        rows = db.query("SELECT count(*) AS failed, max(at_ms) AS last_ms FROM failed_sign_in WHERE name = ?", [key])
        counted = next(iter(rows))
        over = counted["failed"] - FREE_ATTEMPTS
        if over >= 0:
            # Doubling, but never for long: whoever guesses in another's name must not lock them out for the day.
            wait_ms = min(FIRST_WAIT_MS << min(over, LONGEST_WAIT_MS.bit_length()), LONGEST_WAIT_MS)
            left_ms = counted["last_ms"] + wait_ms - now_ms
            if left_ms > 0:
                raise TooManySignIns(-(-left_ms // 1000))
        cursor = db.conn.execute("INSERT INTO failed_sign_in (name, at_ms) VALUES (?, ?)", [key, now_ms])
    return int(cursor.lastrowid or 0)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except argon2.exceptions.VerifyMismatchError:
        return False


def _check_name(name: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not 0 < len(name) <= NAME_CHARACTERS or not name.isprintable():
        raise NotAName(f"A user's name is 1 to {NAME_CHARACTERS} visible characters; choose another.")
    return name


def _check_password(name: str, password: str) -> None:
    if len(password) < PASSWORD_CHARACTERS:
        raise WeakPassword(f"The password is too short; use at least {PASSWORD_CHARACTERS} characters.")
    if name_key(password) == name_key(name):
        raise WeakPassword("The password is the name; choose another.")


def _rows(db: Database, name: str) -> Iterator[Mapping[str, object]]:
    return db.table("user").rows_where("name_key = ?", [name_key(name)])


def _user(row: Mapping[str, object]) -> User:
    return User(str(row["user_id"]), str(row["name"]), str(row["role"]))


def _token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
