"""Passwords: how they are kept, and how often one may be guessed. Which may be set says `webapp.people.weak`."""

from __future__ import annotations

import time

import argon2
from sqlite_utils import Database

from media.database import immediate
from webapp.errors import TooManySignIns

FREE_ATTEMPTS = 5
"""Sign-ins that may fail before the next must wait."""
ATTEMPTS_MS = 3600 * 1000
"""How long a failed sign-in counts."""
FIRST_WAIT_MS = 30 * 1000
LONGEST_WAIT_MS = 15 * 60 * 1000

# RFC 9106, the second recommended option: 64 MiB, three passes. Said here, so that another version of the library
# cannot make it less; what was hashed otherwise is hashed anew when its owner signs in.
_HASHER = argon2.PasswordHasher(time_cost=3, memory_cost=64 << 10, parallelism=4, hash_len=32, salt_len=16)
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$ii4a/PFNMscAwmPLdq3noQ$+gDHYuMDFQRCVXUdzMS81Og/TQ+v6CFCrK/GYmNoMuI"
"""Of a random password that was thrown away: checked for names without an account, so that the answer takes as long."""
NO_PASSWORD = "none"  # noqa: S105 (what stands in the place of a hash)
"""Kept for those who sign in otherwise."""


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Return whether it is the password; takes as long where none is kept (`NO_PASSWORD`, ``None``: no account)."""
    has_one = kept not in (None, NO_PASSWORD)
    try:
        return _HASHER.verify(kept if kept and has_one else _NOBODY, password) and has_one
    except argon2.exceptions.VerifyMismatchError:
        return False


def is_outdated(kept: str) -> bool:
    """Return whether a password was hashed with other parameters than those of now."""
    return kept != NO_PASSWORD and _HASHER.check_needs_rehash(kept)


def count_attempt(db: Database, key: str) -> int:
    """Count a sign-in as failed before it is tried, so that many at once do not all slip through.

    :param key: the name, as `webapp.accounts.name_key` makes it.
    :returns: what `forget_attempt` takes back when it succeeds.
    :raises TooManySignIns: several sign-ins with this name failed; ``retry_after_s`` says how long to wait.
    """
    now_ms = time.time_ns() // 1_000_000
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


def forget_attempt(db: Database, attempt: int) -> None:
    """Take back one attempt; another browser's failures stay counted, so that whoever guesses does not start anew."""
    db.table("failed_sign_in").delete_where("failed_sign_in_id = ?", [attempt])
