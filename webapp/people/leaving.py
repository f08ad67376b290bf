"""When somebody leaves: every way in ends at once, what they did stays, and what they had to do is given to others."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from media.database import immediate
from webapp.accounts import User, disable_user, get_user
from webapp.people.assignments import Assignment, assign, leave, left_by


def end_account(db: Database, name: str, by: User | None = None) -> tuple[Assignment, ...]:
    """End an account: sessions, tokens, passkeys, identity and assignments, in one step; returns what is nobody's then.

    :param by: the admin who says so, ``None`` for the command line.
    :raises UnknownUser: no active account has this name.
    :raises LastAdmin: nobody else is an admin.
    """
    with immediate(db):
        user = get_user(db, name)
        leave(db, user, by)
        given = left_by(db, user.user_id)
        for table in ("passkey", "identity", "identity_expected"):
            db.execute(f"DELETE FROM {table} WHERE user_id = ?", [user.user_id])  # noqa: S608 our own words
        disable_user(db, user.name)  # Tokens end with it, by a trigger.
    return given


def hand_over(db: Database, user_id: str, to: str, by: User, programme_ids: Iterable[str]) -> int:
    """Give somebody what another, who has left, had to do; returns how many programmes.

    :param user_id: of the one who left.
    :param programme_ids: of what they had to do; others are passed over.
    :raises UnknownUser: no active account has the name ``to``.
    :raises NotAllowed: ``to`` is a contributor, or ``by`` may not assign.
    """
    wanted = set(programme_ids)
    with immediate(db):
        given = [each for each in left_by(db, user_id) if each.programme_id in wanted]
        for each in given:
            assign(db, each.programme_id, to, by.name, each.due)
    return len(given)
