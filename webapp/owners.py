"""Who brought which programme: a contributor sees only their own."""

from __future__ import annotations

from sqlite_utils import Database

from webapp.accounts import User, name_key


def set_owner(db: Database, programme_id: str, user: User) -> None:
    """Note who brought a new programme."""
    db.table("programme_owner").insert({"programme_id": programme_id, "user_name": user.name})


def may_see(db: Database, programme_id: str, user: User) -> bool:
    """Return whether a programme, if there is one of this id, is shown to a person."""
    if user.sees_everything:
        return True
    rows = db.table("programme_owner").rows_where("programme_id = ?", [programme_id])
    return any(name_key(str(row["user_name"])) == name_key(user.name) for row in rows)


def owned_by(db: Database, user: User) -> set[str]:
    """Return the ids of the programmes that a person brought."""
    rows = db.table("programme_owner").rows
    return {str(row["programme_id"]) for row in rows if name_key(str(row["user_name"])) == name_key(user.name)}
