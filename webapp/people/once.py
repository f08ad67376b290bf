"""What may be used once: a state of the identity provider, a challenge of a passkey. Kept so that a restart knows."""

from __future__ import annotations

import time

from sqlite_utils import Database

from media.database import immediate
from webapp.accounts import token_sha256


def spend(db: Database, secret: str, forget_at_ms: int) -> bool:
    """Return whether this is the first use.

    :param forget_at_ms: Unix time from which it is refused anyway, so that it need not be kept.
    """
    with immediate(db):
        db.execute("DELETE FROM spent WHERE forget_at_ms <= ?", [time.time_ns() // 1_000_000])
        added = db.execute("INSERT OR IGNORE INTO spent VALUES (?, ?)", [token_sha256(secret), forget_at_ms])
    return added.rowcount == 1
